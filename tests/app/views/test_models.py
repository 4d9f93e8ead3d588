from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import AppConfig
from model.checkpoints.card import Card, Measured
from model.checkpoints.checkpoint import save_checkpoint
from model.network.capsnet import CapsNet, CapsNetConfig
from tests.app.answers import read_tensors

URL = "/api/models/small/kernels"


def test_models_are_described(
    client: FlaskClient, checkpoint: Path, capsnet_config: CapsNetConfig, capsnet: CapsNet
) -> None:
    answer = client.get("/api/models").get_json()
    assert answer["default"] == "small"
    (model,) = answer["models"]
    assert model["name"] == "small"
    assert model["label"] == "CapsNet, MNIST"
    assert model["title"] == "MNIST"
    assert model["shows"] == "digits"
    assert model["class_names"] == list("0123456789")
    assert model["image"] == {"height": 28, "width": 28, "channels": 1}
    assert model["config"] == json.loads(json.dumps(capsnet_config.facts()))
    own = {name: model["config"][name] for name in capsnet_config.to_dict()}
    assert CapsNetConfig.from_dict(own) == capsnet_config
    assert model["parameters"] == sum(each.numel() for each in capsnet.parameters())
    assert model["test_error"] is None
    assert model["measured"] is None
    assert model["sha256"] == hashlib.sha256(checkpoint.read_bytes()).hexdigest()


def test_what_was_measured_is_told(capsnet_config: CapsNetConfig, tmp_path: Path) -> None:
    measured = Measured(
        images=10_000,
        errors=35,
        interval=(0.0025, 0.0049),
        reconstruction_error=12.5,
        per_class=((1_000, 3),) * 10,
        by_confidence=((0, 0),) * 9 + ((10_000, 9_965),),
    )
    card = Card(
        title="MNIST",
        dataset="mnist",
        class_names=tuple("0123456789"),
        recipe={},
        measured=measured,
    )
    config = dataclasses.replace(capsnet_config, digit_bias=False, image_channels=3)
    path = tmp_path / "coloured.safetensors"
    tensors = CapsNet(config).state_dict()
    save_checkpoint(path, config=config, card=card, tensors=tensors)
    client = create_app(AppConfig(checkpoints=(path,), threads=1)).test_client()
    (model,) = client.get("/api/models").get_json()["models"]
    assert model["label"] == "CapsNet, MNIST (0.35 % error)"
    assert model["test_error"] == 0.0035
    assert model["measured"]["interval"] == [0.0025, 0.0049]
    assert model["measured"]["by_confidence"] == [[0, 0]] * 9 + [[10_000, 9_965]]
    assert model["image"]["channels"] == 3
    _, kernels = read_tensors(client.get("/api/models/coloured/kernels"))
    assert kernels["conv1_weight"].shape == (6, 3, 9, 9)
    assert "digits_bias" not in kernels


def test_kernels_are_the_models(client: FlaskClient, capsnet: CapsNet, checkpoint: Path) -> None:
    metadata, tensors = read_tensors(client.get(URL))
    assert metadata["sha256"] == hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    np.testing.assert_array_equal(tensors["conv1_weight"], capsnet.conv1.weight[:, 0].numpy())
    assert capsnet.conv1.bias is not None
    np.testing.assert_array_equal(tensors["conv1_bias"], capsnet.conv1.bias.numpy())
    assert capsnet.primary.convolution.bias is not None
    bias = capsnet.primary.convolution.bias.view(3, 4)
    np.testing.assert_array_equal(tensors["primary_bias"], bias.numpy())
    assert capsnet.digits.bias is not None
    np.testing.assert_array_equal(tensors["digits_bias"], capsnet.digits.bias.numpy())


def test_kernels_are_kept_for_good_only_under_their_own_checksum(client: FlaskClient) -> None:
    sha256 = client.get("/api/models").get_json()["models"][0]["sha256"]
    assert client.get(f"{URL}?v={sha256}").headers["Cache-Control"].endswith("immutable")
    for url in (URL, f"{URL}?v=", f"{URL}?v={'0' * 64}"):
        assert client.get(url).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_kernels_that_did_not_change_are_not_sent_again(client: FlaskClient, accept: str) -> None:
    tag = client.get(URL, headers={"Accept": accept}).headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get(URL, headers={"Accept": accept, "If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == tag
    assert client.get(URL, headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_two_forms_of_kernels_have_two_tags(client: FlaskClient) -> None:
    tags = {
        client.get(URL, headers={"Accept": a}).headers["ETag"] for a in ("*/*", "application/json")
    }
    assert len(tags) == 2
