"""EfficientCapsNet: four convolutions, depthwise primary capsules, self-attention routing."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from jaxtyping import Float
from torch import Tensor, nn

from model.errors import ConfigError
from model.network.attention import AttentiveCapsules
from model.network.capsule_network import CapsuleNetwork, build_decoder
from model.network.config import CapsuleConfig, Size, Sizes
from model.network.convolutions import build_convolutions, initialise
from model.network.layers import PrimaryCapsules


@dataclasses.dataclass(frozen=True, kw_only=True)
class EfficientCapsNetConfig(CapsuleConfig):
    """Everything that distinguishes one Efficient-CapsNet from another.

    The defaults are the network of Mazzia, Salvetti and Chiaberge (2021) for MNIST.
    """

    architecture: ClassVar[str] = "efficient-capsnet"
    squash: ClassVar[str] = "exponential"
    routing: ClassVar[str] = "attention"
    max_iterations: ClassVar[int] = 1
    depthwise: ClassVar[bool] = True
    primary_stride: ClassVar[int] = 1  # type: ignore[misc]  # as with the iterations
    routing_iterations: ClassVar[int] = 1  # type: ignore[misc]  # nothing to choose: no field
    image_height: Size = 28
    image_width: Size = 28
    image_channels: Size = 1
    conv1_kernels: Size = 32
    conv1_kernel_size: Size = 5
    kernels: Sizes = (64, 64, 128)
    """Of each convolution after Conv1; those of the last are dealt out to the primary capsules."""
    kernel_sizes: Sizes = (3, 3, 3)
    strides: Sizes = (1, 1, 2)
    primary_types: Size = 16
    primary_dimensions: Size = 8
    primary_kernel_size: Size = 9
    """Each reads one map of the last convolution, and makes one dimension of one type."""
    classes: Size = 10
    digit_dimensions: Size = 16
    decoder_hidden: Sizes = (512, 1024)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_convolutions()
        if not self.kernels:
            raise ConfigError("invalid kernels: () (expected those of one convolution at least)")
        if self.kernels[-1] != self.primary_types * self.primary_dimensions:
            raise ConfigError(
                f"invalid kernels: {self.kernels} (expected {self.primary_types} types x "
                f"{self.primary_dimensions} dimensions = "
                f"{self.primary_types * self.primary_dimensions} of the last convolution)"
            )
        if min(self.primary_height, self.primary_width) < 1:
            raise ConfigError(
                f"an image of {self.image_height}x{self.image_width} is too small: a primary "
                f"capsule sees {self.field_size}x{self.field_size}"
            )


class EfficientCapsNet(CapsuleNetwork):
    """The network of Mazzia, Salvetti and Chiaberge (2021) that a config describes."""

    config: EfficientCapsNetConfig
    digits: AttentiveCapsules

    def __init__(self, config: EfficientCapsNetConfig) -> None:
        super().__init__(config)
        self.conv1 = nn.Conv2d(
            config.image_channels, config.conv1_kernels, config.conv1_kernel_size
        )
        self.convolutions = build_convolutions(config)
        self.primary = PrimaryCapsules(
            kernels=config.kernels[-1],
            types=config.primary_types,
            dimensions=config.primary_dimensions,
            kernel_size=config.primary_kernel_size,
            stride=config.primary_stride,
            bias=True,
            depthwise=config.depthwise,
        )
        self.digits = AttentiveCapsules(
            grid=config.primary_grid,
            primary_dimensions=config.primary_dimensions,
            classes=config.classes,
            dimensions=config.digit_dimensions,
            squash=self.squash,
        )
        self.decoder = build_decoder(config)
        initialise(self.conv1, *self.convolutions, self.primary.convolution)

    def primary_raw(
        self, conv1: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash, from Conv1's maps before ReLU."""
        capsules: Tensor = self.primary(self.convolutions(conv1))
        return capsules
