"""Marks: ink that hangs together, and what each looks like."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from model.images.paper import Grey

Labels = npt.NDArray[np.int32]
"""Which mark each pixel belongs to; 0 is none."""
MOST = 60
"""Only so many of a picture's marks, the largest, are looked at one by one."""

_ENOUGH = 3_000
"""Of a mark of more pixels, every third row and column tell its contrast."""
_BLOB, _STROKE = 0.42, 0.28
"""Width of the strokes as a share of the whole: from one on it is no writing, up to the other it
surely may be."""
_ALONG_BORDER = 0.85
"""A mark of which so much lies along the picture's border is the border's."""


class Mark(NamedTuple):
    """Ink that hangs together; lengths are in pixels."""

    label: int
    left: int
    top: int
    width: int
    height: int
    area: int
    contrast: float
    """The most that all but its darkest quarter have."""
    pen: float
    """Width of its strokes: twice the largest distance to its outline."""
    edges: int
    """How many sides of the picture it reaches."""
    bordering: bool
    """Whether it runs along the picture's border."""

    @property
    def right(self) -> int:
        """The column after its last."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The row after its last."""
        return self.top + self.height

    @property
    def size(self) -> int:
        """Its longer side."""
        return max(self.width, self.height)

    @property
    def length(self) -> float:
        """How long its strokes are together."""
        return self.area / self.pen

    @property
    def flat(self) -> bool:
        """Whether it is as wide as no digit is."""
        return self.width > 4 * self.height

    @property
    def place(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def covers(self, other: Mark) -> bool:
        """Whether another lies in the box around this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def resembles(self, other: Mark) -> bool:
        """Whether another fills nearly the same box."""
        near = 0.05 * self.size
        return all(abs(one - two) <= near for one, two in zip(self[1:5], other[1:5], strict=True))


def find_marks(values: Grey, threshold: float, smallest: int) -> tuple[Labels, list[Mark]]:
    """Which mark each pixel belongs to, and the marks, the largest first, of so many pixels."""
    mask = (values > threshold).view(np.uint8)
    x, y, wide, high = cv2.boundingRect(mask)
    if not wide:
        return np.zeros(values.shape, np.int32), []
    part = (slice(y, y + high), slice(x, x + wide))
    _, own, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(mask[part]), connectivity=8
    )
    labels = np.zeros(values.shape, np.int32)
    labels[part] = own
    stats[:, :2] += (x, y)
    order = 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA], kind="stable")[:MOST]
    marks = []
    for label in order.tolist():
        if stats[label, cv2.CC_STAT_AREA] < smallest:
            break
        marks.append(_mark(label, stats[label].tolist(), labels, values))
    return labels, marks


def _mark(label: int, stats: list[int], labels: Labels, values: Grey) -> Mark:
    left, top, width, height, area = stats
    place = slice(top, top + height), slice(left, left + width)
    own = labels[place] == label
    step = 1 if area < _ENOUGH else 3
    inside = values[place][::step, ::step][own[::step, ::step]]
    if not inside.size:
        inside = values[place][own]
    third = (3 * inside.size) // 4
    ringed = cv2.copyMakeBorder(own.view(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    distance = cv2.distanceTransform(ringed, cv2.DIST_L2, 3)
    pen = max(1.0, 2 * float(distance.max()) - 1)
    edges = (left == 0, top == 0, left + width == labels.shape[1], top + height == labels.shape[0])
    return Mark(
        label=label, left=left, top=top, width=width, height=height, area=area,
        contrast=float(np.partition(inside, third)[third]), pen=pen, edges=sum(edges),
        bordering=any(edges) and _runs_along(own, place, labels.shape, pen),
    )  # fmt: skip


def _runs_along(
    own: npt.NDArray[np.bool_], place: tuple[slice, slice], shape: tuple[int, ...], pen: float
) -> bool:
    reach = math.ceil(1.5 * pen)
    rows, columns = place
    short = 2 * own.shape[0] < shape[0] and 2 * own.shape[1] < shape[1]
    if short or min(shape) < 4 * reach:
        return False
    inner = own[
        max(reach - rows.start, 0) : max(shape[0] - reach - rows.start, 0),
        max(reach - columns.start, 0) : max(shape[1] - reach - columns.start, 0),
    ]
    return int(inner.sum()) < (1 - _ALONG_BORDER) * int(own.sum())


def frames_among(marks: list[Mark]) -> set[int]:
    """Labels of the marks that are drawn around another: boxes, circles, the axes of a plot."""
    found = set()
    for outer in marks:
        short = min(outer.width, outer.height)
        if outer.area > 0.5 * outer.width * outer.height or short < 4 * outer.pen:
            continue
        for inner in marks:
            if (
                inner is not outer
                and inner.size > 0.25 * short
                and inner.area > 0.1 * outer.area
                and outer.covers(inner)
            ):
                found.add(outer.label)
                break
    return found


def _is_ground(mark: Mark, height: int, width: int) -> bool:
    """Whether a mark is a part of what lies under the paper, or a rule that runs over it."""
    if mark.edges < 2:
        return False
    across = mark.width == width and mark.height < 0.25 * height
    along = mark.height == height and mark.width < 0.25 * width
    wide = mark.pen > mark.size / 3 and 4 * mark.size > min(height, width)
    return across or along or wide


def likelihood(mark: Mark, shape: tuple[int, ...]) -> float:
    """How much a mark looks like a digit's: long, dark strokes near the middle of the picture."""
    height, width = shape
    if mark.bordering or _is_ground(mark, height, width):
        return 0.0
    away = math.hypot(
        (mark.left + mark.width / 2) / width - 0.5, (mark.top + mark.height / 2) / height - 0.5
    )
    thin = (_BLOB - mark.pen / mark.size) / (_BLOB - _STROKE)
    whole = (1.0, 0.25, 0.15)[min(mark.edges, 2)]
    return (
        mark.contrast
        * mark.length
        * min(max(thin, 0.1), 1.0)
        * whole
        * (0.3 if mark.flat else 1.0)
        * (1 - 0.6 * away)
    )
