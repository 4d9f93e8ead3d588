"""The two capsule layers of Sabour, Frosst and Hinton (2017), and what happens between them.

The squash and the routing of Efficient-CapsNet are beside them, here and in `attention`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn

EPSILON = 1e-9
"""Added to squared norms: the gradient of a norm at zero would be NaN on a blank image."""


def squash(vectors: Float[Tensor, "*axes dimensions"]) -> Float[Tensor, "*axes dimensions"]:
    """Vectors of the same direction with a length in [0, 1).

    squash(s) = |s|^2 / (1 + |s|^2) * s / |s|, equation 1 of the paper.
    """
    squared = vectors.square().sum(dim=-1, keepdim=True)
    return vectors * (squared / (1 + squared) * (squared + EPSILON).rsqrt())


def squash_exponentially(
    vectors: Float[Tensor, "*axes dimensions"],
) -> Float[Tensor, "*axes dimensions"]:
    """Vectors of the same direction with a length in [0, 1), short ones hardly shortened.

    squash(s) = (1 - exp(-|s|)) * s / |s|, as Efficient-CapsNet has it.
    """
    norm = length(vectors)[..., None]
    return vectors * (-torch.expm1(-norm) / norm)


def length(vectors: Float[Tensor, "*axes dimensions"]) -> Float[Tensor, "*axes"]:
    """Euclidean norm over the last axis, with a finite gradient at zero."""
    return (vectors.square().sum(dim=-1) + EPSILON).sqrt()


Squash = Callable[[Tensor], Tensor]
SQUASHES: dict[str, Squash] = {"quadratic": squash, "exponential": squash_exponentially}
"""By the name in `CapsuleConfig.squash`, which is the one place where a network's is chosen."""


class PrimaryCapsules(nn.Module):
    """A convolution whose channels are read as capsules: type t is channels t*D to t*D + D - 1."""

    def __init__(
        self,
        *,
        kernels: int,
        types: int,
        dimensions: int,
        kernel_size: int,
        stride: int,
        bias: bool,
        depthwise: bool = False,
    ) -> None:
        """`depthwise`: each channel reads one map alone; there are then as many of either."""
        super().__init__()
        self.types = types
        self.convolution = nn.Conv2d(
            kernels,
            types * dimensions,
            kernel_size,
            stride,
            groups=kernels if depthwise else 1,
            bias=bias,
        )

    def forward(
        self, maps: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Capsules before squash; no ReLU stands between the convolution and squash."""
        channels: Tensor = self.convolution(maps)
        return rearrange(channels, "b (t d) r c -> b t r c d", t=self.types)


class Routing(NamedTuple):
    """Every pass of routing; the first axis counts them."""

    logits: Float[Tensor, "iterations batch types rows columns classes"]
    """b, before each pass; of routing by agreement zero in the first."""
    couplings: Float[Tensor, "iterations batch types rows columns classes"]
    """c = softmax of b over the classes; sums to 1 over them."""
    sums: Float[Tensor, "iterations batch classes dimensions"]
    """s = sum over primary capsules of c û, plus the bias; of self-attention, of (c + prior) û."""
    digits: Float[Tensor, "iterations batch classes dimensions"]
    """v = squash(s)."""
    agreement: Float[Tensor, "iterations batch types rows columns classes"]
    """û · v, which the next pass of routing by agreement adds to b."""


class Votes(nn.Module):
    """What all routing begins with: W, and the votes that it makes of primary capsules."""

    weight: nn.Parameter

    def __init__(self, squash: Squash) -> None:
        super().__init__()
        self.squash = squash

    def votes(
        self, primary: Float[Tensor, "batch types rows columns primary_dimensions"]
    ) -> Float[Tensor, "batch types rows columns classes dimensions"]:
        """û(j|i) = W_ij u_i: the pose that each primary capsule predicts for each class."""
        # As one batch of matrix products; einsum would first copy W into another order.
        inputs = rearrange(primary, "b t r c p -> (t r c) b p")
        votes = torch.bmm(inputs, rearrange(self.weight, "t r c p j d -> (t r c) p (j d)"))
        types, rows, columns, _, classes, _ = self.weight.shape
        return rearrange(
            votes, "(t r c) b (j d) -> b t r c j d", t=types, r=rows, c=columns, j=classes
        )


class DigitCapsules(Votes):
    """One capsule a class, reached from the primary capsules by routing by agreement."""

    bias: nn.Parameter | None

    def __init__(
        self,
        *,
        grid: tuple[int, int, int],
        primary_dimensions: int,
        classes: int,
        dimensions: int,
        bias: bool,
        squash: Squash,
    ) -> None:
        super().__init__(squash)
        # A spread of 0.01, common in reimplementations, leaves all lengths near zero and stalls.
        weight = torch.empty(*grid, primary_dimensions, classes, dimensions)
        if not weight.is_meta:  # there, normal_ would first import torch's compiler: 2 seconds
            nn.init.normal_(weight, std=0.1)
        self.weight = nn.Parameter(weight)
        # Without a bias, an image and its negative would have the same lengths (Peer et al.).
        self.bias = nn.Parameter(torch.full((classes, dimensions), 0.1)) if bias else None

    def forward(
        self,
        primary: Float[Tensor, "batch types rows columns primary_dimensions"],
        *,
        iterations: int,
    ) -> Float[Tensor, "batch classes dimensions"]:
        """Poses v after the last iteration, as `route(votes(primary))` ends, without the votes.

        A batch's votes are 20 times as large as its primary capsules, and reading and writing them
        was half of the training time. Here c u meets W in one matrix product a class, and
        û · v = u · (W v) spares the votes in the agreement too.
        """
        inputs = rearrange(primary, "b t r c p -> b (t r c) p")
        weight = rearrange(self.weight, "t r c p j d -> j (t r c p) d")
        logits = inputs.new_zeros(weight.shape[0], *inputs.shape[:2])
        for index in range(iterations):
            weighted = logits.softmax(dim=0)[..., None] * inputs  # classes batch capsules P
            sums = torch.bmm(weighted.flatten(start_dim=2), weight)
            if self.bias is not None:
                sums = sums + self.bias[:, None]
            digits = self.squash(sums)
            if index + 1 < iterations:
                back = torch.bmm(digits, weight.transpose(1, 2)).view_as(weighted)
                logits = logits + (back * inputs).sum(dim=-1)
        return digits.transpose(0, 1)

    def forward_evenly(
        self, primary: Float[Tensor, "batch types rows columns primary_dimensions"]
    ) -> Float[Tensor, "batch classes dimensions"]:
        """Poses v where every class has the same share of each capsule, as in the first pass."""
        return self.forward(primary, iterations=1)

    def route(
        self,
        votes: Float[Tensor, "batch types rows columns classes dimensions"],
        *,
        iterations: int,
    ) -> Routing:
        """Procedure 1 of the paper; gradients flow through all passes."""
        batch, types, rows, columns, classes, _ = votes.shape
        # With the classes first, sums and agreements are matrix products that read the votes once,
        # and torch's softmax is ten times as fast as over a short last axis.
        by_class = rearrange(votes, "b t r c j d -> (b j) (t r c) d")
        b = votes.new_zeros(batch, classes, by_class.shape[1])
        passes: list[tuple[Tensor, ...]] = []
        for _ in range(iterations):
            c = b.softmax(dim=1)
            s = torch.bmm(c.view(-1, 1, by_class.shape[1]), by_class).view(batch, classes, -1)
            if self.bias is not None:
                s = s + self.bias
            v = self.squash(s)
            agreed = torch.bmm(v.view(-1, 1, v.shape[-1]), by_class.mT).view_as(b)
            passes.append((b, c, s, v, agreed))
            b = b + agreed
        logits, couplings, sums, digits, agreements = map(torch.stack, zip(*passes, strict=True))

        def in_places(values: Tensor) -> Tensor:
            return rearrange(values, "i b j (t r c) -> i b t r c j", t=types, r=rows, c=columns)

        return Routing(in_places(logits), in_places(couplings), sums, digits, in_places(agreements))

    def route_kept(
        self,
        votes: Float[Tensor, "types rows columns classes dimensions"],
        kept: Float[Tensor, "ablations types rows columns classes"],
        *,
        iterations: int,
    ) -> Float[Tensor, "ablations classes dimensions"]:
        """Poses v as `route(kept * votes)` ends, of one image's votes, a row for each ablation.

        All ablations share their votes: one matrix product a class makes the sums of all of them,
        another the agreements.
        """
        by_class = rearrange(votes, "t r c j d -> j (t r c) d")
        counted = rearrange(kept, "n t r c j -> j n (t r c)")
        logits = torch.zeros_like(counted)
        for index in range(iterations):
            sums = torch.bmm(logits.softmax(dim=0) * counted, by_class)  # classes ablations D
            if self.bias is not None:
                sums = sums + self.bias[:, None]
            digits = self.squash(sums)
            if index + 1 < iterations:
                logits = logits + torch.bmm(digits, by_class.transpose(1, 2)) * counted
        return digits.transpose(0, 1)

    def counts(
        self, couplings: Float[Tensor, "*batch types rows columns classes"]
    ) -> Float[Tensor, "*batch types rows columns classes"]:
        """What each vote counts in its class's sum: its coupling."""
        return couplings
