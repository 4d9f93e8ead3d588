"""The kinds of networks that are trained, saved and measured, behind one interface."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Float
from torch import Tensor

from model.capsnet import CapsNet
from model.cnn import Cnn
from model.config import CapsNetConfig, CnnConfig
from model.errors import ConfigError

Network = CapsNet | Cnn
Config = CapsNetConfig | CnnConfig


class Architecture(NamedTuple):
    """A kind of network."""

    title: str
    """In words, after "a"."""
    config: type[CapsNetConfig] | type[CnnConfig]


ARCHITECTURES = {
    CapsNetConfig.architecture: Architecture("capsule network", CapsNetConfig),
    CnnConfig.architecture: Architecture("convolutional network without capsules", CnnConfig),
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
    return CapsNet(config) if isinstance(config, CapsNetConfig) else Cnn(config)


def confidences(
    network: Network, images: Float[Tensor, "batch channels height width"]
) -> Float[Tensor, "batch classes"]:
    """How sure a network is of each class: the lengths of capsules, or probabilities."""
    said: Tensor = network(images).lengths if isinstance(network, CapsNet) else network(images)
    return said
