"""What a network receives of arrays, pictures, bytes and paths in Python."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from model.errors import ImageError, PictureWarning
from model.images.preprocess import preprocess
from model.images.received import receive
from model.network.capsnet import CapsNet
from tests.model.images.pictures import encode, paint

SHAPE = (28, 28)


def test_a_picture_is_received_alike_in_every_form(tmp_path: Path) -> None:
    image = paint((20, 20, 60), (250, 250, 240))
    data = encode(image)
    path = tmp_path / "five.png"
    path.write_bytes(data)
    expected = preprocess(data)
    for given in (image, data, path, str(path)):
        assert torch.equal(receive(given, SHAPE), expected)


def test_numbers_are_taken_as_they_are(tiny_capsnet: CapsNet, tmp_path: Path) -> None:
    size = tiny_capsnet.config.image_height
    values = np.random.default_rng(0).random((size, size))
    expected = torch.from_numpy(values.astype(np.float32))
    assert torch.equal(receive(values, (size, size)), expected)
    from_array = tiny_capsnet.trace(values)
    assert torch.equal(from_array.lengths, tiny_capsnet.trace(expected).lengths)
    path = tmp_path / "five.png"
    paint(0, 255, "L").save(path)
    traced = tiny_capsnet.trace(path)
    received = preprocess(path.read_bytes(), height=size, width=size)
    assert torch.equal(traced.image, received)


def test_a_picture_in_colour_is_received_by_its_channels() -> None:
    received = receive(Image.new("RGB", (64, 64), (255, 0, 51)), (3, 32, 32))
    assert received.shape == (3, 32, 32)
    assert received[:, 5, 5].tolist() == pytest.approx([1, 0, 0.2])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.full(SHAPE, 255, np.uint8), r"values from 255 to 255 .*divide by 255 what is 0\.\.255"),
        (torch.full(SHAPE, -0.5), r"values from -0\.5 to -0\.5 \(expected 0 to 1"),
        (np.full(SHAPE, np.nan), "NaN or infinity"),
        (torch.full(SHAPE, torch.inf), "NaN or infinity"),
        (np.zeros((28, 27)), r"invalid image shape: \(28, 27\) \(expected \(28, 28\)\)"),
        (np.full(SHAPE, "ink"), "expected numbers"),
        ([[0.0]], "invalid image: list"),
        ("nowhere.png", r"nowhere\.png cannot be read: No such file"),
        (b"no picture", "cannot be read as one"),
    ],
)
def test_what_is_no_image_is_refused_by_name(given: object, words: str) -> None:
    with pytest.raises(ImageError, match=words):
        receive(given, SHAPE)  # type: ignore[arg-type]


def test_a_blank_picture_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    Image.new("L", (100, 80), 240).save(path)
    with pytest.warns(PictureWarning, match=r"no ink was found in .*sheet\.png"):
        assert not receive(path, SHAPE).any()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        receive(np.zeros(SHAPE), SHAPE)  # numbers are meant


def prepared() -> Tensor:
    """A 1 as MNIST's are laid out, of pixels that no pen would leave."""
    pixels = np.zeros(SHAPE, np.uint8)
    pixels[4:24, 13:16] = np.random.default_rng(0).integers(1, 256, (20, 3), np.uint8)
    return torch.from_numpy(pixels)


def test_a_picture_that_is_prepared_already_stays_exactly_as_it_is() -> None:
    pixels = prepared()
    assert torch.equal(preprocess(encode(Image.fromarray(pixels.numpy()))), pixels / 255)
    larger = np.zeros((40, 32), np.uint8)
    larger[8:33, 15:18] = 90
    picture = encode(Image.fromarray(larger))
    received = preprocess(picture, height=40, width=32)
    assert torch.equal(received, torch.from_numpy(larger) / 255)


def test_what_is_not_laid_out_as_mnists_are_is_prepared() -> None:
    pixels = prepared()
    for other in (pixels.roll(4, 1), 255 - pixels):
        received = preprocess(encode(Image.fromarray(other.numpy())))
        assert not torch.equal(received, other / 255)
