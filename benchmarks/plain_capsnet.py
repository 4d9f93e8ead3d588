"""A plain PyTorch CapsNet, the way most reimplementations write one: the peer of the trace.

It computes the answer of the paper's MNIST network and keeps nothing of the way there. Nothing in
it is slower than need be for its manner; it is only that no layer was written for one image.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def squash(vectors: Tensor) -> Tensor:
    """Vectors shortened to below 1."""
    norm = vectors.norm(dim=-1, keepdim=True)
    return norm**2 / (1 + norm**2) * vectors / (norm + 1e-8)


class PlainCapsNet(nn.Module):
    """The sizes of the paper's network, three routing iterations."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 256, kernel_size=9)
        self.primary = nn.Conv2d(256, 256, kernel_size=9, stride=2)
        self.weight = nn.Parameter(0.1 * torch.randn(10, 1152, 16, 8))
        self.decoder = nn.Sequential(
            nn.Linear(160, 512),
            nn.ReLU(),
            nn.Linear(512, 1024),
            nn.ReLU(),
            nn.Linear(1024, 784),
            nn.Sigmoid(),
        )

    def forward(self, images: Tensor, labels: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Lengths of the digit capsules, and the reconstruction of the label's, or the longest."""
        channels = self.primary(self.conv1(images).relu()).view(len(images), 32, 8, 36)
        primary = squash(channels.transpose(2, 3).reshape(len(images), 1152, 8))
        votes = (self.weight @ primary[:, None, :, :, None]).squeeze(-1)
        logits = torch.zeros(votes.shape[:-1])  # batch classes capsules
        for iteration in range(3):
            couplings = logits.softmax(dim=1)
            digits = squash((couplings[..., None] * votes).sum(dim=2, keepdim=True))
            if iteration < 2:
                logits = logits + (votes * digits).sum(dim=-1)
        digits = digits.squeeze(2)
        lengths = digits.norm(dim=-1)
        drawn = lengths.argmax(dim=-1) if labels is None else labels
        mask = nn.functional.one_hot(drawn, 10).to(digits)
        return lengths, self.decoder((digits * mask[..., None]).flatten(start_dim=1))


def make_plain_capsnet() -> PlainCapsNet:
    """A network with random weights, ready to be asked; its values do not change its time."""
    torch.manual_seed(0)
    return PlainCapsNet().eval().requires_grad_(False)
