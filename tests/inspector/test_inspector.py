"""Every number that the inspector prints is the network's own, and its sums add up."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
import torch

from model.checkpoints.card import Card
from model.checkpoints.catalogue import FOLDER
from model.checkpoints.checkpoint import save_checkpoint
from model.images.preprocess import preprocess_ink
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.efficient import EfficientCapsNet, EfficientCapsNetConfig
from tests.conftest import skip_without
from tests.inspector.ask import Network
from tests.inspector.expected import CHECKS
from tests.inspector.said import Explanation
from tests.test_samples import DIGITS, draw

DRAWINGS = 20
UNITS = 200


def check_all(network: Network, count: int, folder: Path) -> None:
    """Compare everything that is said of random units of every kind."""
    if shutil.which("node") is None:
        skip_without("node")
    asked = network.random_units(count)
    assert asked.keys() == CHECKS.keys()
    every = [each for units in asked.values() for each in units]
    explanations = network.explain(every, folder)
    for each, explanation in zip(every, explanations, strict=True):
        said = Explanation(network, each, explanation)
        with torch.no_grad():
            CHECKS[each.unit["kind"]](network, said)
        said.ends()


def test_random_units_of_every_kind_are_explained_by_the_networks_own_numbers(
    tmp_path: Path,
) -> None:
    path = FOLDER / "mnist.safetensors"
    if not path.exists():
        skip_without(str(path))
    images = [preprocess_ink(draw(digit["strokes"])) for digit in DIGITS]
    assert len(images) >= DRAWINGS
    check_all(Network(path, images[:DRAWINGS]), UNITS, tmp_path)


@pytest.mark.parametrize("hidden", [(7,), (6, 9, 8)])
def test_a_network_of_other_sizes_without_biases_is_explained_alike(
    hidden: tuple[int, ...], capsnet_config: CapsNetConfig, tmp_path: Path
) -> None:
    config = dataclasses.replace(
        capsnet_config,
        image_channels=2,
        image_width=32,
        classes=4,
        primary_bias=False,
        digit_bias=False,
        decoder_hidden=hidden,
    )
    path = tmp_path / "other.safetensors"
    card = Card(title="Other", dataset="mnist", class_names=("a", "b", "c", "d"), recipe={})
    save_checkpoint(path, config=config, card=card, tensors=CapsNet(config).state_dict())
    images = [torch.rand(config.image_shape), torch.zeros(config.image_shape)]
    check_all(Network(path, images), 12, tmp_path)


def test_a_network_behind_further_convolutions_is_explained_alike(
    capsnet_config: CapsNetConfig, tmp_path: Path
) -> None:
    config = dataclasses.replace(
        capsnet_config,
        kernels=(5, 6),
        kernel_sizes=(3, 2),
        strides=(2, 1),
        primary_kernel_size=2,
    )
    names = tuple(map(str, range(config.classes)))
    path = tmp_path / "behind.safetensors"
    card = Card(title="Other", dataset="mnist", class_names=names, recipe={})
    save_checkpoint(path, config=config, card=card, tensors=CapsNet(config).state_dict())
    images = [torch.rand(config.image_shape), torch.zeros(config.image_shape)]
    check_all(Network(path, images), 12, tmp_path)


@pytest.mark.parametrize("width", [28, 33])
def test_an_efficient_capsnet_is_explained_by_its_own_numbers(width: int, tmp_path: Path) -> None:
    config = EfficientCapsNetConfig(
        image_width=width,
        conv1_kernels=4,
        kernels=(5, 6, 12),
        primary_types=3,
        primary_dimensions=4,
        digit_dimensions=5,
        decoder_hidden=(7, 9),
    )
    network = EfficientCapsNet(config).eval().requires_grad_(False)
    network.digits.weight.mul_(3)
    network.digits.prior.normal_(std=0.2)
    path = tmp_path / "efficient.safetensors"
    card = Card(title="Other", dataset="mnist", class_names=tuple("0123456789"), recipe={})
    save_checkpoint(path, config=config, card=card, tensors=network.state_dict())
    images = [torch.rand(config.image_shape), torch.zeros(config.image_shape)]
    check_all(Network(path, images), 12, tmp_path)
