"""Sweep: what a network says of many images, with its routing and with even couplings."""

from __future__ import annotations

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from model.capsnet import CapsNet
from model.layers import length, squash


class Said(NamedTuple):
    """What a network says of a batch of images."""

    lengths: Float[Tensor, "batch classes"]
    """‖v‖ after the last iteration."""
    digits: Float[Tensor, "batch classes dimensions"]
    """v after the last iteration."""
    uniform: Float[Tensor, "batch classes"]
    """‖v‖ with even couplings, those of the first iteration."""


@torch.no_grad()
def read_batch(
    capsnet: CapsNet, images: Float[Tensor, "batch *image_shape"], *, iterations: int
) -> Said:
    """Lengths and poses of images in [0, 1]; the primary capsules are computed once for both."""
    size = images.shape[-2:]
    channels = images.reshape(len(images), capsnet.config.image_channels, *size)
    primary = squash(capsnet.primary(torch.relu(capsnet.conv1(channels))))
    digits = capsnet.digits(primary, iterations=iterations)
    even = digits if iterations == 1 else capsnet.digits(primary, iterations=1)
    return Said(length(digits), digits, length(even))
