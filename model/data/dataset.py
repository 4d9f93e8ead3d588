"""What every data set is once it is read: labelled pictures, and where their files lie."""

from __future__ import annotations

import dataclasses
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float, Int
from torch import Tensor

Split = Literal["train", "test"]


@dataclasses.dataclass(frozen=True)
class Dataset:
    """Labelled pictures of one split."""

    images: npt.NDArray[np.uint8]
    """N height width, or N channels height width; 255 is ink, or all of a channel's light."""
    labels: npt.NDArray[np.uint8]
    """N, or N present where an image shows several classes; indices into the class names."""
    parts: npt.NDArray[np.uint8] | None = None
    """N present height width: each class of an image alone; None where an image shows one."""

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, part: slice | npt.NDArray[np.int64]) -> Dataset:
        parts = None if self.parts is None else self.parts[part]
        return Dataset(self.images[part], self.labels[part], parts)

    def __add__(self, other: Dataset) -> Dataset:
        return Dataset(
            np.concatenate((self.images, other.images)),
            np.concatenate((self.labels, other.labels)),
            None
            if self.parts is None or other.parts is None
            else np.concatenate((self.parts, other.parts)),
        )

    def to_batch(self, device: torch.device) -> Batch:
        """The images in [0, 1], as a network receives them."""
        images = _to_floats(self.images, device)
        images = images.view(len(images), -1, *images.shape[-2:])
        labels = torch.tensor(self.labels).to(device, torch.int64)
        if self.parts is None:
            return Batch(images, labels[:, None], images[:, None])
        return Batch(images, labels, _to_floats(self.parts, device)[:, :, None])


class Batch(NamedTuple):
    """Images with all that a network learns from them."""

    images: Float[Tensor, "batch channels height width"]
    labels: Int[Tensor, "batch present"]
    """The classes that each image shows, in no order."""
    parts: Float[Tensor, "batch present channels height width"]
    """Each of these classes alone, as the decoder should draw it."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source(ABC):
    """Where a data set comes from, and how it is read."""

    title: str
    class_names: tuple[str, ...]
    present: int = 1
    """Classes that each image shows."""
    shows: str = "pictures"
    """What its pictures show, as one word or two: "digits"."""

    @property
    @abstractmethod
    def trained_on(self) -> str:
        """What a network trained on it has seen and what is held out, as sentences for its card."""

    @property
    def tested_on(self) -> str:
        """What its test pictures are, as a card says it."""
        return f"{self.title}'s test split"

    def compose(self, batch: Batch, generator: torch.Generator) -> Batch:
        """What a step trains on, once its images have been varied: by default those images."""
        del generator
        return batch

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


def _to_floats(pictures: npt.NDArray[np.uint8], device: torch.device) -> Tensor:
    return torch.tensor(pictures).to(device).float().div_(255)


def name_of_folder(folder: Path) -> str:
    """What cards call the data in a folder: its own name with a slash, as no published set is."""
    return f"{folder.resolve().name}/"


def is_folder(name: str) -> bool:
    """Whether a data set's name is that of somebody's folder of pictures."""
    return name.endswith("/")


def data_folder() -> Path:
    """The folder that CAPSNET_DATA names, or `data` in the project."""
    named = os.environ.get("CAPSNET_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "data"
