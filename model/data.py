"""Data sets of labelled pictures: where they come from, and how their files are read.

`python -m model.data mnist` downloads one; CAPSNET_DATA names the folder that holds them.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import hashlib
import os
import sys
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from model.errors import DataError

Split = Literal["train", "test"]
HELD_OUT = 5_000
"""Images at the end of each training set that choose between networks and are never trained on."""

_DIGITS = tuple("0123456789")
_CLOTHES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Source:
    """A data set in the idx format of MNIST."""

    title: str
    url: str
    class_names: tuple[str, ...]
    checksums: dict[str, tuple[str, str]]
    """File name without ending -> MD5 of the published gzip file, MD5 of its decompressed bytes."""


SOURCES: dict[str, Source] = {
    "mnist": Source(
        title="MNIST",
        url="https://ossci-datasets.s3.amazonaws.com/mnist/",
        class_names=_DIGITS,
        checksums={
            "train-images-idx3-ubyte": (
                "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                "6bbc9ace898e44ae57da46a324031adb",
            ),
            "train-labels-idx1-ubyte": (
                "d53e105ee54ea40749a09fcbcd1e9432",
                "a25bea736e30d166cdddb491f175f624",
            ),
            "t10k-images-idx3-ubyte": (
                "9fb629c4189551a2d022fa330f9573f3",
                "2646ac647ad5339dbf082846283269ea",
            ),
            "t10k-labels-idx1-ubyte": (
                "ec29112dd5afa0611ce80d1b7f02629c",
                "27ae3e4e09519cfbb04c329615203637",
            ),
        },
    ),
    "fashion-mnist": Source(
        title="Fashion-MNIST",
        url="http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        class_names=_CLOTHES,
        checksums={
            "train-images-idx3-ubyte": (
                "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                "f4a8712d7a061bf5bd6d2ca38dc4d50a",
            ),
            "train-labels-idx1-ubyte": (
                "25c81989df183df01b3e8a0aad5dffbe",
                "9018921c3c673c538a1fc5bad174d6f9",
            ),
            "t10k-images-idx3-ubyte": (
                "bef4ecab320f06d8554ea6380940ec79",
                "8181f5470baa50b63fa0f6fddb340f0a",
            ),
            "t10k-labels-idx1-ubyte": (
                "bb300cfdad3c16e7a12a480ee83cd310",
                "15d484375f8d13e6eb1aabb0c3f46965",
            ),
        },
    ),
}


@dataclasses.dataclass(frozen=True)
class Dataset:
    """Labelled pictures of one split."""

    images: npt.NDArray[np.uint8]
    """N height width; 255 is ink."""
    labels: npt.NDArray[np.uint8]
    """N; indices into the class names."""

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, part: slice) -> Dataset:
        return Dataset(self.images[part], self.labels[part])


def data_folder() -> Path:
    """The folder that CAPSNET_DATA names, or `data` in the project."""
    named = os.environ.get("CAPSNET_DATA")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "data"


def read_dataset(name: str, split: Split, *, download: bool = False) -> Dataset:
    """A split of a data set, checked against its published checksums.

    Raises DataError where the name is unknown, or the files are damaged, or they are missing and
    `download` is false or fails.
    """
    if name not in SOURCES:
        raise DataError(f"unknown data set: {name!r} (expected one of {', '.join(SOURCES)})")
    prefix = "train" if split == "train" else "t10k"
    images = _read_idx(name, f"{prefix}-images-idx3-ubyte", dimensions=3, download=download)
    labels = _read_idx(name, f"{prefix}-labels-idx1-ubyte", dimensions=1, download=download)
    return Dataset(images, labels)


def _read_idx(
    name: str, file_name: str, *, dimensions: int, download: bool
) -> npt.NDArray[np.uint8]:
    path = data_folder() / name / f"{file_name}.gz"
    published, decompressed = SOURCES[name].checksums[file_name]
    if not path.exists():
        if not download:
            raise DataError(f"{path} is missing: `python -m model.data {name}` downloads it")
        _download(SOURCES[name].url + path.name, path, md5=published)
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != decompressed:
        raise DataError(f"{path} is damaged: its content has MD5 {found} (expected {decompressed})")
    # Magic number, then one big-endian size a dimension, then the bytes.
    shape = np.frombuffer(content, ">u4", count=dimensions, offset=4)
    values = np.frombuffer(content, np.uint8, offset=4 * (dimensions + 1))
    return values.reshape(tuple(int(size) for size in shape))


def _download(url: str, path: Path, *, md5: str) -> None:
    import pooch  # only those who download wait for its import

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pooch.retrieve(
            url, known_hash=f"md5:{md5}", fname=path.name, path=path.parent, progressbar=True
        )
    except Exception as error:  # requests, urllib3 and pooch share no base class
        raise DataError(f"{url} could not be downloaded to {path}: {error}") from error


def main(arguments: list[str] | None = None) -> int:
    """Download data sets, or check those that are there."""
    parser = argparse.ArgumentParser(prog="python -m model.data", description=main.__doc__)
    parser.add_argument("name", choices=SOURCES)
    name = parser.parse_args(arguments).name
    splits: tuple[Split, ...] = ("train", "test")
    try:
        for split in splits:
            images = len(read_dataset(name, split, download=True))
            print(f"{name} {split}: {images:,} images in {data_folder() / name}")
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
