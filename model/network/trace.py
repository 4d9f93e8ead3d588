"""Trace: the contract between the model, the server, the wire and the page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from jaxtyping import Float
from torch import Tensor

from model.network.config import CapsuleConfig


@dataclasses.dataclass(frozen=True)
class Field:
    """What one tensor of a Trace holds."""

    axes: tuple[str, ...]
    """Names of the axes; their sizes are `CapsuleConfig.axis_sizes` and the iterations asked for.
    "channels" is left out where an image has only one."""
    meaning: str


_IMAGE = ("channels", "height", "width")
_GRID = ("types", "rows", "columns")

FIELDS: dict[str, Field] = {
    "image": Field(_IMAGE, "what the network receives, in [0, 1], ink is 1"),
    "conv1": Field(("kernels", "map_rows", "map_columns"), "Conv1 before ReLU"),
    "primary_raw": Field((*_GRID, "primary_dimensions"), "primary capsules before squash"),
    "primary": Field((*_GRID, "primary_dimensions"), "primary capsules u, length in [0, 1)"),
    "votes": Field(
        (*_GRID, "classes", "digit_dimensions"),
        "û = W u: the pose each primary capsule predicts for each class",
    ),
    "logits": Field(
        ("iterations", *_GRID, "classes"),
        "b, before each iteration's softmax; the attention, of a single pass",
    ),
    "couplings": Field(("iterations", *_GRID, "classes"), "c = softmax of b over the classes"),
    "sums": Field(
        ("iterations", "classes", "digit_dimensions"),
        "s = sum of c û, plus the class's bias; of a single pass, of (c + prior) û",
    ),
    "digits": Field(("iterations", "classes", "digit_dimensions"), "v = squash(s)"),
    "agreement": Field(("iterations", *_GRID, "classes"), "û · v"),
    "support": Field(
        ("iterations", *_GRID, "classes"),
        "c (û · s/‖s‖), of a single pass (c + prior) (û · s/‖s‖): what each capsule adds to ‖s‖",
    ),
    "lengths": Field(("classes",), "‖v‖ after the last iteration, in [0, 1)"),
    "reconstructions": Field(
        ("classes", *_IMAGE), "the decoder's picture from each digit capsule alone, in [0, 1]"
    ),
}


@dataclasses.dataclass(frozen=True)
class Trace:
    """One image's complete forward pass; FIELDS says what each tensor means."""

    image: Float[Tensor, "*channels height width"]
    conv1: Float[Tensor, "kernels map_rows map_columns"]
    primary_raw: Float[Tensor, "types rows columns primary_dimensions"]
    primary: Float[Tensor, "types rows columns primary_dimensions"]
    votes: Float[Tensor, "types rows columns classes digit_dimensions"]
    logits: Float[Tensor, "iterations types rows columns classes"]
    couplings: Float[Tensor, "iterations types rows columns classes"]
    sums: Float[Tensor, "iterations classes digit_dimensions"]
    digits: Float[Tensor, "iterations classes digit_dimensions"]
    agreement: Float[Tensor, "iterations types rows columns classes"]
    support: Float[Tensor, "iterations types rows columns classes"]
    lengths: Float[Tensor, " classes"]
    reconstructions: Float[Tensor, "classes *channels height width"]

    @property
    def iterations(self) -> int:
        return self.digits.shape[0]

    @property
    def prediction(self) -> int:
        """Index of the longest digit capsule."""
        return int(self.lengths.argmax())

    def items(self) -> Iterator[tuple[str, Tensor]]:
        """Name and tensor of every field, in the order of FIELDS."""
        return ((name, getattr(self, name)) for name in FIELDS)


def field_shape(name: str, *, config: CapsuleConfig, iterations: int) -> tuple[int, ...]:
    """Shape of a Trace's field for a network and a number of routing iterations."""
    sizes = {**config.axis_sizes, "iterations": iterations}
    axes = FIELDS[name].axes
    return tuple(sizes[axis] for axis in axes if axis != "channels" or config.image_channels > 1)
