"""Samples: labelled pictures of the models' data sets, where those are on this machine."""

from __future__ import annotations

import threading

from flask import Flask, current_app

from app.errors import ApiError
from model.data.sources import SOURCES, Dataset, Split, read_dataset
from model.errors import DataError

_EXTENSION = "capsnet_samples"


class Samples:
    """Data sets that were asked for, each read once."""

    def __init__(self) -> None:
        self._datasets: dict[tuple[str, Split], Dataset] = {}
        self._reading = threading.Lock()

    def read(self, name: str, split: Split) -> Dataset:
        """A split of a data set. Raises ApiError 404, saying how to get it, where it is absent."""
        with self._reading:
            if (name, split) not in self._datasets:
                try:
                    self._datasets[name, split] = read_dataset(name, split)
                except DataError as error:
                    current_app.logger.info("no samples: %s", error)
                    raise ApiError(404, _how_to_get(name, split)) from error
            return self._datasets[name, split]


def init_app(app: Flask) -> None:
    """Give an app its samples; nothing is read yet."""
    app.extensions[_EXTENSION] = Samples()


def current_samples() -> Samples:
    """The samples of the app that answers this request."""
    samples: Samples = current_app.extensions[_EXTENSION]
    return samples


def _how_to_get(name: str, split: Split) -> str:
    """Names no path of this machine: the answer may go to another one."""
    if name not in SOURCES:
        return f"there are no pictures of the data set {name!r} to show"
    return (
        f"no {split} pictures of {name} can be shown: they are missing or damaged on the server, "
        f"where `python -m model.data {name}` downloads them"
    )
