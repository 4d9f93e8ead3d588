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
TRAIN, TEST = "train", "test"
"""Subfolders of a folder that says itself what its test is; each has one subfolder a class."""
_TENTH = 2**64 // 10
_JPEG = b"\xff\xd8\xff"
"""How such files begin."""
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
    own_test: bool
    """Whether the folder says itself which pictures are its test."""
    lossy: bool
    """Whether most of its pictures are JPEG files."""

    @property
    def trained_on(self) -> str:
        files = ", JPEG files and so slightly lossy" if self.lossy else ""
        if self.own_test:
            return (
                f"Trained on {len(self.training):,} pictures of the folder "
                f"`{self.title}/{TRAIN}/`{files}. {len(self.held_out):,} more of them are\n"
                f"held out, by the checksum of their bytes; {len(self.test):,} in "
                f"`{self.title}/{TEST}/` are for the test."
            )
        return (
            f"Trained on {len(self.training):,} pictures of the folder `{self.title}/`{files}. "
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
    A folder whose subfolders are `train` and `test` says itself what its test is; a tenth of the
    others is held out. What cannot be read, is blank, or has the bytes of a picture before it is
    left out, and `say` is told each by its name. Raises DataError where the folder is none, has
    fewer than two classes or more than MAX_CLASSES, or a class or a part is left without any
    picture.
    """
    own_test = folder.is_dir() and _subfolders(folder) == (TEST, TRAIN)
    roots = (folder / TEST, folder / TRAIN) if own_test else (folder,)
    names = _class_names(roots[0])
    if (others := _class_names(roots[-1])) != names:
        raise DataError(
            f"{roots[-1]} has the classes {', '.join(others)} (expected those of {TEST})"
        )
    reader = _Reader(preparation, say)
    for path in _strays(folder) if own_test else ():
        say(f"left out {path}: neither a class's subfolder nor in one")
    for root in roots:
        split = root.name if own_test else None
        for path in _strays(root):
            say(f"left out {path}: neither a class's subfolder nor in one")
        for label, name in enumerate(names):
            reader.read(root / name, label, split)
    count = len(reader.seen)
    if reader.coloured > count / 2:
        say(
            f"{reader.coloured:,} of {count:,} pictures are in colour and are read as ink on "
            "paper: --channels 3 keeps their colours"
        )
    for part, pictures in reader.found.items():
        if not pictures:
            raise DataError(
                f"{folder} holds {count:,} pictures, none of which is {part} "
                "(expected some dozens of each class)"
            )
    parts = {part: _in_order(pictures) for part, pictures in reader.found.items()}
    return FolderSource(
        title=folder.resolve().name,
        class_names=names,
        training=parts["training"],
        held_out=parts["held out"],
        test=parts["test"],
        own_test=own_test,
        lossy=reader.lossy > count / 2,
    )


class _Reader:
    """What was found of a folder's pictures so far."""

    def __init__(self, preparation: Preparation, say: Callable[[str], None]) -> None:
        self._preparation = preparation
        self._say = say
        self.found: dict[Part, list[Found]] = {"training": [], "held out": [], "test": []}
        self.seen: dict[bytes, Path] = {}
        self.coloured = 0
        self.lossy = 0

    def read(self, folder: Path, label: int, split: str | None) -> None:
        """Add the pictures of one class; `split` is what the folder says that they serve for."""
        before = len(self.seen)
        for path in tqdm(sorted(folder.iterdir()), unit="picture", desc=folder.name, disable=None):
            try:
                content = path.read_bytes()
                digest = hashlib.sha256(content).digest()
                if digest in self.seen:
                    self._say(f"left out {path}: the same picture as {self.seen[digest]}")
                    continue
                image = _prepared(content, self._preparation)
                self.coloured += self._preparation.channels == 1 and _is_coloured(content)
            except (OSError, ImageError) as error:
                self._say(f"left out {path}: {error}")
                continue
            self.seen[digest] = path
            self.lossy += content.startswith(_JPEG)
            self.found[_part(digest, split)].append((digest, image, label))
        if len(self.seen) == before:
            raise DataError(f"{folder} holds no picture that can be read")


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
    names = _subfolders(folder)
    if not 2 <= len(names) <= MAX_CLASSES:
        raise DataError(
            f"{folder} has {len(names)} subfolders (expected one a class, 2 to {MAX_CLASSES})"
        )
    return names


def _subfolders(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.iterdir() if _is_class(path)))


def _strays(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if not _is_class(path))


def _is_class(path: Path) -> bool:
    # Programs keep their own hidden folders beside one's pictures, and macOS packs one into ZIPs.
    return path.is_dir() and not path.name.startswith(".") and path.name != "__MACOSX"


def _part(digest: bytes, split: str | None) -> Part:
    tenth = int.from_bytes(digest[:8], "big") // _TENTH
    if split == TEST or (split is None and tenth == 0):
        return "test"
    # The first tenth is for the test elsewhere: here it is held out.
    return "held out" if tenth == (0 if split == TRAIN else 1) else "training"


def _prepared(content: bytes, preparation: Preparation) -> np.ndarray:
    shape = (preparation.size, preparation.size)
    image_shape = shape if preparation.channels == 1 else (preparation.channels, *shape)
    center = preparation.fit == "drawing"
    (placed,) = place_received(content, 1, image_shape=image_shape, center=center)
    image = placed.image
    if preparation.channels == 1 and not image.any():
        raise ImageError("it is blank")
    pixels: np.ndarray = (255 * image).round().byte().numpy()
    return pixels


def _is_coloured(content: bytes) -> bool:
    image = read_picture(content).image
    image.thumbnail((64, 64))
    pixels = np.asarray(image.convert("RGB"), np.int16)
    return bool((np.ptp(pixels, axis=-1) > _VIVID).mean() > 0.05)
