from __future__ import annotations

import dataclasses
import gzip
import hashlib
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from model import train
from model.checkpoints.catalogue import load_checkpoint
from model.data.norb import HELD_OUT_TOY, NorbSource
from model.errors import DataError
from model.evaluate import measure
from model.network.capsnet import CapsNetConfig
from model.training.processes import Process
from model.training.recipe import Recipe

COUNT = 20
GENERATOR = np.random.default_rng(0)
PHOTOS = GENERATOR.integers(0, 256, (COUNT, 2, 96, 96), dtype=np.uint8)
LABELS = np.arange(COUNT, dtype=np.int32) % 5
TOYS = np.array([4, 6, 7, 8, HELD_OUT_TOY], np.int32)[np.arange(COUNT) // 5 % 5]


def matrix(values: npt.NDArray[np.uint8] | npt.NDArray[np.int32]) -> bytes:
    """An array in the format of smallNORB's files, which write at least three sizes."""
    magic = 0x1E3D4C55 if values.dtype == np.uint8 else 0x1E3D4C54
    sizes = (*values.shape, *[1] * (3 - values.ndim))
    return struct.pack(f"<{2 + len(sizes)}i", magic, values.ndim, *sizes) + values.tobytes()


def write(folder: Path, **changed: bytes) -> NorbSource:
    toys = np.stack([TOYS, TOYS * 0, TOYS * 0, TOYS * 0], axis=1)
    contents = {
        "training-dat": matrix(PHOTOS),
        "training-cat": matrix(LABELS),
        "training-info": matrix(toys),
        "testing-dat": matrix(PHOTOS[:6]),
        "testing-cat": matrix(LABELS[:6]),
    } | {name.replace("_", "-"): content for name, content in changed.items()}
    (folder / "smallnorb").mkdir(exist_ok=True)
    for name, content in contents.items():
        (folder / "smallnorb" / f"{name}.mat.gz").write_bytes(gzip.compress(content))
    return NorbSource(
        title="smallNORB",
        folder="smallnorb",
        url="http://localhost/",
        class_names=("animal", "human", "airplane", "truck", "car"),
        prefixes={"train": "training", "test": "testing"},
        checksums={
            name: ("unused", hashlib.md5(content).hexdigest()) for name, content in contents.items()
        },
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    return tmp_path


def test_photos_are_halved_and_cropped_to_their_middle(folder: Path) -> None:
    dataset = write(folder).read("test", download=False)
    assert dataset.images.shape == (6, 2, 32, 32)
    assert dataset.images.dtype == np.uint8
    assert dataset.labels.tolist() == LABELS[:6].tolist()
    # 48 x 48 by averaging 2 x 2, then pixels 8 to 39 of them.
    halved = PHOTOS[:6].reshape(6, 2, 48, 2, 48, 2).mean(axis=(3, 5))
    expected = np.floor(halved + 0.5)[..., 8:40, 8:40]
    assert np.array_equal(dataset.images, expected)


def test_one_toy_of_each_class_is_held_out(folder: Path) -> None:
    toys = np.where(np.arange(COUNT) % 10 < 5, 4, HELD_OUT_TOY).astype(np.int32)
    columns = np.stack([toys, toys * 0, toys * 0, toys * 0], axis=1)
    source = write(folder, training_info=matrix(columns))
    everything = source.read("train", download=False)
    training = source.read_training(download=False)
    held_out = source.read_held_out(download=False)
    assert np.array_equal(training.images, everything.images[toys == 4])
    assert np.array_equal(held_out.images, everything.images[toys == HELD_OUT_TOY])
    assert held_out.labels.tolist() == LABELS[toys == HELD_OUT_TOY].tolist()
    assert "instance 9" in source.trained_on


def test_damaged_files_are_named(folder: Path) -> None:
    source = write(folder)
    path = folder / "smallnorb" / "testing-cat.mat.gz"
    path.write_bytes(gzip.compress(matrix(LABELS[:7])))
    with pytest.raises(DataError, match=r"testing-cat\.mat\.gz is damaged: its content has MD5 "):
        source.read("test", download=False)
    path.unlink()
    with pytest.raises(DataError, match=r"is missing: `python -m model\.data smallnorb` downloads"):
        source.read("test", download=False)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"testing_dat": matrix(LABELS)}, r"dat\.mat\.gz has magic number 0x1e3d4c54 \(expected "),
        ({"testing_dat": matrix(PHOTOS[:6, :, :90])}, r"photos of shape \(6, 2, 90, 96\)"),
        ({"testing_cat": matrix(LABELS[:5])}, r"and 5 labels \(expected as many of 2 x 96 x 96\)"),
    ],
)
def test_files_of_another_content_are_refused(
    folder: Path, changed: dict[str, bytes], expected: str
) -> None:
    with pytest.raises(DataError, match=expected):
        write(folder, **changed).read("test", download=False)


def test_a_network_of_two_channels_is_trained_measured_traced_and_drawn(folder: Path) -> None:
    toys = np.where(np.arange(COUNT) < 16, 4, HELD_OUT_TOY).astype(np.int32)
    columns = np.stack([toys, toys * 0, toys * 0, toys * 0], axis=1)
    source = write(folder, training_info=matrix(columns))
    small = CapsNetConfig(
        image_height=32,
        image_width=32,
        image_channels=2,
        conv1_kernels=4,
        primary_types=2,
        primary_dimensions=4,
        classes=5,
        digit_dimensions=4,
        decoder_hidden=(8,),
    )
    path = train.train(
        "toys",
        Recipe(dataset="smallnorb", epochs=1, batch_size=8),
        source,
        Process(0, 1, torch.device("cpu")),
        runs=folder,
        output=folder,
        config=small,
    )
    loaded = load_checkpoint(path)
    assert loaded.card.trained_on == source.trained_on
    test = source.read("test", download=False)
    measured = measure(loaded.capsnet, test)
    image = torch.tensor(test.images[0]) / 255
    trace = loaded.capsnet.trace(image)
    assert torch.equal(trace.image, image)
    assert trace.reconstructions.shape == (5, 2, 32, 32)
    digits = trace.digits[-1]
    drawn = loaded.capsnet.decode(digits, torch.arange(5))
    assert torch.equal(drawn, trace.reconstructions)
    # One image's error, of both channels, is what measuring that image finds.
    label = int(test.labels[0])
    error = (trace.reconstructions[label] - image).square().sum().item()
    assert measure(loaded.capsnet, test[:1]).reconstruction_error == pytest.approx(error, rel=1e-4)
    assert measured.images == 6
    # Without a config given, the paper's network takes the pictures' channels and size.
    assert dataclasses.asdict(train.config_for(source, test, Recipe(dataset="smallnorb"))) == (
        dataclasses.asdict(
            CapsNetConfig(image_height=32, image_width=32, image_channels=2, classes=5)
        )
    )
