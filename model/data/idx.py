"""Data sets in the idx format of MNIST: four gzip files, each an array of bytes."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from model.data.dataset import Dataset, Source, Split
from model.data.download import find_file, read_gzip


@dataclasses.dataclass(frozen=True, kw_only=True)
class IdxSource(Source):
    """A data set in the idx format."""

    folder: str
    """Its folder in the data folder, and its name for `python -m model.data`."""
    url: str
    checksums: dict[str, tuple[str, str]]
    """File name without ending -> MD5 of the published gzip file, MD5 of its decompressed bytes."""
    held_out: int = 5_000
    """Images at the end of the training set that are never trained on."""

    @property
    def trained_on(self) -> str:
        return (
            f"Trained on all images of {self.title}'s training split but its last "
            f"{self.held_out:,}, which are held out."
        )

    def read(self, split: Split, *, download: bool) -> Dataset:
        prefix = "train" if split == "train" else "t10k"
        return Dataset(
            self._read_idx(f"{prefix}-images-idx3-ubyte", dimensions=3, download=download),
            self._read_idx(f"{prefix}-labels-idx1-ubyte", dimensions=1, download=download),
        )

    def read_training(self, *, download: bool) -> Dataset:
        return self.read("train", download=download)[: -self.held_out]

    def read_held_out(self, *, download: bool) -> Dataset:
        return self.read("train", download=download)[-self.held_out :]

    def _read_idx(
        self, file_name: str, *, dimensions: int, download: bool
    ) -> npt.NDArray[np.uint8]:
        published, unpacked = self.checksums[file_name]
        path = find_file(
            self.folder, f"{file_name}.gz", url=self.url, md5=published, download=download
        )
        content = read_gzip(path, md5=unpacked)
        # Magic number, then one big-endian size a dimension, then the bytes.
        shape = np.frombuffer(content, ">u4", count=dimensions, offset=4)
        values = np.frombuffer(content, np.uint8, offset=4 * (dimensions + 1))
        return values.reshape(tuple(int(size) for size in shape))
