"""Pen strokes drawn: as they were written, or as another hand might have written them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image, ImageDraw
from torch import Tensor
from tqdm import tqdm

from model.data.pendigits import PenDigit, Stroke
from model.images.preprocess import preprocess_ink

CANVAS = 280
"""Side of the ink map, in pixels: that of the page's canvas."""
PEN_SHARE = 0.1
"""Width of the pen as a share of the drawing's longer side, where none is given."""
PEN_SHARES = (0.05, 0.18)
"""Thinnest and thickest pen of strokes that are drawn anew."""
DEGREES, SHEAR, SQUEEZE = 7.0, 0.12, 0.2
"""How far strokes are turned, sheared, and made wider or narrower (logarithm of the factor)."""


def draw(strokes: Sequence[Stroke], *, width: float, size: int = CANVAS) -> Stroke:
    """Ink map in [0, 1] of strokes with round caps and joints, fitted into size x size pixels.

    `width` is the pen's, as a share of the longer side of what the pen's tip ran over.
    """
    points = np.concatenate(strokes)
    corner, extent = points.min(axis=0), np.ptp(points, axis=0)
    longest = max(float(extent.max()), 1.0)
    # Drawn at four times the size and averaged down: Pillow draws without anti-aliasing.
    side = 4 * size
    scale = side * 0.9 / (longest * (1 + width))
    pen = max(1, round(width * longest * scale))
    offset = (side - extent * scale) / 2
    image = Image.new("L", (side, side))
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        path = [(float(x), float(y)) for x, y in (stroke - corner) * scale + offset]
        canvas.line(path, fill=255, width=pen, joint="curve")
        for x, y in (path[0], path[-1]):
            canvas.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    ink: Stroke = np.asarray(image.reduce(4), dtype=np.float32) / np.float32(255)
    return ink


def draw_as_written(
    digits: Sequence[PenDigit], *, pen: float = PEN_SHARE, height: int = 28, width: int = 28
) -> Float[Tensor, "count height width"]:
    """What a network receives of each digit, drawn by a pen of a given width."""
    images = [
        preprocess_ink(draw(digit.strokes, width=pen), height=height, width=width)
        for digit in tqdm(digits, unit="digit", desc="drawing", disable=None)
    ]
    return torch.stack(images)


def draw_anew(
    digits: Sequence[PenDigit], *, renderings: int, seed: int, height: int = 28, width: int = 28
) -> Float[Tensor, "count height width"]:
    """What a network receives of digits drawn several times, by pens of varied widths.

    Each digit's renderings follow one another; the same seed gives the same images.
    """
    images = []
    for index, digit in enumerate(tqdm(digits, unit="digit", desc="drawing", disable=None)):
        generator = np.random.default_rng((seed, index))
        for _ in range(renderings):
            pen = math.exp(generator.uniform(*np.log(PEN_SHARES)))
            ink = draw(vary(digit.strokes, generator), width=pen)
            images.append(preprocess_ink(ink, height=height, width=width))
    return torch.stack(images)


def vary(strokes: Sequence[Stroke], generator: np.random.Generator) -> list[Stroke]:
    """The strokes turned, sheared and squeezed by a little; each extent is uniform around none."""
    angle = math.radians(generator.uniform(-DEGREES, DEGREES))
    shear = generator.uniform(-SHEAR, SHEAR)
    squeeze = math.exp(generator.uniform(-SQUEEZE, SQUEEZE))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    map_ = (turn @ np.array([[squeeze, shear], [0, 1]])).astype(np.float32)
    return [stroke @ map_.T for stroke in strokes]
