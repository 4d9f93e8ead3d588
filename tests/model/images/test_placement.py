"""What the network receives is found on the picture where its placement says."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from model.images.placement import PlacedInk, Placement
from model.images.preprocess import Preprocessed, place_ink, place_picture

Point = tuple[float, float]
Size = tuple[int, int]
CELLS = 3
sizes = st.tuples(st.integers(60, 400), st.integers(60, 400))
shares = st.floats(0.3, 0.7)


def dots(size: Size, centers: Sequence[Point], radius: float) -> npt.NDArray[np.float32]:
    """Ink of discs with soft rims, at x and y in pixels from the upper left corner."""
    width, height = size
    y, x = np.mgrid[0.5:height, 0.5:width]
    away = np.min([np.hypot(x - each[0], y - each[1]) for each in centers], axis=0)
    return (radius + 0.5 - away).clip(0, 1).astype(np.float32)


def as_picture(ink: npt.NDArray[np.float32]) -> bytes:
    file = io.BytesIO()
    Image.fromarray((255 * (1 - ink)).round().astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def assert_found(placed: Preprocessed, centers: Sequence[Point], radius: float) -> None:
    """Each dot's centre of mass is at its own place.

    To a fifth of the network's pixels where the picture's are finer and the dot is larger than
    one, else to half a pixel.
    """
    scale, left, top = placed.placement
    near = 0.2 if 1 <= scale <= radius else 0.5
    expected = np.array([((y - top) / scale, (x - left) / scale) for x, y in centers])
    rows, columns = np.nonzero(placed.image.numpy())
    mass = placed.image.numpy()[rows, columns]
    pixels = np.stack((rows + 0.5, columns + 0.5), axis=1)
    nearest = np.linalg.norm(pixels[:, None] - expected, axis=2).argmin(axis=1)
    for index, place in enumerate(expected):
        own = nearest == index
        assert own.any(), f"no ink near {place}"
        found = np.average(pixels[own], axis=0, weights=mass[own])
        assert np.abs(found - place).max() <= near


@st.composite
def drawings(draw: st.DrawFn) -> tuple[Size, list[Point], float]:
    """Up to three dots, no two in the same third of the width or of the height."""
    width, height = draw(sizes)
    rows = draw(st.permutations(range(CELLS)))[: draw(st.integers(1, CELLS))]
    columns = draw(st.permutations(range(CELLS)))
    centers = [
        ((column + draw(shares)) * width / CELLS, (row + draw(shares)) * height / CELLS)
        for row, column in zip(rows, columns, strict=False)
    ]
    largest = 0.25 * min(width, height) / CELLS
    return (width, height), centers, draw(st.floats(min(2.0, largest), largest))


@settings(max_examples=150, deadline=None)
@given(drawing=drawings(), center=st.booleans())
@example(drawing=((1500, 1100), [(300.0, 200.0), (1200.0, 900.0)], 40.0), center=True)
@example(drawing=((1500, 1100), [(300.0, 200.0), (1200.0, 900.0)], 40.0), center=False)
@example(drawing=((300, 100), [(150.0, 50.0)], 2.0), center=True)
@example(drawing=((28, 28), [(8.0, 20.0), (20.0, 9.0)], 2.0), center=False)
@example(drawing=((20, 14), [(4.0, 10.0), (16.0, 4.0)], 2.0), center=False)
def test_dots_are_found_where_the_placement_says(
    drawing: tuple[Size, list[Point], float], center: bool
) -> None:
    size, centers, radius = drawing
    ink = dots(size, centers, radius)
    picture = as_picture(1 - ink if size == (28, 28) else ink)  # then taken as it is: ink is white
    assert_found(place_picture(picture, center=center), centers, radius)


@settings(max_examples=50, deadline=None)
@given(drawing=drawings())
def test_dots_of_an_ink_map_are_found_in_an_image_of_another_shape(
    drawing: tuple[Size, list[Point], float],
) -> None:
    size, centers, radius = drawing
    ink = dots(size, centers, radius)
    assert_found(place_ink(ink, height=40, width=32), centers, radius)


def test_a_photo_on_its_side_is_placed_as_it_is_shown() -> None:
    centers = [(60.0, 30.0), (150.0, 70.0)]
    upright = Image.open(io.BytesIO(as_picture(dots((200, 100), centers, 8))))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter clockwise
    file = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(file, "JPEG", exif=exif, quality=95)
    for center in (True, False):
        assert_found(place_picture(file.getvalue(), center=center), centers, radius=8)


@pytest.mark.parametrize("center", [True, False])
def test_a_blank_picture_lies_in_the_middle_as_a_whole(center: bool) -> None:
    blank = as_picture(np.zeros((50, 100), np.float32))
    scale, left, top = place_picture(blank, center=center).placement
    assert (scale, left, top) == (pytest.approx(100 / 28), 0, pytest.approx(-7 * 100 / 28))


def test_a_picture_taken_as_it_is_lies_where_it_is() -> None:
    picture = as_picture(dots((28, 28), [(14, 14)], 5))
    assert place_picture(picture, center=False).placement == Placement(1, 0, 0)


def test_placements_follow_each_step() -> None:
    placed = PlacedInk(np.ones((6, 9), np.float32), Placement(scale=2, left=1, top=5))
    assert placed.cropped(slice(1, 4), slice(3, 9)).placement == (2, 7, 7)
    assert placed.padded(2).placement == (2, -3, 1)
    assert placed.scaled(0.5).placement == (4, 1, 5)
    assert placed.darkest(3).placement == (pytest.approx(6), 1, 5)
    assert placed.fitted(3, 3).ink.shape == (2, 3)
    assert math.isclose(placed.fitted(3, 3).placement.scale, 6)


def test_the_darkest_pixel_of_each_block_is_kept() -> None:
    ink = np.arange(15, dtype=np.float32).reshape(3, 5) / 15
    expected = [[6 / 15, 8 / 15, 9 / 15], [11 / 15, 13 / 15, 14 / 15]]
    np.testing.assert_allclose(PlacedInk(ink).darkest(2).ink, expected)
