from __future__ import annotations

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from torch import Tensor

from app.schemas import DEFAULT_FIELDS
from app.wire import EXACT_VALUES
from model.images.preprocess import place_ink, place_picture, preprocess, preprocess_ink
from model.network.capsnet import CapsNet
from model.network.trace import FIELDS
from tests.app.answers import RAW, assert_error, dequantize, read_tensors


def as_image(pixels: bytes) -> Tensor:
    values = np.frombuffer(pixels, np.uint8).astype(np.float32) / np.float32(255)
    return torch.from_numpy(values.reshape(28, 28))


def test_a_trace_holds_exactly_what_the_model_computes(
    client: FlaskClient, capsnet: CapsNet, pixels: bytes
) -> None:
    response = client.post("/api/trace", data=pixels, content_type=RAW)
    metadata, tensors = read_tensors(response)
    expected = capsnet.trace(as_image(pixels))
    assert set(tensors) == set(DEFAULT_FIELDS) == set(FIELDS) - {"votes"}
    for name, values in tensors.items():
        assert values.dtype == np.float32
        np.testing.assert_array_equal(values, getattr(expected, name).numpy(), err_msg=name)
    assert metadata["model"] == "small"
    assert metadata["prediction"] == metadata["class_name"] == str(expected.prediction)
    assert metadata["routing"] == "3"
    assert metadata["precision"] == "float32"
    assert float(metadata["milliseconds"]) > 0
    assert "quantized" not in metadata


def test_only_the_fields_asked_for_are_sent(
    client: FlaskClient, capsnet: CapsNet, pixels: bytes
) -> None:
    response = client.post("/api/trace?fields=votes,lengths", data=pixels, content_type=RAW)
    _, tensors = read_tensors(response)
    assert set(tensors) == {"votes", "lengths"}
    expected = capsnet.trace(as_image(pixels))
    np.testing.assert_array_equal(tensors["votes"], expected.votes.numpy())


@pytest.mark.parametrize("routing", [1, 5, 10])
def test_routing_runs_as_often_as_asked(
    client: FlaskClient, capsnet: CapsNet, pixels: bytes, routing: int
) -> None:
    url = f"/api/trace?routing={routing}"
    metadata, tensors = read_tensors(client.post(url, data=pixels, content_type=RAW))
    assert metadata["routing"] == str(routing)
    expected = capsnet.trace(as_image(pixels), routing)
    np.testing.assert_array_equal(tensors["digits"], expected.digits.numpy())
    assert tensors["digits"].shape[0] == routing


def test_a_preview_is_within_half_a_step_and_small_fields_are_exact(
    client: FlaskClient, capsnet: CapsNet, pixels: bytes
) -> None:
    response = client.post("/api/trace?precision=u8", data=pixels, content_type=RAW)
    metadata, tensors = read_tensors(response)
    scales = json.loads(metadata["quantized"])
    assert metadata["precision"] == "u8"
    assert set(scales) == {name for name, values in tensors.items() if values.size > EXACT_VALUES}
    assert {"conv1", "support"} < set(scales)
    expected = capsnet.trace(as_image(pixels))
    for name, values in dequantize(metadata, tensors).items():
        step = scales.get(name, {"scale": 0.0})["scale"]
        difference = np.abs(values - getattr(expected, name).numpy()).max()
        assert difference <= 0.5001 * step + 1e-6 * step, name
    exact = client.post("/api/trace", data=pixels, content_type=RAW)
    assert len(response.data) < 0.4 * len(exact.data)


def test_json_holds_the_same_numbers(client: FlaskClient, capsnet: CapsNet, pixels: bytes) -> None:
    answer = client.post(
        "/api/trace?fields=lengths,digits&precision=u8",
        data=pixels,
        content_type=RAW,
        headers={"Accept": "application/json"},
    ).get_json()
    expected = capsnet.trace(as_image(pixels))
    assert answer["tensors"]["lengths"] == expected.lengths.tolist()
    assert answer["tensors"]["digits"] == expected.digits.tolist()
    assert answer["metadata"]["prediction"] == expected.prediction
    assert answer["metadata"]["precision"] == "float32"


def test_npz_holds_every_field_exactly(
    client: FlaskClient, capsnet: CapsNet, pixels: bytes
) -> None:
    url = f"/api/trace?fields={','.join(FIELDS)}"
    _, exact = read_tensors(client.post(url, data=pixels, content_type=RAW))
    headers = {"Accept": "application/x-npz"}
    preview = f"{url}&precision=u8"
    response = client.post(preview, data=pixels, content_type=RAW, headers=headers)
    assert response.content_type == "application/x-npz"
    file = np.load(io.BytesIO(response.data))
    assert file.files == list(FIELDS)
    for name, expected in capsnet.trace(as_image(pixels)).items():
        assert file[name].dtype == np.float32
        np.testing.assert_array_equal(file[name], exact[name], err_msg=name)
        np.testing.assert_allclose(file[name], expected.numpy(), atol=1e-5, err_msg=name)
    metadata = json.loads(file.zip.comment)
    assert metadata["model"] == "small"
    assert metadata["precision"] == "float32"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_picture_is_preprocessed(
    client: FlaskClient, capsnet: CapsNet, picture: Callable[..., bytes], form: str
) -> None:
    data = picture(form)
    response = client.post("/api/trace", data=data, content_type=f"image/{form.lower()}")
    _, tensors = read_tensors(response)
    np.testing.assert_array_equal(tensors["image"], preprocess(data).numpy())
    np.testing.assert_array_equal(
        tensors["lengths"], capsnet.trace(preprocess(data)).lengths.numpy()
    )


def test_center_overrides_what_is_usual(
    client: FlaskClient, pixels: bytes, picture: Callable[..., bytes]
) -> None:
    response = client.post("/api/trace?center=1", data=pixels, content_type=RAW)
    expected = preprocess_ink(as_image(pixels).numpy())
    np.testing.assert_array_equal(read_tensors(response)[1]["image"], expected.numpy())
    response = client.post("/api/trace?center=0", data=picture(), content_type="image/png")
    expected = preprocess(picture(), center=False)
    np.testing.assert_array_equal(read_tensors(response)[1]["image"], expected.numpy())


@pytest.mark.parametrize("path", ["/api/trace", "/api/preprocess"])
def test_an_answer_says_where_the_image_lies_on_the_picture(
    client: FlaskClient, pixels: bytes, picture: Callable[..., bytes], path: str
) -> None:
    def ask(
        data: bytes, content_type: str, query: dict[str, str] | None = None
    ) -> dict[str, float]:
        headers = {"Accept": "application/vnd.safetensors"}
        response = client.post(
            path, data=data, content_type=content_type, query_string=query, headers=headers
        )
        found: dict[str, float] = json.loads(read_tensors(response)[0]["placement"])
        assert list(found) == ["scale", "left", "top"]
        return found

    assert ask(pixels, RAW) == {"scale": 1, "left": 0, "top": 0}
    assert ask(picture(), "image/png") == place_picture(picture()).placement._asdict()
    whole = {"scale": pytest.approx(200 / 28), "left": 0, "top": 0}
    assert ask(picture(), "image/png", {"center": "0"}) == whole
    centered = place_ink(as_image(pixels).numpy()).placement
    assert ask(pixels, RAW, {"center": "1"}) == centered._asdict()


def test_a_blank_image_gives_finite_numbers(client: FlaskClient) -> None:
    _, tensors = read_tensors(client.post("/api/trace", data=bytes(784), content_type=RAW))
    assert all(np.isfinite(values).all() for values in tensors.values())


def test_every_part_of_an_answer_is_timed(client: FlaskClient, pixels: bytes) -> None:
    timing = client.post("/api/trace", data=pixels, content_type=RAW).headers["Server-Timing"]
    parts = dict(part.split(";dur=") for part in timing.split(", "))
    assert list(parts) == ["preprocess", "queue", "model", "serialise", "total"]
    assert float(parts["total"]) >= float(parts["model"]) > 0


def test_decoded_capsules_are_the_models_pictures(client: FlaskClient, capsnet: CapsNet) -> None:
    capsules = torch.rand(7, 5) - 0.5
    classes = torch.tensor([0, 9, 3, 3, 1, 2, 5])
    body = {
        "model": "small",
        "capsules": list(zip(classes.tolist(), capsules.tolist(), strict=True)),
    }
    metadata, tensors = read_tensors(client.post("/api/decode", json=body))
    np.testing.assert_array_equal(tensors["images"], capsnet.decode(capsules, classes).numpy())
    assert metadata["model"] == "small"
    assert metadata["precision"] == "float32"


def test_the_grid_of_the_paper_is_one_call(client: FlaskClient, capsnet: CapsNet) -> None:
    capsules = torch.rand(176, 5)
    body = {"capsules": [[4, row] for row in capsules.tolist()], "precision": "u8"}
    response = client.post("/api/decode", json=body)
    metadata, tensors = read_tensors(response)
    assert tensors["images"].shape == (176, 28, 28)
    assert tensors["images"].dtype == np.uint8
    expected = capsnet.decode(capsules, torch.full((176,), 4)).numpy()
    np.testing.assert_allclose(
        dequantize(metadata, tensors)["images"], expected, atol=0.51 * np.ptp(expected) / 255
    )


@pytest.mark.parametrize("path", ["straight", "length"])
def test_an_interpolation_is_decoded_point_by_point(
    client: FlaskClient, capsnet: CapsNet, path: str
) -> None:
    start, end = (torch.rand(5) - 0.5).tolist(), (torch.rand(5) - 0.5).tolist()
    body = {"start": [3, start], "end": [8, end], "steps": 7, "path": path}
    metadata, tensors = read_tensors(client.post("/api/interpolate", json=body))
    digits = torch.from_numpy(tensors["digits"])
    assert digits.shape == (7, 10, 5)
    np.testing.assert_allclose(tensors["images"], capsnet.draw(digits).numpy(), atol=1e-6)
    ends = capsnet.decode(torch.tensor([start, end]), torch.tensor([3, 8])).numpy()
    np.testing.assert_allclose(tensors["images"][[0, -1]], ends, atol=1e-6)
    assert metadata["model"] == "small"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": [10, [0.0] * 5]}, "start[0]"),
        ({"end": [1, [0.0] * 4]}, "end[1]"),
        ({"steps": 1}, "steps"),
        ({"steps": 513}, "steps"),
        ({"path": "round"}, "path"),
    ],
)
def test_an_interpolation_between_what_are_no_capsules_is_refused(
    client: FlaskClient, change: dict[str, object], field: str
) -> None:
    body = {"start": [1, [0.0] * 5], "end": [2, [0.1] * 5], **change}
    assert_error(client.post("/api/interpolate", json=body), 422, "expected", field=field)


def test_preprocessing_answers_a_png_of_what_the_network_sees(
    client: FlaskClient, picture: Callable[..., bytes]
) -> None:
    response = client.post("/api/preprocess", data=picture(), content_type="image/png")
    assert response.content_type == "image/png"
    shown = np.asarray(Image.open(io.BytesIO(response.data)))
    expected = (preprocess(picture()).numpy() * 255).round()
    np.testing.assert_array_equal(shown, expected)


def test_preprocessing_answers_tensors_where_they_are_preferred(
    client: FlaskClient, picture: Callable[..., bytes]
) -> None:
    expected = preprocess(picture()).numpy()
    for accept in ("application/vnd.safetensors", "application/json"):
        response = client.post(
            "/api/preprocess",
            data=picture(),
            content_type="image/png",
            headers={"Accept": accept},
        )
        assert response.mimetype == accept
        if response.is_json:
            image = np.array(response.get_json()["tensors"]["image"], np.float32)
        else:
            image = read_tensors(response)[1]["image"]
        np.testing.assert_array_equal(image, expected)


def test_requests_at_the_same_time_do_not_mix(app: Flask, capsnet: CapsNet) -> None:
    images = torch.randint(0, 256, (40, 28, 28), dtype=torch.uint8)

    def ask(image: Tensor) -> np.ndarray:
        data = image.numpy().tobytes()
        response = app.test_client().post("/api/trace", data=data, content_type=RAW)
        return read_tensors(response)[1]["digits"]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, images))
    for image, digits in zip(images, answers, strict=True):
        expected = capsnet.trace(image.float() / 255).digits
        np.testing.assert_allclose(digits, expected.numpy(), atol=1e-6)
