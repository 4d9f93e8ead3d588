"""Networks of several channels: what they are given."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
import torch
from flask.testing import FlaskClient
from PIL import Image

from app import create_app
from app.config import AppConfig
from model.checkpoints.card import Card
from model.checkpoints.checkpoint import save_checkpoint
from model.network.capsnet import CapsNet, CapsNetConfig
from tests.app.answers import RAW, assert_error, read_tensors


@pytest.fixture
def network(capsnet_config: CapsNetConfig) -> CapsNet:
    config = dataclasses.replace(capsnet_config, image_channels=3)
    return CapsNet(config).eval().requires_grad_(False)


@pytest.fixture
def client(network: CapsNet, tmp_path: Path) -> FlaskClient:
    """A client of a server with one network in colour."""
    path = tmp_path / "coloured.safetensors"
    card = Card(title="Tiles", dataset="tiles/", class_names=tuple("abcdefghij"), recipe={})
    save_checkpoint(path, config=network.config, card=card, tensors=network.state_dict())
    return create_app(AppConfig(checkpoints=(path,), threads=1)).test_client()


def test_a_picture_is_read_in_colour_whether_centred_or_not(
    client: FlaskClient, network: CapsNet
) -> None:
    pixels = np.random.default_rng(4).integers(0, 256, (28, 28, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    image = torch.tensor(pixels).permute(2, 0, 1).float() / 255
    expected = network.trace(image).lengths.numpy()
    for query in ("", "?center=0", "?center=1"):
        response = client.post(f"/api/trace{query}", data=file.getvalue(), content_type="image/png")
        _, tensors = read_tensors(response)
        np.testing.assert_allclose(tensors["image"], image.numpy(), atol=1e-6)
        np.testing.assert_allclose(tensors["lengths"], expected, atol=1e-6)


def test_pixels_of_several_channels_are_not_centred(client: FlaskClient) -> None:
    body = bytes(3 * 28 * 28)
    response = client.post("/api/trace?center=1", data=body, content_type=RAW)
    assert_error(response, 422, "3 channels", field="center")
    assert client.post("/api/trace?center=0", data=body, content_type=RAW).status_code == 200
