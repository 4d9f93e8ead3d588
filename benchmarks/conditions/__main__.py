"""`python -m benchmarks.conditions` renders pen digits under every condition and reads them."""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from benchmarks.conditions.kinds import CONDITIONS
from benchmarks.conditions.sheet import draw_sheet
from model.checkpoints.catalogue import load_checkpoint
from model.data.pendigits import UNSEEN_WRITERS, PenDigit, of_writers, read_pen_digits
from model.errors import ModelError
from model.images.preprocess import preprocess
from model.network.architecture import confidences

EACH = 4
"""Pictures of each digit under a condition."""


def main(arguments: list[str] | None = None) -> int:
    """Render pen digits of unseen writers under every condition, read them, and print a table."""
    options = _parse(arguments)
    names = [name for name in CONDITIONS if not options.only or name in options.only]
    try:
        network = load_checkpoint(options.name).network
        digits = choose(of_writers(read_pen_digits(), UNSEEN_WRITERS), options.each)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    if options.sheet:
        rendered = {name: render(name, digits[7 * index % len(digits) :][:1])[0]
                    for index, name in enumerate(names)}  # fmt: skip
        draw_sheet(rendered).quantize(64).save(options.sheet, optimize=True)
        print(f"wrote {options.sheet}")
        return 0
    labels = torch.tensor([digit.label for digit in digits])
    rights, started = {}, time.process_time()
    for name in tqdm(names, unit="condition", disable=None):
        files = render(name, digits)
        if options.save:
            keep(options.save, name, files)
        images = torch.stack([preprocess(file) for file in files])
        with torch.inference_mode():
            answers = confidences(network, images[:, None]).argmax(dim=-1)
        rights[name] = int((answers == labels).sum())
    print(describe(rights, len(digits)))
    print(f"{time.process_time() - started:.0f} s of processor time", file=sys.stderr)
    return 0


def choose(digits: Sequence[PenDigit], each: int) -> list[PenDigit]:
    """So many digits of each class, spread over the writers."""
    chosen = []
    for label in range(10):
        same = [digit for digit in digits if digit.label == label]
        places = np.linspace(0, len(same) - 1, each).round().astype(int)
        chosen += [same[place] for place in places]
    return chosen


def render(name: str, digits: Sequence[PenDigit]) -> list[bytes]:
    """A condition's pictures of the digits, as files; the same every time."""
    make, encode = CONDITIONS[name]
    seed = zlib.crc32(name.encode())
    return [
        encode(make(digit.strokes, np.random.default_rng((seed, index))))
        for index, digit in enumerate(digits)
    ]


def describe(rights: dict[str, int], count: int) -> str:
    """The table as Markdown: how many were read right, and the mean as a share of plain's."""
    width = max(len(name) for name in ("condition", *rights))
    lines = [f"| {'condition':{width}} | right of {count} |", f"|{'-' * (width + 2)}|---:|"]
    lines += [f"| {name:{width}} | {right} |" for name, right in rights.items()]
    mean = sum(rights.values()) / len(rights)
    lines.append(f"\nmean {mean:.2f} of {count} under {len(rights)} conditions")
    if "plain" in rights:
        lines[-1] += f": {100 * mean / rights['plain']:.1f} % of plain's"
    return "\n".join(lines)


def keep(folder: Path, name: str, files: Sequence[bytes]) -> None:
    """Write a condition's pictures into a folder of its own."""
    place = folder / name.replace(" ", "-").replace(",", "").replace("'", "")
    place.mkdir(parents=True, exist_ok=True)
    for index, file in enumerate(files):
        (place / f"{index:02}").write_bytes(file)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.conditions", description=main.__doc__
    )
    parser.add_argument("--name", default="digits", help="name or path of a checkpoint")
    parser.add_argument(
        "--each", type=int, default=EACH, help="pictures of each digit (default: %(default)s)"
    )
    parser.add_argument("--only", nargs="+", metavar="CONDITION", choices=CONDITIONS)
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the pictures there")
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE", help="draw one picture of each instead of reading"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
