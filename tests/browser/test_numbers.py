"""Every number shown is the model's, to its last digit, and stands where it belongs."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from model.network.capsnet import CapsNet
from tests.browser.explorer import Explorer
from tests.browser.words import numbers, shows

MATRIX = """
    (table) => [...table.querySelectorAll("tbody tr")].map((row) => ({
      name: row.querySelector("th").textContent,
      cells: [...row.querySelectorAll("td.number")].map(({ textContent }) => textContent),
    }))
"""


@pytest.fixture(scope="module")
def page_of_a_two(page_of_a: Callable[[int], Explorer]) -> Explorer:
    """The page with a 2 drawn by the mouse: not what it opens with. All tests here only read."""
    return page_of_a(2)


@pytest.fixture
def drawn(page_of_a_two: Explorer) -> Explorer:
    """The page with a 2, on its routing stage."""
    page_of_a_two.open_stage("routing")
    return page_of_a_two


def test_lengths_sliders_and_the_matrix_show_the_capsules(drawn: Explorer) -> None:
    trace = drawn.trace()
    digits = trace.digits[-1]
    assert drawn.prediction.get_attribute("data-class") == str(trace.prediction)
    names = drawn.page.locator('[data-part="lengths"] [data-digit]').evaluate_all(
        """(rows) => rows.map((row) => [
             row.dataset.digit, row.querySelector(".length-name").textContent])"""
    )
    assert names == [[str(digit), str(digit)] for digit in range(10)]
    for text, length in zip(drawn.lengths(), trace.lengths, strict=True):
        assert shows(text, float(length))
    assert drawn.boxes() == pytest.approx(digits[trace.prediction].tolist(), abs=5.2e-4)
    length_box = drawn.page.get_by_role("spinbutton", name="Length, as a number")
    assert shows(length_box.input_value(), float(trace.lengths[trace.prediction]))
    assert np.array_equal(
        np.round(255 * drawn.ink(drawn.page.locator(".seen"))), np.round(255 * trace.image.numpy())
    )

    drawn.open_stage("digits")
    rows = drawn.stage.locator("table.matrix").evaluate(MATRIX)
    assert [row["name"] for row in rows] == [str(digit) for digit in range(10)]
    for digit, row in enumerate(rows):
        *values, length = row["cells"]
        assert all(shows(text, float(v)) for text, v in zip(values, digits[digit], strict=True))
        assert shows(length, float(trace.lengths[digit]))
    first, second = trace.lengths.argsort(descending=True)[:2].tolist()
    drawn.open_stage("digits", "second")
    words = drawn.stage.locator(".verdict").inner_text()
    assert words.startswith(f"{first} is longest with ")
    assert f"second is {second} with " in words


def test_pointing_at_a_feature_map_tells_its_number(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    drawn.open_stage("conv1")
    drawn.stage.get_by_role("combobox", name="Order").select_option("by number")
    maps = drawn.application("256 feature maps")
    # Sixteen maps side by side, a pixel apart.
    text = drawn.point_at(maps, 3 * 21 + 11, 2 * 21 + 8)
    before = float(trace.conv1[35, 8, 11])
    assert text.startswith("map 35, row 8, column 11: ")
    assert shows(numbers(text)[3], before)
    assert shows(numbers(text)[4], max(0.0, before))

    expect(drawn.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()
    drawn.open_stage("conv1", "kernels")
    kernels = drawn.application("256 kernels")
    text = drawn.point_at(kernels, 3 * 10 + 7, 2 * 10 + 1)
    assert text.startswith("kernel 35, row 1, column 7: weight ")
    assert shows(numbers(text)[3], float(capsnet.conv1.weight[35, 0, 1, 7]))


def test_arrow_keys_move_from_cell_to_cell_and_the_words_follow(drawn: Explorer) -> None:
    trace = drawn.trace()
    drawn.open_stage("conv1")
    drawn.stage.get_by_role("combobox", name="Order").select_option("by number")
    maps = drawn.application("256 feature maps")
    maps.focus()
    maps.press("Home")
    assert drawn.readout(maps).startswith("map 0, row 0, column 0: ")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        maps.press(key)
    text = drawn.readout(maps)
    assert text.startswith("map 0, row 1, column 1: ")
    assert shows(numbers(text)[3], float(trace.conv1[0, 1, 1]))
    maps.press("Control+Home")
    for _ in range(20):
        maps.press("ArrowRight")
    assert drawn.readout(maps).startswith("map 1, row 0, column 0: ")
