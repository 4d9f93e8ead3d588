"""The table of data sets: where each comes from, and how its files are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from model.data import handwriting, multimnist
from model.data.cifar import CifarSource
from model.data.dataset import Dataset, Source, Split, data_folder
from model.data.folder import Preparation, read_folder
from model.data.idx import IdxSource
from model.data.norb import NorbSource
from model.errors import DataError

__all__ = [
    "SOURCES",
    "Dataset",
    "Source",
    "Split",
    "data_folder",
    "find_source",
    "read_dataset",
    "read_split",
]

EvaluatedSplit = Literal["test", "held-out"]

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


_THINGS = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
_TOYS = ("animal", "human", "airplane", "truck", "car")

_MNIST = IdxSource(
    title="MNIST",
    folder="mnist",
    url="https://ossci-datasets.s3.amazonaws.com/mnist/",
    class_names=_DIGITS,
    shows="digits",
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
)

SOURCES: dict[str, Source] = {
    "mnist": _MNIST,
    handwriting.NAME: handwriting.HandwritingSource(
        title="MNIST and pen strokes", class_names=_DIGITS, shows="digits", images=_MNIST
    ),
    multimnist.NAME: multimnist.MultiMnistSource(
        title="MultiMNIST", class_names=_DIGITS, shows="digits", digits=_MNIST
    ),
    "fashion-mnist": IdxSource(
        title="Fashion-MNIST",
        folder="fashion-mnist",
        url="http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        class_names=_CLOTHES,
        shows="clothes",
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
    "cifar-10": CifarSource(
        title="CIFAR-10",
        folder="cifar-10",
        file="cifar-10-binary.tar.gz",
        url="https://www.cs.toronto.edu/~kriz/",
        class_names=_THINGS,
        shows="animals and vehicles",
        md5="c32a1d4ab5d03f1284b67883e8d87530",
    ),
    "smallnorb": NorbSource(
        title="smallNORB",
        folder="smallnorb",
        url="https://cs.nyu.edu/~ylclab/data/norb-v1.0-small/",
        class_names=_TOYS,
        shows="toys",
        prefixes={
            "train": "smallnorb-5x46789x9x18x6x2x96x96-training",
            "test": "smallnorb-5x01235x9x18x6x2x96x96-testing",
        },
        checksums={
            "smallnorb-5x46789x9x18x6x2x96x96-training-dat": (
                "66054832f9accfe74a0f4c36a75bc0a2",
                "8138a0902307b32dfa0025a36dfa45ec",
            ),
            "smallnorb-5x46789x9x18x6x2x96x96-training-cat": (
                "23c8b86101fbf0904a000b43d3ed2fd9",
                "fd5120d3f770ad57ebe620eb61a0b633",
            ),
            "smallnorb-5x46789x9x18x6x2x96x96-training-info": (
                "51dee1210a742582ff607dfd94e332e3",
                "19faee774120001fc7e17980d6960451",
            ),
            "smallnorb-5x01235x9x18x6x2x96x96-testing-dat": (
                "e4ad715691ed5a3a5f138751a4ceb071",
                "e9920b7f7b2869a8f1a12e945b2c166c",
            ),
            "smallnorb-5x01235x9x18x6x2x96x96-testing-cat": (
                "5aa791cd7e6016cf957ce9bdb93b8603",
                "fd5120d3f770ad57ebe620eb61a0b633",
            ),
        },
    ),
}


def read_dataset(name: str, split: Split, *, download: bool = False) -> Dataset:
    """A split of a data set, checked against its published checksums.

    Raises DataError where the name is unknown, or the files are damaged, or they are missing and
    `download` is false or fails.
    """
    if name not in SOURCES:
        raise DataError(f"unknown data set: {name!r} (expected one of {', '.join(SOURCES)})")
    return SOURCES[name].read(split, download=download)


def find_source(
    name: str, class_names: Sequence[str], preparation: Preparation, folder: Path | None
) -> Source:
    """A data set by the name in a card; `folder` is where its pictures lie, if it is a folder's.

    They are read as `preparation` says, and are of the classes named. Raises DataError where the
    data set is unknown, or the folder is missing, or not that one.
    """
    if name in SOURCES:
        if folder is not None:
            title = SOURCES[name].title
            raise DataError(f"--data is for pictures of your own, and this is of {title}")
        return SOURCES[name]
    if folder is None:
        raise DataError(
            f"unknown data set: {name!r} (expected one of {', '.join(SOURCES)}, "
            "or the folder of pictures after --data)"
        )
    source = read_folder(folder, preparation)
    if source.class_names != class_names:
        raise DataError(
            f"{folder} has the classes {', '.join(source.class_names)} "
            f"(the network knows {', '.join(class_names)})"
        )
    return source


def read_split(source: Source, split: EvaluatedSplit) -> Dataset:
    """The test split of a data set, or the images held out from training."""
    if split == "test":
        return source.read("test", download=False)
    return source.read_held_out(download=False)
