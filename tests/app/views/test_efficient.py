"""A network with self-attention routing on the server: every answer is the network's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from flask.testing import FlaskClient
from torch import Tensor

from app import create_app
from app.config import AppConfig
from model.analysis.ablation import keep_all_but, route_kept
from model.analysis.adversarial import margin_gradient, step_against
from model.analysis.sweep import read_batch
from model.checkpoints.card import Card
from model.checkpoints.checkpoint import save_checkpoint
from model.network.efficient import EfficientCapsNet
from model.network.trace import FIELDS
from tests.app.answers import RAW, assert_error, read_tensors
from tests.model.network.test_efficient import SMALL, make

NAMES = ("a", "b", "c", "d")


@pytest.fixture
def network() -> EfficientCapsNet:
    return make()


@pytest.fixture
def client(network: EfficientCapsNet, tmp_path: Path) -> FlaskClient:
    path = tmp_path / "attentive.safetensors"
    card = Card(title="Letters", dataset="letters", class_names=NAMES, recipe={})
    save_checkpoint(path, config=SMALL, card=card, tensors=network.state_dict())
    return create_app(AppConfig(checkpoints=(path,), threads=1)).test_client()


@pytest.fixture
def pixels() -> bytes:
    return np.random.default_rng(0).integers(0, 256, 14 * 14, dtype=np.uint8).tobytes()


def image_of(pixels: bytes) -> Tensor:
    values = np.frombuffer(pixels, np.uint8).reshape(14, 14).astype(np.float32) / 255
    return torch.from_numpy(values)


def test_its_description_says_what_the_page_has_to_know(client: FlaskClient) -> None:
    (model,) = client.get("/api/models").get_json()["models"]
    config = model["config"]
    assert config["architecture"] == "efficient-capsnet"
    assert (config["squash"], config["routing"]) == ("exponential", "attention")
    assert (config["routing_iterations"], config["max_iterations"]) == (1, 1)
    assert (config["field_size"], config["field_stride"]) == (13, 2)
    assert config["between"] == [
        {"kernels": 6, "kernel_size": 3, "stride": 1},
        {"kernels": 12, "kernel_size": 2, "stride": 2},
    ]


def test_every_field_of_its_trace_is_the_networks_own(
    client: FlaskClient, network: EfficientCapsNet, pixels: bytes
) -> None:
    answer = client.post(f"/api/trace?fields={','.join(FIELDS)}", data=pixels, content_type=RAW)
    metadata, tensors = read_tensors(answer)
    assert metadata["routing"] == "1"
    trace = network.trace(image_of(pixels))
    assert metadata["class_name"] == NAMES[trace.prediction]
    for name, expected in trace.items():
        np.testing.assert_allclose(tensors[name], expected.numpy(), rtol=1e-4, atol=1e-6)


def test_more_iterations_than_its_single_pass_are_refused_wherever_they_are_asked_for(
    client: FlaskClient, pixels: bytes
) -> None:
    body = {"model": "attentive", "image": [0.0] * 196, "routing": 3}
    answers = (
        client.post("/api/trace?routing=3", data=pixels, content_type=RAW),
        client.post("/api/sweep?count=1&routing=2", data=pixels, content_type=RAW),
        client.post("/api/ablate", json={**body, "off": [], "also": [[]]}),
        client.post("/api/adversarial", json={**body, "strengths": [0.1]}),
    )
    for answer in answers:
        assert_error(answer, 422, "invalid routing", "(expected 1: this net", field="routing")


def test_its_weights_have_priors_and_kernels_of_one_map(
    client: FlaskClient, network: EfficientCapsNet
) -> None:
    _, kernels = read_tensors(client.get("/api/models/attentive/kernels"))
    assert set(kernels) == {"conv1_weight", "conv1_bias", "primary_bias", "digits_prior"}
    np.testing.assert_array_equal(kernels["digits_prior"], network.digits.prior.numpy())
    _, votes = read_tensors(client.get("/api/models/attentive/weights/votes/2"))
    assert set(votes) == {"weight", "prior"}
    np.testing.assert_array_equal(votes["prior"], network.digits.prior[..., 2].numpy())
    np.testing.assert_array_equal(votes["weight"], network.digits.weight[..., 2, :].numpy())
    _, primary = read_tensors(client.get("/api/models/attentive/weights/primary/7"))
    assert primary["weight"].shape == (1, 4, 4)
    expected = network.primary.convolution.weight[7].numpy()
    np.testing.assert_array_equal(primary["weight"], expected)


def test_labs_compute_with_it(
    client: FlaskClient, network: EfficientCapsNet, pixels: bytes
) -> None:
    image = image_of(pixels)
    body = {"model": "attentive", "image": image.flatten().tolist()}
    answer = client.post("/api/ablate", json={**body, "off": ["type-1"], "also": [[], ["class-3"]]})
    _, ablated = read_tensors(answer)
    named = (["type-1"], ["type-1", "class-3"])
    kept = torch.stack([keep_all_but(units, SMALL) for units in named])
    expected = route_kept(network, network.trace(image).votes, kept, iterations=1)
    np.testing.assert_allclose(ablated["lengths"], expected.lengths.numpy(), atol=1e-5)

    _, swept = read_tensors(client.post("/api/sweep?count=1", data=pixels, content_type=RAW))
    said = read_batch(network, image[None], iterations=1)
    np.testing.assert_allclose(swept["lengths"], said.lengths.numpy(), atol=1e-5)
    np.testing.assert_allclose(swept["uniform"], said.uniform.numpy(), atol=1e-5)

    _, moved = read_tensors(client.post("/api/adversarial", json={**body, "strengths": [0, 0.1]}))
    gradient = margin_gradient(network, image, iterations=1)
    images = step_against(image, gradient, [0, 0.1])
    np.testing.assert_allclose(moved["images"], images.numpy(), atol=1e-6)
