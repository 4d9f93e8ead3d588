"""The kinds of networks that are trained, saved and measured, behind one interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jaxtyping import Float
from torch import Tensor

from model.errors import ConfigError
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.capsule_network import CapsuleNetwork
from model.network.cnn import Cnn, CnnConfig
from model.network.efficient import EfficientCapsNet, EfficientCapsNetConfig

Network = CapsNet | EfficientCapsNet | Cnn
Config = CapsNetConfig | EfficientCapsNetConfig | CnnConfig


class Architecture(NamedTuple):
    """A kind of network."""

    title: str
    """In words, after "a"."""
    short: str
    """What its networks are called: "CapsNet"."""
    network: Callable[..., Network]
    """Its class, which is given a config."""
    config: type[Config]
    prefix: str
    """Its name, shorter: a run named after it and a data set, as in cnn-mnist, trains it there."""


ARCHITECTURES = {
    CapsNetConfig.architecture: Architecture(
        "capsule network", "CapsNet", CapsNet, CapsNetConfig, "capsnet"
    ),
    EfficientCapsNetConfig.architecture: Architecture(
        "capsule network with self-attention routing",
        "Efficient-CapsNet",
        EfficientCapsNet,
        EfficientCapsNetConfig,
        "efficient",
    ),
    CnnConfig.architecture: Architecture(
        "convolutional network without capsules", "CNN", Cnn, CnnConfig, "cnn"
    ),
}


def find_architecture(name: str) -> Architecture:
    """A kind of network by its name. Raises ConfigError where there is none."""
    if name not in ARCHITECTURES:
        raise ConfigError(
            f"unknown architecture: {name!r} (expected one of {', '.join(ARCHITECTURES)})"
        )
    return ARCHITECTURES[name]


def build(config: Config) -> Network:
    """The network that a config describes, with random weights."""
    return ARCHITECTURES[config.architecture].network(config)


def confidences(
    network: Network, images: Float[Tensor, "batch channels height width"]
) -> Float[Tensor, "batch classes"]:
    """How sure a network is of each class: the lengths of capsules, or probabilities."""
    said = network(images)
    found: Tensor = said.lengths if isinstance(network, CapsuleNetwork) else said
    return found
