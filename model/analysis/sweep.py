"""Sweep: what a network says of many images, with its routing and with even couplings."""

from __future__ import annotations

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from model.network.capsule_network import CapsuleNetwork
from model.network.layers import length


class Reading(NamedTuple):
    """What a network says of a batch of images."""

    lengths: Float[Tensor, "batch classes"]
    """‖v‖ after the last iteration."""
    digits: Float[Tensor, "batch classes dimensions"]
    """v after the last iteration."""
    uniform: Float[Tensor, "batch classes"]
    """‖v‖ with even couplings."""


@torch.no_grad()
def read_batch(
    capsnet: CapsuleNetwork, images: Float[Tensor, "batch *image_shape"], *, iterations: int
) -> Reading:
    """Lengths and poses of images in [0, 1]; the primary capsules are computed once for both."""
    primary = capsnet.see(images)
    digits = capsnet.digits(primary, iterations=iterations)
    even = capsnet.digits.forward_evenly(primary)
    return Reading(length(digits), digits, length(even))
