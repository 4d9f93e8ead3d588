"""EfficientCapsNet: four convolutions, depthwise primary capsules, self-attention routing."""

from __future__ import annotations

import dataclasses
import math
from typing import ClassVar

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from model.errors import ConfigError
from model.network.attention import AttentiveCapsules
from model.network.capsule_network import CapsuleNetwork, build_decoder
from model.network.config import CapsuleConfig, Convolution, Size, Sizes
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
        for name in ("kernel_sizes", "strides"):
            value = getattr(self, name)
            if len(value) != len(self.kernels) or not value:
                raise ConfigError(
                    f"invalid {name}: {value} (expected one for each of {self.kernels})"
                )
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

    @property
    def field_size(self) -> int:
        size, stride = self.conv1_kernel_size, 1
        for layer in self.between:
            size += (layer.kernel_size - 1) * stride
            stride *= layer.stride
        return size + (self.primary_kernel_size - 1) * stride

    @property
    def field_stride(self) -> int:
        return math.prod(self.strides)

    @property
    def between(self) -> tuple[Convolution, ...]:
        return tuple(map(Convolution, self.kernels, self.kernel_sizes, self.strides))


class EfficientCapsNet(CapsuleNetwork):
    """The network of Mazzia, Salvetti and Chiaberge (2021) that a config describes."""

    config: EfficientCapsNetConfig
    digits: AttentiveCapsules

    def __init__(self, config: EfficientCapsNetConfig) -> None:
        super().__init__(config)
        self.conv1 = nn.Conv2d(
            config.image_channels, config.conv1_kernels, config.conv1_kernel_size
        )
        layers: list[nn.Module] = [nn.ReLU(), BatchNorm(config.conv1_kernels)]
        channels = config.conv1_kernels
        for kernels, size, stride in config.between:
            layers += [
                nn.Conv2d(channels, kernels, size, stride),
                nn.ReLU(),
                BatchNorm(kernels),
            ]
            channels = kernels
        self.convolutions = nn.Sequential(*layers)
        self.primary = PrimaryCapsules(
            kernels=channels,
            types=config.primary_types,
            dimensions=config.primary_dimensions,
            kernel_size=config.primary_kernel_size,
            stride=1,
            bias=True,
            depthwise=True,
        )
        self.digits = AttentiveCapsules(
            grid=config.primary_grid,
            primary_dimensions=config.primary_dimensions,
            classes=config.classes,
            dimensions=config.digit_dimensions,
            squash=self.squash,
        )
        self.decoder = build_decoder(config)
        for layer in (self.conv1, *self.convolutions, self.primary.convolution):
            if isinstance(layer, nn.Conv2d) and not layer.weight.is_meta:
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)

    def primary_raw(
        self, conv1: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash, from Conv1's maps before ReLU."""
        capsules: Tensor = self.primary(self.convolutions(conv1))
        return capsules


class BatchNorm(nn.Module):
    """Each map less its mean, over its standard deviation, then scaled and shifted.

    While training, of the batch; when read, running averages over the batches of training. Not
    torch's own layer: that counts batches in a whole number, which is no weight to be averaged or
    stored in float16.
    """

    MOMENTUM = 0.1
    """Share of the newest batch in the running averages."""
    EPSILON = 1e-3
    """Added to variances; that of the authors."""

    mean: Tensor
    variance: Tensor

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(maps))
        self.bias = nn.Parameter(torch.zeros(maps))
        self.register_buffer("mean", torch.zeros(maps))
        self.register_buffer("variance", torch.ones(maps))

    def forward(
        self, maps: Float[Tensor, "batch maps rows columns"]
    ) -> Float[Tensor, "batch maps rows columns"]:
        return functional.batch_norm(
            maps,
            self.mean,
            self.variance,
            self.weight,
            self.bias,
            self.training,
            self.MOMENTUM,
            self.EPSILON,
        )
