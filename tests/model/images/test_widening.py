"""Widening strokes, against its definition written out pixel by pixel."""

from __future__ import annotations

import math

import numpy as np
import pytest

from model.images.placement import Ink
from model.images.preprocess import _widened


def widen_plainly(ink: Ink, radius: float) -> Ink:
    """Of each pixel the most ink within a disc whose rim fades over one pixel."""
    reach = math.ceil(radius)
    padded = np.pad(ink, reach, mode="edge")
    widened = np.zeros_like(ink)
    for row, column in np.ndindex(ink.shape):
        for down, right in np.ndindex(2 * reach + 1, 2 * reach + 1):
            weight = min(1.0, radius + 1 - math.hypot(down - reach, right - reach))
            if weight > 0:
                value = padded[row + down, column + right] * np.float32(weight)
                widened[row, column] = max(widened[row, column], value)
    return widened


@pytest.mark.parametrize("radius", [0.01, 0.4, 1.0, 1.7, 3.2, 7.5])
@pytest.mark.parametrize("shape", [(9, 13), (1, 6), (7, 1)])
def test_widened_ink_is_the_most_ink_within_a_disc(radius: float, shape: tuple[int, int]) -> None:
    ink = (np.random.default_rng(0).random(shape) ** 4).astype(np.float32)
    np.testing.assert_array_equal(_widened(ink, radius), widen_plainly(ink, radius))
