"""The sizes of a network, from which every shape in the project follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, Self

from model.errors import ConfigError

MAX_ITERATIONS = 10
"""Of routing: couplings have settled long before."""


class NetworkConfig:
    """What the configs of all kinds of networks have in common; each is a dataclass."""

    architecture: ClassVar[str]
    """The kind of network, as a checkpoint says it."""
    image_height: int
    image_width: int
    image_channels: int
    classes: int

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
        return cls(**values)

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
    routing_iterations: int
    """Passes of routing, where no other number is asked for."""
    conv1_kernels: int
    conv1_kernel_size: int
    primary_types: int
    primary_dimensions: int
    digit_dimensions: int
    decoder_hidden: tuple[int, ...]

    @property
    def conv1_height(self) -> int:
        return self.image_height - self.conv1_kernel_size + 1

    @property
    def conv1_width(self) -> int:
        return self.image_width - self.conv1_kernel_size + 1

    @property
    def field_size(self) -> int:
        """Height and width of what a primary capsule sees of the image."""
        raise NotImplementedError

    @property
    def field_stride(self) -> int:
        """Pixels between what neighbouring primary capsules see."""
        raise NotImplementedError

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
        return ()

    def facts(self) -> dict[str, Any]:
        """The config, and what follows from it: all that tells one network from another."""
        return {
            **self.to_dict(),
            "architecture": self.architecture,
            "squash": self.squash,
            "routing": self.routing,
            "routing_iterations": self.routing_iterations,
            "max_iterations": self.max_iterations,
            "field_size": self.field_size,
            "field_stride": self.field_stride,
            "between": [layer._asdict() for layer in self.between],
        }

    def check_iterations(self, iterations: int) -> None:
        """Raise ConfigError where the network cannot route so many times."""
        if not 1 <= iterations <= self.max_iterations:
            expected = f"1 to {self.max_iterations}"
            if self.max_iterations == 1:
                expected = "1: this network routes in a single pass"
            raise ConfigError(f"invalid routing: {iterations} (expected {expected})")


@dataclasses.dataclass(frozen=True, kw_only=True)
class CapsNetConfig(CapsuleConfig):
    """Everything that distinguishes one CapsNet from another; saved inside each checkpoint.

    The defaults are the network of Sabour, Frosst and Hinton (2017) for MNIST.
    """

    architecture: ClassVar[str] = "capsnet"
    squash: ClassVar[str] = "quadratic"
    routing: ClassVar[str] = "agreement"
    max_iterations: ClassVar[int] = MAX_ITERATIONS
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
                if not all(is_positive(size) for size in value):
                    raise ConfigError(f"invalid {name}: {value} (expected whole numbers above 0)")
            elif name in ("primary_bias", "digit_bias"):
                if not isinstance(value, bool):
                    raise ConfigError(f"invalid {name}: {value!r} (expected true or false)")
            elif not is_positive(value):
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
    def field_size(self) -> int:
        return self.primary_kernel_size + self.conv1_kernel_size - 1

    @property
    def field_stride(self) -> int:
        return self.primary_stride


@dataclasses.dataclass(frozen=True, kw_only=True)
class CnnConfig(NetworkConfig):
    """Everything that distinguishes one convolutional network from another.

    The defaults are a small counterpart of the paper's baseline: three convolutions, two dense
    layers, dropout, softmax.
    """

    architecture: ClassVar[str] = "cnn"
    image_height: int = 28
    image_width: int = 28
    image_channels: int = 1
    classes: int = 10
    kernels: tuple[int, ...] = (16, 32, 64)
    """Of each convolution."""
    kernel_size: int = 5
    strides: tuple[int, ...] = (1, 2, 1)
    hidden: tuple[int, ...] = (328, 192)
    """Units of each dense layer but the last, which has one a class."""
    dropout: float = 0.5
    """Share of the last hidden layer's units that each training step leaves out."""

    def __post_init__(self) -> None:
        for name in ("kernels", "strides", "hidden"):
            value = getattr(self, name)
            if not isinstance(value, list | tuple) or not all(map(is_positive, value)):
                raise ConfigError(
                    f"invalid {name}: {value!r} (expected a list of whole numbers above 0)"
                )
            object.__setattr__(self, name, tuple(value))
        for name in ("image_height", "image_width", "image_channels", "classes", "kernel_size"):
            value = getattr(self, name)
            if not is_positive(value):
                raise ConfigError(f"invalid {name}: {value!r} (expected a whole number above 0)")
        if isinstance(self.dropout, bool) or not isinstance(self.dropout, int | float):
            raise ConfigError(f"invalid dropout: {self.dropout!r} (expected a number)")
        if not 0 <= self.dropout < 1:
            raise ConfigError(f"invalid dropout: {self.dropout!r} (expected 0 to below 1)")
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


def is_positive(value: object) -> bool:
    """Whether a value of a config is a whole number above 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
