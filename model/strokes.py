"""Pen strokes of real people, drawn and read: how well the network does on digits it never saw.

`python -m model.strokes mnist` replays the pen trajectories of thirty writers, sends them the way
that a drawing on the page goes, and prints the accuracy by writer and by digit. Nothing is ever
trained on them.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float, Int
from PIL import Image, ImageDraw
from torch import Tensor
from tqdm import tqdm

from model.capsnet import CapsNet
from model.checkpoint import load_checkpoint
from model.config import CapsNetConfig
from model.data import data_folder
from model.errors import DataError, ModelError
from model.preprocess import preprocess_ink

FILE = Path("pendigits") / "pendigits-orig.tra"
CANVAS = 280
"""Side of the ink map, in pixels: that of the page's canvas."""
PEN_SHARE = 0.1
"""Width of the pen as a share of the drawing's longer side, where none is given."""

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


def draw(strokes: Sequence[Stroke], *, width: float, size: int = CANVAS) -> Stroke:
    """Ink map in [0, 1] of strokes with round caps and joints, fitted into size x size pixels.

    `width` is the pen's, as a share of the longer side of what the pen's tip ran over.
    """
    points = np.concatenate(strokes)
    corner, extent = points.min(axis=0), np.ptp(points, axis=0)
    longest = max(float(extent.max()), 1.0)
    # Drawn at four times the size and averaged down: Pillow draws without anti-aliasing.
    side = 4 * size
    scale = side * 0.9 / (longest * (1 + width))
    pen = max(1, round(width * longest * scale))
    offset = (side - extent * scale) / 2
    image = Image.new("L", (side, side))
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        path = [(float(x), float(y)) for x, y in (stroke - corner) * scale + offset]
        canvas.line(path, fill=255, width=pen, joint="curve")
        for x, y in (path[0], path[-1]):
            canvas.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    ink: Stroke = np.asarray(image.reduce(4), dtype=np.float32) / np.float32(255)
    return ink


@torch.inference_mode()
def read(
    capsnet: CapsNet, images: Float[Tensor, "count height width"], *, batch: int = 64
) -> Int[Tensor, " count"]:
    """The class that the network finds longest in each image, with a progress bar."""
    batches = tqdm(torch.split(images, batch), unit="batch", desc="reading", disable=None)
    return torch.cat([capsnet(part[:, None]).lengths.argmax(dim=-1) for part in batches])


def prepare(
    digits: Sequence[PenDigit], config: CapsNetConfig, *, width: float
) -> Float[Tensor, "count height width"]:
    """What the network receives of each digit, drawn by a pen of a given width."""
    images = [
        preprocess_ink(
            draw(digit.strokes, width=width), height=config.image_height, width=config.image_width
        )
        for digit in tqdm(digits, unit="digit", desc="drawing", disable=None)
    ]
    return torch.stack(images)


def describe(digits: Sequence[PenDigit], answers: Sequence[int]) -> str:
    """Accuracy over all digits, by digit and by writer, and the commonest confusions, as text."""
    pairs = list(zip(digits, answers, strict=True))
    lines = [f"all {_share([digit.label == answer for digit, answer in pairs])}"]
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
    parser.add_argument("--montage", type=Path, help="PNG file for the digits that are misread")
    options = parser.parse_args(arguments)
    if not 0 < options.width <= 1:
        parser.error(f"invalid --width: {options.width} (expected above 0, at most 1)")
    try:
        capsnet = load_checkpoint(options.name).capsnet
        digits = read_pen_digits()
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    images = prepare(digits, capsnet.config, width=options.width)
    answers = read(capsnet, images).tolist()
    print(describe(digits, answers))
    if options.montage is not None:
        wrong = [i for i, digit in enumerate(digits) if digit.label != answers[i]]
        captions = [f"{digits[i].label} not {answers[i]}" for i in wrong]
        montage(images[wrong], captions).save(options.montage)
        print(f"\nwrote {options.montage}: {len(wrong)} misread digits")
    return 0


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


def _share(right: Sequence[bool]) -> str:
    return f"{100 * sum(right) / len(right):6.2f} % of {len(right):,}"


if __name__ == "__main__":
    sys.exit(main())
