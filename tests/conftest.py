"""What all tests share: shape checks, seeds, and a capsule network small enough to be fast."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
import torch
from jaxtyping import install_import_hook

# Before anything imports the model: its public shapes are then checked at every call.
install_import_hook(
    [
        f"model.{name}"
        for name in (
            "analysis.ablation",
            "analysis.interpolation",
            "fast.packing",
            "images.preprocess",
            "network.attention",
            "network.capsnet",
            "network.capsule_network",
            "network.convolutions",
            "network.efficient",
            "network.layers",
            "network.loss",
            "network.trace",
            "training.augment",
        )
    ],
    "beartype.beartype",
)

from model.checkpoints.card import Card  # noqa: E402
from model.checkpoints.checkpoint import save_checkpoint  # noqa: E402
from model.network.capsnet import CapsNet, CapsNetConfig  # noqa: E402
from model.network.efficient import EfficientCapsNetConfig  # noqa: E402

torch.set_num_threads(1)

# Configs check plain values themselves, and are to give their own messages.
for config in (CapsNetConfig, EfficientCapsNetConfig):
    config.__init__ = config.__init__.__wrapped__  # type: ignore[attr-defined,method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no process has one left when the others have ended."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    browser = Path(__file__).parent / "browser"

    def turn(item: pytest.Item) -> int:
        return 0 if item.path in slow else 1 if browser in item.path.parents else 2

    items.sort(key=turn)


@pytest.fixture(autouse=True)
def _seed() -> None:
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def capsnet_config() -> CapsNetConfig:
    """The paper's network in small: the same layers, ten classes, 28 x 28 images."""
    return CapsNetConfig(
        conv1_kernels=6,
        primary_types=3,
        primary_dimensions=4,
        digit_dimensions=5,
        decoder_hidden=(12, 16),
    )


@pytest.fixture(scope="session")
def small(capsnet_config: CapsNetConfig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small network with random weights, named "small"; no test changes it."""
    path = tmp_path_factory.mktemp("small") / "small.safetensors"
    card = Card(
        title="MNIST", dataset="mnist", class_names=tuple("0123456789"), recipe={"dataset": "mnist"}
    )
    torch.manual_seed(0)
    save_checkpoint(
        path, config=capsnet_config, card=card, tensors=CapsNet(capsnet_config).state_dict()
    )
    return path


@pytest.fixture
def checkpoint(small: Path, tmp_path: Path) -> Path:
    """A copy of the small network's file, for one test."""
    return Path(shutil.copy(small, tmp_path))


def skip_without(what: str) -> NoReturn:
    """Skip a test that cannot run without something; where CI is set, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI runs every test")
    pytest.skip(f"{what} is missing")
