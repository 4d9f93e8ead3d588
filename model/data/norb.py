"""smallNORB: toys photographed by two cameras, as the capsule paper prepared them."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from model.data.dataset import Dataset, Source, Split
from model.data.download import find_file, read_gzip
from model.errors import DataError

SIDE = 32
"""Of the images: the middle of the photos once they are brought to half their size."""
HELD_OUT_TOY = 9
"""Of five toys a class, numbered 4, 6, 7, 8 and 9, this one is held out: a toy never seen."""
_BYTES, _INTEGERS = 0x1E3D4C55, 0x1E3D4C54
"""Magic numbers of a matrix of bytes and of 32-bit integers."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class NorbSource(Source):
    """A data set in the format of smallNORB: photos, classes, and which toy each shows."""

    folder: str
    url: str
    prefixes: dict[Split, str]
    checksums: dict[str, tuple[str, str]]
    """File name without .mat.gz -> MD5 of the published gzip file, MD5 of its content."""

    @property
    def trained_on(self) -> str:
        return (
            f"Trained on the photos of four toys of each class of {self.title}'s training set, "
            f"both cameras as\nchannels, brought to half their size and cropped to {SIDE} x "
            f"{SIDE}. Those of the fifth (instance {HELD_OUT_TOY}) are held out."
        )

    def read(self, split: Split, *, download: bool) -> Dataset:
        photos = self._read_matrix(split, "dat", _BYTES, download=download)
        labels = self._read_matrix(split, "cat", _INTEGERS, download=download)
        if photos.shape[1:] != (2, 3 * SIDE, 3 * SIDE) or len(labels) != len(photos):
            raise DataError(
                f"{self.title} is damaged: photos of shape {photos.shape} and {len(labels):,} "
                f"labels (expected as many of 2 x {3 * SIDE} x {3 * SIDE})"
            )
        return Dataset(_reduced(photos), labels.reshape(-1).astype(np.uint8))

    def read_training(self, *, download: bool) -> Dataset:
        return self._read_toys(held_out=False, download=download)

    def read_held_out(self, *, download: bool) -> Dataset:
        return self._read_toys(held_out=True, download=download)

    def _read_toys(self, *, held_out: bool, download: bool) -> Dataset:
        dataset = self.read("train", download=download)
        # Columns: toy, elevation, azimuth, lighting.
        toys = self._read_matrix("train", "info", _INTEGERS, download=download)[:, 0]
        chosen = (toys == HELD_OUT_TOY) == held_out
        return Dataset(dataset.images[chosen], dataset.labels[chosen])

    def _read_matrix(
        self, split: Split, kind: str, magic: int, *, download: bool
    ) -> npt.NDArray[Any]:
        name = f"{self.prefixes[split]}-{kind}"
        published, unpacked = self.checksums[name]
        path = find_file(
            self.folder, f"{name}.mat.gz", url=self.url, md5=published, download=download
        )
        content = read_gzip(path, md5=unpacked)
        found, axes = (int(value) for value in np.frombuffer(content, "<i4", count=2))
        if found != magic:
            raise DataError(f"{path} has magic number {found:#x} (expected {magic:#x})")
        # At least three sizes are always written; those beyond the axes mean nothing.
        shape = np.frombuffer(content, "<i4", count=axes, offset=8).tolist()
        start = 8 + 4 * max(3, axes)
        dtype = np.dtype(np.uint8 if magic == _BYTES else "<i4")
        return np.frombuffer(content, dtype, offset=start).reshape(shape)


def _reduced(photos: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The middle of each photo, every 2 x 2 pixels averaged."""
    edge = (photos.shape[-1] - 2 * SIDE) // 2
    middle = photos[..., edge : edge + 2 * SIDE, edge : edge + 2 * SIDE]
    total = np.zeros((*middle.shape[:-2], SIDE, SIDE), np.uint16)
    for row in (0, 1):
        for column in (0, 1):
            total += middle[..., row::2, column::2]
    return ((total + 2) // 4).astype(np.uint8)
