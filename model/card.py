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
    reconstruction_error: float
    """Mean over images of the squared error summed over pixels."""
    per_class: tuple[tuple[int, int], ...]
    """Images and errors of each class."""

    @property
    def error(self) -> float:
        """Share of the images that were read wrong."""
        return self.errors / self.images


@dataclasses.dataclass(frozen=True, kw_only=True)
class Card:
    """Facts about a checkpoint; nothing in it changes what the network computes."""

    title: str
    dataset: str
    class_names: tuple[str, ...]
    recipe: dict[str, Any]
    """The arguments of `python -m model.train`."""
    history: tuple[dict[str, float], ...] = ()
    """One entry an epoch: losses, learning rate, error on the held-out images, seconds."""
    measured: Measured | None = None

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Card:
        """The card that `to_dict` wrote. Raises CheckpointError where it cannot be one."""
        try:
            measured = values.get("measured")
            return cls(
                title=str(values["title"]),
                dataset=str(values["dataset"]),
                class_names=tuple(map(str, values["class_names"])),
                recipe=dict(values["recipe"]),
                history=tuple(dict(epoch) for epoch in values["history"]),
                measured=measured
                and Measured(
                    images=int(measured["images"]),
                    errors=int(measured["errors"]),
                    interval=(float(measured["interval"][0]), float(measured["interval"][1])),
                    reconstruction_error=float(measured["reconstruction_error"]),
                    per_class=tuple((int(n), int(wrong)) for n, wrong in measured["per_class"]),
                ),
            )
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise CheckpointError(f"the card cannot be read: {error!r}") from error
