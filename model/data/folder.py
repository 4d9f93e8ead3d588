"""A folder of pictures as a data set: one subfolder a class, named after it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import numpy as np
from tqdm import tqdm

from model.data.dataset import Dataset, Source, Split
from model.errors import DataError, ImageError
from model.images.picture import read_picture
from model.images.received import place_received

Fit = Literal["drawing", "whole"]
Part = Literal["training", "held out", "test"]
Found = tuple[bytes, np.ndarray, int]
"""A picture's checksum, its pixels and its class."""

MAX_CLASSES = 256
_TENTH = 2**64 // 10
_VIVID = 24
"""Difference between a pixel's channels, of 255, from which it counts as coloured."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Preparation:
    """How a folder's pictures become images."""

    size: int = 28
    """Height and width of the images."""
    channels: int = 1
    """1 is ink, as drawings on the page are read; 3 is red, green and blue."""
    fit: Fit = "drawing"
    """Whether the ink is cropped and centred as a drawing's is, or the whole picture scaled."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class FolderSource(Source):
    """Pictures that were read from a folder."""

    training: Dataset
    held_out: Dataset
    test: Dataset

    @property
    def trained_on(self) -> str:
        return (
            f"Trained on {len(self.training):,} pictures of the folder `{self.title}/`. "
            f"{len(self.held_out):,} are held out and {len(self.test):,} are for the test;\n"
            "a picture's bytes alone decide for which it serves, so that it never changes sides."
        )

    def read(self, split: Split, *, download: bool = False) -> Dataset:
        return self.test if split == "test" else self.training + self.held_out

    def read_training(self, *, download: bool = False) -> Dataset:
        return self.training

    def read_held_out(self, *, download: bool = False) -> Dataset:
        return self.held_out


def read_folder(
    folder: Path, preparation: Preparation, *, say: Callable[[str], None] = print
) -> FolderSource:
    """All pictures of a folder, prepared and split in three parts.

    A tenth of the pictures is held out and a tenth is for the test, by the checksum of their bytes.
    What cannot be read, is blank, or has the bytes of a picture before it is left out, and `say`
    is told each by its name. Raises DataError where the folder is none, has fewer than two classes
    or more than MAX_CLASSES, or a class or a part is left without any picture.
    """
    names = _class_names(folder)
    found: dict[Part, list[Found]] = {
        "training": [], "held out": [], "test": [],
    }  # fmt: skip
    seen: dict[bytes, Path] = {}
    coloured = 0
    for path in _strays(folder):
        say(f"left out {path}: neither a class's subfolder nor in one")
    for label, name in enumerate(names):
        before = len(seen)
        for path in tqdm(
            sorted((folder / name).iterdir()), unit="picture", desc=name, disable=None
        ):
            try:
                content = path.read_bytes()
                digest = hashlib.sha256(content).digest()
                if digest in seen:
                    say(f"left out {path}: the same picture as {seen[digest]}")
                    continue
                image = _prepared(content, preparation)
                coloured += preparation.channels == 1 and _is_coloured(content)
            except (OSError, ImageError) as error:
                say(f"left out {path}: {error}")
                continue
            seen[digest] = path
            found[_part(digest)].append((digest, image, label))
        if len(seen) == before:
            raise DataError(f"{folder / name} holds no picture that can be read")
    if coloured > len(seen) / 2:
        say(
            f"{coloured:,} of {len(seen):,} pictures are in colour and are read as ink on paper: "
            "--channels 3 keeps their colours"
        )
    for part, pictures in found.items():
        if not pictures:
            raise DataError(
                f"{folder} holds {len(seen):,} pictures, none of which is {part} "
                "(expected some dozens of each class)"
            )
    parts = {part: _in_order(pictures) for part, pictures in found.items()}
    return FolderSource(
        title=folder.resolve().name,
        class_names=names,
        training=parts["training"],
        held_out=parts["held out"],
        test=parts["test"],
    )


def _in_order(pictures: list[Found]) -> Dataset:
    """By their checksums, so that the first pictures of a part are of all classes."""
    pictures.sort(key=lambda picture: picture[0])
    return Dataset(
        np.stack([image for _, image, _ in pictures]),
        np.array([label for _, _, label in pictures], np.uint8),
    )


def _class_names(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder} (expected one with a subfolder a class)")
    names = tuple(sorted(path.name for path in folder.iterdir() if _is_class(path)))
    if not 2 <= len(names) <= MAX_CLASSES:
        raise DataError(
            f"{folder} has {len(names)} subfolders (expected one a class, 2 to {MAX_CLASSES})"
        )
    return names


def _strays(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if not _is_class(path))


def _is_class(path: Path) -> bool:
    # Programs keep their own hidden folders beside one's pictures.
    return path.is_dir() and not path.name.startswith(".")


def _part(digest: bytes) -> Part:
    position = int.from_bytes(digest[:8], "big")
    if position < _TENTH:
        return "test"
    return "held out" if position < 2 * _TENTH else "training"


def _prepared(content: bytes, preparation: Preparation) -> np.ndarray:
    shape = (preparation.size, preparation.size)
    image_shape = shape if preparation.channels == 1 else (preparation.channels, *shape)
    center = preparation.fit == "drawing"
    ((image, _),) = place_received(content, 1, image_shape=image_shape, center=center)
    if preparation.channels == 1 and not image.any():
        raise ImageError("it is blank")
    pixels: np.ndarray = (255 * image).round().byte().numpy()
    return pixels


def _is_coloured(content: bytes) -> bool:
    image = read_picture(content).image
    image.thumbnail((64, 64))
    pixels = np.asarray(image.convert("RGB"), np.int16)
    return bool((np.ptp(pixels, axis=-1) > _VIVID).mean() > 0.05)
