"""`python -m model.evaluate NAME` measures a checkpoint on images it was not trained on."""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
import time
from pathlib import Path
from typing import Literal

import torch
from tqdm import tqdm

from model.arguments import whole
from model.checkpoints import checkpoint
from model.checkpoints.card import Card, CheckpointFile, Measured, ReadStrokes
from model.checkpoints.card_page import error_kind, per_class_rows, render
from model.checkpoints.learning_curves import draw_curves
from model.data.dataset import Dataset, Source
from model.data.folder import Preparation, read_folder
from model.data.sources import SOURCES
from model.errors import DataError, ModelError
from model.network.architecture import Network, confidences
from model.network.capsule_network import CapsuleNetwork
from model.network.config import NetworkConfig
from model.network.loss import reconstruction_loss
from model.training.objective import misread

EvaluatedSplit = Literal["test", "held-out"]
BATCH = 50
BESIDE = ""
"""What `--plot` means without a file's name."""
Z_95 = 1.959963984540054
"""Standard deviations within which 95 % of a normal distribution lies."""


def main(arguments: list[str] | None = None) -> int:
    """Error of a checkpoint, and of capsules the reconstruction error, in float32."""
    options = _parse(arguments)
    try:
        loaded = checkpoint.load_checkpoint(options.checkpoint)
        if options.plot is not None:
            written = plot(loaded, None if options.plot == BESIDE else Path(options.plot))
            print(f"wrote {written}")
            return 0
        card, file = loaded.card, describe(loaded)
        source = find_source(card, loaded.network.config, options.data)
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


@torch.inference_mode()
def measure(network: Network, dataset: Dataset, *, progress: bool = False) -> Measured:
    """Errors by class and reconstruction error of a network, on the device it is on.

    An image that shows several classes is read right where all of them are found. The
    reconstruction error is that of the true class's capsule, all others masked as in training: it
    measures the picture apart from the classification; of several classes it is the mean. Raises
    DataError where the images are none, or of another size or with more classes than the network's.
    """
    _check(network, dataset)
    device = next(network.parameters()).device
    classes = network.config.classes
    images_each = torch.zeros(classes, dtype=torch.int64)
    errors_each = torch.zeros(classes, dtype=torch.int64)
    errors, squared_error = 0, 0.0
    bar = tqdm(total=len(dataset), unit="image", disable=not progress)
    for start in range(0, len(dataset), BATCH):
        batch = dataset[start : start + BATCH].to_batch(device)
        labels = batch.labels
        if isinstance(network, CapsuleNetwork):
            found, digits = network(batch.images)
            capsules = digits[torch.arange(len(labels), device=device)[:, None], labels]
            pictures = network.decode(capsules.flatten(0, 1), labels.flatten())
            loss = reconstruction_loss(pictures, batch.parts.reshape(pictures.shape))
            squared_error += loss.item() * len(labels)
        else:
            found = confidences(network, batch.images)
        wrong = misread(found, labels)
        errors += int(wrong.any(dim=-1).sum())
        images_each += labels.flatten().bincount(minlength=classes).cpu()
        errors_each += labels[wrong].bincount(minlength=classes).cpu()
        bar.update(len(labels))
    bar.close()
    return Measured(
        images=len(dataset),
        errors=errors,
        interval=wilson_interval(errors, len(dataset)),
        reconstruction_error=squared_error / len(dataset)
        if isinstance(network, CapsuleNetwork)
        else None,
        per_class=tuple(zip(images_each.tolist(), errors_each.tolist(), strict=True)),
    )


def wilson_interval(errors: int, images: int) -> tuple[float, float]:
    """95 % Wilson score interval of a share, which stays sensible where errors are few."""
    share = errors / images
    centre = share + Z_95**2 / (2 * images)
    spread = Z_95 * math.sqrt(share * (1 - share) / images + Z_95**2 / (4 * images**2))
    scale = 1 + Z_95**2 / images
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def find_source(card: Card, config: NetworkConfig, folder: Path | None) -> Source:
    """The data set that a network was trained on; `folder` is where its pictures lie, if it is one.

    Raises DataError where the data set is unknown, or the folder is missing, or not that one.
    """
    if card.dataset in SOURCES:
        if folder is not None:
            raise DataError(f"--data is for pictures of your own, and this is of {card.title}")
        return SOURCES[card.dataset]
    if folder is None:
        raise DataError(
            f"unknown data set: {card.dataset!r} (expected one of {', '.join(SOURCES)}, "
            "or the folder of pictures after --data)"
        )
    preparation = Preparation(
        size=config.image_height,
        channels=config.image_channels,
        fit=card.recipe.get("fit", "drawing"),
    )
    source = read_folder(folder, preparation)
    if source.class_names != card.class_names:
        raise DataError(
            f"{folder} has the classes {', '.join(source.class_names)} "
            f"(the network knows {', '.join(card.class_names)})"
        )
    return source


def read_split(source: Source, split: EvaluatedSplit) -> Dataset:
    """The test split of a data set, or the images held out from training."""
    if split == "test":
        return source.read("test", download=False)
    return source.read_held_out(download=False)


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
    card = checkpoint.load_checkpoint(path).card
    checkpoint.save_card(path, dataclasses.replace(card, **measured))  # type: ignore[arg-type]
    written = path.with_suffix(".md")
    written.write_text(render_card(path), encoding="utf-8")
    return written


def plot(loaded: checkpoint.Checkpoint, path: Path | None = None) -> Path:
    """The SVG with a checkpoint's learning curves, written by default beside it."""
    path = path or loaded.path.with_suffix(".svg")
    path.write_text(draw_curves(loaded.card, loaded.name), encoding="utf-8")
    return path


def render_card(path: Path) -> str:
    """The Markdown page that belongs beside a checkpoint, from nothing but its file."""
    loaded = checkpoint.load_checkpoint(path)
    return render(loaded.card, loaded.network.config, describe(loaded))


def describe(loaded: checkpoint.Checkpoint) -> CheckpointFile:
    """Facts about the file of a checkpoint."""
    return CheckpointFile(
        name=loaded.name,
        size=loaded.path.stat().st_size,
        dtype=loaded.dtype,
        sha256=loaded.sha256,
        parameters=sum(parameter.numel() for parameter in loaded.network.parameters()),
    )


def _check(network: Network, dataset: Dataset) -> None:
    if len(dataset) == 0:
        raise DataError("there are no images to measure on")
    if dataset.images.shape[1:] != network.config.image_shape:
        raise DataError(
            f"the data set's images have shape {dataset.images.shape[1:]} "
            f"(the network expects {network.config.image_shape})"
        )
    if dataset.labels.max() >= network.config.classes:
        raise DataError(
            f"the data set has a label {dataset.labels.max()} "
            f"(the network knows 0 to {network.config.classes - 1})"
        )


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m model.evaluate", description=main.__doc__)
    parser.add_argument("checkpoint", help="name of a checkpoint, or path of its file")
    parser.add_argument(
        "--split",
        choices=["test", "held-out"],
        default="test",
        help="test, or the last part of the training split, held out (default: %(default)s)",
    )
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER",
        help="where the pictures lie, for a network that was trained on a folder",
    )  # fmt: skip
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
