"""CapsNet: convolutions, primary capsules, digit capsules with routing by agreement, decoder."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from jaxtyping import Float
from torch import Tensor, nn

from model.errors import ConfigError
from model.network.capsule_network import CapsuleNetwork, build_decoder
from model.network.config import MAX_ITERATIONS, CapsuleConfig, Flag, Iterations, Size, Sizes
from model.network.convolutions import build_convolutions, initialise
from model.network.layers import DigitCapsules, PrimaryCapsules


@dataclasses.dataclass(frozen=True, kw_only=True)
class CapsNetConfig(CapsuleConfig):
    """Everything that distinguishes one CapsNet from another; saved inside each checkpoint.

    The defaults are the network of Sabour, Frosst and Hinton (2017) for MNIST. Theirs has no
    convolutions between Conv1 and the primary capsules; where there are some, each map is
    normalised after ReLU, that of Conv1 too.
    """

    architecture: ClassVar[str] = "capsnet"
    squash: ClassVar[str] = "quadratic"
    routing: ClassVar[str] = "agreement"
    max_iterations: ClassVar[int] = MAX_ITERATIONS
    depthwise: ClassVar[bool] = False
    image_height: Size = 28
    image_width: Size = 28
    image_channels: Size = 1
    conv1_kernels: Size = 256
    conv1_kernel_size: Size = 9
    kernels: Sizes = ()
    kernel_sizes: Sizes = ()
    strides: Sizes = ()
    primary_types: Size = 32
    primary_dimensions: Size = 8
    primary_kernel_size: Size = 9
    primary_stride: Size = 2
    primary_bias: Flag = True
    classes: Size = 10
    digit_dimensions: Size = 16
    digit_bias: Flag = True
    routing_iterations: Iterations = 3
    decoder_hidden: Sizes = (512, 1024)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_convolutions()
        if min(self.primary_height, self.primary_width) < 1:
            *most, last = self.conv1_kernel_size, *self.kernel_sizes, self.primary_kernel_size
            raise ConfigError(
                f"an image of {self.image_height}x{self.image_width} is too small for kernels of "
                f"{', '.join(map(str, most))} and {last}"
            )


class CapsNet(CapsuleNetwork):
    """The capsule network of Sabour, Frosst and Hinton (2017) that a config describes."""

    config: CapsNetConfig
    digits: DigitCapsules

    def __init__(self, config: CapsNetConfig) -> None:
        super().__init__(config)
        self.conv1 = nn.Conv2d(
            config.image_channels, config.conv1_kernels, config.conv1_kernel_size
        )
        self.convolutions = build_convolutions(config)
        self.primary = PrimaryCapsules(
            kernels=config.kernels[-1] if config.between else config.conv1_kernels,
            types=config.primary_types,
            dimensions=config.primary_dimensions,
            kernel_size=config.primary_kernel_size,
            stride=config.primary_stride,
            bias=config.primary_bias,
        )
        self.digits = DigitCapsules(
            grid=config.primary_grid,
            primary_dimensions=config.primary_dimensions,
            classes=config.classes,
            dimensions=config.digit_dimensions,
            bias=config.digit_bias,
            squash=self.squash,
        )
        self.decoder = build_decoder(config)
        if config.between:
            initialise(self.conv1, *self.convolutions, self.primary.convolution)

    def primary_raw(
        self, conv1: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash, from Conv1's maps before ReLU."""
        capsules: Tensor = self.primary(self.convolutions(conv1))
        return capsules
