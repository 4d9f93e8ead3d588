"""Preprocessing: from a drawing or a photo to what the network receives, as MNIST was made.

The only owner of that way: the ink is cropped, scaled into 20x20 of the 28x28 pixels with its
proportions kept, and moved by whole pixels until its centre of mass is in the middle.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor

from model.picture import read_ink, read_picture

BOX_SHARE = 20 / 28
"""Share of the image's sides that the digit fills."""
PEN_WIDTHS = (2.0, 3.0)
"""Strokes outside, in pixels of 28x28, are brought to these; half of MNIST lies in it."""

_INK_THRESHOLD = 0.25
"""Ink below it, such as the ripples that JPEG leaves, does not count when the digit is cropped,"""
_RIM_THRESHOLD = 0.05
"""but for the soft rim of a stroke, one pixel wide."""
_FINE = 4
"""Pixels of the grid on which strokes are widened, per pixel of the image."""
_FINEST_LINE = 1.25
"""Width on that grid below which averaging leaves no pixel of a line full."""

Ink = npt.NDArray[np.float32]


def preprocess(
    data: bytes, *, height: int = 28, width: int = 28, center: bool = True
) -> Float[Tensor, "height width"]:
    """What the network receives of a picture's bytes: float32 in [0, 1], ink 1; blank is zeros.

    Without `center` the whole picture is only scaled into the image, and one of exactly its size
    is taken as it is, white as ink. Raises ImageError where the bytes are not a whole PNG, JPEG,
    WebP, GIF or BMP file, and ImageTooLargeError where it has too many pixels.
    """
    if center:
        return preprocess_ink(read_ink(data), height=height, width=width)
    picture = read_picture(data).image
    if picture.size == (width, height) and picture.mode != "RGBA":
        return torch.from_numpy(np.array(picture.convert("L"), dtype=np.float32) / 255)
    whole = _fitted(read_ink(data), height, width)
    image = np.zeros((height, width), np.float32)
    top, left = (height - whole.shape[0]) // 2, (width - whole.shape[1]) // 2
    image[top : top + whole.shape[0], left : left + whole.shape[1]] = whole
    return torch.from_numpy(image)


def preprocess_ink(
    ink: npt.NDArray[np.float32], *, height: int = 28, width: int = 28
) -> Float[Tensor, "height width"]:
    """What the network receives of an ink map of any size, in [0, 1]: as `preprocess`."""
    image = np.zeros((height, width), np.float32)
    cropped = _cropped(ink)
    if cropped.size == 0:
        return torch.from_numpy(image)
    box = max(1, round(height * BOX_SHARE)), max(1, round(width * BOX_SHARE))
    digit = _fitted(_with_usual_pen(cropped, box), *box)
    top, left = (
        _start(digit.sum(axis=1 - axis), image.shape[axis], digit.shape[axis]) for axis in (0, 1)
    )
    image[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    return torch.from_numpy(image)


def pen_width(ink: npt.NDArray[np.float32]) -> float:
    """Mean width of the strokes, in pixels: twice the area over the length of their outline."""
    padded = np.pad(ink, 1)
    down = padded[1:, :-1] - padded[:-1, :-1]
    right = padded[:-1, 1:] - padded[:-1, :-1]
    outline = float(np.sqrt(down * down + right * right).sum())
    return 2 * float(ink.sum()) / outline


def _cropped(ink: Ink) -> Ink:
    core = _bounds(ink > _INK_THRESHOLD)
    if core is None:
        return ink[:0, :0]
    with_rim = ink[tuple(slice(max(part.start - 1, 0), part.stop + 1) for part in core)]
    return with_rim[_bounds(with_rim > _RIM_THRESHOLD)]


def _bounds(marked: npt.NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """Rows and columns of the smallest box around what is marked, if anything is."""
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if rows.size == 0:
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _fitted(ink: Ink, height: int, width: int) -> Ink:
    """Ink scaled, proportions kept, until it just fits into height x width."""
    scale = min(height / ink.shape[0], width / ink.shape[1])
    return _scaled(ink, scale)


def _scaled(ink: Ink, scale: float) -> Ink:
    rows, columns = (_weights(size, scale) for size in ink.shape)
    return (rows @ ink @ columns.T).clip(0, 1)


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


def _start(profile: Ink, size: int, length: int) -> int:
    """Where an axis of the digit starts so that its centre of mass is pixel size // 2."""
    center = float(profile @ np.arange(length)) / float(profile.sum())
    return min(max(round(size / 2 - center), 0), size - length)


def _with_usual_pen(ink: Ink, box: tuple[int, int]) -> Ink:
    """The drawing itself, or redrawn with a pen within PEN_WIDTHS once it is scaled into the box.

    A line of a few pixels on a large canvas would fade to nothing in the box.
    """
    pen = pen_width(ink)
    unit = min(box) / 20
    natural = pen * min(box[0] / ink.shape[0], box[1] / ink.shape[1])
    usual = min(max(natural, PEN_WIDTHS[0] * unit), PEN_WIDTHS[1] * unit)
    if usual == natural:
        return ink
    # The pen's middle runs through the box less one pen width.
    scale = _FINE * min(
        (side - usual) / max(size - pen, 1e-3) for side, size in zip(box, ink.shape, strict=True)
    )
    block = math.ceil(_FINEST_LINE / (pen * scale))
    if block > 1:  # averaged, so thin a line would leave only a grey trace
        ink = _block_maximum(ink, block)
        scale *= block
    fine = _scaled(ink, scale)
    radius = (usual * _FINE - pen_width(fine)) / 2
    if radius > 0:
        return _widened(np.pad(fine, math.ceil(radius)), radius)
    return _cropped(1 - _widened(1 - np.pad(fine, 1), -radius))


def _block_maximum(ink: Ink, block: int) -> Ink:
    rows, columns = (-(-size // block) for size in ink.shape)
    padded = np.pad(ink, ((0, rows * block - ink.shape[0]), (0, columns * block - ink.shape[1])))
    blocks: Ink = padded.reshape(rows, block, columns, block).max(axis=(1, 3))
    return blocks


def _widened(ink: Ink, radius: float) -> Ink:
    """The maximum over a disc with a soft rim around each pixel; beyond the edge it is the same."""
    reach = math.ceil(radius)
    padded = np.pad(ink, reach, mode="edge")
    height, width = ink.shape
    widened = ink
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            weight = min(1.0, radius + 1 - math.hypot(down, right))
            if weight <= 0:
                continue
            moved = padded[reach + down :, reach + right :][:height, :width]
            widened = np.maximum(widened, moved if weight == 1 else moved * np.float32(weight))
    return widened
