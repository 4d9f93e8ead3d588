"""Patterns of the paper: rules and squares that are printed on it, taken out of a picture."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from model.images.paper import Contrast, Grey, Planes

_LEAN = 0.2
"""Rules lean by less than this, in radians."""
_SPAN = 0.4
"""A rule is seen along so much of the picture at least."""
_FEWEST = 4
"""Fewer parallel lines are no pattern."""
_REACH = 8
"""Rows on either side of a rule that are looked at to see how wide it is."""


class Line(NamedTuple):
    """A line that is nearly horizontal: its row at column x is at + slope * x."""

    at: float
    slope: float


def without_rules(planes: Planes, contrast: Contrast, strong: float) -> Planes:
    """The picture with its paper's rules taken out, those from side to side and up and down.

    What crosses a rule is carried on over it. `contrast` is that of the picture's thin lines, and
    `strong` what a line has at least.
    """
    marked = np.where(contrast.values > strong, np.uint8(255), np.uint8(0))
    for turned in (False, True):
        view = np.ascontiguousarray(marked.T) if turned else marked
        lines = _regular(_lines(view), view.shape)
        if lines:
            copy = planes.copy()
            picture = copy.swapaxes(1, 2) if turned else copy
            values = contrast.values.T if turned else contrast.values
            for line in lines:
                _take_out(picture, values, line, strong)
            planes = copy
    return planes


def _lines(marked: npt.NDArray[np.uint8]) -> list[Line]:
    """Nearly horizontal lines, the strongest first."""
    width = marked.shape[1]
    found = cv2.HoughLines(
        marked, 1, np.pi / 360, int(_SPAN * width),
        min_theta=np.pi / 2 - _LEAN, max_theta=np.pi / 2 + _LEAN,
    )  # fmt: skip
    lines: list[Line] = []
    if found is None:
        return lines
    for rho, theta in found.reshape(-1, 2)[:4000]:
        line = Line(float(rho / np.sin(theta)), float(-np.cos(theta) / np.sin(theta)))
        if all(_apart(line, other, width) > 5 for other in lines):
            lines.append(line)
    return lines


def _apart(one: Line, other: Line, width: int) -> float:
    """How far two lines are apart where they are nearest, within the middle of the picture."""
    at, slope = one.at - other.at, one.slope - other.slope
    ends = at + slope * 0.2 * width, at + slope * 0.8 * width
    return 0.0 if ends[0] * ends[1] < 0 else min(map(abs, ends))


def _regular(lines: list[Line], shape: tuple[int, ...]) -> list[Line]:
    """The lines, where they are parallel and equally far apart; otherwise none."""
    if len(lines) < _FEWEST:
        return []
    middles = np.sort([line.at + line.slope * shape[1] / 2 for line in lines])
    gaps = np.diff(middles)
    usual = float(np.median(gaps))
    off = np.abs(gaps / usual - np.maximum(np.round(gaps / usual), 1))
    return lines if usual > 5 and np.mean(off < 0.25) >= 0.6 else []


def _take_out(picture: Planes, values: Grey, line: Line, strong: float) -> None:
    """Paint a rule over, in place, with what lies beside it."""
    height, width = values.shape
    columns = np.arange(width)
    found = _follow(values, line, strong)
    if found is None:
        return
    rows, half, level = found
    above, below = (
        _darkest_around(picture[:, (rows + by).clip(0, height - 1), columns], half)
        for by in (-half - 1, half + 1)
    )
    beside = np.maximum(above, below)  # ink only where a stroke comes and goes
    for by in range(-half, half + 1):
        at = (rows + by).clip(0, height - 1)
        written = values[at, columns] > 1.5 * level + strong
        picture[:, at, columns] = np.where(written, picture[:, at, columns], beside)


def _follow(
    values: Grey, line: Line, strong: float
) -> tuple[npt.NDArray[np.int64], int, float] | None:
    """The rows that a rule runs through, half its width, and its contrast."""
    height, width = values.shape
    around = np.arange(-_REACH, _REACH + 1)
    rows = np.empty(width, np.int64)
    profiles = []
    for part in np.array_split(np.arange(width), max(1, width // 60)):
        at = np.rint(line.at + line.slope * part).astype(np.int64)
        places = (at[None] + around[:, None]).clip(0, height - 1)
        profile = np.median(values[places, part[None]], axis=1)
        near = profile[_REACH - 4 : _REACH + 5]
        seen = float(near.max()) > strong / 2
        shift = int(near.argmax()) - 4 if seen else 0
        rows[part] = at + shift
        if seen:
            profiles.append(np.roll(profile, -shift))
    if not profiles:
        return None
    profile = np.median(profiles, axis=0)
    level = float(profile[_REACH])
    edge = max(0.25 * level, 0.3 * strong)
    half = 1
    while half < 4 and max(profile[_REACH - half], profile[_REACH + half]) > edge:
        half += 1
    return rows, half, level


def _darkest_around(rows: npt.NDArray[np.uint8], reach: int) -> npt.NDArray[np.uint8]:
    """The smallest of the neighbours of each value along the last axis, so that slanted strokes
    that cross a rule meet themselves on its other side.
    """
    padded = np.pad(rows, ((0, 0), (reach, reach)), mode="edge")
    parts = [padded[:, start : start + rows.shape[1]] for start in range(2 * reach + 1)]
    darkest: npt.NDArray[np.uint8] = np.minimum.reduce(parts)
    return darkest
