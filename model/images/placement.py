"""Placed ink: a grid of ink, and where it lies on the picture that it was taken from."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float32]


class Placement(NamedTuple):
    """Where a grid of pixels lies on a picture.

    The upper left corner of the grid's pixel (row, column) is at left + scale * column and
    top + scale * row, in pixels of the picture as it is shown upright.
    """

    scale: float = 1.0
    """Pixels of the picture to one of the grid."""
    left: float = 0.0
    top: float = 0.0

    def moved(self, rows: float, columns: float) -> Placement:
        """That of a grid which begins so many rows and columns later; earlier where negative."""
        left, top = self.left + self.scale * columns, self.top + self.scale * rows
        return Placement(self.scale, left, top)

    def scaled(self, scale: float) -> Placement:
        """That of the same grid with `scale` times as many pixels on each side."""
        return Placement(self.scale / scale, self.left, self.top)


class PlacedInk(NamedTuple):
    """Ink in [0, 1], and its place."""

    ink: Ink
    placement: Placement = Placement()

    def cropped(self, rows: slice, columns: slice) -> PlacedInk:
        """The ink of some rows and columns; their slices have a start."""
        return PlacedInk(self.ink[rows, columns], self.placement.moved(rows.start, columns.start))

    def padded(self, margin: int) -> PlacedInk:
        """The ink with paper on all sides."""
        return PlacedInk(np.pad(self.ink, margin), self.placement.moved(-margin, -margin))

    def scaled(self, scale: float) -> PlacedInk:
        """The ink on a grid of `scale` times as many pixels a side, averaged over their area."""
        rows, columns = (_weights(size, scale) for size in self.ink.shape)
        return PlacedInk((rows @ self.ink @ columns.T).clip(0, 1), self.placement.scaled(scale))

    def fitted(self, height: int, width: int) -> PlacedInk:
        """The ink scaled, proportions kept, until it just fits into height x width."""
        return self.scaled(min(height / self.ink.shape[0], width / self.ink.shape[1]))

    def darkest(self, block: int) -> PlacedInk:
        """The most ink in each block x block pixels, beginning at the upper left."""
        rows, columns = (-(-size // block) for size in self.ink.shape)
        beyond = (rows * block - self.ink.shape[0], columns * block - self.ink.shape[1])
        padded = np.pad(self.ink, ((0, beyond[0]), (0, beyond[1])))
        blocks: Ink = padded.reshape(rows, block, columns, block).max(axis=(1, 3))
        return PlacedInk(blocks, self.placement.scaled(1 / block))


def _weights(size: int, scale: float) -> Ink:
    """How much each of `size` pixels gives to each pixel of the scaled axis."""
    count = max(1, math.ceil(size * scale - 1e-6))
    target, source = np.arange(count)[:, None], np.arange(size)[None]
    if scale < 1:  # averaged over the area that falls into the larger pixel
        ends = np.minimum((target + 1) / scale, source + 1)
        starts = np.maximum(target / scale, source)
        return ((ends - starts).clip(0) * scale).astype(np.float32)
    nearest = ((target + 0.5) / scale - 0.5).clip(0, size - 1)
    return (1 - np.abs(nearest - source)).clip(0).astype(np.float32)
