from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.schemas import MAX_ABLATIONS, MAX_IMAGES
from model.checkpoints.card import Card
from model.checkpoints.catalogue import load, load_checkpoint
from model.checkpoints.checkpoint import save_checkpoint
from model.images.preprocess import preprocess
from model.network.architecture import confidences
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.cnn import Cnn, CnnConfig
from model.network.layers import squash
from tests.app.answers import RAW, assert_error, read_tensors


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
    expected = capsnet.digits.route(torch.stack(also), iterations=3).digits[-1]
    np.testing.assert_allclose(tensors["digits"], expected.detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(
        tensors["lengths"], expected.norm(dim=-1).detach().numpy(), atol=1e-5
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


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    """The file of a small network without capsules, named "plain"."""
    path = tmp_path / "plain.safetensors"
    config = CnnConfig(kernels=(3, 4), strides=(1, 2), hidden=(7,))
    card = Card(title="CNN", dataset="mnist", class_names=tuple("0123456789"), recipe={})
    save_checkpoint(path, config=config, card=card, tensors=Cnn(config).state_dict())
    return path


def test_a_sweep_says_of_each_raw_image_what_its_trace_says(
    client: FlaskClient, capsnet: CapsNet
) -> None:
    pixels = torch.randint(0, 256, (19, 28, 28), dtype=torch.uint8)
    response = client.post(
        "/api/sweep?count=19&routing=2", data=pixels.numpy().tobytes(), content_type=RAW
    )
    metadata, tensors = read_tensors(response)
    assert metadata["model"] == "small"
    assert metadata["routing"] == "2"
    assert metadata["baseline"] == ""
    assert set(tensors) == {"images", "lengths", "digits", "uniform"}
    for index, image in enumerate(pixels.float() / 255):
        trace = capsnet.trace(image, 2)
        np.testing.assert_array_equal(tensors["images"][index], image.numpy())
        np.testing.assert_allclose(tensors["lengths"][index], trace.lengths.numpy(), atol=1e-6)
        np.testing.assert_allclose(tensors["digits"][index], trace.digits[-1].numpy(), atol=1e-6)
        even = capsnet.trace(image, 1).lengths.numpy()
        np.testing.assert_allclose(tensors["uniform"][index], even, atol=1e-6)


def test_a_strip_of_pictures_is_preprocessed_frame_by_frame(
    client: FlaskClient, capsnet: CapsNet, picture: Callable[..., bytes]
) -> None:
    frames = [Image.open(io.BytesIO(picture("PNG", 140))) for _ in range(3)]
    frames[1] = frames[1].transpose(Image.Transpose.ROTATE_90)
    strip = Image.new("L", (140, 420))
    for index, frame in enumerate(frames):
        strip.paste(frame, (0, 140 * index))
    for center in ("0", "1"):
        response = client.post(
            f"/api/sweep?count=3&center={center}", data=encode(strip), content_type="image/png"
        )
        _, tensors = read_tensors(response)
        for index, frame in enumerate(frames):
            alone = preprocess(encode(frame), center=center == "1")
            np.testing.assert_array_equal(tensors["images"][index], alone.numpy())
            expected = capsnet.trace(alone).lengths.numpy()
            np.testing.assert_allclose(tensors["lengths"][index], expected, atol=1e-6)


def test_a_network_without_capsules_is_asked_too(
    make_app: Callable[..., Flask], checkpoint: Path, baseline: Path
) -> None:
    client = make_app(checkpoints=(checkpoint, baseline)).test_client()
    pixels = torch.randint(0, 256, (10, 28, 28), dtype=torch.uint8)
    response = client.post("/api/sweep?count=10", data=pixels.numpy().tobytes(), content_type=RAW)
    metadata, tensors = read_tensors(response)
    assert metadata["baseline"] == "plain"
    network = load_checkpoint(baseline).network
    expected = confidences(network, pixels[:, None].float() / 255).detach().numpy()
    np.testing.assert_allclose(tensors["baseline"], expected, atol=1e-6)
    np.testing.assert_allclose(tensors["baseline"].sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("query", "size", "status", "words"),
    [
        ("count=0", 784, 422, ("0", f"1 to {MAX_IMAGES}")),
        (f"count={MAX_IMAGES + 1}", 784, 422, (f"1 to {MAX_IMAGES}",)),
        ("", 784, 422, ("missing count",)),
        ("count=2", 784, 400, ("784 bytes", "1,568: 2 x 28 x 28")),
    ],
)
def test_a_sweep_of_too_many_or_too_few_images_is_refused(
    client: FlaskClient, query: str, size: int, status: int, words: tuple[str, ...]
) -> None:
    response = client.post(f"/api/sweep?{query}", data=bytes(size), content_type=RAW)
    assert_error(response, status, *words, field="body" if status == 400 else "count")


@pytest.mark.parametrize("routing", [1, 3])
def test_adversarial_pictures_are_a_step_against_the_gradient_of_the_lead(
    client: FlaskClient, checkpoint: Path, routing: int
) -> None:
    capsnet = load(checkpoint)  # a packed one has no gradients
    image = torch.rand(28, 28)
    strengths = [0.0, 0.02, 0.5, *(0.01 * index for index in range(10))]
    body = {"image": image.flatten().tolist(), "routing": routing, "strengths": strengths}
    metadata, tensors = read_tensors(client.post("/api/adversarial", json=body))
    assert metadata["routing"] == str(routing)
    pixels = image.clone().requires_grad_()
    primary = squash(capsnet.primary(capsnet.conv1(pixels[None, None]).relu()))
    digits = capsnet.digits.route(capsnet.digits.votes(primary), iterations=routing).digits[-1]
    first, second = digits[0].norm(dim=-1).topk(2).values
    (gradient,) = torch.autograd.grad(first - second, pixels)
    clear = (gradient.abs() > 1e-6 * gradient.abs().max()).numpy()
    for index, strength in enumerate(strengths):
        expected = (image - strength * gradient.sign()).clamp(0, 1).numpy()
        np.testing.assert_allclose(tensors["images"][index][clear], expected[clear], atol=1e-7)
        trace = capsnet.trace(torch.from_numpy(tensors["images"][index]), routing)
        np.testing.assert_allclose(tensors["lengths"][index], trace.lengths.numpy(), atol=1e-6)
        drawn = trace.reconstructions[int(tensors["lengths"][index].argmax())]
        np.testing.assert_allclose(tensors["reconstructions"][index], drawn.numpy(), atol=1e-6)
        error = float((drawn - torch.from_numpy(tensors["images"][index])).square().sum())
        assert tensors["errors"][index] == pytest.approx(error, rel=1e-4)


@pytest.mark.parametrize(
    ("strengths", "field", "words"),
    [
        ([], "strengths", ("0 values", "a list of 1 to 512")),
        ([0.1, 0.6], "strengths[1]", ("0.6", "0 to 0.5")),
        ([-0.1], "strengths[0]", ("-0.1", "0 to 0.5")),
    ],
)
def test_a_step_that_is_no_step_is_refused(
    client: FlaskClient, strengths: list[float], field: str, words: tuple[str, ...]
) -> None:
    body = {"image": [0.0] * 784, "strengths": strengths}
    assert_error(client.post("/api/adversarial", json=body), 422, *words, field=field)


def test_a_blank_image_has_finite_steps(client: FlaskClient) -> None:
    body = {"image": [0.0] * 784, "strengths": [0.0, 0.1]}
    _, tensors = read_tensors(client.post("/api/adversarial", json=body))
    assert all(np.isfinite(values).all() for values in tensors.values())


def encode(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def pair_reader(tmp_path: Path) -> Path:
    """The file of a small network for two digits, named "pairs"."""
    path = tmp_path / "pairs.safetensors"
    config = CapsNetConfig(
        image_height=36, image_width=36, conv1_kernels=4, primary_types=2, primary_stride=3,
        decoder_hidden=(8, 12),
    )  # fmt: skip
    torch.manual_seed(3)
    card = Card(
        title="Pairs", dataset="multimnist", class_names=tuple("0123456789"), recipe={}, present=2
    )
    save_checkpoint(path, config=config, card=card, tensors=CapsNet(config).state_dict())
    return path


def test_two_digits_are_laid_over_each_other_and_read(
    make_app: Callable[..., Flask], checkpoint: Path, pair_reader: Path
) -> None:
    client = make_app(checkpoints=(checkpoint, pair_reader)).test_client()
    first, second = torch.rand(2, 28, 28).unbind()
    body = {
        "first": first.flatten().tolist(),
        "second": second.flatten().tolist(),
        "first_shift": [-4, 2],
        "second_shift": [1, -3],
    }
    metadata, tensors = read_tensors(client.post("/api/overlap", json=body))
    assert metadata["model"] == "pairs"
    parts = torch.zeros(2, 36, 36)
    parts[0, 0:28, 6:34] = first
    parts[1, 5:33, 1:29] = second
    np.testing.assert_array_equal(tensors["parts"], parts.numpy())
    image = (parts[0] + parts[1]).clamp(max=1)
    np.testing.assert_array_equal(tensors["image"], image.numpy())
    expected = load(pair_reader).trace(image)
    for name in ("lengths", "reconstructions"):
        np.testing.assert_allclose(tensors[name], getattr(expected, name).numpy(), atol=1e-5)


def test_networks_for_two_digits_are_listed_apart_from_those_of_the_stages(
    make_app: Callable[..., Flask], checkpoint: Path, pair_reader: Path
) -> None:
    client = make_app(checkpoints=(pair_reader, checkpoint)).test_client()
    answer = client.get("/api/models").get_json()
    assert [each["name"] for each in answer["models"]] == ["small"]
    assert answer["default"] == "small"
    (pair,) = answer["pairs"]
    assert (pair["name"], pair["image"]["height"]) == ("pairs", 36)
    trace = client.post("/api/trace?model=pairs", data=bytes(784), content_type=RAW)
    assert_error(trace, 404, "small", field="model")


def test_without_a_network_for_two_digits_the_answer_says_how_to_train_one(
    client: FlaskClient,
) -> None:
    body = {"first": [0.0] * 784, "second": [0.0] * 784}
    answer = client.post("/api/overlap", json=body)
    assert_error(answer, 404, "python -m model.train multimnist", field="model")
    assert client.get("/api/models").get_json()["pairs"] == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"first": [0.5] * 1296}, "first", ("1,296 values", "784: 28 x 28")),
        ({"second": [0.5] * 783}, "second", ("783 values", "784: 28 x 28")),
        ({"second": [2.0] * 784}, "second[0]", ("2.0", "0 to 1")),
        ({"first_shift": [5, 0]}, "first_shift[0]", ("5", "-4 to 4")),
        ({"second_shift": [0]}, "second_shift[1]", ("missing", "-4 to 4")),
        ({"second_shift": [0, 1.5]}, "second_shift[1]", ("1.5",)),
        ({"model": "small"}, "model", ("small", "pairs")),
        ({"third": []}, "third", ("unknown parameter",)),
    ],
)
def test_what_is_wrong_with_two_digits_is_named(
    make_app: Callable[..., Flask],
    checkpoint: Path,
    pair_reader: Path,
    change: dict[str, object],
    field: str,
    words: tuple[str, ...],
) -> None:
    client = make_app(checkpoints=(checkpoint, pair_reader)).test_client()
    body = {"first": [0.0] * 784, "second": [0.0] * 784, **change}
    status = 404 if field == "model" else 422
    assert_error(client.post("/api/overlap", json=body), status, *words, field=field)
