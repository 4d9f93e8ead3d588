"""CapsNet: Conv1, primary capsules, digit capsules with routing by agreement, decoder."""

from __future__ import annotations

from jaxtyping import Float
from torch import Tensor, nn

from model.network.capsule_network import CapsuleNetwork, build_decoder
from model.network.config import CapsNetConfig
from model.network.layers import DigitCapsules, PrimaryCapsules


class CapsNet(CapsuleNetwork):
    """The capsule network of Sabour, Frosst and Hinton (2017) that a config describes."""

    config: CapsNetConfig
    digits: DigitCapsules

    def __init__(self, config: CapsNetConfig) -> None:
        super().__init__(config)
        self.conv1 = nn.Conv2d(
            config.image_channels, config.conv1_kernels, config.conv1_kernel_size
        )
        self.primary = PrimaryCapsules(
            kernels=config.conv1_kernels,
            types=config.primary_types,
            dimensions=config.primary_dimensions,
            kernel_size=config.primary_kernel_size,
            stride=config.primary_stride,
            bias=config.primary_bias,
        )
        self.digits = DigitCapsules(
            grid=config.primary_grid,
            primary_dimensions=config.primary_dimensions,
            classes=config.classes,
            dimensions=config.digit_dimensions,
            bias=config.digit_bias,
        )
        self.decoder = build_decoder(config)

    def primary_raw(
        self, conv1: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash, from Conv1's maps before ReLU."""
        capsules: Tensor = self.primary(conv1.relu())
        return capsules
