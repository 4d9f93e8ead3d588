"""Preprocessing: from a drawing or a photo to what the network receives, as MNIST was made.

The only owner of that way: the ink is cropped, scaled into 20x20 of the 28x28 pixels with its
proportions kept, and moved by whole pixels until its centre of mass is in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor

from model.errors import PartError
from model.images.groups import Group
from model.images.ink import find_ink
from model.images.picture import Box, Picture, frames_of, part_of, read_picture
from model.images.placement import Ink, PlacedInk, Placement

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


class Strokes(NamedTuple):
    """Strokes of a picture that belong together."""

    box: Box
    taken: bool
    """Whether the network receives them."""


class Preprocessed(NamedTuple):
    """What the network receives, and where that lies on the picture."""

    image: Float[Tensor, "*image_shape"]
    """float32 in [0, 1], ink 1; blank is zeros."""
    placement: Placement
    strokes: tuple[Strokes, ...] = ()
    """What was found on the picture, in groups: what is taken for the digit, then the rest."""
    ink_share: float = 0.0
    """Share of the picture that the taken ink covers."""

    @property
    def blank(self) -> bool:
        """Whether the network receives no ink."""
        return not bool(self.image.any())

    @property
    def left_out(self) -> tuple[Box, ...]:
        """Where strokes lie that the network does not receive."""
        return tuple(each.box for each in self.strokes if not each.taken)


def preprocess(
    data: bytes, *, height: int = 28, width: int = 28, center: bool = True
) -> Float[Tensor, "height width"]:
    """What the network receives of a picture's bytes: the image of `place_picture`."""
    return place_picture(data, height=height, width=width, center=center).image


def preprocess_ink(
    ink: npt.NDArray[np.float32], *, height: int = 28, width: int = 28
) -> Float[Tensor, "height width"]:
    """What the network receives of an ink map: the image of `place_ink`."""
    return place_ink(ink, height=height, width=width).image


def place_picture(
    data: bytes,
    *,
    height: int = 28,
    width: int = 28,
    center: bool = True,
    take: Collection[int] | None = None,
    crop: Box | None = None,
) -> Preprocessed:
    """What the network receives of a picture's bytes, and where that lies on the picture.

    Of the strokes that are found, those of the digit are taken; or else the groups whose numbers
    are in `take`, as `strokes` counts them. `crop` is the part of the picture that is looked at.

    Without `center` the whole picture is only scaled into the image, and one of exactly its size
    is taken as it is, white as ink. So is one that is prepared already, as MNIST's are. Raises
    ImageError where the bytes are not a whole picture in one of the known formats, or have not the
    groups or the part asked for, and ImageTooLargeError where it has too many pixels.
    """
    return place(
        read_picture(data), height=height, width=width, center=center, take=take, crop=crop
    )


def place_frames(
    data: bytes, count: int, *, height: int = 28, width: int = 28, center: bool = True
) -> list[Preprocessed]:
    """What the network receives of each of `count` equal pictures, one below another in one file.

    Each is read as `place_picture` reads a file of its own. Raises ImageError as that does, and
    where the picture cannot be divided so.
    """
    frames = frames_of(read_picture(data), count)
    return [place(frame, height=height, width=width, center=center) for frame in frames]


def place_ink(ink: npt.NDArray[np.float32], *, height: int = 28, width: int = 28) -> Preprocessed:
    """What the network receives of an ink map of any size, in [0, 1], and where it lies on it."""
    return _centered(PlacedInk(ink), height, width)


def pen_width(ink: npt.NDArray[np.float32]) -> float:
    """Mean width of the strokes, in pixels: twice the area over the length of their outline."""
    padded = np.pad(ink, 1)
    down = padded[1:, :-1] - padded[:-1, :-1]
    right = padded[:-1, 1:] - padded[:-1, :-1]
    outline = float(np.sqrt(down * down + right * right).sum())
    return 2 * float(ink.sum()) / outline


def place(
    picture: Picture,
    *,
    height: int = 28,
    width: int = 28,
    center: bool = True,
    take: Collection[int] | None = None,
    crop: Box | None = None,
) -> Preprocessed:
    """What the network receives of a picture, as `place_picture` says of a file's bytes."""
    if crop is not None:
        picture = part_of(picture, crop)
    corner = Placement() if crop is None else Placement(left=crop.left, top=crop.top)
    if picture.image.size == (width, height) and picture.image.mode != "RGBA" and take is None:
        pixels = np.array(picture.image.convert("L"), dtype=np.float32) / np.float32(255)
        if not center or _is_prepared(pixels):
            share = float(np.count_nonzero(pixels)) / pixels.size
            return Preprocessed(torch.from_numpy(pixels), corner, ink_share=share)
    found = find_ink(picture)
    groups = () if found is None else found.groups
    taken = {number for number, group in enumerate(groups) if group.taken}
    if take is not None:
        taken = set(take)
        if taken - set(range(len(groups))):
            beyond = max(taken - set(range(len(groups))))
            raise PartError(
                f"invalid take: {beyond} (expected numbers below {len(groups)}, of its groups)",
                field="take",
            )
    if found is None:
        empty = np.zeros((picture.image.height, picture.image.width), np.float32)
        return _whole(PlacedInk(empty, corner), height, width)
    ink = found.ink(sorted(taken))
    placed = PlacedInk(ink, corner.scaled(1 / found.reduction))
    image, placement, *_ = (_centered if center else _whole)(placed, height, width)
    strokes = tuple(
        Strokes(_in_picture(group, placed.placement), number in taken)
        for number, group in enumerate(groups)
    )
    share = float(np.count_nonzero(ink > _INK_THRESHOLD)) / ink.size
    return Preprocessed(image, placement, strokes, share)


def _in_picture(group: Group, placement: Placement) -> Box:
    scale = placement.scale
    return Box(
        round(placement.left + scale * group.left),
        round(placement.top + scale * group.top),
        round(scale * (group.right - group.left)),
        round(scale * group.height),
    )


def _is_prepared(pixels: Ink) -> bool:
    """Whether a picture is white ink on black, laid out as MNIST's are."""
    bounds = _bounds(pixels > 0)
    if bounds is None:
        return False
    for axis, part in enumerate(bounds):
        size = pixels.shape[axis]
        if part.stop - part.start > round(size * BOX_SHARE):
            return False
        profile = pixels.sum(axis=1 - axis)
        if abs(float(profile @ np.arange(size)) / float(profile.sum()) - size // 2) > 1:
            return False
    return True


def _centered(placed: PlacedInk, height: int, width: int) -> Preprocessed:
    cropped = _cropped(placed)
    if cropped is None:
        return _whole(PlacedInk(np.zeros_like(placed.ink), placed.placement), height, width)
    box = max(1, round(height * BOX_SHARE)), max(1, round(width * BOX_SHARE))
    digit = _with_usual_pen(cropped, box).fitted(*box)
    top, left = (
        _start(digit.ink.sum(axis=1 - axis), (height, width)[axis], digit.ink.shape[axis])
        for axis in (0, 1)
    )
    return _laid(digit, top, left, height, width)


def _whole(placed: PlacedInk, height: int, width: int) -> Preprocessed:
    fitted = placed.fitted(height, width)
    rows, columns = fitted.ink.shape
    return _laid(fitted, (height - rows) // 2, (width - columns) // 2, height, width)


def _laid(placed: PlacedInk, top: int, left: int, height: int, width: int) -> Preprocessed:
    """Ink laid on an image of paper."""
    rows, columns = placed.ink.shape
    image = np.zeros((height, width), np.float32)
    image[top : top + rows, left : left + columns] = placed.ink
    return Preprocessed(torch.from_numpy(image), placed.placement.moved(-top, -left))


def _cropped(placed: PlacedInk) -> PlacedInk | None:
    """What holds ink, if anything does."""
    core = _bounds(placed.ink > _INK_THRESHOLD)
    if core is None:
        return None
    rows, columns = (slice(max(part.start - 1, 0), part.stop + 1) for part in core)
    with_rim = placed.cropped(rows, columns)
    rim = _bounds(with_rim.ink > _RIM_THRESHOLD)
    return with_rim if rim is None else with_rim.cropped(*rim)


def _bounds(marked: npt.NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """Rows and columns of the smallest box around what is marked, if anything is."""
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if rows.size == 0:
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _start(profile: Ink, size: int, length: int) -> int:
    """Where an axis of the digit starts so that its centre of mass is pixel size // 2."""
    center = float(profile @ np.arange(length)) / float(profile.sum())
    return min(max(round(size / 2 - center), 0), size - length)


def _with_usual_pen(placed: PlacedInk, box: tuple[int, int]) -> PlacedInk:
    """The drawing itself, or redrawn with a pen within PEN_WIDTHS once it is scaled into the box.

    A line of a few pixels on a large canvas would fade to nothing in the box.
    """
    pen = pen_width(placed.ink)
    unit = min(box) / 20
    natural = pen * min(box[0] / placed.ink.shape[0], box[1] / placed.ink.shape[1])
    usual = min(max(natural, PEN_WIDTHS[0] * unit), PEN_WIDTHS[1] * unit)
    if usual == natural:
        return placed
    # The pen's middle runs through the box less one pen width.
    scale = _FINE * min(
        (side - usual) / max(size - pen, 1e-3)
        for side, size in zip(box, placed.ink.shape, strict=True)
    )
    block = math.ceil(_FINEST_LINE / (pen * scale))
    if block > 1:  # averaged, so thin a line would leave only a grey trace
        placed = placed.darkest(block)
        scale *= block
    fine = placed.scaled(scale)
    radius = (usual * _FINE - pen_width(fine.ink)) / 2
    if radius > 0:
        padded = fine.padded(math.ceil(radius))
        return padded._replace(ink=_widened(padded.ink, radius))
    padded = fine.padded(1)
    thinned = _cropped(padded._replace(ink=1 - _widened(1 - padded.ink, -radius)))
    return fine if thinned is None else thinned  # of a pattern too fine, nothing would be left


def _widened(ink: Ink, radius: float) -> Ink:
    """The maximum over a disc with a soft rim around each pixel; beyond the edge it is the same."""
    reach = math.ceil(radius)
    height, width = ink.shape
    padded = np.pad(ink, reach, mode="edge")
    # Of each pixel the darker of its two neighbours so many columns away, and the darkest between.
    apart = [
        np.maximum(padded[:, reach - right :][:, :width], padded[:, reach + right :][:, :width])
        for right in range(reach + 1)
    ]
    between = list(accumulate(apart, np.maximum))
    widened = ink
    for down in range(reach + 1):
        weights = [min(1.0, radius + 1 - math.hypot(down, right)) for right in range(reach + 1)]
        full = weights.count(1.0)
        row = between[full - 1] if full else np.zeros_like(apart[0])
        for right in range(full, reach + 1):
            if weights[right] > 0:
                row = np.maximum(row, apart[right] * np.float32(weights[right]))
        for start in (reach - down, reach + down):
            widened = np.maximum(widened, row[start:][:height])
    return widened
