from __future__ import annotations

import numpy as np
import pytest
import torch
from flask.testing import FlaskClient

from app.schemas import MAX_ABLATIONS
from model.capsnet import CapsNet
from tests.app.answers import assert_error, read_tensors


def test_ablations_are_what_routing_says_of_the_votes_that_are_left(
    client: FlaskClient, capsnet: CapsNet
) -> None:
    image = torch.rand(28, 28)
    body = {
        "image": image.flatten().tolist(),
        "off": ["position-0-1"],
        "also": [[], ["type-2", "class-4"], ["capsule-1-5-0"]],
    }
    metadata, tensors = read_tensors(client.post("/api/ablate", json=body))
    assert metadata["model"] == "small"
    assert metadata["routing"] == "3"
    votes = capsnet.trace(image).votes.clone()
    votes[:, 0, 1] = 0
    also = [votes, votes.clone(), votes.clone()]
    also[1][2] = 0
    also[1][..., 4, :] = 0
    also[2][1, 5, 0] = 0
    *_, expected = capsnet.digits.route(torch.stack(also), iterations=3)
    np.testing.assert_allclose(tensors["digits"], expected.digits.detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(
        tensors["lengths"], expected.digits.norm(dim=-1).detach().numpy(), atol=1e-5
    )


def test_nothing_off_is_the_trace_of_as_many_iterations(
    client: FlaskClient, capsnet: CapsNet
) -> None:
    image = torch.rand(28, 28)
    body = {"model": "small", "image": image.flatten().tolist(), "routing": 5}
    metadata, tensors = read_tensors(client.post("/api/ablate", json=body))
    assert metadata["routing"] == "5"
    expected = capsnet.trace(image, 5)
    np.testing.assert_allclose(tensors["lengths"], expected.lengths[None].numpy(), atol=1e-6)


def test_many_ablations_are_one_call_and_each_has_its_row(
    client: FlaskClient, capsnet: CapsNet
) -> None:
    image = torch.rand(28, 28)
    also = [[f"type-{index % 3}"] for index in range(MAX_ABLATIONS)]
    body = {"image": image.flatten().tolist(), "also": also}
    lengths = read_tensors(client.post("/api/ablate", json=body))[1]["lengths"]
    assert lengths.shape == (MAX_ABLATIONS, 10)
    assert len({tuple(row.round(5)) for row in lengths}) == 3
    np.testing.assert_allclose(lengths[0], lengths[510], atol=1e-6)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"image": [0.5] * 783}, "image", ("783 values", "784: 28 x 28")),
        ({"image": [1.5] + [0.0] * 783}, "image[0]", ("1.5", "0 to 1")),
        ({"image": "ink"}, "image", ("a list",)),
        ({"off": ["type-3"]}, "off", ("type-3", "types 0 to 2")),
        ({"off": ["x" * 5000]}, "off", ("xxx",)),
        ({"off": [3]}, "off[0]", ("a text",)),
        ({"also": [[], ["position-6-0"]]}, "also[1]", ("rows 0 to 5",)),
        ({"also": []}, "also", ("a list of 1 to 512",)),
        ({"also": [[]] * (MAX_ABLATIONS + 1)}, "also", ("513 values",)),
        ({"routing": 11}, "routing", ("11", "1 to 10")),
        ({"on": []}, "on", ("unknown parameter",)),
    ],
)
def test_what_is_wrong_with_a_body_is_named(
    client: FlaskClient, change: dict[str, object], field: str, words: tuple[str, ...]
) -> None:
    body = {"image": [0.0] * 784, **change}
    assert_error(client.post("/api/ablate", json=body), 422, *words, field=field)
