"""Card: what is known of a checkpoint besides its weights, saved with them and beside them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, SkipValidation, TypeAdapter, ValidationError

from model.errors import CheckpointError, problem_of


@dataclasses.dataclass(frozen=True, kw_only=True)
class Measured:
    """What `python -m model.evaluate` found on the test split."""

    images: Annotated[int, Field(ge=1)]
    errors: int
    interval: tuple[float, float]
    """95 % Wilson interval of the error, as shares."""
    reconstruction_error: float | None
    """Mean over images of the squared error summed over pixels; None where nothing is drawn."""
    per_class: tuple[tuple[int, int], ...]
    """Images that show each class, and those in which it was not found."""
    by_confidence: tuple[tuple[int, int], ...] = ()
    """Of each tenth of length, or of probability where there are no capsules: the classes that were
    read with it, and those that were right. Empty where that was not counted."""

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
    digits: Annotated[int, Field(ge=1)]
    errors: int

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
    history: tuple[dict[str, SkipValidation[float]], ...] = ()
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
            known = {
                "trained_on": _before_it_was_saved(values["title"]),
                "seen": (values["dataset"],),
                "history": values["history"],  # which has been saved from the first
            }
            return _CARD.validate_python(known | dict(values))
        except ValidationError as error:
            raise CheckpointError(f"the card cannot be read: {problem_of(error)}") from error
        except (KeyError, TypeError) as error:
            raise CheckpointError(f"the card cannot be read: {error!r}") from error


_CARD = TypeAdapter(Card)


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
