"""Ablation: what a network says once some of its primary capsules' votes are taken out.

A vote that is off is a vote of zero: it adds nothing to the sums and agrees with nothing. The
couplings are a softmax over all classes as ever, so the share of a capsule that is off, or of a
class without votes, is not given to others; it is spent on nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import torch
from jaxtyping import Float
from torch import Tensor

from model.errors import UnitError
from model.network.capsule_network import CapsuleNetwork, Output
from model.network.config import CapsuleConfig
from model.network.layers import length

Votes = Float[Tensor, "types rows columns classes dimensions"]
Kept = Float[Tensor, "ablations types rows columns classes"]

_AXES = {
    "type": ("types",),
    "position": ("rows", "columns"),
    "capsule": ("types", "rows", "columns"),
    "class": ("classes",),
}
"""Kind of unit -> what its numbers count, each from 0."""
_UNIT = re.compile(r"([a-z]+)((?:-\d{1,7}){1,3})")


def parse_unit(text: str, config: CapsuleConfig) -> tuple[int | slice, ...]:
    """Where the votes of a unit are among types, rows, columns and classes.

    A unit is `type-3`, `position-2-5` (row and column), `capsule-3-2-5` (type, row and column) or
    `class-7` (all votes for it). Raises UnitError where the network has none such.
    """
    match = _UNIT.fullmatch(text)
    kind = match[1] if match else ""
    numbers = [int(number) for number in match[2].split("-")[1:]] if match else []
    axes = _AXES.get(kind, ())
    if not axes or len(numbers) != len(axes):
        raise UnitError(
            f"{text!r} (expected type-T, position-ROW-COLUMN, capsule-T-ROW-COLUMN or class-K)"
        )
    sizes = config.axis_sizes
    for axis, number in zip(axes, numbers, strict=True):
        if number >= sizes[axis]:
            raise UnitError(f"{text!r} (expected {axis} 0 to {sizes[axis] - 1})")
    chosen = dict(zip(axes, numbers, strict=True))
    return tuple(chosen.get(axis, slice(None)) for axis in ("types", "rows", "columns", "classes"))


def keep_all_but(units: Iterable[str], config: CapsuleConfig) -> Float[Tensor, "*grid classes"]:
    """1 for every vote that counts, 0 for those of the units; raises UnitError as `parse_unit`."""
    kept = torch.ones(*config.primary_grid, config.classes)
    for unit in units:
        kept[parse_unit(unit, config)] = 0
    return kept


@torch.no_grad()
def cast_votes(capsnet: CapsuleNetwork, image: Float[Tensor, "*image_shape"]) -> Votes:
    """û of an image in [0, 1], as `trace` computes it."""
    return capsnet.digits.votes(capsnet.see(image[None]))[0]


@torch.no_grad()
def route_kept(capsnet: CapsuleNetwork, votes: Votes, kept: Kept, *, iterations: int) -> Output:
    """Lengths and poses after routing the votes that are kept, one row an ablation."""
    digits = capsnet.digits.route_kept(votes, kept, iterations=iterations)
    return Output(length(digits), digits)
