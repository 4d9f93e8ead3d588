"""Cnn: the convolutional network without capsules that capsule networks are compared with."""

from __future__ import annotations

import math

from jaxtyping import Float
from torch import Tensor, nn

from model.network.config import CnnConfig


class Cnn(nn.Module):
    """Convolutions, dense layers and softmax, as the paper's baseline has them, in small."""

    def __init__(self, config: CnnConfig) -> None:
        super().__init__()
        self.config = config
        layers: list[nn.Module] = []
        channels = config.image_channels
        for kernels, stride in zip(config.kernels, config.strides, strict=True):
            layers += [nn.Conv2d(channels, kernels, config.kernel_size, stride), nn.ReLU()]
            channels = kernels
        self.convolutions = nn.Sequential(*layers)
        dense: list[nn.Module] = []
        size = channels * math.prod(config.map_sizes[-1])
        for hidden in config.hidden:
            dense += [nn.Linear(size, hidden), nn.ReLU()]
            size = hidden
        self.dense = nn.Sequential(
            *dense, nn.Dropout(config.dropout), nn.Linear(size, config.classes)
        )

    def scores(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch classes"]:
        """What softmax turns into probabilities; training's cross-entropy needs them before it."""
        maps: Tensor = self.convolutions(images)
        scores: Tensor = self.dense(maps.flatten(start_dim=1))
        return scores

    def forward(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch classes"]:
        """The probability of each class, in [0, 1]; they sum to 1 over the classes."""
        return self.scores(images).softmax(dim=-1)
