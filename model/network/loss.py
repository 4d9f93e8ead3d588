"""The two losses that the paper trains with."""

from __future__ import annotations

from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

PRESENT_MARGIN = 0.9
ABSENT_MARGIN = 0.1
ABSENT_WEIGHT = 0.5


def margin_loss(
    lengths: Float[Tensor, "batch classes"], labels: Int[Tensor, "batch *present"]
) -> Float[Tensor, ""]:
    """Mean over the batch of equation 4 of the paper; an image may show several classes.

    sum over k of T_k max(0, 0.9 - |v_k|)^2 + 0.5 (1 - T_k) max(0, |v_k| - 0.1)^2
    """
    classes = lengths.shape[-1]
    shown = functional.one_hot(labels, classes).view(len(labels), -1, classes)
    present = shown.amax(dim=1).to(lengths)
    too_short = (PRESENT_MARGIN - lengths).relu().square()
    too_long = (lengths - ABSENT_MARGIN).relu().square()
    each = present * too_short + ABSENT_WEIGHT * (1 - present) * too_long
    return each.sum(dim=-1).mean()


def reconstruction_loss(
    pictures: Float[Tensor, "batch *image_shape"], images: Float[Tensor, "batch *image_shape"]
) -> Float[Tensor, ""]:
    """Sum over pixels of the squared error, mean over the batch."""
    return (pictures - images).square().flatten(start_dim=1).sum(dim=-1).mean()
