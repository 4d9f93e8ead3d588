"""Cnn: the convolutional network without capsules that capsule networks are compared with."""

from __future__ import annotations

import dataclasses
import math
from typing import Annotated, ClassVar

from jaxtyping import Float
from pydantic import Field
from torch import Tensor, nn

from model.errors import ConfigError
from model.network.config import NetworkConfig, Size, Sizes

Share = Annotated[float, Field(strict=True, ge=0, lt=1, description="a number from 0 to below 1")]


@dataclasses.dataclass(frozen=True, kw_only=True)
class CnnConfig(NetworkConfig):
    """Everything that distinguishes one convolutional network from another.

    The defaults are a small counterpart of the paper's baseline: three convolutions, two dense
    layers, dropout, softmax.
    """

    architecture: ClassVar[str] = "cnn"
    image_height: Size = 28
    image_width: Size = 28
    image_channels: Size = 1
    classes: Size = 10
    kernels: Sizes = (16, 32, 64)
    """Of each convolution."""
    kernel_size: Size = 5
    strides: Sizes = (1, 2, 1)
    hidden: Sizes = (328, 192)
    """Units of each dense layer but the last, which has one a class."""
    dropout: Share = 0.5
    """Share of the last hidden layer's units that each training step leaves out."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.kernels) != len(self.strides) or not self.kernels:
            raise ConfigError(
                f"invalid strides: {self.strides} (expected one for each of {self.kernels})"
            )
        if min(self.map_sizes[-1]) < 1:
            raise ConfigError(
                f"an image of {self.image_height}x{self.image_width} is too small for "
                f"{len(self.kernels)} convolutions of {self.kernel_size}"
            )

    @property
    def map_sizes(self) -> tuple[tuple[int, int], ...]:
        """Rows and columns of the maps of each convolution."""
        sizes, rows, columns = [], self.image_height, self.image_width
        for stride in self.strides:
            rows = (rows - self.kernel_size) // stride + 1
            columns = (columns - self.kernel_size) // stride + 1
            sizes.append((rows, columns))
        return tuple(sizes)


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
