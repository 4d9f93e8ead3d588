"""The sizes of a capsule network, from which every shape in the project follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from model.errors import ConfigError

MAX_ITERATIONS = 10
"""Of routing: couplings have settled long before."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CapsNetConfig:
    """Everything that distinguishes one CapsNet from another; saved inside each checkpoint.

    The defaults are the network of Sabour, Frosst and Hinton (2017) for MNIST.
    """

    image_height: int = 28
    image_width: int = 28
    image_channels: int = 1
    conv1_kernels: int = 256
    conv1_kernel_size: int = 9
    primary_types: int = 32
    primary_dimensions: int = 8
    primary_kernel_size: int = 9
    primary_stride: int = 2
    primary_bias: bool = True
    classes: int = 10
    digit_dimensions: int = 16
    digit_bias: bool = True
    routing_iterations: int = 3
    decoder_hidden: tuple[int, ...] = (512, 1024)

    def __post_init__(self) -> None:
        if not isinstance(self.decoder_hidden, list | tuple):
            raise ConfigError(
                f"invalid decoder_hidden: {self.decoder_hidden!r} (expected a list of sizes)"
            )
        object.__setattr__(self, "decoder_hidden", tuple(self.decoder_hidden))
        for name, value in dataclasses.asdict(self).items():
            if name == "decoder_hidden":
                if not all(_is_positive(size) for size in value):
                    raise ConfigError(f"invalid {name}: {value} (expected whole numbers above 0)")
            elif name in ("primary_bias", "digit_bias"):
                if not isinstance(value, bool):
                    raise ConfigError(f"invalid {name}: {value!r} (expected true or false)")
            elif not _is_positive(value):
                raise ConfigError(f"invalid {name}: {value!r} (expected a whole number above 0)")
        if self.routing_iterations > MAX_ITERATIONS:
            raise ConfigError(
                f"invalid routing_iterations: {self.routing_iterations} "
                f"(expected 1 to {MAX_ITERATIONS})"
            )
        if min(self.primary_height, self.primary_width) < 1:
            raise ConfigError(
                f"an image of {self.image_height}x{self.image_width} is too small for kernels of "
                f"{self.conv1_kernel_size} and {self.primary_kernel_size}"
            )

    @property
    def image_shape(self) -> tuple[int, ...]:
        """Height and width, preceded by the channels where there is more than one."""
        size = (self.image_height, self.image_width)
        return size if self.image_channels == 1 else (self.image_channels, *size)

    @property
    def conv1_height(self) -> int:
        return self.image_height - self.conv1_kernel_size + 1

    @property
    def conv1_width(self) -> int:
        return self.image_width - self.conv1_kernel_size + 1

    @property
    def primary_height(self) -> int:
        return (self.conv1_height - self.primary_kernel_size) // self.primary_stride + 1

    @property
    def primary_width(self) -> int:
        return (self.conv1_width - self.primary_kernel_size) // self.primary_stride + 1

    @property
    def primary_grid(self) -> tuple[int, int, int]:
        """Types, rows and columns of the primary capsules."""
        return self.primary_types, self.primary_height, self.primary_width

    @property
    def primary_capsules(self) -> int:
        return self.primary_types * self.primary_height * self.primary_width

    @property
    def axis_sizes(self) -> dict[str, int]:
        """Size of every named axis that the fields of a Trace are made of, but the iterations."""
        return {
            "channels": self.image_channels,
            "height": self.image_height,
            "width": self.image_width,
            "kernels": self.conv1_kernels,
            "map_rows": self.conv1_height,
            "map_columns": self.conv1_width,
            "types": self.primary_types,
            "rows": self.primary_height,
            "columns": self.primary_width,
            "primary_dimensions": self.primary_dimensions,
            "classes": self.classes,
            "digit_dimensions": self.digit_dimensions,
        }

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> CapsNetConfig:
        """The config that `to_dict` wrote.

        Raises ConfigError where a name is unknown or a value out of range.
        """
        known = {field.name for field in dataclasses.fields(cls)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise ConfigError(f"unknown config field {unknown[0]!r} (expected {sorted(known)})")
        return cls(**values)


def _is_positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
