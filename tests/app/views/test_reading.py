"""What the server says of a picture besides what the network receives of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from model.analysis.reconstruction_errors import reconstruction_error, save_errors
from model.checkpoints.catalogue import load_checkpoint
from model.images.preprocess import preprocess
from model.network.capsnet import CapsNet
from tests.app.answers import RAW, assert_error, read_tensors

Calls = pytest.mark.parametrize("path", ["/api/trace?fields=image", "/api/preprocess?"])


def boxed_seven() -> bytes:
    image = Image.new("L", (300, 200), 255)
    canvas = ImageDraw.Draw(image)
    canvas.line([(110, 60), (180, 60), (140, 140)], fill=0, width=12)
    canvas.rectangle((80, 30, 210, 170), outline=0, width=2)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def ask(client: FlaskClient, path: str, data: bytes) -> tuple[dict[str, str], Any]:
    headers = {"Accept": "application/vnd.safetensors"}
    response = client.post(path, data=data, content_type="image/png", headers=headers)
    metadata, tensors = read_tensors(response)
    return metadata, tensors["image"]


@Calls
def test_the_answer_says_what_was_taken_and_what_was_left_out(
    client: FlaskClient, path: str
) -> None:
    metadata, image = ask(client, path, boxed_seven())
    assert json.loads(metadata["blank"]) is False
    assert 0.01 < float(metadata["ink_share"]) < 0.05
    strokes = json.loads(metadata["strokes"])
    assert [each["taken"] for each in strokes] == [True, False]
    assert json.loads(metadata["left_out"]) == [[80, 30, 131, 141]]
    assert strokes[1] == {"left": 80, "top": 30, "width": 131, "height": 141, "taken": False}
    np.testing.assert_array_equal(image, preprocess(boxed_seven()).numpy())


@Calls
def test_groups_are_taken_in_and_left_out_by_their_numbers(client: FlaskClient, path: str) -> None:
    metadata, both = ask(client, f"{path}&take=0,1", boxed_seven())
    assert json.loads(metadata["left_out"]) == []
    assert not np.array_equal(both, preprocess(boxed_seven()).numpy())
    metadata, image = ask(client, f"{path}&take=", boxed_seven())
    assert json.loads(metadata["blank"]) is True
    assert not image.any()
    cropped, image = ask(client, f"{path}&crop=90,40,110,120", boxed_seven())
    assert json.loads(cropped["left_out"]) == []
    np.testing.assert_allclose(image, preprocess(boxed_seven()).numpy(), atol=0.02)


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("take=2", "take", "expected numbers below 2"),
        ("take=x", "take", "invalid take"),
        ("take=-1", "take", "invalid take"),
        ("crop=0,0,10", "crop", "crop"),
        ("crop=290,0,20,10", "crop", "300 x 200 pixels"),
        ("crop=0,0,0,10", "crop", "invalid crop"),
    ],
)
def test_what_a_picture_does_not_have_is_refused(
    client: FlaskClient, query: str, field: str, words: str
) -> None:
    url = f"/api/trace?{query}"
    response = client.post(url, data=boxed_seven(), content_type="image/png")
    assert response.status_code == 422
    assert response.get_json()["error"]["field"].partition("[")[0] == field
    assert words in response.get_json()["error"]["message"]


def test_raw_pixels_have_no_parts(client: FlaskClient, pixels: bytes) -> None:
    for query in ("take=0", "crop=0,0,5,5"):
        response = client.post(f"/api/trace?{query}", data=pixels, content_type=RAW)
        assert_error(response, 422, "raw pixels", field=query.partition("=")[0])


@Calls
def test_blank_paper_is_said_to_be_blank(client: FlaskClient, path: str) -> None:
    values = np.random.default_rng(0).normal(200, 4, (200, 300)).clip(0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    metadata, image = ask(client, path, file.getvalue())
    assert json.loads(metadata["blank"]) is True
    assert float(metadata["ink_share"]) == 0
    assert not image.any()


@Calls
def test_what_the_decoder_draws_badly_is_unlike_a_digit(
    make_app: Callable[..., Flask], checkpoint: Path, capsnet: CapsNet, path: str
) -> None:
    metadata, _ = ask(make_app().test_client(), path, boxed_seven())
    assert json.loads(metadata["unlike_a_digit"]) is None  # nothing was measured
    own = reconstruction_error(capsnet.trace(preprocess(boxed_seven())))
    for factor, unlike in ((0.9, True), (1.1, False)):
        errors = np.linspace(0, own * factor, 50, dtype=np.float32)
        save_errors(load_checkpoint(checkpoint), errors)
        metadata, _ = ask(make_app().test_client(), path, boxed_seven())
        assert json.loads(metadata["unlike_a_digit"]) is unlike
