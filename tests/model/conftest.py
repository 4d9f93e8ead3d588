"""Networks, images and data for the tests of the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from model.checkpoints.card import Card
from model.checkpoints.catalogue import FOLDER, load_checkpoint
from model.checkpoints.checkpoint import Checkpoint, save_checkpoint
from model.data import sources
from model.data.idx import IdxSource
from model.data.pendigits import FILE
from model.data.sources import Dataset, read_dataset
from model.errors import DataError
from model.network.capsnet import CapsNet, CapsNetConfig
from tests.conftest import skip_without
from tests.model.pen import TWO_DIGITS
from tests.model.tiny import NETWORK, make_dataset, move_and_scale, write_dataset


@pytest.fixture
def make_capsnet() -> Callable[..., CapsNet]:
    """Maker of networks with random weights, strong enough that routing changes the couplings."""

    def make(config: CapsNetConfig, *, gain: float = 3.0) -> CapsNet:
        capsnet = CapsNet(config).eval().requires_grad_(False)
        capsnet.primary.convolution.weight.mul_(gain)
        capsnet.digits.weight.mul_(gain)
        move_and_scale(capsnet)
        return capsnet

    return make


@pytest.fixture
def capsnet(make_capsnet: Callable[..., CapsNet], capsnet_config: CapsNetConfig) -> CapsNet:
    return make_capsnet(capsnet_config)


@pytest.fixture
def tiny_capsnet(make_capsnet: Callable[..., CapsNet]) -> CapsNet:
    """The network of the tiny data set's pictures."""
    return make_capsnet(NETWORK)


@pytest.fixture
def tiny_checkpoint(tiny_capsnet: CapsNet, tmp_path: Path) -> Path:
    """Its file, named "bars"."""
    path = tmp_path / "bars.safetensors"
    card = Card(
        title="Bars", dataset="tiny", class_names=("top", "middle", "bottom"), recipe={"lr": 1}
    )
    save_checkpoint(path, config=NETWORK, card=card, tensors=tiny_capsnet.state_dict())
    return path


@pytest.fixture
def image(capsnet_config: CapsNetConfig) -> Tensor:
    return torch.rand(capsnet_config.image_shape)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IdxSource:
    """The tiny data set, known as "tiny" and written where data is looked for."""
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path / "data"))
    source = write_dataset(
        sources.data_folder() / "tiny", training=make_dataset(40), test=make_dataset(20, seed=1)
    )
    monkeypatch.setitem(sources.SOURCES, "tiny", source)
    return source


@pytest.fixture
def pen_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two pen digits, where the data folder's is looked for."""
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_text(TWO_DIGITS)
    return path


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    """MNIST's test split."""
    try:
        return read_dataset("mnist", "test")
    except DataError as error:
        return skip_without(f"MNIST ({error})")


@pytest.fixture(scope="session")
def shipped() -> Checkpoint:
    """The checkpoint that the page opens with."""
    if not (FOLDER / "mnist.safetensors").exists():
        skip_without("checkpoints/mnist.safetensors")
    return load_checkpoint("mnist")
