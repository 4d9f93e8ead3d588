"""A card as a Markdown page: what a checkpoint is, how it was made, what it measured."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from model.arguments import as_argument
from model.checkpoints.card import Card, CheckpointFile, Measured
from model.data.dataset import is_folder
from model.network.architecture import Config

LOSSES = {
    "margin": ("margin loss", 4),
    "reconstruction": ("reconstruction loss", 2),
    "cross_entropy": ("cross-entropy", 4),
}
"""Name and decimals of each loss that a history may hold."""
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=select_autoescape(),  # of HTML alone
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters |= {
    "argument": as_argument,
    "cell": lambda value: str(value).replace("|", "\\|"),
    "percent": lambda share: f"{100 * share:.2f} %",
    "thousands": lambda count: f"{count:,}",
}


def render(card: Card, config: Config, file: CheckpointFile) -> str:
    """The page of a card, as `card_page.md.jinja` has it."""
    return _TEMPLATES.get_template("card_page.md.jinja").render(
        card=card,
        config=config,
        file=file,
        folder=shlex.quote(card.dataset) if is_folder(card.dataset) else "",
        training_command=training_command(file.name, card.recipe),
        losses={name: LOSSES[name] for name in LOSSES if name in next(iter(card.history), ())},
        error_kind=error_kind(card),
        per_class=[] if card.measured is None else per_class_rows(card.class_names, card.measured),
    )


def training_command(name: str, recipe: Mapping[str, Any]) -> str:
    """The command that trains with a recipe, every argument spelled out."""
    processes = recipe.get("processes", 1)
    start = "python" if processes == 1 else f"torchrun --nproc_per_node {processes}"
    words = ["-m", "model.train", name]
    for key, value in recipe.items():
        if key == "dataset" and is_folder(str(value)):
            words += ["--data", str(value)]
        elif key != "processes" and value is not None:
            words += [f"--{key.replace('_', '-')}", as_argument(value)]
    return f"{start} {shlex.join(words)}"


def error_kind(card: Card) -> str:
    """What counts as an error of images that show several classes."""
    return (
        f"An image is read right where the {card.present} classes that it shows are the "
        f"{card.present} of the longest capsules;\na class's errors are the images that show it "
        "and in which it was not found."
    )


def per_class_rows(
    class_names: Sequence[str], measured: Measured
) -> Iterable[tuple[str, str, str, str]]:
    """Name, images, errors and error in per cent of each class, as text."""
    for name, (images, errors) in zip(class_names, measured.per_class, strict=True):
        yield name, f"{images:,}", str(errors), f"{100 * errors / images:.2f} %" if images else "-"
