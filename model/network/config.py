"""What the configs of all networks have in common: sizes, from which every shape follows."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self, get_type_hints

from pydantic import Field, TypeAdapter, ValidationError

from model.errors import ConfigError

MAX_ITERATIONS = 10
"""Of routing: couplings have settled long before."""

Size = Annotated[int, Field(strict=True, gt=0, description="a whole number above 0")]
Sizes = Annotated[tuple[Size, ...], Field(description="a list of whole numbers above 0")]
Flag = Annotated[bool, Field(strict=True, description="true or false")]
Iterations = Annotated[
    int, Field(strict=True, ge=1, le=MAX_ITERATIONS, description=f"1 to {MAX_ITERATIONS}")
]


class NetworkConfig:
    """What the configs of all kinds of networks have in common.

    Each is a dataclass whose fields have a type that says, after "expected", what they may hold.
    """

    architecture: ClassVar[str]
    """The kind of network, as a checkpoint says it."""
    image_height: Size
    image_width: Size
    image_channels: Size
    classes: Size

    def __post_init__(self) -> None:
        """Raises ConfigError where a value is not what its field may hold."""
        for name, value in self._checked(self.to_dict()).items():
            object.__setattr__(self, name, value)  # what a frozen dataclass asks for

    @property
    def image_shape(self) -> tuple[int, ...]:
        """Height and width, preceded by the channels where there is more than one."""
        size = (self.image_height, self.image_width)
        return size if self.image_channels == 1 else (self.image_channels, *size)

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._names()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The config that `to_dict` wrote.

        Raises ConfigError where a name is unknown or a value out of range.
        """
        known = cls._names()
        unknown = sorted(set(values) - set(known))
        if unknown:
            raise ConfigError(f"unknown config field {unknown[0]!r} (expected {sorted(known)})")
        return cls(**cls._checked({**values}))

    @classmethod
    def _checked(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of fields as these hold them: a list becomes a tuple."""
        kinds = get_type_hints(cls, include_extras=True)
        checked: dict[str, Any] = {}
        for name, value in values.items():
            try:
                checked[name] = TypeAdapter(kinds[name]).validate_python(value)
            except ValidationError as error:
                expected = kinds[name].__metadata__[0].description
                raise ConfigError(f"invalid {name}: {value!r} (expected {expected})") from error
        return checked

    @classmethod
    def _names(cls) -> list[str]:
        return [field.name for field in dataclasses.fields(cls)]  # type: ignore[arg-type]  # is one


class Convolution(NamedTuple):
    """A convolution without padding, with ReLU and batch normalisation."""

    kernels: int
    kernel_size: int
    stride: int


class CapsuleConfig(NetworkConfig):
    """What the configs of all networks of capsules have in common."""

    squash: ClassVar[str]
    """Name of what shortens a vector to a length below 1; see `model.network.layers.SQUASHES`."""
    routing: ClassVar[str]
    """Where couplings come from: "agreement", iteration by iteration, or "attention", at once."""
    max_iterations: ClassVar[int]
    """Passes of routing at most."""
    depthwise: ClassVar[bool]
    """Whether each primary kernel reads one map alone."""
    routing_iterations: Iterations
    """Passes of routing, where no other number is asked for."""
    conv1_kernels: Size
    conv1_kernel_size: Size
    kernels: Sizes
    """Of each convolution between Conv1 and that of the primary capsules."""
    kernel_sizes: Sizes
    strides: Sizes
    primary_types: Size
    primary_dimensions: Size
    primary_kernel_size: Size
    primary_stride: Size
    digit_dimensions: Size
    decoder_hidden: Sizes

    @property
    def conv1_height(self) -> int:
        return self.image_height - self.conv1_kernel_size + 1

    @property
    def conv1_width(self) -> int:
        return self.image_width - self.conv1_kernel_size + 1

    @property
    def field_size(self) -> int:
        """Height and width of what a primary capsule sees of the image."""
        size, stride = self.conv1_kernel_size, 1
        for layer in self.between:
            size += (layer.kernel_size - 1) * stride
            stride *= layer.stride
        return size + (self.primary_kernel_size - 1) * stride

    @property
    def field_stride(self) -> int:
        """Pixels between what neighbouring primary capsules see."""
        return math.prod(self.strides) * self.primary_stride

    @property
    def primary_height(self) -> int:
        return (self.image_height - self.field_size) // self.field_stride + 1

    @property
    def primary_width(self) -> int:
        return (self.image_width - self.field_size) // self.field_stride + 1

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

    @property
    def between(self) -> tuple[Convolution, ...]:
        """The convolutions between Conv1 and that of the primary capsules."""
        return tuple(map(Convolution, self.kernels, self.kernel_sizes, self.strides))

    def facts(self) -> dict[str, Any]:
        """The config, and what follows from it: all that tells one network from another."""
        return {
            **self.to_dict(),
            "architecture": self.architecture,
            "squash": self.squash,
            "routing": self.routing,
            "depthwise": self.depthwise,
            "routing_iterations": self.routing_iterations,
            "max_iterations": self.max_iterations,
            "field_size": self.field_size,
            "field_stride": self.field_stride,
            "between": [layer._asdict() for layer in self.between],
        }

    def _check_convolutions(self) -> None:
        """Raise ConfigError where those between are not all told of in full."""
        for name in ("kernel_sizes", "strides"):
            value = getattr(self, name)
            if len(value) != len(self.kernels):
                raise ConfigError(
                    f"invalid {name}: {value} (expected one for each of {self.kernels})"
                )

    def check_iterations(self, iterations: int) -> None:
        """Raise ConfigError where the network cannot route so many times."""
        if not 1 <= iterations <= self.max_iterations:
            expected = f"1 to {self.max_iterations}"
            if self.max_iterations == 1:
                expected = "1: this network routes in a single pass"
            raise ConfigError(f"invalid routing: {iterations} (expected {expected})")
