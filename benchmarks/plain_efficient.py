"""A plain PyTorch Efficient-CapsNet, written after its authors' code: the peer of its training."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def squash(vectors: Tensor) -> Tensor:
    """Vectors shortened to below 1, short ones hardly."""
    norm = vectors.norm(dim=-1, keepdim=True) + 1e-8
    return (1 - torch.exp(-norm)) * vectors / norm


class PlainEfficientCapsNet(nn.Module):
    """The sizes of the paper's network for MNIST."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 1
        for kernels, size, stride in ((32, 5, 1), (64, 3, 1), (64, 3, 1), (128, 3, 2)):
            layers += [
                nn.Conv2d(channels, kernels, size, stride),
                nn.ReLU(),
                nn.BatchNorm2d(kernels, eps=1e-3),
            ]
            channels = kernels
        self.convolutions = nn.Sequential(*layers)
        self.primary = nn.Conv2d(128, 128, kernel_size=9, groups=128)
        self.weight = nn.Parameter(0.03 * torch.randn(10, 16, 16, 8))
        self.prior = nn.Parameter(torch.zeros(10, 16, 1))
        self.decoder = nn.Sequential(
            nn.Linear(160, 512),
            nn.ReLU(),
            nn.Linear(512, 1024),
            nn.ReLU(),
            nn.Linear(1024, 784),
            nn.Sigmoid(),
        )

    def forward(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Lengths of the digit capsules, and the reconstruction of the labels'."""
        primary = squash(self.primary(self.convolutions(images)).view(len(images), 16, 8))
        votes = torch.einsum("jidp,bip->bjid", self.weight, primary)
        attention = votes @ votes.transpose(2, 3) / 4  # the root of 16 dimensions
        couplings = attention.sum(dim=2)[..., None].softmax(dim=1)
        digits = squash(((couplings + self.prior) * votes).sum(dim=2))
        mask = nn.functional.one_hot(labels, 10).to(digits)
        pictures = self.decoder((digits * mask[..., None]).flatten(start_dim=1))
        return digits.norm(dim=-1), pictures
