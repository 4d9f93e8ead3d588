"""The data set "digits": MNIST's images together with real pen strokes, as our page draws them."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from jaxtyping import Float
from torch import Tensor

from model.data.dataset import Dataset, Source, Split
from model.data.pen_drawing import DEGREES, PEN_SHARES, SHEAR, SQUEEZE, draw_anew, draw_as_written
from model.data.pendigits import (
    CHOOSING_WRITERS,
    TRAINING_WRITERS,
    UNSEEN_WRITERS,
    PenDigit,
    of_writers,
    read_pen_digits,
)

NAME = "digits"
RENDERINGS = 5
"""Images of each training writer's digit: a little over a quarter of all training images."""
SEED = 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandwritingSource(Source):
    """Images of digits with digits written by a pen; its test images are those of the former."""

    images: Source

    @property
    def trained_on(self) -> str:
        thin, thick = (f"{100 * share:.0f}" for share in PEN_SHARES)
        return (
            f"{self.images.trained_on}\n"
            "Trained also on pen strokes (Pen-Based Recognition of Handwritten Digits, UCI Machine "
            "Learning\nRepository, pendigits-orig.tra) of writers "
            f"{_list(TRAINING_WRITERS)}:\neach of their digits is drawn {RENDERINGS} times by a "
            f"pen of {thin} to {thick} % of its longer side, turned by up to {DEGREES:.0f} "
            f"degrees,\nsheared by up to {SHEAR}, made wider or narrower by up to "
            f"{100 * (math.exp(SQUEEZE) - 1):.0f} %, and preprocessed as a drawing is.\n"
            f"The digits of writers {_list(CHOOSING_WRITERS)}, drawn once, are held out too; those "
            f"of writers\n{_list(UNSEEN_WRITERS)} are neither trained on nor held out."
        )

    @property
    def tested_on(self) -> str:
        return self.images.tested_on

    def read(self, split: Split, *, download: bool) -> Dataset:
        """The published images of a split; pen strokes are drawn only to be trained on."""
        return self.images.read(split, download=download)

    def read_training(self, *, download: bool) -> Dataset:
        images = self.images.read_training(download=download)
        digits = of_writers(read_pen_digits(), TRAINING_WRITERS)
        return images + _dataset(digits, draw_anew(digits, renderings=RENDERINGS, seed=SEED))

    def read_held_out(self, *, download: bool) -> Dataset:
        images = self.images.read_held_out(download=download)
        digits = of_writers(read_pen_digits(), CHOOSING_WRITERS)
        return images + _dataset(digits, draw_as_written(digits))


def _dataset(digits: list[PenDigit], images: Float[Tensor, "count height width"]) -> Dataset:
    labels = np.array([digit.label for digit in digits], np.uint8)
    each = len(images) // max(len(digits), 1)
    return Dataset((255 * images).round().byte().numpy(), np.repeat(labels, each))


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
