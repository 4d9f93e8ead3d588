"""What a picture of a digit measures, computed apart from the page."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NAMES = ("slant", "width", "height", "thickness", "right", "down")


def measures(ink: npt.NDArray[np.float64]) -> list[float]:
    """Slant, width, height, thickness and place of a picture's ink, as its weighted moments."""
    rows, columns = np.indices(ink.shape)
    x, y = (np.average(each, weights=ink) for each in (columns, rows))
    cov = np.cov(columns.ravel(), rows.ravel(), aweights=ink.ravel(), ddof=0)
    shear = cov[0, 1] / cov[1, 1]
    down = np.diff(ink, axis=0, append=ink[-1:])
    right = np.diff(ink, axis=1, append=ink[:, -1:])
    return [
        -np.degrees(np.arctan(shear)),
        4 * np.sqrt(cov[0, 0] - shear * cov[0, 1]),
        4 * np.sqrt(cov[1, 1]),
        2 * ink.sum() / np.hypot(down, right).sum(),
        x - 13.5,
        y - 13.5,
    ]


def strongest(pictures: npt.NDArray[np.float64]) -> list[list[tuple[str, float]]]:
    """What each dimension changes most clearly: one measure, or two that are close, or none.

    Clear is a straight line (|r| of at least 0.7) that is at least a quarter of what any dimension
    changes that measure. ``pictures`` are dimensions, offsets, rows, columns.
    """
    curves = np.array([[measures(each) for each in row] for row in pictures])
    steps = np.arange(curves.shape[1])
    told = []
    changes = curves[:, -1] - curves[:, 0]  # dimensions measures
    shares = np.abs(changes) / np.abs(changes).max(axis=0)
    for dimension, curve in enumerate(curves):
        straight = [abs(np.corrcoef(steps, each)[0, 1]) >= 0.7 for each in curve.T]
        clear = [at for at in range(len(NAMES)) if straight[at] and shares[dimension, at] >= 0.25]
        clear.sort(key=lambda at: -shares[dimension, at])
        close = [
            at for at in clear[:2] if shares[dimension, at] >= 0.8 * shares[dimension, clear[0]]
        ]
        told.append([(NAMES[at], float(changes[dimension, at])) for at in close])
    return told
