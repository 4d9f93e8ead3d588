"""Pen strokes of thirty people who wrote digits: their file, and which writers serve for what."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.data.dataset import data_folder
from model.errors import DataError

FILE = Path("pendigits") / "pendigits-orig.tra"
CHOOSING_WRITERS = (5, 12, 19, 26)
"""Held out from training: they may choose between networks."""
UNSEEN_WRITERS = (3, 7, 10, 14, 17, 21, 24, 28)
"""Neither trained on nor chosen by: read once, for a checkpoint's card.

Fixed before any network was trained on strokes, so that each part holds its share of the seven
writers that a network trained on MNIST alone reads worst (28, 14, 12, 6, 2, 16, 4).
"""
TRAINING_WRITERS = tuple(sorted({*range(1, 31)} - {*CHOOSING_WRITERS, *UNSEEN_WRITERS}))

Stroke = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class PenDigit:
    """One digit as a pen wrote it."""

    label: int
    writer: int
    """1 to 30."""
    strokes: tuple[Stroke, ...]
    """Points of x, y a stroke; y grows downwards."""


def read_pen_digits(path: Path | None = None) -> list[PenDigit]:
    """Every digit in a file of the UNIPEN format, by default the one in the data folder.

    Raises DataError where it is missing or damaged.
    """
    path = path or data_folder() / FILE
    if not path.is_file():
        raise DataError(
            f"{path} is missing: it is pendigits-orig.tra of the data set Pen-Based Recognition of "
            f"Handwritten Digits, published by the UCI Machine Learning Repository "
            f"(as pendigits-orig.tra.Z, to be unpacked)"
        )
    digits: list[PenDigit] = []
    for segment in path.read_text("ascii", errors="replace").split(".SEGMENT")[1:]:
        try:
            digits.append(_read_segment(segment))
        except (ValueError, IndexError) as error:
            raise DataError(
                f"{path} is damaged at its digit {len(digits) + 1:,}: {error}"
            ) from error
    if not digits:
        raise DataError(f"{path} holds no digit (expected lines that start with .SEGMENT)")
    return digits


def of_writers(digits: Sequence[PenDigit], writers: Sequence[int]) -> list[PenDigit]:
    """The digits that some of the writers wrote."""
    return [digit for digit in digits if digit.writer in writers]


def _read_segment(text: str) -> PenDigit:
    header, comment, *lines = text.strip().splitlines()
    label, writer, _ = (int(number) for number in comment.removeprefix(".COMMENT").split())
    if header.split('"')[1] != str(label):
        raise ValueError(f"label {header.split()[-1]} with comment {comment!r}")
    strokes: list[list[tuple[int, int]]] = []
    for line in lines:
        if line.startswith(".PEN_DOWN"):
            strokes.append([])
        elif not line.startswith(".") and line.strip():
            x, y = (int(number) for number in line.split())
            strokes[-1].append((x, -y))
    filled = tuple(np.array(points, np.float32) for points in strokes if points)
    if not filled:
        raise ValueError("no pen stroke")
    return PenDigit(label, writer, filled)
