"""What every data set is once it is read: labelled pictures, and where their files lie."""

from __future__ import annotations

import dataclasses
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

Split = Literal["train", "test"]


@dataclasses.dataclass(frozen=True)
class Dataset:
    """Labelled pictures of one split."""

    images: npt.NDArray[np.uint8]
    """N height width, or N channels height width; 255 is ink, or all of a channel's light."""
    labels: npt.NDArray[np.uint8]
    """N; indices into the class names."""

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, part: slice) -> Dataset:
        return Dataset(self.images[part], self.labels[part])

    def __add__(self, other: Dataset) -> Dataset:
        return Dataset(
            np.concatenate((self.images, other.images)), np.concatenate((self.labels, other.labels))
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source(ABC):
    """Where a data set comes from, and how it is read."""

    title: str
    class_names: tuple[str, ...]

    @property
    @abstractmethod
    def trained_on(self) -> str:
        """What a network trained on it has seen and what is held out, as sentences for its card."""

    @property
    def tested_on(self) -> str:
        """What its test pictures are, as a card says it."""
        return f"{self.title}'s test split"

    @abstractmethod
    def read(self, split: Split, *, download: bool) -> Dataset:
        """The published pictures of a split; those of "test" are read once, for a card.

        Raises DataError where files are damaged, or missing and `download` is false or fails.
        """

    @abstractmethod
    def read_training(self, *, download: bool) -> Dataset:
        """The images to train on; raises as `read` does."""

    @abstractmethod
    def read_held_out(self, *, download: bool) -> Dataset:
        """The images that choose between networks, never trained on; raises as `read` does."""


def name_of_folder(folder: Path) -> str:
    """What cards call the data in a folder: its own name with a slash, as no published set is."""
    return f"{folder.resolve().name}/"


def is_folder(name: str) -> bool:
    """Whether a data set's name is that of somebody's folder of pictures."""
    return name.endswith("/")


def data_folder() -> Path:
    """The folder that CAPSNET_DATA names, or `data` in the project."""
    named = os.environ.get("CAPSNET_DATA")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "data"
