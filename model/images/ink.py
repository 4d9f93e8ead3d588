"""Ink: how much of it each pixel of a picture holds, and of which strokes."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from model.images.groups import Choice, Group, choose, grouped, pixels_of
from model.images.marks import Labels, Mark
from model.images.paper import NOISE_SIGMAS, Grey, Planes, contrast_to_lit_paper, softened
from model.images.patterns import without_rules
from model.images.picture import Picture, on_paper

DRAWING_SIDE = 1_024
"""Larger pictures are first averaged down to this side; a digit needs far less,"""
PHOTO_SIDE = 640
"""and photos further, whose light and noise have to be found."""

_FAINTEST = 0.03
"""Contrast, as a share of black to white, below which nothing counts as ink."""
_RIPPLE = 0.12
"""Share of full ink that lossy compression leaves beside strokes."""
_REACHES = (0.04, 0.08, 0.16, 0.3, 0.5)
"""Widths of ink that are looked for, as shares of the picture's shorter side."""
_CORE = 0.3
"""Share of full ink from which a pixel of a drawing is of a stroke rather than of its soft rim."""
_GREYISH = 12
"""Channels that differ by at most so many levels are one grey."""
_BRIGHT, _SURE = 110, 0.3
"""On paper that is as bright as this of 255, dark ink of such contrast leaves no doubt."""
_BETTER = 1.25
"""How much more likely a digit must be that is found by looking for wider ink."""


class Found(NamedTuple):
    """A picture's ink, as contrast to its paper, and the groups that it forms."""

    contrast: Grey
    noise: float
    labels: Labels
    groups: tuple[Group, ...]
    pen: float
    """Width of the digit's strokes."""
    drawn: bool
    """Whether a program made the picture, so that every pixel is meant."""
    ripple: float
    """Share of full ink that is none."""
    reduction: int
    """Pixels of the picture, along a side, that were averaged into one."""
    full: float | None = None
    """Contrast of full ink, where there is none but that of the groups."""

    def ink(self, numbers: Collection[int]) -> Grey:
        """The ink of the groups of some numbers, in [0, 1]; 0 is paper."""
        groups = [self.groups[number] for number in numbers]
        if not groups:
            return np.zeros_like(self.contrast)
        if self.full is not None and len(groups) == len(self.groups):
            return _between(self.contrast, self.ripple * self.full, self.full)
        own = pixels_of(self.labels, groups)
        reach = 2 + round(self.pen / 3)
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
        near = cv2.dilate(own.astype(np.uint8), disc).astype(bool) & (own | (self.labels == 0))
        values = np.where(near, self.contrast, np.float32(0))
        if self.drawn:
            full = _full(values)
            return _between(values, self.ripple * full, full)
        grain = NOISE_SIGMAS * self.noise
        full = float(np.median(values[values >= (grain + values.max()) / 2]))
        return _between(values, max(0.25 * full, min(grain, 0.6 * full)), 0.85 * full)


def find_ink(picture: Picture) -> Found | None:
    """What is written in a picture, whatever its colours and its light; None where nothing is."""
    image = on_paper(picture.image) if picture.image.mode == "RGBA" else picture.image
    reduction = -(-max(image.size) // DRAWING_SIDE)
    if reduction > 1:
        image = image.reduce(reduction)
    planes = planes_of(image)
    drawn = _of_one_paper(planes, lossy=picture.lossy, reduction=reduction)
    if drawn is not None and drawn.clear:
        return drawn.found
    further = -(-max(image.size) // PHOTO_SIDE)
    if further > 1:
        planes = planes_of(image.reduce(further))
    lit = _of_lit_paper(planes, reduction * further)
    if lit is None or lit.found is None:
        return None if drawn is None else drawn.found
    if drawn is not None and 2 * drawn.likelihood / further > lit.likelihood:
        return drawn.found
    return lit.found


class _Guess(NamedTuple):
    found: Found | None
    likelihood: float = 0.0
    clear: bool = False
    """Whether nothing else can be meant."""


def planes_of(image: Image.Image) -> Planes:
    """The channels of a picture; one where it is grey."""
    if image.mode == "L":
        return np.asarray(image)[None]
    pixels = np.asarray(image)
    some = pixels[::7, ::7].astype(np.int16)
    if int(np.ptp(some, axis=2).max(initial=0)) <= _GREYISH:
        return np.asarray(image.convert("L"))[None]
    return np.ascontiguousarray(pixels.transpose(2, 0, 1))


def _of_one_paper(planes: Planes, *, lossy: bool, reduction: int) -> _Guess | None:
    """What a program drew on paper of one colour, where most of the picture is that."""
    sides = _of_grey(planes[0]) if len(planes) == 1 else _of_colours(planes)
    if sides is None:
        return None
    dark, light, values, full = sides
    if full < _FAINTEST:
        return _Guess(None, clear=True)
    choice = choose(values, _CORE * full, smallest=1)
    if choice is None:
        return _Guess(None)
    groups, main = grouped(choice, all_meant=True), choice.main
    faint = _beyond(values > 0.15 * full, groups)
    found = Found(
        values, 0.0, choice.labels, tuple(groups), main.pen,
        drawn=True, ripple=_RIPPLE if lossy else 0.0, reduction=reduction,
        full=None if faint else full,
    )  # fmt: skip
    # Strokes, or a dot: what is larger may be a sheet that lies on something else.
    small = main.edges == 0 and main.size < 0.4 * min(values.shape)
    written = small or main.pen < main.size / 3
    clear = written and min(dark, light) < 0.3 * max(dark, light)
    return _Guess(found, choice.likelihood, clear)


def _beyond(marked: npt.NDArray[np.bool_], groups: list[Group]) -> bool:
    """Whether something that is marked lies beyond the groups, but for the soft rim of strokes."""
    left, top, width, height = cv2.boundingRect(marked.view(np.uint8))
    return (
        left < min(group.left for group in groups) - 2
        or top < min(group.top for group in groups) - 2
        or left + width > max(group.right for group in groups) + 2
        or top + height > max(group.bottom for group in groups) + 2
    )


def _of_grey(plane: npt.NDArray[np.uint8]) -> tuple[float, float, Grey, float] | None:
    """How much is darker and how much brighter than the commonest grey; contrast, and full ink."""
    counts = cv2.calcHist([plane], [0], None, [256], [0, 256]).ravel()
    paper = int(counts.argmax())
    if 2 * counts[paper] <= plane.size:
        return None
    away = (paper - np.arange(256, dtype=np.float32)) / np.float32(255)
    dark, light = (float(counts @ np.maximum(sign * away, 0)) for sign in (1, -1))
    table = np.maximum(away if dark >= light else -away, 0)
    values = np.asarray(cv2.LUT(plane, table), np.float32)
    strongest = float(table[counts > 0].max())
    order = np.argsort(table)
    share = np.cumsum(np.where(table > strongest / 4, counts, 0)[order])
    full = float(table[order][np.searchsorted(share, 0.9 * share[-1])])
    return dark, light, values, full


def _of_colours(planes: Planes) -> tuple[float, float, Grey, float] | None:
    """The same of a picture in colour.

    Along the colour in which the picture differs most from its paper: yellow ink on white is
    hardly darker than the paper, but far less blue.
    """
    step = max(1, round((planes[0].size / 40_000) ** 0.5))
    red, green, blue = (plane[::step, ::step].astype(np.int64).ravel() for plane in planes)
    colours, counts = np.unique((red << 16) + (green << 8) + blue, return_counts=True)
    colour = int(colours[counts.argmax()])
    paper = np.array([colour >> 16, colour >> 8 & 255, colour & 255], np.float32)
    away = ((paper[:, None, None] - planes) * np.float32(1 / 255)).reshape(3, -1)
    if 2 * np.count_nonzero(away.any(axis=0)) >= planes[0].size:
        return None
    _, axes = np.linalg.eigh(away @ away.T)
    contrast = (axes[:, -1].astype(np.float32) @ away).reshape(planes.shape[1:])
    one, other = (float(np.maximum(sign * contrast, 0).sum(dtype=np.float64)) for sign in (1, -1))
    values = np.maximum(contrast if one >= other else -contrast, 0)
    return one, other, values, _full(values) if values.max() > 0 else 0.0


def _full(values: Grey) -> float:
    """The contrast of full ink in a drawing.

    Not the largest: where a thin line was averaged, a few pixels hold twice as much.
    """
    return float(np.quantile(values[values > values.max() / 4], 0.9))


class _Sight(NamedTuple):
    """What is seen of a photo with an eye for ink of some width."""

    choice: Choice
    values: Grey
    noise: float


def _of_lit_paper(planes: Planes, reduction: int) -> _Guess | None:
    """What is written on paper under any light, dark on bright or bright on dark."""
    planes = softened(planes)
    best = _look(planes, negative=False, best=None)
    bright = float(np.median(planes[len(planes) // 2])) > _BRIGHT
    if not bright or best is None or best.choice.main.contrast < _SURE:
        best = _look(255 - planes, negative=True, best=best)
    if best is None:
        return None
    choice, values, noise = best
    found = Found(
        values, noise, choice.labels, tuple(grouped(choice, all_meant=False)), choice.main.pen,
        drawn=False, ripple=0.0, reduction=reduction,
    )  # fmt: skip
    return _Guess(found, choice.likelihood)


def _look(picture: Planes, *, negative: bool, best: _Sight | None) -> _Sight | None:
    """The best of a sight and those of a picture's dark ink, of whatever width."""
    side = min(picture.shape[1:])
    reaches = sorted({max(5, int(share * side) | 1) for share in _REACHES})
    thin = contrast_to_lit_paper(picture, reaches[0], negative=negative)
    picture = without_rules(picture, thin, max(NOISE_SIGMAS * thin.noise, _FAINTEST))
    own: _Sight | None = None
    for reach in reaches:
        values, noise = contrast_to_lit_paper(picture, reach, negative=negative)
        choice = choose(values, max(NOISE_SIGMAS * noise, _FAINTEST))
        if choice is None:
            continue
        if own is not None and best is own:
            if _corrects(choice, own.choice.main):
                best = own = None
            elif reach > 0.25 * side and own.choice.main.resembles(choice.main):
                return own  # as it was: wider ink would have shown by now
        better = best is None or choice.likelihood > _BETTER * best.choice.likelihood
        if better and _is_ink(choice.main, noise, reach) and not _is_paper(choice, picture):
            best = own = _Sight(choice, values, noise)
    return best


def _is_ink(mark: Mark, noise: float, reach: int) -> bool:
    """Whether a mark is as large and dark as noise is not, and thin enough to be seen whole."""
    whole = mark.pen < 0.95 * reach < mark.size
    return whole and mark.contrast > 1.5 * NOISE_SIGMAS * noise


def _is_paper(choice: Choice, picture: Planes) -> bool:
    """Whether a mark is as bright as most of the picture: paper with something drawn around it."""
    plane, place = picture[len(picture) // 2], choice.main.place
    inside = plane[place][choice.labels[place] == choice.main.label]
    as_dark = plane[::2, ::2] <= np.partition(inside, 3 * inside.size // 4)[3 * inside.size // 4]
    return float(as_dark.mean()) > 0.55


def _corrects(choice: Choice, mark: Mark) -> bool:
    """Whether looking for wider ink shows a mark to be a corner or rim of it, or its frame."""
    for other in choice.marks:
        if other.label in choice.framed:
            corrects = other.resembles(mark)
        else:
            strong = other.area > 2 * mark.area and other.contrast > 0.8 * mark.contrast
            corrects = strong and other.covers(mark)
        if corrects:
            return True
    return False


def _between(values: Grey, empty: float, full: float) -> Grey:
    """Values stretched so that `empty` is 0 and `full` is 1."""
    stretched: Grey = (values - np.float32(empty)) * np.float32(1 / (full - empty))
    return stretched.clip(0, 1)
