"""What the network receives of a picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image, ImageDraw
from torch import Tensor

from model.checkpoints.checkpoint import Checkpoint
from model.data.sources import Dataset
from model.errors import ImageError
from model.images.preprocess import (
    PEN_WIDTHS,
    pen_width,
    place_frames,
    place_picture,
    preprocess,
    preprocess_ink,
)
from tests.model.images.pictures import (
    FIVE,
    PICTURES,
    draw_five,
    elsewhere,
    encode,
    paint,
)


def correlation(one: Tensor, other: Tensor) -> float:
    return float(np.corrcoef(one.flatten(), other.flatten())[0, 1])


def likeness(one: Tensor, other: Tensor) -> float:
    """Correlation where they match best: a centre of mass halfway may round to either side."""
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max(correlation(one.roll(shift, (0, 1)), other) for shift in shifts)


def center_of_mass(image: Tensor) -> tuple[float, float]:
    total = image.sum()
    rows = torch.arange(image.shape[0], dtype=torch.float32) @ image.sum(dim=1) / total
    columns = torch.arange(image.shape[1], dtype=torch.float32) @ image.sum(dim=0) / total
    return float(rows), float(columns)


def box(image: Tensor) -> tuple[int, int]:
    """Height and width of what holds ink."""
    rows, columns = torch.nonzero(image.sum(dim=1)), torch.nonzero(image.sum(dim=0))
    return int(rows[-1] - rows[0] + 1), int(columns[-1] - columns[0] + 1)


@pytest.fixture(scope="module")
def five() -> Tensor:
    """The same 5 in black on white, preprocessed."""
    return preprocess(encode(paint(0, 255, "L")))


@pytest.mark.parametrize("kind", PICTURES)
def test_the_same_digit_comes_out_alike_from_every_kind_of_picture(kind: str, five: Tensor) -> None:
    image = preprocess(PICTURES[kind]())
    assert image.dtype == torch.float32
    assert 0 <= image.min() <= image.max() <= 1
    assert likeness(image, five) > 0.95, kind


def test_a_tiny_digit_of_few_pixels_comes_out_as_the_same_shape(five: Tensor) -> None:
    image = preprocess(encode(elsewhere((64, 64), (20, 10), 0.2)))
    assert box(image) == box(five)
    assert likeness(image, five) > 0.85  # its crop can only be right to the pixel


@pytest.mark.parametrize("pen", [1, 2, 5, 10, 30, 45])
def test_thin_and_thick_strokes_come_out_as_wide_as_those_of_mnist(pen: float) -> None:
    image = preprocess(encode(paint(0, 255, "L", draw_five(pen=pen))))
    assert PEN_WIDTHS[0] - 0.15 < pen_width(image.numpy()) < PEN_WIDTHS[1] + 0.35
    assert image.max() > 0.9
    assert max(box(image)) == 20


def test_a_line_of_one_pixel_on_a_huge_canvas_does_not_vanish(five: Tensor) -> None:
    canvas = Image.new("L", (4000, 4000), 255)
    points = [(600 + 1700 * x, 300 + 2600 * y) for x, y in FIVE]
    ImageDraw.Draw(canvas).line(points, fill=0, width=1)
    image = preprocess(encode(canvas))
    assert image.max() > 0.9
    assert likeness(image, five) > 0.8


def test_the_digit_fits_the_box_and_its_mass_is_in_the_middle(five: Tensor) -> None:
    assert max(box(five)) == 20
    assert center_of_mass(five) == (pytest.approx(14, abs=0.5), pytest.approx(14, abs=0.5))


def test_a_bar_is_scaled_into_the_box_by_its_length() -> None:
    ink = np.zeros((100, 100), np.float32)
    ink[10:90, 40:50] = 1
    image = preprocess_ink(ink)
    assert torch.equal(image.sum(dim=1) > 0, (torch.arange(28) >= 4) & (torch.arange(28) < 24))
    assert box(image)[1] == 3
    assert image.sum() == pytest.approx(20 * 2.5, rel=0.01)


def test_an_image_of_another_size_has_a_box_in_proportion() -> None:
    ink = np.zeros((60, 60), np.float32)
    ink[10:50, 20:30] = 1
    image = preprocess_ink(ink, height=56, width=42)
    assert image.shape == (56, 42)
    assert box(image)[0] == 40
    assert center_of_mass(image) == (pytest.approx(28, abs=0.5), pytest.approx(21, abs=0.5))


def test_mnist_on_a_larger_canvas_comes_back_as_it_was(mnist: Dataset) -> None:
    correlations = []
    for digit in mnist.images[:100]:
        canvas = np.full((90, 120), 255, np.uint8)
        canvas[50:78, 70:98] = 255 - digit
        image = preprocess(encode(Image.fromarray(canvas)))
        correlations.append(likeness(image, torch.from_numpy(digit / np.float32(255))))
    assert np.median(correlations) > 0.99
    assert np.quantile(correlations, 0.05) > 0.85


def test_mnist_on_a_larger_canvas_is_read_as_it_was(mnist: Dataset, shipped: Checkpoint) -> None:
    originals = torch.from_numpy(mnist.images[:100] / np.float32(255))
    images = torch.stack(
        [preprocess_ink(np.pad(original.numpy(), ((60, 9), (3, 44)))) for original in originals]
    )
    with torch.inference_mode():
        before = shipped.capsnet(originals[:, None]).lengths.argmax(dim=-1)
        after = shipped.capsnet(images[:, None]).lengths.argmax(dim=-1)
    assert int((before != after).sum()) <= 2


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_picture_is_zeros(level: int) -> None:
    image = preprocess(encode(Image.new("L", (280, 280), level)))
    assert torch.equal(image, torch.zeros(28, 28))


def test_a_photo_of_blank_paper_is_zeros() -> None:
    y, x = np.mgrid[-1:1:300j, -1:1:400j]
    noise = np.random.default_rng(0).standard_normal(x.shape)
    paper = 180 + 30 * x - 20 * y + 3 * noise
    image = preprocess(encode(Image.fromarray(paper.astype(np.uint8)), "JPEG"))
    assert torch.equal(image, torch.zeros(28, 28))


def test_an_invisible_picture_is_zeros() -> None:
    image = preprocess(encode(Image.new("RGBA", (50, 50), (255, 0, 0, 0))))
    assert torch.equal(image, torch.zeros(28, 28))


def test_without_centering_a_picture_of_the_right_size_is_taken_as_it_is() -> None:
    values = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    image = preprocess(encode(Image.fromarray(values)), center=False)
    assert torch.equal(image, torch.from_numpy(values) / 255)


def test_without_centering_a_picture_is_only_scaled_and_padded() -> None:
    pixels = np.full((280, 140), 255, np.uint8)
    pixels[20:40, 30:50] = 0
    image = preprocess(encode(Image.fromarray(pixels)), center=False)
    expected = torch.zeros(28, 28)
    expected[2:4, 7 + 3 : 7 + 5] = 1
    assert torch.equal(image, expected)


def test_a_larger_picture_is_averaged_over_the_area_of_each_pixel() -> None:
    ink = np.zeros((56, 56), np.float32)
    ink[0:1, 0:2] = 1
    image = preprocess(encode(Image.fromarray((255 * ink).astype(np.uint8))), center=False)
    assert image[0, 0] == pytest.approx(0.5)
    assert image.sum() == pytest.approx(0.5)


@settings(max_examples=100, deadline=None)
@given(
    ink=arrays(
        np.float32,
        array_shapes(min_dims=2, max_dims=2, max_side=40),
        elements=st.floats(0, 1, width=32),
        fill=st.just(np.float32(0)),
    )
)
@example(ink=np.ones((1, 1), np.float32))
@example(ink=np.ones((1, 500), np.float32))
@example(ink=np.ones((40, 40), np.float32))
@example(ink=np.full((3, 3), 1e-30, np.float32))
def test_any_ink_gives_finite_values_between_zero_and_one(ink: npt.NDArray[np.float32]) -> None:
    image = preprocess_ink(ink)
    assert image.shape == (28, 28)
    assert image.dtype == torch.float32
    assert image.isfinite().all()
    assert 0 <= image.min() <= image.max() <= 1


@pytest.mark.parametrize("center", [True, False])
@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_frames_of_a_strip_are_read_as_pictures_of_their_own(kind: str, center: bool) -> None:
    frames = [
        paint("black", "white", "L", draw_five(corner=(30 * index, 20), pen=8 + 5 * index))
        for index in range(4)
    ]
    frames.append(Image.new("L", frames[0].size, "white"))
    strip = Image.new("L", (frames[0].width, len(frames) * frames[0].height))
    for index, frame in enumerate(frames):
        strip.paste(frame, (0, index * frame.height))
    placed = place_frames(encode(strip, kind), len(frames), center=center)
    assert len(placed) == len(frames)
    for frame, found in zip(frames, placed, strict=True):
        alone = place_picture(encode(frame, kind), center=center)
        assert torch.equal(found.image, alone.image)
        assert found.placement == alone.placement
    assert not placed[-1].image.any()


def test_a_strip_that_cannot_be_divided_is_refused() -> None:
    with pytest.raises(ImageError, match=r"280 rows \(expected a multiple of 3"):
        place_frames(encode(paint("black", "white")), 3)
    with pytest.raises(ImageError, match="cannot be read"):
        place_frames(b"no picture", 1)
