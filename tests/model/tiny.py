"""A made data set of tiny pictures and a network to match: training on it takes milliseconds."""

from __future__ import annotations

import gzip
import hashlib
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.data.dataset import Dataset
from model.data.idx import IdxSource
from model.network.capsnet import CapsNetConfig
from model.network.capsule_network import CapsuleNetwork
from model.network.cnn import CnnConfig
from model.network.convolutions import BatchNorm
from model.network.efficient import EfficientCapsNetConfig

HELD_OUT = 16
NETWORK = CapsNetConfig(
    image_height=10,
    image_width=10,
    conv1_kernels=4,
    conv1_kernel_size=3,
    primary_types=2,
    primary_dimensions=4,
    primary_kernel_size=3,
    classes=3,
    digit_dimensions=4,
    decoder_hidden=(8,),
)
TINY_EFFICIENT = EfficientCapsNetConfig(
    image_height=10,
    image_width=10,
    conv1_kernels=4,
    conv1_kernel_size=3,
    kernels=(6, 8),
    kernel_sizes=(2, 2),
    strides=(1, 1),
    primary_types=2,
    primary_dimensions=4,
    primary_kernel_size=6,
    classes=3,
    digit_dimensions=4,
    decoder_hidden=(8,),
)
TINY_CNN = CnnConfig(
    image_height=10,
    image_width=10,
    classes=3,
    kernels=(4, 8),
    kernel_size=3,
    strides=(1, 2),
    hidden=(16,),
    dropout=0.25,
)


def move_and_scale(network: CapsuleNetwork) -> None:
    """Give its normalised maps averages, factors and offsets as only training brings them."""
    for layer in network.modules():
        if isinstance(layer, BatchNorm):
            layer.mean.uniform_(0, 0.5)
            layer.variance.uniform_(0.3, 2)
            layer.weight.uniform_(0.5, 1.5)
            layer.bias.normal_(std=0.2)


def make_dataset(count: int, *, size: int = 10, seed: int = 0) -> Dataset:
    """Pictures of a bar whose height tells the class, 0 to 2, under noise."""
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 3, count, dtype=np.uint8)
    images = generator.integers(0, 60, (count, size, size), dtype=np.uint8)
    for picture, label in zip(images, labels, strict=True):
        top = 2 + 2 * int(label)
        picture[top : top + 2, 2:-2] = 255
    return Dataset(images, labels)


def write_dataset(folder: Path, *, training: Dataset, test: Dataset) -> IdxSource:
    """The data set's description, once its four files are in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    checksums = {}
    for prefix, dataset in (("train", training), ("t10k", test)):
        for kind, values in (("images-idx3", dataset.images), ("labels-idx1", dataset.labels)):
            content, packed = idx(values), gzip.compress(idx(values), mtime=0)
            (folder / f"{prefix}-{kind}-ubyte.gz").write_bytes(packed)
            checksums[f"{prefix}-{kind}-ubyte"] = (
                hashlib.md5(packed).hexdigest(),
                hashlib.md5(content).hexdigest(),
            )
    return IdxSource(
        title="Bars",
        folder=folder.name,
        held_out=HELD_OUT,
        url="http://localhost/",
        class_names=("top", "middle", "bottom"),
        checksums=checksums,
    )


def idx(values: npt.NDArray[np.uint8]) -> bytes:
    """An array in the format of MNIST's files: type 8 is unsigned bytes."""
    header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
    return header + values.tobytes()
