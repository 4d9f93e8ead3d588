from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import numpy as np
import pytest
import torch

from model import train
from model.checkpoints.catalogue import load_checkpoint
from model.data.cifar import CifarSource
from model.errors import DataError
from model.evaluate import measure
from model.network.capsnet import CapsNetConfig
from model.training.processes import Process
from model.training.recipe import Recipe

GENERATOR = np.random.default_rng(0)
LABELS = GENERATOR.integers(0, 10, 14, dtype=np.uint8)
PICTURES = GENERATOR.integers(0, 256, (14, 3, 32, 32), dtype=np.uint8)
"""Two of each training batch, then four of the test batch."""


def batches() -> dict[str, bytes]:
    records = [
        bytes([label]) + picture.tobytes() for label, picture in zip(LABELS, PICTURES, strict=True)
    ]
    training = {
        f"data_batch_{number}.bin": b"".join(records[2 * number - 2 : 2 * number])
        for number in range(1, 6)
    }
    return {**training, "test_batch.bin": b"".join(records[10:])}


def write(folder: Path, contents: dict[str, bytes]) -> CifarSource:
    """A tar file in CIFAR-10's layout, and the source that reads it."""
    path = folder / "cifar-10" / "cifar.tar.gz"
    path.parent.mkdir(exist_ok=True)
    # In another order than they are numbered, beside a file that is no batch.
    files = {"readme.html": b"<html>", **dict(sorted(contents.items(), reverse=True))}
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return CifarSource(
        title="CIFAR-10",
        folder="cifar-10",
        file=path.name,
        url="http://localhost/",
        class_names=tuple("0123456789"),
        md5=hashlib.md5(path.read_bytes()).hexdigest(),
        held_out=3,
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    return tmp_path


def test_pictures_are_read_by_channel_in_the_order_of_their_batches(folder: Path) -> None:
    source = write(folder, batches())
    training, test = (source.read(split, download=False) for split in ("train", "test"))
    assert np.array_equal(training.images, PICTURES[:10])
    assert training.labels.tolist() == LABELS[:10].tolist()
    assert np.array_equal(test.images, PICTURES[10:])
    assert test.labels.tolist() == LABELS[10:].tolist()


def test_the_last_training_pictures_are_held_out(folder: Path) -> None:
    source = write(folder, batches())
    assert np.array_equal(source.read_training(download=False).images, PICTURES[:7])
    assert np.array_equal(source.read_held_out(download=False).images, PICTURES[7:10])
    assert "but the last 3, which are held out" in source.trained_on


def test_a_missing_or_damaged_file_is_named(folder: Path) -> None:
    source = write(folder, batches())
    path = folder / "cifar-10" / "cifar.tar.gz"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(DataError, match=r"cifar\.tar\.gz is damaged: it has MD5 \w+ \(expected "):
        source.read("test", download=False)
    path.unlink()
    with pytest.raises(DataError) as caught:
        source.read("test", download=False)
    assert str(caught.value) == f"{path} is missing: `python -m model.data cifar-10` downloads it"


@pytest.mark.parametrize("content", [b"", bytes(3072)])
def test_a_batch_that_is_no_row_of_pictures_is_named(folder: Path, content: bytes) -> None:
    source = write(folder, {**batches(), "data_batch_3.bin": content})
    with pytest.raises(DataError, match=r"data_batch_3\.bin has [\d,]+ bytes \(expected 3,073 a"):
        source.read("train", download=False)
    assert len(source.read("test", download=False)) == 4


def test_what_is_no_tar_file_is_named(folder: Path) -> None:
    source = write(folder, batches())
    path = folder / "cifar-10" / "cifar.tar.gz"
    path.write_bytes(b"<html>moved</html>")
    unchecked = CifarSource(**{
        **source.__dict__, "md5": hashlib.md5(path.read_bytes()).hexdigest(),
    })  # fmt: skip
    with pytest.raises(DataError, match=r"cifar\.tar\.gz cannot be read: "):
        unchecked.read("test", download=False)


def test_a_network_in_colour_is_trained_measured_and_traced(folder: Path) -> None:
    source = write(folder, batches())
    small = CapsNetConfig(
        image_height=32,
        image_width=32,
        image_channels=3,
        conv1_kernels=4,
        primary_types=2,
        primary_dimensions=4,
        digit_dimensions=4,
        decoder_hidden=(8,),
    )
    path = train.train(
        "colours",
        Recipe(dataset="cifar-10", epochs=1, batch_size=4),
        source,
        Process(0, 1, torch.device("cpu")),
        runs=folder,
        output=folder,
        config=small,
    )
    loaded = load_checkpoint(path)
    assert loaded.card.trained_on == source.trained_on
    test = source.read("test", download=False)
    assert measure(loaded.capsnet, test).images == 4
    image = torch.tensor(test.images[0]) / 255
    trace = loaded.capsnet.trace(image)
    assert torch.equal(trace.image, image)
    assert trace.reconstructions.shape == (10, 3, 32, 32)
    output = loaded.capsnet(image[None])
    torch.testing.assert_close(output.lengths[0], trace.lengths, atol=1e-5, rtol=0)
