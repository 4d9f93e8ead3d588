"""Card: what is known of a checkpoint besides its weights, saved with them and beside them."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.config import CapsNetConfig
from model.dataset import is_folder
from model.errors import CheckpointError


@dataclasses.dataclass(frozen=True, kw_only=True)
class Measured:
    """What `python -m model.evaluate` found on the test split."""

    images: int
    errors: int
    interval: tuple[float, float]
    """95 % Wilson interval of the error, as shares."""
    reconstruction_error: float
    """Mean over images of the squared error summed over pixels."""
    per_class: tuple[tuple[int, int], ...]
    """Images and errors of each class."""

    def __post_init__(self) -> None:
        if self.images < 1:
            raise ValueError(f"invalid images: {self.images} (expected at least 1)")

    @property
    def error(self) -> float:
        """Share of the images that were read wrong."""
        return self.errors / self.images


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReadStrokes:
    """What `python -m model.strokes` found on the pen strokes of some writers."""

    writers: tuple[int, ...]
    part: str
    """What the writers were for the network: "trained on", "held out" or "never seen"."""
    digits: int
    errors: int

    def __post_init__(self) -> None:
        if self.digits < 1:
            raise ValueError(f"invalid digits: {self.digits} (expected at least 1)")

    @property
    def accuracy(self) -> float:
        """Share of the digits that were read right."""
        return 1 - self.errors / self.digits


@dataclasses.dataclass(frozen=True, kw_only=True)
class Card:
    """Facts about a checkpoint; nothing in it changes what the network computes."""

    title: str
    dataset: str
    class_names: tuple[str, ...]
    recipe: dict[str, Any]
    """The arguments of `python -m model.train`."""
    trained_on: str = ""
    """What the network has seen and what was held out, in sentences."""
    tested_on: str = ""
    """What the test pictures are; by default the data set's own test split."""
    seen: tuple[str, ...] = ()
    """Data sets that the weights were trained on, those of the checkpoint they started from too."""
    history: tuple[dict[str, float], ...] = ()
    """One entry an epoch: losses, learning rate, error on the held-out images, seconds."""
    measured: Measured | None = None
    strokes: tuple[ReadStrokes, ...] = ()

    @property
    def test_pictures(self) -> str:
        """What the error was measured on, in words."""
        return self.tested_on or f"{self.title}'s test split"

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Card:
        """The card that `to_dict` wrote. Raises CheckpointError where it cannot be one."""
        try:
            measured = values.get("measured")
            title = str(values["title"])
            return cls(
                title=title,
                dataset=str(values["dataset"]),
                class_names=tuple(map(str, values["class_names"])),
                recipe=dict(values["recipe"]),
                trained_on=str(values.get("trained_on", _before_it_was_saved(title))),
                tested_on=str(values.get("tested_on", "")),
                seen=tuple(map(str, values.get("seen", (values["dataset"],)))),
                history=tuple(dict(epoch) for epoch in values["history"]),
                measured=None
                if measured is None
                else Measured(
                    images=int(measured["images"]),
                    errors=int(measured["errors"]),
                    interval=(float(measured["interval"][0]), float(measured["interval"][1])),
                    reconstruction_error=float(measured["reconstruction_error"]),
                    per_class=tuple((int(n), int(wrong)) for n, wrong in measured["per_class"]),
                ),
                strokes=tuple(
                    ReadStrokes(
                        writers=tuple(map(int, group["writers"])),
                        part=str(group["part"]),
                        digits=int(group["digits"]),
                        errors=int(group["errors"]),
                    )
                    for group in values.get("strokes", ())
                ),
            )
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise CheckpointError(f"the card cannot be read: {error!r}") from error


@dataclasses.dataclass(frozen=True, kw_only=True)
class CheckpointFile:
    """Facts about the file that a card lies beside."""

    name: str
    size: int
    """In bytes."""
    dtype: str
    sha256: str
    parameters: int


def render(card: Card, config: CapsNetConfig, file: CheckpointFile) -> str:
    """The card as a Markdown page: what the checkpoint is, how it was made, what it measured."""
    sections = (
        f"# {file.name}\n\n"
        "A capsule network with routing by agreement, as Sabour, Frosst and Hinton described it in "
        f"2017,\ntrained on {card.title}. This page is written by `python -m model.evaluate`.",
        _render_network(config, file),
        _render_training(card, file.name),
        _render_measured(card, file.name),
        _render_strokes(card, file.name),
        _render_limits(card, config),
    )
    return "\n\n".join(filter(None, sections)) + "\n"


def _before_it_was_saved(title: str) -> str:
    """What cards said before each named its own: then every data set was split in the same way."""
    return (
        f"Trained on all images of {title}'s training split but its last 5,000, which are held out."
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
            words += [f"--{key.replace('_', '-')}", str(value)]
    return f"{start} {shlex.join(words)}"


def _render_network(config: CapsNetConfig, file: CheckpointFile) -> str:
    types, rows, columns = config.primary_grid
    decoder = " -> ".join(
        f"{size:,}" for size in (config.classes * config.digit_dimensions, *config.decoder_hidden)
    )
    rows_of_table = (
        ("image", " x ".join(map(str, config.image_shape))),
        (
            "Conv1",
            f"{config.conv1_kernels} kernels of {config.conv1_kernel_size} x "
            f"{config.conv1_kernel_size}, ReLU",
        ),
        (
            "primary capsules",
            f"{types} types x {rows} x {columns} = {config.primary_capsules:,} of "
            f"{config.primary_dimensions} dimensions",
        ),
        (
            "digit capsules",
            f"{config.classes} of {config.digit_dimensions} dimensions, "
            f"{config.routing_iterations} routing iterations",
        ),
        ("decoder", f"{decoder} -> image"),
        ("parameters", f"{file.parameters:,}"),
        ("file", f"`{file.name}.safetensors`, {file.size:,} bytes, weights in {file.dtype}"),
        ("sha256", f"`{file.sha256}`"),
    )
    return "## Network\n\n" + _table(("part", "value"), rows_of_table)


def _render_training(card: Card, name: str) -> str:
    if not card.recipe:
        return f"## Training\n\n{card.trained_on}"
    limit = card.recipe.get("limit")
    download = "" if is_folder(card.dataset) else f"python -m model.data {card.dataset}\n"
    only = "" if limit is None else f"Only the first {limit:,} images were trained on.\n"
    arguments = ((f"`{k}`", f"`{v}`") for k, v in card.recipe.items() if v is not None)
    curve = (
        (
            f"{epoch['epoch']:.0f}",
            f"{100 * epoch['held_out_error']:.2f} %",
            f"{epoch['margin']:.4f}",
            f"{epoch['reconstruction']:.2f}",
        )
        for epoch in card.history
    )
    return (
        "## Training\n\n"
        f"{card.trained_on}\n{only}"
        "The held-out error below was read with the averaged weights, and was free to guide "
        "choices.\nThe test split was not.\n\n"
        f"```\n{download}{training_command(name, card.recipe)}\n```\n\n"
        + _table(("argument", "value"), arguments)
        + "\n\nLosses are means over the epoch's varied training images; the reconstruction loss "
        "is the squared error\nsummed over pixels.\n\n"
        + _table(("epoch", "held-out error", "margin loss", "reconstruction loss"), curve)
    )


def _render_measured(card: Card, name: str) -> str:
    data = f" --data {shlex.quote(card.dataset)}" if is_folder(card.dataset) else ""
    command = f"```\npython -m model.evaluate {name}{data} --save\n```"
    measured = card.measured
    if measured is None:
        return f"## Measured\n\nNot yet measured on the test split:\n\n{command}"
    low, high = measured.interval
    summary = (
        (
            "test error",
            f"{100 * measured.error:.2f} % ({measured.errors} of {measured.images:,} images)",
        ),
        ("95 % Wilson interval", f"{100 * low:.2f} % to {100 * high:.2f} %"),
        ("reconstruction error", f"{measured.reconstruction_error:.2f}"),
    )
    return (
        f"## Measured\n\nOn {card.test_pictures}, in float32:\n\n{command}\n\n"
        + _table(("what", "value"), summary)
        + "\n\nThe reconstruction error is the squared error summed over pixels, mean over "
        "images, of the picture\nthat the decoder makes from the true class's capsule (all "
        "others masked, as in training).\n\n"
        + _table(("class", "images", "errors", "error"), per_class_rows(card.class_names, measured))
    )


def per_class_rows(
    class_names: Sequence[str], measured: Measured
) -> Iterable[tuple[str, str, str, str]]:
    """Name, images, errors and error in per cent of each class, as text."""
    for name, (images, errors) in zip(class_names, measured.per_class, strict=True):
        yield name, f"{images:,}", str(errors), f"{100 * errors / images:.2f} %" if images else "-"


def _render_strokes(card: Card, name: str) -> str:
    if not card.strokes:
        return ""
    rows = (
        (
            group.part,
            ", ".join(map(str, group.writers)),
            f"{group.digits:,}",
            str(group.errors),
            f"{100 * group.accuracy:.2f} %",
        )
        for group in card.strokes
    )
    return (
        "On pen strokes, drawn and preprocessed as a drawing on the page is:\n\n"
        f"```\npython -m model.strokes {name} --save\n```\n\n"
        + _table(("for this network", "writers", "digits", "errors", "accuracy"), rows)
    )


def _render_limits(card: Card, config: CapsNetConfig) -> str:
    pictures = "pictures" if card.recipe.get("fit") == "whole" else "centred pictures"
    size = f"{config.image_height} x {config.image_width}"
    return "\n".join(
        (
            "## Limits",
            "",
            f"- It has seen only {card.title}: {pictures} of {size} pixels. A drawing must "
            "be prepared as that",
            "  data set was; one that is off-centre, or of another size or stroke, is read less "
            "well.",
            f"- It knows {config.classes} classes and has no answer for anything else: a short "
            "winner means doubt, but a long",
            "  one is no proof that the picture belongs to any class.",
            "- Routing gives no robustness to turning, scaling or shearing beyond what the "
            "training pictures show.",
            "- The dimensions of a capsule are not clean factors: one may change slant and width "
            "at once, and what it",
            "  does differs between classes and between training runs.",
            "- Couplings stay close to even; they are not a parse tree.",
        )
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
