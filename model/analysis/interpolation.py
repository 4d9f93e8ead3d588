"""Interpolation: the way from one digit capsule to another, in the space that the decoder reads."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from model.network.layers import length


def between(
    start: Float[Tensor, "classes dimensions"],
    end: Float[Tensor, "classes dimensions"],
    *,
    steps: int,
    keep_length: bool,
) -> Float[Tensor, "steps classes dimensions"]:
    """Points on the way, both ends included: start + t (end - start), t from 0 to 1.

    The straight way between two capsules of different classes passes shorter vectors than either,
    and a short capsule says that its class is absent. With `keep_length` each point is lengthened
    along its own direction, so that its length too goes evenly from the start's to the end's.
    """
    shares = torch.linspace(0, 1, steps)[:, None, None]
    points = torch.lerp(start, end, shares)
    if not keep_length:
        return points
    lengths = torch.lerp(length(start.flatten()), length(end.flatten()), shares)
    return points * (lengths / length(points.flatten(start_dim=1))[:, None, None])
