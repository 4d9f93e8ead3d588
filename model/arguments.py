"""Arguments that several commands take; numbers are refused with the range they should be in."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """Reader of a whole number between two bounds, for `type=` of an argument."""
    expected = f"a whole number of at least {least}"
    if most is not None:
        expected = f"a whole number from {least} to {most}"

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least or (most is not None and value > most):
            raise argparse.ArgumentTypeError(f"{text} (expected {expected})")
        return value

    return read


def wholes(least: int) -> Callable[[str], tuple[int, ...]]:
    """Reader of several whole numbers with commas between them, each of at least so much."""
    each = whole(least)

    def read(text: str) -> tuple[int, ...]:
        return tuple(map(each, text.split(",")))

    return read


def as_argument(value: object) -> str:
    """A value as the command line takes it: several numbers with commas between them."""
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def number(expected: str, valid: Callable[[float], bool]) -> Callable[[str], float]:
    """Reader of a finite number for which `valid` holds; `expected` says in words when it does."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and valid(value)):
            raise argparse.ArgumentTypeError(f"{text} (expected {expected})")
        return value

    return read


def checkpoint_parser(command: str, description: str | None) -> argparse.ArgumentParser:
    """Arguments of a command that shows a checkpoint pictures: which, and where they lie."""
    parser = argparse.ArgumentParser(prog=command, description=description)
    parser.add_argument("checkpoint", help="name of a checkpoint, or path of its file")
    add_data(parser)
    return parser


def add_overwrite(parser: argparse.ArgumentParser, what: str) -> None:
    """Give a command that writes a file `--overwrite`, without which it spares what is there."""
    parser.add_argument("--overwrite", action="store_true", help=f"replace {what}")


def add_data(parser: argparse.ArgumentParser) -> None:
    """Give a command `--data`, for networks that were trained on somebody's own pictures."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="where the pictures lie, for a network that was trained on a folder",
    )
