"""The pictures: a number of every capsule, and support painted on the drawing."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from model.network.trace import Trace
from tests.browser.explorer import Explorer
from tests.browser.routing.stage import (
    IN_WORDS,
    QUANTITIES,
    READ_CELLS,
    inspector,
    press,
    press_tick,
)
from tests.browser.words import numbers, shows, texts


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_picture_tells_every_capsules_number(drawn: Explorer, trace: Trace, name: str) -> None:
    digit = trace.prediction
    press_tick(drawn, 1, "v")
    press(drawn, "Quantity", name)
    press(drawn, "What is painted", "capsules")
    picture = drawn.application("32 types of 6 by 6")
    # Every thirteenth pixel of 55 x 27, over all types.
    told = [text for text in picture.evaluate(READ_CELLS, 13) if text.strip()]
    values = getattr(trace, QUANTITIES[name])[1, ..., digit]
    assert len(told) > 80
    for text in told:
        start, _, rest = text.partition(f" → {digit}: {IN_WORDS[name]} ")
        type_, row, column = map(int, numbers(start))
        value = float(values[type_, row, column])
        assert shows(numbers(rest)[0], value)
        if name == "coupling":
            assert shows(numbers(rest)[1], value - 0.1)
    shown = (values - 0.1 if name == "coupling" else values).abs().max()
    legend = texts(drawn.stage.locator(".painted:not([hidden]) .legend .number"))
    assert shows(legend[0], -float(shown))
    assert shows(legend[1], float(shown))
    assert len(numbers(legend[1])[0].replace(".", "").lstrip("0")) == 3


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_a_cell_of_the_picture_is_a_vote_with_its_patch(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    press(drawn, "What is painted", "capsules")
    picture = drawn.application("32 types of 6 by 6")
    # Eight types side by side, a pixel apart: type 13 is the sixth of the second row.
    if keyboard:
        picture.focus()
        for key in ("Control+Home", *["PageDown"] * 13, "ArrowDown", "ArrowDown"):
            picture.press(key)
        for _ in range(4):
            picture.press("ArrowRight")
        text = drawn.readout(picture)
    else:
        text = drawn.point_at(picture, 5 * 7 + 4, 7 + 2)
    assert text.startswith(f"type 13, row 2, column 4 → {trace.prediction}: support ")
    expect(inspector(drawn)).to_have_attribute("data-unit", f"vote-13-2-4-{trace.prediction}")
    picture.press("Enter")
    press(drawn, "What is painted", "ink")
    painting = drawn.application("Support painted")
    expect(painting.locator("path.box.box-from")).to_have_attribute("d", "M8 4h17v17h-17z")


def test_support_painted_on_the_drawing_adds_up_to_the_length_of_s(
    drawn: Explorer, trace: Trace
) -> None:
    digit = trace.prediction
    support = trace.support[-1, ..., digit]
    length = float(trace.sums[-1, digit].norm())
    words = drawn.stage.get_by_text("Orange ink speaks for").inner_text()
    found = re.search(r"adds up to (\S+), with the bias's (\S+) to ‖s‖ = (\S+?)\.$", words)
    assert found is not None
    assert shows(found[1], float(support.sum()))
    assert shows(found[2], length - float(support.sum()))
    assert shows(found[3], length)

    picture = drawn.application("Support painted")
    told = picture.evaluate(READ_CELLS, 1)
    assert told[30].startswith("row 1, column 2: ")
    shown = np.array([float(numbers(text)[2]) for text in told]).reshape(28, 28)
    shares = np.array([float(numbers(text)[3]) for text in told]).reshape(28, 28)
    painted = _paint(support.sum(0).numpy(), trace.image.numpy())
    assert np.abs(shown - painted).max() <= 5.2e-5
    assert np.abs(shares - 100 * painted / length).max() <= 5.2e-3
    assert shown.sum() == pytest.approx(float(support.sum()), abs=0.04)
    legend = texts(drawn.stage.locator(".painted:has(.painting) .legend .number"))
    assert shows(legend[0], -float(np.abs(painted).max()))
    assert shows(legend[1], float(np.abs(painted).max()))


def _paint(positions: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Each position's support, spread over the ink of the 17 x 17 pixels that it sees."""
    painted = np.zeros_like(image, dtype=np.float64)
    for row in range(6):
        for column in range(6):
            patch = np.s_[2 * row : 2 * row + 17, 2 * column : 2 * column + 17]
            ink = image[patch].astype(np.float64)
            weights = ink / ink.sum() if ink.sum() > 0 else np.full(ink.shape, 1 / ink.size)
            painted[patch] += positions[row, column] * weights
    return painted


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_support_by_position_tells_each_positions_share(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    digit = trace.prediction
    press(drawn, "What is painted", "positions", keyboard)
    picture = drawn.application("Support painted")
    cells = picture.evaluate(READ_CELLS, 1)
    positions = trace.support[-1, ..., digit].sum(0)
    length = float(trace.sums[-1, digit].norm())
    told: dict[tuple[int, int], int] = {}
    for pixel, text in enumerate(cells):
        if text == "between the positions":
            continue
        row, column, value, share = numbers(text)
        told[int(row), int(column)] = told.get((int(row), int(column)), 0) + 1
        wanted = float(positions[int(row), int(column)])
        assert shows(value, wanted)
        assert shows(share, 100 * wanted / length)
        # Each square lies in the middle of the 17 x 17 pixels.
        assert pixel // 28 - 2 * int(row) in (8, 9)
        assert pixel % 28 - 2 * int(column) in (8, 9)
    assert len(told) == 36
    assert set(told.values()) == {4}
    words = drawn.stage.get_by_text("Orange squares speak for").inner_text()
    assert f"‖s‖ = {length:.3f}" in words
    drawn.point_at(picture, 8 + 2 * 3, 8 + 2 * 1)
    expect(inspector(drawn)).to_have_attribute("data-unit", f"position-1-3-{digit}")
