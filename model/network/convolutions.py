"""What lies between Conv1 and the primary capsules: convolutions, ReLU, batch normalisation."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from model.network.config import CapsuleConfig


def build_convolutions(config: CapsuleConfig) -> nn.Sequential:
    """From Conv1's maps before ReLU to what the primary kernels read.

    Without any convolution between them that is ReLU alone; else each map is normalised after it.
    """
    if not config.between:
        return nn.Sequential(nn.ReLU())
    # Conv1's own maps are kept for the trace; nothing reads the others before ReLU.
    layers: list[nn.Module] = [nn.ReLU(), BatchNorm(config.conv1_kernels)]
    channels = config.conv1_kernels
    for kernels, size, stride in config.between:
        layers += [
            nn.Conv2d(channels, kernels, size, stride),
            nn.ReLU(inplace=True),
            BatchNorm(kernels),
        ]
        channels = kernels
    return nn.Sequential(*layers)


def initialise(*layers: nn.Module) -> None:
    """Give convolutions weights that keep the spread of what passes them, and no bias."""
    for layer in layers:
        if isinstance(layer, nn.Conv2d) and not layer.weight.is_meta:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


class BatchNorm(nn.Module):
    """Each map less its mean, over its standard deviation, then scaled and shifted.

    While training, of the batch; when read, running averages over the batches of training. Not
    torch's own layer: that counts batches in a whole number, which is no weight to be averaged or
    stored in float16.
    """

    MOMENTUM = 0.1
    """Share of the newest batch in the running averages."""
    EPSILON = 1e-3
    """Added to variances; that of the authors."""

    mean: Tensor
    variance: Tensor

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(maps))
        self.bias = nn.Parameter(torch.zeros(maps))
        self.register_buffer("mean", torch.zeros(maps))
        self.register_buffer("variance", torch.ones(maps))

    def forward(
        self, maps: Float[Tensor, "batch maps rows columns"]
    ) -> Float[Tensor, "batch maps rows columns"]:
        return functional.batch_norm(
            maps,
            self.mean,
            self.variance,
            self.weight,
            self.bias,
            self.training,
            self.MOMENTUM,
            self.EPSILON,
        )
