"""Every number shown is the model's, to its last digit, and stands where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from model.capsnet import CapsNet
from tests.browser.conftest import opening_pages
from tests.browser.explorer import Explorer, Strokes, numbers, shows

MATRIX = """
    (table) => [...table.querySelectorAll("tbody tr")].map((row) => ({
      name: row.querySelector("th").textContent,
      cells: [...row.querySelectorAll("td.number")].map(({ textContent }) => textContent),
    }))
"""

READ_ALL_CELLS = """
    (frame) => {
      const canvas = frame.querySelector("canvas");
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const readout = frame.parentElement.querySelector(".readout");
      return Array.from({ length: canvas.width * canvas.height }, (_, pixel) => {
        const clientX = left + ((pixel % canvas.width) + 0.5) * (width / canvas.width);
        const clientY = top + (Math.floor(pixel / canvas.width) + 0.5) * (height / canvas.height);
        frame.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
        return readout.textContent;
      });
    }
"""


@pytest.fixture(scope="module")
def page_of_a_two(
    browser: Browser, server: str, networks: dict[str, CapsNet], samples: dict[int, Strokes]
) -> Iterator[Explorer]:
    """The page with a 2 drawn by the mouse: not what it opens with. All tests here only read."""
    with opening_pages(browser, server, networks) as new_page:
        explorer = new_page().open()
        explorer.clear()
        explorer.draw(samples[2])
        yield explorer


@pytest.fixture
def drawn(page_of_a_two: Explorer) -> Explorer:
    """The page with a 2, on its routing stage."""
    page_of_a_two.open_stage("routing")
    return page_of_a_two


def test_lengths_sliders_and_the_matrix_show_the_capsules(drawn: Explorer) -> None:
    trace = drawn.trace()
    digits = trace.digits[-1]
    assert drawn.prediction.get_attribute("data-class") == str(trace.prediction)
    names = drawn.page.locator('[data-card="digits"] [data-digit]').evaluate_all(
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
    rows = drawn.stage.locator("table").evaluate(MATRIX)
    assert [row["name"] for row in rows] == [str(digit) for digit in range(10)]
    for digit, row in enumerate(rows):
        *values, length = row["cells"]
        assert all(shows(text, float(v)) for text, v in zip(values, digits[digit], strict=True))
        assert shows(length, float(trace.lengths[digit]))
    first, second = trace.lengths.argsort(descending=True)[:2].tolist()
    words = drawn.stage.locator(".formula").inner_text()
    assert words.startswith(f"{first} is longest with ")
    assert f"second is {second} with " in words


def test_the_routing_stage_shows_every_iteration_as_the_model_has_it(drawn: Explorer) -> None:
    trace = drawn.trace()
    digit = trace.prediction
    by_iteration = trace.digits.norm(dim=-1)
    chart = drawn.stage.locator(".chart svg")
    name, _, values = (chart.get_attribute("aria-label") or "").partition(": ")
    assert name == f"Length of {digit} by iteration"
    texts = values.split(", ")
    assert all(shows(t, float(v)) for t, v in zip(texts, by_iteration[:, digit], strict=True))

    for iteration in (0, 1, 2):
        button = drawn.stage.get_by_role("button", name=str(iteration + 1), exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        nodes = drawn.stage.locator(".class-node").evaluate_all(
            "(nodes) => nodes.map((node) => [node.textContent, node.getAttribute('aria-label')])"
        )
        beside = drawn.stage.locator(".class-length").all_text_contents()
        for digit, value in enumerate(by_iteration[iteration]):
            assert nodes[digit] == [str(digit), f"{digit}, length {beside[digit]}"]
            assert shows(beside[digit], float(value))
        couplings = trace.couplings[iteration]
        entropy = float(-(couplings * couplings.log2()).sum(-1).mean())
        words = drawn.stage.get_by_text("their mean entropy is").inner_text()
        found, bits, most = numbers(words)
        assert found == str(iteration + 1)
        assert shows(bits, entropy)
        assert most == "3.322"


def test_support_painted_on_the_drawing_adds_up_to_the_length_of_s(drawn: Explorer) -> None:
    trace = drawn.trace()
    digit = trace.prediction
    support = trace.support[-1, ..., digit]
    length = float(trace.sums[-1, digit].norm())
    words = drawn.stage.get_by_text("Red ink speaks for").inner_text()
    found = re.search(r"adds up to (\S+); with (\S+) from the bias that is ‖s‖ = (\S+?)\.", words)
    assert found is not None
    assert shows(found[1], float(support.sum()))
    assert shows(found[2], length - float(support.sum()))
    assert shows(found[3], length)

    picture = drawn.application("Support painted")
    texts = picture.evaluate(READ_ALL_CELLS)
    assert texts[30].startswith("row 1, column 2: ")
    shown = np.array([float(numbers(text)[2]) for text in texts]).reshape(28, 28)
    painted = _paint(support.sum(0).numpy(), trace.image.numpy())
    assert np.abs(shown - painted).max() <= 5.2e-5
    assert shown.sum() == pytest.approx(float(support.sum()), abs=0.04)
    legend = drawn.stage.locator(".painting .legend .number").all_inner_texts()
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


def test_pointing_at_a_capsule_of_routing_tells_its_number(drawn: Explorer) -> None:
    trace = drawn.trace()
    digit = trace.prediction
    picture = drawn.application("32 types of 6 by 6")
    words = {
        "support": "support",
        "coupling c": "couplings",
        "logit b": "logits",
        "agreement û·v": "agreement",
    }
    for button, field in words.items():
        drawn.stage.get_by_role("button", name=button, exact=True).click()
        drawn.rest()
        # Eight types side by side, a pixel apart: type 13 is the sixth of the second row.
        text = drawn.point_at(picture, 5 * 7 + 4, 7 + 2)
        assert text.startswith(f"type 13, row 2, column 4 → {digit}: {button} ")
        value = float(getattr(trace, field)[-1, 13, 2, 4, digit])
        assert shows(text.rpartition(" ")[2], value)


def test_pointing_at_a_feature_map_tells_its_number(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    drawn.open_stage("conv1")
    maps = drawn.application("256 feature maps")
    # Sixteen maps side by side, a pixel apart.
    text = drawn.point_at(maps, 3 * 21 + 11, 2 * 21 + 8)
    before = float(trace.conv1[35, 8, 11])
    assert text.startswith("map 35, row 8, column 11: ")
    assert shows(numbers(text)[3], before)
    assert shows(numbers(text)[4], max(0.0, before))

    kernels = drawn.application("256 kernels")
    expect(drawn.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()
    text = drawn.point_at(kernels, 3 * 10 + 7, 2 * 10 + 1)
    assert text.startswith("kernel 35, row 1, column 7: weight ")
    assert shows(numbers(text)[3], float(capsnet.conv1.weight[35, 0, 1, 7]))


def test_pointing_at_a_primary_capsule_tells_its_numbers(drawn: Explorer) -> None:
    trace = drawn.trace()
    drawn.open_stage("primary")
    types = drawn.application("32 types of 6 by 6")
    # Eight types side by side, a pixel apart.
    text = drawn.point_at(types, 2 * 7 + 3, 7 + 1)
    assert text.startswith("type 10, row 1, column 3: length ")
    assert shows(numbers(text)[3], float(trace.primary_raw[10, 1, 3].norm()))
    assert shows(numbers(text)[4], float(trace.primary[10, 1, 3].norm()))
    bars = drawn.stage.locator(".bars .number").all_inner_texts()
    assert all(shows(t, float(v)) for t, v in zip(bars, trace.primary[10, 1, 3], strict=True))


def test_arrow_keys_move_from_cell_to_cell_and_the_words_follow(drawn: Explorer) -> None:
    trace = drawn.trace()
    drawn.open_stage("conv1")
    maps = drawn.application("256 feature maps")
    maps.focus()
    maps.press("Home")
    assert drawn.readout(maps).startswith("map 0, row 0, column 0: ")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        maps.press(key)
    text = drawn.readout(maps)
    assert text.startswith("map 0, row 1, column 1: ")
    assert shows(numbers(text)[3], float(trace.conv1[0, 1, 1]))
    maps.press("Home")
    for _ in range(20):
        maps.press("ArrowRight")
    assert drawn.readout(maps).startswith("map 1, row 0, column 0: ")
