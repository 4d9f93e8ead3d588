"""What every network of capsules does: its whole forward pass as a Trace, pictures of capsules."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from einops import rearrange
from jaxtyping import Float, Int
from torch import Tensor, nn

from model.errors import ImageError
from model.images.received import Received, receive
from model.network.attention import AttentiveCapsules
from model.network.config import CapsuleConfig
from model.network.layers import SQUASHES, DigitCapsules, PrimaryCapsules, Routing, length
from model.network.trace import Trace


class Output(NamedTuple):
    """What the network says about a batch of images."""

    lengths: Float[Tensor, "batch classes"]
    """‖v‖, in [0, 1): the network's confidence in each class."""
    digits: Float[Tensor, "batch classes dimensions"]
    """v, after the last routing iteration."""


class CapsuleNetwork(nn.Module):
    """Conv1, primary capsules, digit capsules and decoder, of whichever architecture."""

    config: CapsuleConfig
    conv1: nn.Conv2d
    convolutions: nn.Sequential
    primary: PrimaryCapsules
    digits: DigitCapsules | AttentiveCapsules
    decoder: nn.Sequential

    def __init__(self, config: CapsuleConfig) -> None:
        super().__init__()
        self.config = config
        self.squash = SQUASHES[config.squash]

    def primary_raw(
        self, conv1: Float[Tensor, "batch kernels map_rows map_columns"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash, from Conv1's maps before ReLU."""
        raise NotImplementedError

    def see_raw(
        self, images: Float[Tensor, "batch *image_shape"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules before squash of images in [0, 1]."""
        return self.primary_raw(self.conv1(self.to_channels(images)))

    def see(
        self, images: Float[Tensor, "batch *image_shape"]
    ) -> Float[Tensor, "batch types rows columns dimensions"]:
        """Primary capsules u of images in [0, 1]."""
        return self.squash(self.see_raw(images))

    def to_channels(
        self, images: Float[Tensor, "batch *image_shape"]
    ) -> Float[Tensor, "batch channels height width"]:
        """The same images with an axis of channels, also where there is one alone."""
        return images.reshape(len(images), self.config.image_channels, *images.shape[-2:])

    def forward(self, images: Float[Tensor, "batch channels height width"]) -> Output:
        """Lengths and poses of the digit capsules, for training and evaluation."""
        primary_raw = self.see_raw(images)
        # Routing adds over many votes: it stays in float32 where autocast is on.
        with torch.autocast(images.device.type, enabled=False):
            primary = self.squash(primary_raw.float())
            digits = self.digits(primary, iterations=self.config.routing_iterations)
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

    def draw_longest(self, said: Output) -> Float[Tensor, "batch *image_shape"]:
        """Pictures in [0, 1], one from the longest capsule of each image."""
        longest = said.lengths.argmax(dim=1)
        return self.decode(said.digits[torch.arange(len(longest)), longest], longest)

    def draw(
        self, digits: Float[Tensor, "batch classes dimensions"]
    ) -> Float[Tensor, "batch *image_shape"]:
        """Pictures in [0, 1], one from all digit capsules together."""
        pictures: Tensor = self.decoder(digits.flatten(start_dim=1))
        return pictures.view(-1, *self.config.image_shape)

    def trace(self, image: Received, routing: int | None = None) -> Trace:
        """Every value of one image's forward pass, in float32.

        `image` is a tensor or a NumPy array in [0, 1] and of `config.image_shape`; or a PIL image,
        a picture file's bytes or its path, which is read as the page reads it. `routing` is the
        number of iterations, by default the config's. Raises ImageError or ConfigError where they
        are not.
        """
        return self.trace_batch(receive(image, self.config.image_shape)[None], routing)[0]

    @torch.no_grad()
    def trace_batch(
        self, images: Float[Tensor, "batch *image_shape"], routing: int | None = None
    ) -> tuple[Trace, ...]:
        """The trace of each of several images, computed in one pass over the weights.

        The numbers are those of `trace`, but for the order of their sums.
        """
        iterations = self.config.routing_iterations if routing is None else routing
        self.config.check_iterations(iterations)
        if tuple(images.shape[1:]) != self.config.image_shape:
            shape = tuple(images.shape[1:])
            raise ImageError(f"invalid image shape: {shape} (expected {self.config.image_shape})")
        images = images.to(self.conv1.weight)
        conv1 = self.conv1(self.to_channels(images))
        primary_raw = self.primary_raw(conv1)
        primary = self.squash(primary_raw)
        votes = self.digits.votes(primary)
        passes = self.digits.route(votes, iterations=iterations)
        support = self._support(passes)
        capsules = passes.digits[-1]
        classes = torch.arange(self.config.classes, device=capsules.device).repeat(len(images))
        pictures = self.decode(capsules.flatten(end_dim=1), classes)
        reconstructions = torch.split(pictures, self.config.classes)
        lengths = length(capsules)
        return tuple(
            Trace(
                image=images[index],
                conv1=conv1[index],
                primary_raw=primary_raw[index],
                primary=primary[index],
                votes=votes[index],
                logits=passes.logits[:, index],
                couplings=passes.couplings[:, index],
                sums=passes.sums[:, index],
                digits=passes.digits[:, index],
                agreement=passes.agreement[:, index],
                support=support[:, index],
                lengths=lengths[index],
                reconstructions=reconstructions[index],
            )
            for index in range(len(images))
        )

    def _support(
        self, passes: Routing
    ) -> Float[Tensor, "iterations batch types rows columns classes"]:
        """What each capsule adds to ‖s‖: c (û · s/‖s‖), or with what takes the place of c."""
        # v points where s does: û · s/‖s‖ is û · v/‖v‖, and û · v is here already.
        squared = passes.digits.square().sum(dim=-1)
        lengths = squared.clamp_min(torch.finfo(squared.dtype).tiny).sqrt()
        along = passes.agreement / rearrange(lengths, "i b j -> i b 1 1 1 j")
        return self.digits.counts(passes.couplings) * along


def build_decoder(config: CapsuleConfig) -> nn.Sequential:
    """Dense layers from all digit capsules to an image in [0, 1]."""
    layers: list[nn.Module] = []
    size = config.classes * config.digit_dimensions
    for hidden in config.decoder_hidden:
        layers += [nn.Linear(size, hidden), nn.ReLU()]
        size = hidden
    return nn.Sequential(*layers, nn.Linear(size, math.prod(config.image_shape)), nn.Sigmoid())
