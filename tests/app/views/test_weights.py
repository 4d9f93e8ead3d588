"""The weights of single units: with a trace, each number of the network can be recomputed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import AppConfig
from model.checkpoints.card import Card
from model.checkpoints.checkpoint import save_checkpoint
from model.network.capsnet import CapsNet, CapsNetConfig
from tests.app.answers import RAW, assert_error, read_tensors

Tensors = dict[str, npt.NDArray[np.float64]]
CARD = Card(title="MNIST", dataset="mnist", class_names=tuple("0123456789"), recipe={})
UNITS = range(20)
URL = "/api/models/{}/weights/{}/{}"


def read(client: FlaskClient, layer: str, index: int, name: str = "small") -> Tensors:
    """Weights in float64, so that the sums below add no error of their own."""
    _, tensors = read_tensors(client.get(URL.format(name, layer, index)))
    assert all(values.dtype == np.float32 for values in tensors.values())
    return {key: values.astype(np.float64) for key, values in tensors.items()}


@pytest.fixture
def trace(client: FlaskClient, pixels: bytes) -> Tensors:
    """Every field of a trace of the server, in float64."""
    fields = "conv1,primary_raw,primary,votes,couplings,sums,digits,reconstructions"
    response = client.post(f"/api/trace?fields={fields}", data=pixels, content_type=RAW)
    return {name: values.astype(np.float64) for name, values in read_tensors(response)[1].items()}


def test_a_primary_capsule_is_the_sum_of_its_weights_times_its_window(
    client: FlaskClient, capsnet_config: CapsNetConfig, trace: Tensors
) -> None:
    generator = np.random.default_rng(1)
    size, stride = capsnet_config.primary_kernel_size, capsnet_config.primary_stride
    types, rows, columns, dimensions = trace["primary_raw"].shape
    for _ in UNITS:
        kind, row, column, dimension = generator.integers((types, rows, columns, dimensions))
        unit = read(client, "primary", kind * dimensions + dimension)
        assert unit["weight"].shape == (capsnet_config.conv1_kernels, size, size)
        assert unit["bias"].shape == (1,)
        top, left = row * stride, column * stride
        window = trace["conv1"].clip(0)[:, top : top + size, left : left + size]
        result = (unit["weight"] * window).sum() + unit["bias"][0]
        expected = trace["primary_raw"][kind, row, column, dimension]
        assert result == pytest.approx(expected, abs=2e-6)


def test_a_vote_is_the_capsule_times_its_weights(client: FlaskClient, trace: Tensors) -> None:
    for digit in range(10):
        weight = read(client, "votes", digit)["weight"]
        assert weight.shape == (*trace["primary"].shape, 5)
        votes = np.einsum("trcp,trcpd->trcd", trace["primary"], weight)
        np.testing.assert_allclose(votes, trace["votes"][..., digit, :], atol=1e-6)


def test_the_bias_of_the_votes_completes_the_sum_of_a_digit(
    client: FlaskClient, trace: Tensors
) -> None:
    for digit in range(10):
        bias = read(client, "votes", digit)["bias"]
        coupled = trace["couplings"][-1][..., digit, None] * trace["votes"][..., digit, :]
        total = coupled.sum(axis=(0, 1, 2)) + bias
        np.testing.assert_allclose(total, trace["sums"][-1, digit], atol=1e-5)


def test_the_decoders_layers_make_the_picture_of_a_digit(
    client: FlaskClient, capsnet_config: CapsNetConfig, trace: Tensors
) -> None:
    layers = [read(client, "decoder", index) for index in range(3)]
    assert [layer["weight"].shape for layer in layers] == [(12, 50), (16, 12), (784, 16)]
    for digit in range(10):
        values = np.zeros_like(trace["digits"][-1])
        values[digit] = trace["digits"][-1, digit]
        values = values.ravel()
        for layer in layers[:-1]:
            values = (layer["weight"] @ values + layer["bias"]).clip(0)
        values = 1 / (1 + np.exp(-(layers[-1]["weight"] @ values + layers[-1]["bias"])))
        expected = trace["reconstructions"][digit].ravel()
        np.testing.assert_allclose(values, expected, atol=1e-6)


def test_biases_that_the_config_does_not_have_are_absent(
    capsnet_config: CapsNetConfig, tmp_path: Path
) -> None:
    config = dataclasses.replace(
        capsnet_config, primary_bias=False, digit_bias=False, decoder_hidden=()
    )
    path = tmp_path / "plain.safetensors"
    save_checkpoint(path, config=config, card=CARD, tensors=CapsNet(config).state_dict())
    client = create_app(AppConfig(checkpoints=(path,), threads=1)).test_client()
    assert set(read(client, "primary", 11, "plain")) == {"weight"}
    assert set(read(client, "votes", 9, "plain")) == {"weight"}
    assert read(client, "decoder", 0, "plain")["weight"].shape == (784, 50)
    assert_error(
        client.get(URL.format("plain", "decoder", 1)),
        422,
        "invalid index: 1 (expected 0 to 0 of decoder)",
        field="index",
    )


def test_as_json_the_numbers_are_the_same(client: FlaskClient) -> None:
    url = URL.format("small", "primary", 7)
    answer = client.get(url, headers={"Accept": "application/json"}).get_json()
    metadata, tensors = read_tensors(client.get(url))
    assert answer["metadata"] == metadata
    assert answer["tensors"] == {name: values.tolist() for name, values in tensors.items()}


@pytest.mark.parametrize("layer", ["primary", "votes", "decoder"])
def test_weights_are_kept_for_good_under_their_checksum_and_else_asked_for_again(
    client: FlaskClient, checkpoint: Path, layer: str
) -> None:
    url = URL.format("small", layer, 1)
    sha256 = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert read_tensors(client.get(url))[0] == {"model": "small", "sha256": sha256}
    assert client.get(f"{url}?v={sha256}").headers["Cache-Control"].endswith("immutable")
    first = client.get(f"{url}?v={'0' * 64}")
    assert first.headers["Cache-Control"] == "no-cache"
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    as_json = client.get(url, headers={"If-None-Match": tag, "Accept": "application/json"})
    assert as_json.status_code == 200


@pytest.mark.parametrize(
    ("path", "field", "message"),
    [
        ("conv2/0", "layer", "invalid layer: conv2 (expected one of primary, votes, decoder)"),
        ("primary/12", "index", "invalid index: 12 (expected 0 to 11 of primary)"),
        ("votes/10", "index", "invalid index: 10 (expected 0 to 9 of votes)"),
        ("decoder/3", "index", "invalid index: 3 (expected 0 to 2 of decoder)"),
        ("votes/-1", "index", "invalid index: -1 (expected a whole number from 0)"),
        ("votes/two", "index", "invalid index: two (expected a whole number from 0)"),
        ("votes/1.5", "index", "invalid index: 1.5 (expected a whole number from 0)"),
        (f"votes/{'9' * 5000}", "index", "(expected a whole number from 0)"),
        ("votes/1?w=2", "w", "unknown parameter: w (expected v)"),
        ("votes/1?index=2", "index", "unknown parameter: index (expected in the path alone)"),
        ("votes/1?v=1&v=2", "v", "invalid v: given 2 times (expected once)"),
    ],
)
def test_what_is_wrong_with_a_request_for_weights_is_explained(
    client: FlaskClient, path: str, field: str, message: str
) -> None:
    response = client.get(f"/api/models/small/weights/{path}")
    assert_error(response, 422, message, field=field)


def test_the_weights_of_an_unknown_model_are_not_found(
    client: FlaskClient, make_app: Callable[..., Flask]
) -> None:
    response = client.get(URL.format("large", "votes", 0))
    assert_error(response, 404, "unknown model: large (expected one of small)", field="model")
