"""The sizes of an Efficient-CapsNet."""

from __future__ import annotations

import dataclasses
import math
from typing import ClassVar

from model.errors import ConfigError
from model.network.config import CapsuleConfig, Convolution, is_positive


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
    image_height: int = 28
    image_width: int = 28
    image_channels: int = 1
    conv1_kernels: int = 32
    conv1_kernel_size: int = 5
    kernels: tuple[int, ...] = (64, 64, 128)
    """Of each convolution after Conv1; those of the last are dealt out to the primary capsules."""
    kernel_sizes: tuple[int, ...] = (3, 3, 3)
    strides: tuple[int, ...] = (1, 1, 2)
    primary_types: int = 16
    primary_dimensions: int = 8
    primary_kernel_size: int = 9
    """Each reads one map of the last convolution, and makes one dimension of one type."""
    classes: int = 10
    digit_dimensions: int = 16
    decoder_hidden: tuple[int, ...] = (512, 1024)

    def __post_init__(self) -> None:
        for name, value in dataclasses.asdict(self).items():
            if name in ("kernels", "kernel_sizes", "strides", "decoder_hidden"):
                if not isinstance(value, list | tuple) or not all(map(is_positive, value)):
                    raise ConfigError(
                        f"invalid {name}: {value!r} (expected a list of whole numbers above 0)"
                    )
                object.__setattr__(self, name, tuple(value))
            elif not is_positive(value):
                raise ConfigError(f"invalid {name}: {value!r} (expected a whole number above 0)")
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
