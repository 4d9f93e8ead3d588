"""Paper: how bright it is at each pixel, and how far a picture differs from it there.

Everything is said of dark ink; a picture of light ink is turned into its negative first.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Planes = npt.NDArray[np.uint8]
"""A picture by its channels: channels x height x width, one where it is grey."""
Grey = npt.NDArray[np.float32]

_DEEPEST_SHADOW = 0.3
"""Paper darker than this share of the brightest does not count as that dark: a table's own texture
would otherwise stand out as ink does."""
NOISE_SIGMAS = 4.5
"""A pixel is ink where it differs from the paper by so many times its noise."""
_QUIET, _LOUD = 1.4, 5.0
"""Noise, in levels of 255, from which a picture is softened a little, and a little more."""


class Contrast(NamedTuple):
    """How much darker than its paper each pixel is."""

    values: Grey
    """In [0, 1]; 0 is paper."""
    noise: float
    """Standard deviation of the values on paper."""


def softened(planes: Planes) -> Planes:
    """The picture, softened where it is noisy."""
    apart = np.abs(planes[-1, :, 3:].astype(np.int16) - planes[-1, :, :-3])
    noise = 1.4826 * float(np.median(apart)) / math.sqrt(2) if apart.size else 0.0
    if noise <= _QUIET:
        return planes
    spread = 0.8 if noise < _LOUD else 1.3
    return np.stack([cv2.GaussianBlur(plane, (0, 0), spread) for plane in planes])


def contrast_to_lit_paper(planes: Planes, reach: int, *, negative: bool) -> Contrast:
    """Contrast to paper whose light may change anywhere, of ink narrower than `reach` pixels.

    The paper is what a morphological closing leaves, which fills whatever no square of `reach`
    pixels a side fits into: the ink. A shadow keeps its edges as they are, however hard. What the
    paper's noise explains is 0. Of dark ink the contrast is a share of the paper's brightness, as
    the light falls on both; of light ink, in a `negative`, of the whole range.
    """
    missing = np.zeros(planes.shape[1:], np.uint8)
    paper = np.zeros(planes.shape[1:], np.uint8)
    for plane in planes:
        closed = _closed(plane, reach)
        np.maximum(missing, closed - plane, out=missing)
        np.maximum(paper, closed, out=paper)
    level, noise = _level(missing)
    values: Grey = missing - np.float32(level)
    values[values < NOISE_SIGMAS * noise] = 0
    white = 255.0 if negative else max(float(np.percentile(paper[::4, ::4], 95)), 1.0)
    if negative:
        values *= np.float32(1 / white)
    else:
        values /= np.maximum(paper, np.float32(max(_DEEPEST_SHADOW * white, 1.0)))
    return Contrast(values, noise / white)


def _closed(plane: npt.NDArray[np.uint8], reach: int) -> npt.NDArray[np.uint8]:
    # Beyond the border the picture goes on as it ends there: a strip of table is no stroke.
    found = np.pad(plane, reach - 1, mode="edge")
    for pick in (np.maximum, np.minimum):
        for axis in (0, 1):
            found = _running(pick, found, reach, axis)
    return found


def _running(
    pick: np.ufunc, values: npt.NDArray[np.uint8], count: int, axis: int
) -> npt.NDArray[np.uint8]:
    """The largest or smallest of every `count` neighbours, found by doubling."""
    reach = 1
    while reach < count:
        step = min(reach, count - reach)
        if axis == 0:
            values = pick(values[:-step], values[step:])
        else:
            values = pick(values[:, :-step], values[:, step:])
        reach += step
    return values


def _level(missing: npt.NDArray[np.uint8]) -> tuple[float, float]:
    """The commonest value, which is paper's, and the spread of those below it: ink lies above."""
    counts = np.bincount(missing.ravel(), minlength=256).astype(np.float64)
    level = int(np.convolve(counts, np.ones(3) / 3, mode="same").argmax())
    below = counts[: level + 1]
    away = level - np.arange(level + 1)
    total = below.sum() - below[-1] / 2
    return float(level), math.sqrt(float((below * away**2).sum()) / max(float(total), 1.0))
