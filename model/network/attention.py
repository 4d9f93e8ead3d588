"""The digit capsules of Efficient-CapsNet: self-attention routing, in a single pass."""

from __future__ import annotations

import math

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn

from model.network.layers import Routing, Squash, Votes


class AttentiveCapsules(Votes):
    """One capsule a class, reached from the primary capsules' votes by how these agree.

    Of Mazzia, Salvetti and Chiaberge (2021). Attention a(i, j) = sum over all primary capsules k of
    û(j|i) · û(j|k) / sqrt(D), where D is the dimensions of a vote; c = softmax of a over the
    classes; s_j = sum over i of (c(i, j) + prior(i, j)) û(j|i); v = squash(s).
    """

    def __init__(
        self,
        *,
        grid: tuple[int, int, int],
        primary_dimensions: int,
        classes: int,
        dimensions: int,
        squash: Squash,
    ) -> None:
        super().__init__(squash)
        weight = torch.empty(*grid, primary_dimensions, classes, dimensions)
        if not weight.is_meta:  # there, normal_ would first import torch's compiler: 2 seconds
            # The spread of the authors' code, which counts classes and capsules among its inputs.
            inputs = math.prod(grid) * primary_dimensions * classes
            nn.init.normal_(weight, std=math.sqrt(2 / inputs))
        self.weight = nn.Parameter(weight)
        self.prior = nn.Parameter(torch.zeros(*grid, classes))

    def forward(
        self,
        primary: Float[Tensor, "batch types rows columns primary_dimensions"],
        *,
        iterations: int = 1,
    ) -> Float[Tensor, "batch classes dimensions"]:
        """Poses v; there is never more than one pass."""
        return self.route(self.votes(primary), iterations=iterations).digits[0]

    def forward_evenly(
        self, primary: Float[Tensor, "batch types rows columns primary_dimensions"]
    ) -> Float[Tensor, "batch classes dimensions"]:
        """Poses v where every class has the same share of each capsule, whatever its votes."""
        votes = self.votes(primary)
        even = votes.new_full(votes.shape[:-1], 1 / votes.shape[-2])
        return self.squash(self._sum(votes, even))

    def route(
        self,
        votes: Float[Tensor, "batch types rows columns classes dimensions"],
        *,
        iterations: int = 1,
    ) -> Routing:
        """The single pass. Raises ValueError where more are asked for."""
        if iterations != 1:
            raise ValueError(f"invalid iterations: {iterations} (expected 1)")
        # û_i · û_k summed over k is û_i · (sum of û_k): no product of every pair is needed.
        together = votes.sum(dim=(1, 2, 3))
        logits = agreement(votes, together) / math.sqrt(votes.shape[-1])
        couplings = logits.softmax(dim=-1)
        sums = self._sum(votes, couplings)
        digits = self.squash(sums)
        return Routing(
            logits[None], couplings[None], sums[None], digits[None], agreement(votes, digits)[None]
        )

    def route_kept(
        self,
        votes: Float[Tensor, "types rows columns classes dimensions"],
        kept: Float[Tensor, "ablations types rows columns classes"],
        *,
        iterations: int = 1,
    ) -> Float[Tensor, "ablations classes dimensions"]:
        """Poses v as `route(kept * votes)` ends, of one image's votes, a row for each ablation."""
        return self.route(kept[..., None] * votes, iterations=iterations).digits[0]

    def counts(
        self, couplings: Float[Tensor, "*batch types rows columns classes"]
    ) -> Float[Tensor, "*batch types rows columns classes"]:
        """What each vote counts in its class's sum: its coupling and the learned prior."""
        return couplings + self.prior

    def _sum(self, votes: Tensor, couplings: Tensor) -> Tensor:
        flat = rearrange(votes, "b t r c j d -> (b j) (t r c) d", b=len(votes))
        counts = rearrange(self.counts(couplings), "b t r c j -> (b j) 1 (t r c)")
        return torch.bmm(counts, flat).view(len(votes), *votes.shape[-2:])


def agreement(
    votes: Float[Tensor, "batch types rows columns classes dimensions"],
    directions: Float[Tensor, "batch classes dimensions"],
) -> Float[Tensor, "batch types rows columns classes"]:
    """û · v: how far each vote points along a vector of its class."""
    return torch.einsum("btrcjd,bjd->btrcj", votes, directions)
