"""CapsNet: Conv1, primary capsules, digit capsules with routing by agreement, decoder."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from model.config import MAX_ITERATIONS, CapsNetConfig
from model.errors import ConfigError, ImageError
from model.layers import DigitCapsules, PrimaryCapsules, length, squash
from model.trace import Trace


class Output(NamedTuple):
    """What the network says about a batch of images."""

    lengths: Float[Tensor, "batch classes"]
    """‖v‖, in [0, 1): the network's confidence in each class."""
    digits: Float[Tensor, "batch classes dimensions"]
    """v, after the last routing iteration."""


class CapsNet(nn.Module):
    """The capsule network that a config describes."""

    def __init__(self, config: CapsNetConfig) -> None:
        super().__init__()
        self.config = config
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
        layers: list[nn.Module] = []
        size = config.classes * config.digit_dimensions
        for hidden in config.decoder_hidden:
            layers += [nn.Linear(size, hidden), nn.ReLU()]
            size = hidden
        self.decoder = nn.Sequential(
            *layers, nn.Linear(size, math.prod(config.image_shape)), nn.Sigmoid()
        )

    def forward(self, images: Float[Tensor, "batch channels height width"]) -> Output:
        """Lengths and poses of the digit capsules, for training and evaluation."""
        primary_raw = self.primary(torch.relu(self.conv1(images)))
        # Routing adds over a thousand votes: it stays in float32 where autocast is on.
        with torch.autocast(images.device.type, enabled=False):
            digits = self.digits(
                squash(primary_raw.float()), iterations=self.config.routing_iterations
            )
            return Output(length(digits), digits)

    def decode(
        self,
        capsules: Float[Tensor, "batch dimensions"],
        classes: Int[Tensor, " batch"],
    ) -> Float[Tensor, "batch *image_shape"]:
        """Pictures in [0, 1], one from each capsule; all capsules of other classes are zero."""
        # Not by one_hot, which looks for the largest class first: half the time of one picture.
        chosen = classes[:, None] == torch.arange(self.config.classes, device=classes.device)
        return self.draw(chosen[..., None] * capsules[:, None])

    def draw(
        self, digits: Float[Tensor, "batch classes dimensions"]
    ) -> Float[Tensor, "batch *image_shape"]:
        """Pictures in [0, 1], one from all digit capsules together."""
        pictures: Tensor = self.decoder(digits.flatten(start_dim=1))
        return pictures.view(-1, *self.config.image_shape)

    @torch.no_grad()
    def trace(self, image: Float[Tensor, "*image_shape"], routing: int | None = None) -> Trace:
        """Every value of one image's forward pass, in float32.

        `image` is in [0, 1] and of `config.image_shape`; `routing` is the number of iterations,
        by default the config's. Raises ImageError or ConfigError where they are not.
        """
        iterations = self.config.routing_iterations if routing is None else routing
        if not 1 <= iterations <= MAX_ITERATIONS:
            raise ConfigError(f"invalid routing: {iterations} (expected 1 to {MAX_ITERATIONS})")
        if tuple(image.shape) != self.config.image_shape:
            raise ImageError(
                f"invalid image shape: {tuple(image.shape)} (expected {self.config.image_shape})"
            )
        image = image.to(self.conv1.weight)
        channels = image.reshape(1, self.config.image_channels, *image.shape[-2:])
        conv1 = self.conv1(channels)
        primary_raw = self.primary(conv1.relu())
        primary = squash(primary_raw)
        votes = self.digits.votes(primary)
        # The batch is one image; from here on the first axis counts the iterations.
        logits, couplings, sums, digits, agreed = (
            torch.cat(passes)
            for passes in zip(*self.digits.route(votes, iterations=iterations), strict=True)
        )
        directions = sums / length(sums)[..., None]
        along = torch.einsum("btrcjd,ijd->itrcj", votes, directions)
        lengths = length(digits[-1])
        classes = torch.arange(self.config.classes, device=digits.device)
        return Trace(
            image=image,
            conv1=conv1[0],
            primary_raw=primary_raw[0],
            primary=primary[0],
            votes=votes[0],
            logits=logits,
            couplings=couplings,
            sums=sums,
            digits=digits,
            agreement=agreed,
            support=couplings * along,
            lengths=lengths,
            reconstructions=self.decode(digits[-1], classes),
        )
