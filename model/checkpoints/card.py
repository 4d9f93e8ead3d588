"""Card: what is known of a checkpoint besides its weights, saved with them and beside them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from model.errors import CheckpointError


@dataclasses.dataclass(frozen=True, kw_only=True)
class Measured:
    """What `python -m model.evaluate` found on the test split."""

    images: int
    errors: int
    interval: tuple[float, float]
    """95 % Wilson interval of the error, as shares."""
    reconstruction_error: float | None
    """Mean over images of the squared error summed over pixels; None where nothing is drawn."""
    per_class: tuple[tuple[int, int], ...]
    """Images that show each class, and those in which it was not found."""

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
    present: int = 1
    """Classes that each image shows."""
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
                present=int(values.get("present", 1)),
                history=tuple(dict(epoch) for epoch in values["history"]),
                measured=None
                if measured is None
                else Measured(
                    images=int(measured["images"]),
                    errors=int(measured["errors"]),
                    interval=(float(measured["interval"][0]), float(measured["interval"][1])),
                    reconstruction_error=None
                    if measured["reconstruction_error"] is None
                    else float(measured["reconstruction_error"]),
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


def _before_it_was_saved(title: str) -> str:
    """What cards said before each named its own: then every data set was split in the same way."""
    return (
        f"Trained on all images of {title}'s training split but its last 5,000, which are held out."
    )
