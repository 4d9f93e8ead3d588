"""`python -m model.evaluate NAME` measures a checkpoint on images it was not trained on."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from pathlib import Path

import torch

from model.analysis.accuracy import measure
from model.arguments import checkpoint_parser, whole
from model.checkpoints.card import Card, CheckpointFile, Measured, ReadStrokes
from model.checkpoints.card_page import error_kind, per_class_rows, render
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import Checkpoint, save_card
from model.checkpoints.learning_curves import draw_curves
from model.data.sources import read_split
from model.errors import ModelError

BESIDE = ""
"""What `--plot` means without a file's name."""


def main(arguments: list[str] | None = None) -> int:
    """Error of a checkpoint, and of capsules the reconstruction error, in float32."""
    options = _parse(arguments)
    try:
        loaded = load_checkpoint(options.checkpoint)
        if options.plot is not None:
            written = plot(loaded, None if options.plot == BESIDE else Path(options.plot))
            print(f"wrote {written}")
            return 0
        card, file = loaded.card, describe(loaded)
        source = loaded.source(options.data)
        dataset = read_split(source, options.split)[: options.limit]
        started = time.monotonic()
        measured = measure(loaded.network.to(options.device), dataset, progress=True)
        seconds = time.monotonic() - started
        held_out = f"what is held out of {card.title}"
        pictures = card.test_pictures if options.split == "test" else held_out
        print(
            f"{file.name}, {file.parameters:,} parameters, sha256 {file.sha256},\n"
            f"on {len(dataset):,} images of {pictures} in {seconds:.0f} s\n"
        )
        print(report(card, measured))
        if options.save:
            print(f"\nsaved in {loaded.path} and in {save(loaded.path, measured=measured)}")
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def report(card: Card, measured: Measured) -> str:
    """What was measured, as lines of text with a table of the classes."""
    low, high = measured.interval
    lines = [
        f"error                 {100 * measured.error:.2f} % "
        f"({measured.errors} of {measured.images:,}), "
        f"95 % interval {100 * low:.2f} to {100 * high:.2f} %",
    ]
    if measured.reconstruction_error is not None:
        lines.append(
            f"reconstruction error  {measured.reconstruction_error:.2f} "
            "(squared error summed over pixels, from the true class's capsule)"
        )
    if card.present > 1:
        lines.append(error_kind(card))
    lines.append("")
    rows = [("class", "images", "errors", "error"), *per_class_rows(card.class_names, measured)]
    width = max(len(row[0]) for row in rows)
    lines += [f"{row[0]:<{width}}  {row[1]:>7} {row[2]:>7} {row[3]:>8}" for row in rows]
    return "\n".join(lines)


def save(path: Path, **measured: Measured | tuple[ReadStrokes, ...]) -> Path:
    """The card written beside a checkpoint, once what was measured is stored in its file.

    `measured` are fields of the Card.
    """
    card = load_checkpoint(path).card
    save_card(path, dataclasses.replace(card, **measured))  # type: ignore[arg-type]
    written = path.with_suffix(".md")
    written.write_text(render_card(path), encoding="utf-8")
    return written


def plot(loaded: Checkpoint, path: Path | None = None) -> Path:
    """The SVG with a checkpoint's learning curves, written by default beside it."""
    path = path or loaded.path.with_suffix(".svg")
    path.write_text(draw_curves(loaded.card, loaded.name), encoding="utf-8")
    return path


def render_card(path: Path) -> str:
    """The Markdown page that belongs beside a checkpoint, from nothing but its file."""
    loaded = load_checkpoint(path)
    return render(loaded.card, loaded.network.config, describe(loaded))


def describe(loaded: Checkpoint) -> CheckpointFile:
    """Facts about the file of a checkpoint."""
    return CheckpointFile(
        name=loaded.name,
        size=loaded.path.stat().st_size,
        dtype=loaded.dtype,
        sha256=loaded.sha256,
        parameters=sum(parameter.numel() for parameter in loaded.network.parameters()),
    )


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = checkpoint_parser("python -m model.evaluate", main.__doc__)
    parser.add_argument(
        "--split",
        choices=["test", "held-out"],
        default="test",
        help="test, or the last part of the training split, held out (default: %(default)s)",
    )
    parser.add_argument("--limit", type=whole(1), help="measure only so many images")
    parser.add_argument(
        "--device", choices=["cpu", "cuda"], default="cpu", help="(default: %(default)s)"
    )
    parser.add_argument(
        "--save",
        action="store_true",
        help="store the result in the checkpoint, and write its card beside it",
    )
    parser.add_argument(
        "--plot", nargs="?", const=BESIDE, metavar="FILE",
        help="measure nothing, and draw the learning curves (default: NAME.svg beside it)",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("invalid --device: cuda (there is none here)")
    if options.save and (options.split != "test" or options.limit is not None):
        parser.error("--save stores results of the whole test split: leave out --split and --limit")
    return options


if __name__ == "__main__":
    sys.exit(main())
