"""`python -m model.reconstructions NAME...` has networks draw the same held-out pictures again.

It writes one picture: a held-out picture of each class, and below, for each network, what its
decoder draws from the longest capsule, with the mean error over all held-out pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageDraw

from model.analysis.reconstruction_errors import measure_errors
from model.arguments import add_data
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import Checkpoint
from model.data.dataset import Dataset
from model.errors import DataError, ModelError

SCALE = 2
"""Side of a pixel's square."""
MARGIN = 18
"""Height of the line above each row."""


def main(arguments: list[str] | None = None) -> int:
    """Have networks draw the same held-out pictures again, in one picture."""
    options = _parse(arguments)
    try:
        checkpoints = [load_checkpoint(each) for each in options.checkpoints]
        held_out = checkpoints[0].source(options.data).read_held_out(download=False)
        picture = draw_rows(checkpoints, held_out, progress=True)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    picture.save(options.output, optimize=True)
    print(options.output)
    return 0


def draw_rows(
    checkpoints: Sequence[Checkpoint], held_out: Dataset, *, progress: bool = False
) -> Image.Image:
    """A row of held-out pictures, one a class, and one of what each network makes of them.

    Raises DataError where a network's pictures are of another size, or a class has none.
    """
    chosen = first_of_each_class(held_out, len(checkpoints[0].card.class_names))
    pictures = torch.from_numpy(chosen).float().div(255)
    rows = [(f"held-out pictures of {checkpoints[0].card.title}", pictures)]
    for checkpoint in checkpoints:
        errors = measure_errors(checkpoint.capsnet, held_out, progress=progress)
        words = f"{checkpoint.name}: squared error of a picture, mean {errors.mean():.1f}"
        with torch.inference_mode():
            capsnet = checkpoint.capsnet
            rows.append((words, capsnet.draw_longest(capsnet(capsnet.to_channels(pictures)))))
    height, width = chosen.shape[-2:]
    step = MARGIN + SCALE * height
    mode = "L" if chosen.ndim == 3 else "RGB"
    canvas = Image.new(mode, (SCALE * width * len(chosen), step * len(rows)), "white")
    for index, (words, images) in enumerate(rows):
        ImageDraw.Draw(canvas).text((2, step * index + 2), words, fill="black")
        canvas.paste(_side_by_side(images), (0, step * index + MARGIN))
    return canvas


def first_of_each_class(dataset: Dataset, classes: int) -> npt.NDArray[np.uint8]:
    """The first picture of each class. Raises DataError where a class has none."""
    places = [np.flatnonzero(dataset.labels == label) for label in range(classes)]
    if not all(len(each) for each in places):
        raise DataError("a class has no held-out picture")
    return dataset.images[[each[0] for each in places]]


def _side_by_side(images: torch.Tensor) -> Image.Image:
    values = images.mul(255).round().to(torch.uint8).numpy()
    if values.ndim == 4:
        row = np.concatenate(list(values.transpose(0, 2, 3, 1)), axis=1)
    else:
        row = 255 - np.concatenate(list(values), axis=1)  # ink is 1, and black
    picture = Image.fromarray(row)
    return picture.resize((SCALE * picture.width, SCALE * picture.height), Image.Resampling.NEAREST)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.reconstructions", description=main.__doc__
    )
    parser.add_argument("checkpoints", nargs="+", help="names of checkpoints, or paths of files")
    parser.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="where the picture goes (PNG)"
    )
    add_data(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
