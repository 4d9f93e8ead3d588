"""Pen strokes of real people, drawn and read: how well the network does on digits it never saw.

`python -m model.strokes mnist` replays the pen trajectories of thirty writers, sends them the way
that a drawing on the page goes, and prints the accuracy by writer and by digit. A network of the
data set "digits" has been trained on some of the writers: what it never saw is counted apart.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from jaxtyping import Float, Int
from PIL import Image, ImageDraw
from torch import Tensor
from tqdm import tqdm

from model.checkpoints.card import ReadStrokes
from model.checkpoints.catalogue import load_checkpoint
from model.data.handwriting import NAME
from model.data.pen_drawing import PEN_SHARE, draw_as_written
from model.data.pendigits import (
    CHOOSING_WRITERS,
    TRAINING_WRITERS,
    UNSEEN_WRITERS,
    PenDigit,
    read_pen_digits,
)
from model.errors import DataError, ModelError
from model.evaluate import save
from model.network.architecture import Network, confidences

DIGITS = tuple("0123456789")


@torch.inference_mode()
def read(
    network: Network, images: Float[Tensor, "count height width"], *, batch: int = 64
) -> Int[Tensor, " count"]:
    """The class that the network is surest of in each image, with a progress bar."""
    batches = tqdm(torch.split(images, batch), unit="batch", desc="reading", disable=None)
    return torch.cat([confidences(network, part[:, None]).argmax(dim=-1) for part in batches])


def by_part(
    digits: Sequence[PenDigit], answers: Sequence[int], *, trained: bool
) -> tuple[ReadStrokes, ...]:
    """What was read right of the writers of each part; `trained` says whether parts were seen."""
    parts = (
        ("trained on", TRAINING_WRITERS), ("held out", CHOOSING_WRITERS),
        ("never seen", UNSEEN_WRITERS),
    )  # fmt: skip
    groups = []
    for part, writers in parts:
        right = [d.label == answer for d, answer in zip(digits, answers, strict=True)
                 if d.writer in writers]  # fmt: skip
        if right:
            groups.append(
                ReadStrokes(
                    writers=writers,
                    part=part if trained else "never seen",
                    digits=len(right),
                    errors=right.count(False),
                )
            )
    return tuple(groups)


def describe(
    digits: Sequence[PenDigit], answers: Sequence[int], groups: Sequence[ReadStrokes] = ()
) -> str:
    """Accuracy over all digits and of groups, by digit and by writer, and the commonest confusions.

    As text; the groups are those of `by_part`.
    """
    pairs = list(zip(digits, answers, strict=True))
    lines = [f"all {_share([digit.label == answer for digit, answer in pairs])}"]
    for group in groups:
        lines.append(
            f"{group.part}: {100 * group.accuracy:.2f} % of {group.digits:,} "
            f"(writers {', '.join(map(str, group.writers))})"
        )
    for kind in ("label", "writer"):
        lines.append("")
        for value in sorted({getattr(digit, kind) for digit in digits}):
            right = [d.label == answer for d, answer in pairs if getattr(d, kind) == value]
            lines.append(f"{'digit' if kind == 'label' else kind} {value:2} {_share(right)}")
    confusions = Counter((d.label, answer) for d, answer in pairs if d.label != answer)
    lines.append("")
    for (label, answer), count in confusions.most_common(8):
        lines.append(f"{label} read as {answer}: {count}")
    return "\n".join(lines)


def montage(
    images: Float[Tensor, "count height width"], captions: Sequence[str], *, zoom: int = 2
) -> Image.Image:
    """The images in rows, ink black, each with a caption below it."""
    height, width = images.shape[1] * zoom + 14, images.shape[2] * zoom + 4
    columns = min(20, max(1, len(images)))
    sheet = Image.new("L", (columns * width, -(-max(1, len(images)) // columns) * height), 255)
    canvas = ImageDraw.Draw(sheet)
    for index, (image, caption) in enumerate(zip(images, captions, strict=True)):
        x, y = index % columns * width, index // columns * height
        tile = Image.fromarray((255 - 255 * image).to(torch.uint8).numpy())
        sheet.paste(tile.resize((tile.width * zoom, tile.height * zoom)), (x, y))
        canvas.text((x + 2, y + height - 13), caption, fill=0)
    return sheet


def main(arguments: list[str] | None = None) -> int:
    """Read the pen strokes of thirty writers with a network, and print how well it did."""
    parser = argparse.ArgumentParser(prog="python -m model.strokes", description=main.__doc__)
    parser.add_argument("name", help="name or path of a checkpoint")
    parser.add_argument(
        "--width", type=float, default=PEN_SHARE,
        help="of the pen, as a share of the drawing's longer side (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--save", action="store_true",
        help="store the result in the checkpoint, and write its card beside it",
    )  # fmt: skip
    parser.add_argument("--montage", type=Path, help="PNG file for the digits that are misread")
    options = parser.parse_args(arguments)
    if not 0 < options.width <= 1:
        parser.error(f"invalid --width: {options.width} (expected above 0, at most 1)")
    if options.save and options.width != PEN_SHARE:
        parser.error("--save stores results of the usual pen: leave out --width")
    try:
        loaded = load_checkpoint(options.name)
        network = loaded.network
        if loaded.card.class_names != DIGITS or network.config.image_channels != 1:
            raise DataError(f"{loaded.name} reads no digits (expected classes 0 to 9, grey images)")
        if loaded.card.present != 1:
            raise DataError(
                f"{loaded.name} reads {loaded.card.present} digits at once (expected 1)"
            )
        digits = read_pen_digits()
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    images = draw_as_written(
        digits,
        pen=options.width,
        height=network.config.image_height,
        width=network.config.image_width,
    )
    answers = read(network, images).tolist()
    groups = by_part(digits, answers, trained=NAME in loaded.card.seen)
    print(describe(digits, answers, groups))
    if options.save:
        written = save(loaded.path, strokes=groups)
        print(f"\nsaved in {loaded.path} and in {written}")
    if options.montage is not None:
        wrong = [i for i, digit in enumerate(digits) if digit.label != answers[i]]
        captions = [f"{digits[i].label} not {answers[i]}" for i in wrong]
        montage(images[wrong], captions).save(options.montage)
        print(f"\nwrote {options.montage}: {len(wrong)} misread digits")
    return 0


def _share(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):6.2f} % of {len(right):,}"


if __name__ == "__main__":
    sys.exit(main())
