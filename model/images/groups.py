"""Groups: marks that belong together, which of them are the digit, and what lies beside it."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from model.images.marks import Labels, Mark, find_marks, frames_among, likelihood
from model.images.paper import Grey

_LEVELS = (0.12, 0.3)
"""Contrasts from which ink is looked for, besides the faintest that noise allows: what is faint,
such as a shadow, may connect what is strong."""
_BETTER = 1.15
"""How much more likely the digit must be that a higher contrast finds."""
_FAINT = 0.35
"""Ink has at least so much of the digit's contrast."""
_NEAR = 0.2
"""Pieces of a digit are no farther apart than this share of its size."""
_FOOT = 0.05
"""A flat mark below a digit is its foot, and no underline, where it is as near as this."""
_SPECKS, _SPECK = 8, 0.12
"""So many marks smaller than this share of the digit, all over the picture, are a pattern."""


class Group(NamedTuple):
    """Marks that belong together, and the smallest box around them, in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    labels: tuple[int, ...]
    taken: bool
    """Whether they are of the digit, or of one of several in a row."""

    @property
    def height(self) -> int:
        """Rows of its box."""
        return self.bottom - self.top


class Choice(NamedTuple):
    """The digit that was found in a picture."""

    likelihood: float
    main: Mark
    """Its largest part."""
    labels: Labels
    marks: list[Mark]
    framed: set[int]


def choose(values: Grey, threshold: float, *, smallest: int = 4) -> Choice | None:
    """The mark that is most likely the digit's, if there is any; of ink above a threshold.

    Marks of fewer pixels than `smallest` are none.
    """
    best: Choice | None = None
    for level in (threshold, *(each for each in _LEVELS if each > threshold and smallest > 1)):
        found = _likeliest(values, level, smallest)
        if found and (best is None or found.likelihood > _BETTER * best.likelihood):
            best, threshold = found, level
    if best is not None and _FAINT * best.main.contrast > 1.3 * threshold:
        return _likeliest(values, _FAINT * best.main.contrast, smallest) or best
    return best


def _likeliest(values: Grey, threshold: float, smallest: int) -> Choice | None:
    labels, marks = find_marks(values, threshold, smallest)
    framed = frames_among(marks)
    open_marks = [mark for mark in marks if mark.label not in framed]
    if not open_marks:
        return None
    main = max(open_marks, key=lambda mark: likelihood(mark, values.shape))
    found = likelihood(main, values.shape)
    return Choice(found, main, labels, marks, framed) if found > 0 else None


def grouped(choice: Choice, *, all_meant: bool) -> list[Group]:
    """All marks of a picture in groups; the digit's is the first.

    Where `all_meant`, as in a drawing, whatever is as large as the digit is taken with it; else
    only what stands in a row with it.
    """
    main = choice.main
    marks = _without_specks(choice)
    if len(marks) == 1:
        return [_group(marks, taken=True)]
    apart = [
        mark
        for mark in marks
        if mark is not main
        and (
            mark.label in choice.framed
            or mark.bordering
            or (mark.edges > 0 and main.edges == 0)
            or mark.contrast < _FAINT * main.contrast
        )
    ]
    flat = [mark for mark in marks if mark.flat and mark is not main and mark not in apart]
    writing = [mark for mark in marks if mark not in apart and mark not in flat]
    clusters = _clusters(choice.labels, writing, round(_NEAR / 2 * main.size))
    own = next(cluster for cluster in clusters if main in cluster)
    bottom = max(mark.bottom for mark in own)
    for mark in flat:  # the bar of a 5 or the foot of a 2, but no underline
        reach = _NEAR / 2 if mark.top < bottom - 0.1 * main.size else _FOOT
        near = _widened(choice.labels, own, round(reach * main.size))
        if near[mark.place][choice.labels[mark.place] == mark.label].any():
            own.append(mark)
        else:
            apart.append(mark)
    parts = [part for cluster in clusters for part in _in_a_row(cluster)]
    return _chosen(main, parts, [[mark] for mark in apart], all_meant)


def _without_specks(choice: Choice) -> list[Mark]:
    main = choice.main
    marks = [mark for mark in choice.marks if mark.area >= 0.1 * main.pen**2 or mark is main]
    specks = [mark for mark in marks if mark.size < _SPECK * main.size]
    if len(specks) < _SPECKS:
        return marks
    whole = _group(specks, taken=False)
    if (whole.right - whole.left) * whole.height < 2 * main.width * main.height:
        return marks
    return [mark for mark in marks if mark not in specks]


def _clusters(labels: Labels, marks: list[Mark], reach: int) -> list[list[Mark]]:
    """Marks by what hangs together once each is widened."""
    _, near = cv2.connectedComponents(_widened(labels, marks, reach))
    clusters: dict[int, list[Mark]] = {}
    for mark in marks:
        clusters.setdefault(int(near[_first(labels, mark)]), []).append(mark)
    return list(clusters.values())


def _widened(labels: Labels, marks: list[Mark], reach: int) -> npt.NDArray[np.uint8]:
    """Where a disc around some mark's pixel reaches."""
    size = 2 * max(reach, 1) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate(_mask(labels, [mark.label for mark in marks]), disc), np.uint8)


def _first(labels: Labels, mark: Mark) -> tuple[int, int]:
    """One pixel of a mark."""
    return mark.top, mark.left + int(
        (labels[mark.top, mark.left : mark.right] == mark.label).argmax()
    )


def _mask(labels: Labels, chosen: list[int] | tuple[int, ...]) -> npt.NDArray[np.uint8]:
    table = np.zeros(int(labels.max()) + 1, np.uint8)
    table[list(chosen)] = 1
    return table[labels]


def _in_a_row(cluster: list[Mark]) -> list[list[Mark]]:
    """The marks of a cluster, parted where tall ones stand side by side."""
    height = max(mark.bottom for mark in cluster) - min(mark.top for mark in cluster)
    ordered = sorted(cluster, key=lambda mark: mark.left)
    parts = [[ordered[0]]]
    for mark in ordered[1:]:
        right = max(each.right for each in parts[-1])
        tall = _group(parts[-1], taken=False).height > 0.6 * height
        after = [each for each in ordered if each.left >= right]
        if mark.left >= right and tall and _group(after, taken=False).height > 0.6 * height:
            parts.append([mark])
        else:
            parts[-1].append(mark)
    return parts


def _chosen(
    main: Mark, parts: list[list[Mark]], apart: list[list[Mark]], all_meant: bool
) -> list[Group]:
    """The groups; taken are the digit's and those that stand in a row with it, as tall as it."""
    first = _group(next(part for part in parts if main in part), taken=True)
    others = [_group(part, taken=False) for part in parts if main not in part]
    pens = {mark.label: mark.pen for part in parts for mark in part}
    left, right = first.left, first.right
    row, beside = [first], []
    for group in sorted(others, key=lambda each: abs(each.left + each.right - left - right)):
        shared = min(group.bottom, first.bottom) - max(group.top, first.top)
        if (
            0.55 < group.height / first.height < 1.8
            and (
                all_meant
                or (
                    shared > 0.5 * min(group.height, first.height)
                    and max(group.left - right, left - group.right) < 0.9 * first.height
                )
            )
            and max(pens[label] for label in group.labels) < 2.5 * main.pen
        ):
            row.append(group._replace(taken=True))
            left, right = min(left, group.left), max(right, group.right)
        else:
            beside.append(group)
    return row + beside + [_group(each, taken=False) for each in apart]


def _group(marks: list[Mark], *, taken: bool) -> Group:
    return Group(
        min(mark.left for mark in marks),
        min(mark.top for mark in marks),
        max(mark.right for mark in marks),
        max(mark.bottom for mark in marks),
        tuple(mark.label for mark in marks),
        taken,
    )


def pixels_of(labels: Labels, groups: list[Group]) -> npt.NDArray[np.bool_]:
    """Which pixels belong to some groups."""
    return _mask(labels, [label for group in groups for label in group.labels]).astype(bool)
