"""Adversarial pictures: a drawing changed, ever so slightly, in the direction that hurts most.

The fast gradient sign method of Goodfellow, Shlens and Szegedy (2015): one step of the same size
for every pixel, x' = x - strength sign(dm/dx), kept in [0, 1]. m is the margin by which the network
is sure: the length of its longest capsule less that of the second. The margin loss itself would not
do: it is flat where the network is sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from model.network.capsule_network import CapsuleNetwork
from model.network.layers import length

MAX_STRENGTH = 0.5
"""Half of the way from paper to ink: a stronger step draws over the picture."""


def margin_gradient(
    capsnet: CapsuleNetwork, image: Float[Tensor, "*image_shape"], *, iterations: int
) -> Float[Tensor, "*image_shape"]:
    """How the longest capsule's lead over the second changes with each pixel.

    Through all routing iterations.
    """
    with torch.inference_mode(False), torch.enable_grad():
        pixels = image.clone().requires_grad_()
        lengths = length(capsnet.digits(capsnet.see(pixels[None]), iterations=iterations))[0]
        # The network has at least two classes, or nothing could be taken for anything else.
        first, second = lengths.topk(2).values
        (gradient,) = torch.autograd.grad(first - second, pixels)
    return gradient


def step_against(
    image: Float[Tensor, "*image_shape"],
    gradient: Float[Tensor, "*image_shape"],
    strengths: Sequence[float],
) -> Float[Tensor, "strengths *image_shape"]:
    """The picture after a step against the gradient's sign, one of each strength."""
    sizes = torch.tensor(strengths).view(-1, *(1 for _ in image.shape))
    return (image - sizes * gradient.sign()).clamp(0, 1)
