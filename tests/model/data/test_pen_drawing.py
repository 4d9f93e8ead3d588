from __future__ import annotations

import numpy as np
import pytest
import torch

from model.data import pen_drawing
from model.data.pen_drawing import draw, draw_anew, draw_as_written, vary
from model.data.pendigits import PenDigit, read_pen_digits
from model.images.preprocess import pen_width
from tests.model.pen import line

ONE = PenDigit(1, 1, (line((0, 0), (0, 100)),))
SEVEN = PenDigit(7, 1, (line((0, 0), (60, 0), (20, 100)), line((10, 50), (50, 50))))


def test_a_line_is_drawn_with_round_ends_and_its_pen_width() -> None:
    ink = draw([line((0, 0), (0, 100))], width=0.2, size=120)
    # Pen of 20 around 100 units: 120 units are scaled to 90 % of the canvas.
    pen = 0.2 * 100 * 120 * 0.9 / 120
    length = 100 * 120 * 0.9 / 120
    assert ink.shape == (120, 120)
    assert ink.sum() == pytest.approx(pen * length + np.pi * (pen / 2) ** 2, rel=0.03)
    assert ink[60].sum() == pytest.approx(pen, abs=0.5)
    assert np.allclose(ink, ink[:, ::-1], atol=0.6)


def test_a_dot_is_drawn_as_a_disc() -> None:
    ink = draw([line((7, 7))], width=0.5, size=60)
    radius = 0.5 * 60 * 0.9 / 1.5 / 2
    assert ink.sum() == pytest.approx(np.pi * radius**2, rel=0.05)


@pytest.mark.usefixtures("pen_file")
def test_pen_digits_are_prepared_as_a_drawing_is() -> None:
    images = draw_as_written(read_pen_digits(), pen=0.1)
    assert images.shape == (2, 28, 28)
    assert images[0].sum(dim=1).gt(0).sum() == 20
    assert 1.8 < images[0, 14].sum() < 2.4


def test_digits_are_drawn_for_images_of_another_size() -> None:
    assert draw_as_written([ONE], height=40, width=32).shape == (1, 40, 32)
    assert draw_anew([ONE], renderings=2, seed=0, height=40, width=32).shape == (2, 40, 32)


def test_strokes_are_turned_sheared_and_squeezed_within_bounds() -> None:
    cross = (line((-1, 0), (1, 0)), line((0, -1), (0, 1)))
    generator = np.random.default_rng(0)
    turns, squeezes, shears = [], [], []
    for _ in range(500):
        (_, across), (_, down) = vary(cross, generator)
        turns.append(np.degrees(np.arctan2(across[1], across[0])))
        squeezes.append(np.log(np.hypot(*across)))
        # Turned back, what was upright leans by the shear and keeps its height.
        angle = np.radians(-turns[-1])
        shears.append(np.cos(angle) * down[0] - np.sin(angle) * down[1])
        assert np.sin(angle) * down[0] + np.cos(angle) * down[1] == pytest.approx(1, abs=1e-5)
    for found, extent in (
        (turns, pen_drawing.DEGREES), (squeezes, pen_drawing.SQUEEZE), (shears, pen_drawing.SHEAR),
    ):  # fmt: skip
        assert 0.95 * extent < max(found) <= extent * 1.0001
        assert -extent * 1.0001 <= min(found) < -0.95 * extent


def test_strokes_are_varied_together() -> None:
    first, second = vary(SEVEN.strokes, np.random.default_rng(3))
    joined = vary([np.concatenate(SEVEN.strokes)], np.random.default_rng(3))[0]
    assert np.array_equal(np.concatenate((first, second)), joined)


def test_digits_drawn_anew_follow_one_another_and_differ() -> None:
    images = draw_anew([ONE, SEVEN], renderings=3, seed=0)
    assert images.shape == (6, 28, 28)
    alone = draw_anew([ONE], renderings=3, seed=0)
    assert torch.equal(images[:3], alone)
    assert len({image.numpy().tobytes() for image in images}) == 6
    assert torch.equal(draw_anew([ONE, SEVEN], renderings=3, seed=0), images)
    assert not torch.equal(draw_anew([ONE], renderings=1, seed=1)[0], images[0])


def test_digits_drawn_anew_have_pens_from_thin_to_thick() -> None:
    widths = [pen_width(image.numpy()) for image in draw_anew([SEVEN], renderings=40, seed=0)]
    # Preprocessing brings every pen to between 2 and 3 pixels.
    assert 1.8 < min(widths) < 2.1
    assert 2.7 < max(widths) < 3.2
