"""The data set "multimnist": two digits of different classes in one image, one over the other.

As in the paper each 28x28 digit lies in 36x36 pixels, moved by up to 4 from the middle. Where both
have ink, it adds up, to 1 at most.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from model.data.dataset import Batch, Dataset, Source, Split
from model.errors import ConfigError

NAME = "multimnist"
SHIFT = 4
"""Pixels by which a digit may be moved in each direction; the image is larger by twice that."""
SEEDS = {"held out": 1, "test": 2}
"""Of the pairs that are made once and for all."""


def place(
    digits: Float[Tensor, "batch height width"], shifts: Int[Tensor, "batch 2"]
) -> Float[Tensor, "batch canvas_height canvas_width"]:
    """Each digit alone on an image that is 8 pixels larger, moved down and right from its middle.

    `shifts` are rows and columns from -4 to 4. Raises ConfigError where one is not.
    """
    if len(shifts) and shifts.abs().max() > SHIFT:
        raise ConfigError(f"invalid shift: {shifts.tolist()} (expected -{SHIFT} to {SHIFT} pixels)")
    count, height, width = digits.shape
    padded = functional.pad(digits, (2 * SHIFT,) * 4)
    rows = SHIFT - shifts[:, :1] + torch.arange(height + 2 * SHIFT, device=digits.device)
    columns = SHIFT - shifts[:, 1:] + torch.arange(width + 2 * SHIFT, device=digits.device)
    each = torch.arange(count, device=digits.device)[:, None, None]
    return padded[each, rows[:, :, None], columns[:, None, :]]


def overlay(
    parts: Float[Tensor, "batch present height width"],
) -> Float[Tensor, "batch height width"]:
    """What the network receives of digits that were placed: their ink added up, 1 at most."""
    return parts.sum(dim=1).clamp(max=1)


def draw_partners(
    labels: Int[Tensor, " count"], generator: torch.Generator
) -> Int[Tensor, " count"]:
    """Index of a second digit for each, drawn evenly from those of other classes.

    Raises ConfigError where all digits are of one class.
    """
    order = labels.argsort(stable=True)
    images = labels.bincount()
    begin = (images.cumsum(0) - images)[labels]  # where each one's class begins in the order
    own = images[labels]
    if (own == len(labels)).any():
        raise ConfigError(
            f"{len(labels)} digits of one class make no pair (expected two classes: a larger batch)"
        )
    share = torch.rand(len(labels), generator=generator, dtype=torch.float64)
    drawn = (share.to(labels.device) * (len(labels) - own)).long()
    return order[drawn + own * (drawn >= begin)]


def make_pairs(
    digits: Float[Tensor, "batch height width"],
    labels: Int[Tensor, " batch"],
    generator: torch.Generator,
) -> Batch:
    """Each digit with another one of a different class, both moved at random."""
    partners = draw_partners(labels, generator)
    shifts = torch.randint(-SHIFT, SHIFT + 1, (2, len(labels), 2), generator=generator)
    first, second = shifts.to(digits.device)
    parts = torch.stack((place(digits, first), place(digits[partners], second)), dim=1)
    pairs = torch.stack((labels, labels[partners]), dim=1)
    return Batch(overlay(parts)[:, None], pairs, parts[:, :, None])


@dataclasses.dataclass(frozen=True, kw_only=True)
class MultiMnistSource(Source):
    """Pairs of another source's digits: made anew in training, once and for all to measure."""

    digits: Source
    present: int = 2

    @property
    def trained_on(self) -> str:
        return (
            f"{self.digits.trained_on}\n"
            "Each image is made while training: a digit laid over another one of a different "
            f"class, both moved by up to {SHIFT} pixels\n"
            "in each direction; where both have ink it is added up, to 1 at most. The decoder "
            "learns to draw each digit alone, from its\nown capsule; its loss is the mean of the "
            "two. An epoch has as many pairs as there are digits. The held-out pairs, one for\n"
            f"each held-out digit, are made once and for all, with seed {SEEDS['held out']}."
        )

    @property
    def tested_on(self) -> str:
        return (
            f"pairs of digits of {self.digits.tested_on}, one pair for each digit, made with seed "
            f"{SEEDS['test']}"
        )

    def compose(self, batch: Batch, generator: torch.Generator) -> Batch:
        return make_pairs(batch.images[:, 0], batch.labels[:, 0], generator)

    def read(self, split: Split, *, download: bool) -> Dataset:
        """The test pairs; of "train" the digits, which are paired anew in every step."""
        digits = self.digits.read(split, download=download)
        return digits if split == "train" else _pairs(digits, SEEDS["test"])

    def read_training(self, *, download: bool) -> Dataset:
        return self.digits.read_training(download=download)

    def read_held_out(self, *, download: bool) -> Dataset:
        return _pairs(self.digits.read_held_out(download=download), SEEDS["held out"])


def _pairs(digits: Dataset, seed: int) -> Dataset:
    """As many pairs as there are digits, the same for the same digits and seed."""
    batch = digits.to_batch(torch.device("cpu"))
    pairs = make_pairs(batch.images[:, 0], batch.labels[:, 0], torch.Generator().manual_seed(seed))
    return Dataset(
        _to_bytes(pairs.images[:, 0]),
        pairs.labels.byte().numpy(),
        _to_bytes(pairs.parts[:, :, 0]),
    )


def _to_bytes(pictures: Tensor) -> npt.NDArray[np.uint8]:
    pixels: npt.NDArray[np.uint8] = (255 * pictures).round().byte().numpy()
    return pixels
