"""EfficientCapsNet: four convolutions, depthwise primary capsules, self-attention routing."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from model.network.attention import AttentiveCapsules
from model.network.capsule_network import CapsuleNetwork, build_decoder
from model.network.efficient_config import EfficientCapsNetConfig
from model.network.layers import PrimaryCapsules


class EfficientCapsNet(CapsuleNetwork):
    """The network of Mazzia, Salvetti and Chiaberge (2021) that a config describes."""

    config: EfficientCapsNetConfig
    digits: AttentiveCapsules

    def __init__(self, config: EfficientCapsNetConfig) -> None:
        super().__init__(config)
        self.conv1 = nn.Conv2d(
            config.image_channels, config.conv1_kernels, config.conv1_kernel_size
        )
        layers: list[nn.Module] = [nn.ReLU(), BatchNorm(config.conv1_kernels)]
        channels = config.conv1_kernels
        for kernels, size, stride in config.between:
            layers += [
                nn.Conv2d(channels, kernels, size, stride),
                nn.ReLU(),
                BatchNorm(kernels),
            ]
            channels = kernels
        self.convolutions = nn.Sequential(*layers)
        self.primary = PrimaryCapsules(
            kernels=channels,
            types=config.primary_types,
            dimensions=config.primary_dimensions,
            kernel_size=config.primary_kernel_size,
            stride=1,
            bias=True,
            depthwise=True,
        )
        self.digits = AttentiveCapsules(
            grid=config.primary_grid,
            primary_dimensions=config.primary_dimensions,
            classes=config.classes,
            dimensions=config.digit_dimensions,
        )
        self.decoder = build_decoder(config)
        for layer in (self.conv1, *self.convolutions, self.primary.convolution):
            if isinstance(layer, nn.Conv2d) and not layer.weight.is_meta:
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)

    def primary_raw(
        self, conv1: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash, from Conv1's maps before ReLU."""
        capsules: Tensor = self.primary(self.convolutions(conv1))
        return capsules


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
