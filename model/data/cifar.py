"""CIFAR-10 in its binary version: one tar file of six batches, pictures in colour."""

from __future__ import annotations

import dataclasses
import hashlib
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.data.dataset import Dataset, Source, Split
from model.data.download import find_file
from model.errors import DataError

SHAPE = (3, 32, 32)
"""Red, green and blue; height; width."""
_RECORD = 1 + 3 * 32 * 32
"""Bytes of a picture: its label, then its channels row by row."""
_TRAINING = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
_TEST = ("test_batch.bin",)


@dataclasses.dataclass(frozen=True, kw_only=True)
class CifarSource(Source):
    """A data set in the binary format of CIFAR-10."""

    folder: str
    file: str
    url: str
    md5: str
    """Of the tar file as it is published."""
    held_out: int = 5_000
    """Pictures at the end of the training batches that are never trained on."""

    @property
    def trained_on(self) -> str:
        return (
            f"Trained on all pictures of {self.title}'s training batches but the last "
            f"{self.held_out:,}, which are held out."
        )

    def read(self, split: Split, *, download: bool) -> Dataset:
        path = find_file(self.folder, self.file, url=self.url, md5=self.md5, download=download)
        return _read_batches(path, _TRAINING if split == "train" else _TEST, md5=self.md5)

    def read_training(self, *, download: bool) -> Dataset:
        return self.read("train", download=download)[: -self.held_out]

    def read_held_out(self, *, download: bool) -> Dataset:
        return self.read("train", download=download)[-self.held_out :]


def _read_batches(path: Path, names: Sequence[str], *, md5: str) -> Dataset:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "md5").hexdigest()
    if found != md5:
        raise DataError(f"{path} is damaged: it has MD5 {found} (expected {md5})")
    batches = {}
    try:
        with tarfile.open(path, "r|gz") as tar:
            for member in tar:
                if (name := Path(member.name).name) in names:
                    content = tar.extractfile(member)
                    batches[name] = b"" if content is None else content.read()
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    records = []
    for name in names:
        size = len(batches.get(name, b""))
        if size == 0 or size % _RECORD:
            raise DataError(
                f"{path} is damaged: {name} has {size:,} bytes (expected {_RECORD:,} a picture)"
            )
        records.append(np.frombuffer(batches[name], np.uint8).reshape(-1, _RECORD))
    pictures = np.concatenate(records)
    return Dataset(pictures[:, 1:].reshape(-1, *SHAPE), pictures[:, 0].copy())
