"""The stage of digit capsules: its grid, the margins and the margin loss."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from playwright.sync_api import Locator, expect

from model.network.capsnet import CapsNet
from model.network.loss import ABSENT_MARGIN, ABSENT_WEIGHT, PRESENT_MARGIN, margin_loss
from model.network.trace import Trace
from tests.browser.conftest import opening_pages
from tests.browser.explorer import Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.words import numbers, shows, texts

SPAN = """
    (element) => {
      const { left, width } = element.getBoundingClientRect();
      return [left, width];
    }
"""


@pytest.fixture(scope="module")
def page_of_a_five(
    pages: Pages, server: str, networks: dict[str, CapsNet], samples: dict[int, Strokes]
) -> Iterator[Explorer]:
    """The page with a 5 on its stage of digit capsules. All tests here only look."""
    with opening_pages(pages, server, networks) as new_page:
        explorer = new_page().open("/?stage=digits")
        explorer.clear()
        explorer.draw(samples[5])
        yield explorer


@pytest.fixture
def drawn(page_of_a_five: Explorer) -> Explorer:
    for _ in range(2):  # what is pinned, and what an earlier test left pointed at
        page_of_a_five.page.mouse.move(0, 0)
    while page_of_a_five.page.locator("#inspector:is([data-pinned], [data-open])").count():
        page_of_a_five.page.keyboard.press("Escape")
        page_of_a_five.next_frames()
    return page_of_a_five


@pytest.fixture
def trace(drawn: Explorer) -> Trace:
    return drawn.trace()


def _open(explorer: Explorer, tab: str) -> None:
    explorer.stage.locator(f'[data-tab="{tab}"]').click()
    explorer.page.wait_for_selector(f'body[data-tab="{tab}"]')
    explorer.page.mouse.move(0, 0)


def _unit(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def test_cells_and_row_names_point_at_their_units_and_a_click_pins(
    drawn: Explorer, trace: Trace
) -> None:
    _open(drawn, "numbers")
    rows = drawn.stage.locator(".matrix tbody tr")
    cell = rows.nth(3).locator("td").nth(11)
    cell.hover()
    expect(_unit(drawn)).to_have_attribute("data-unit", "dimension-3-11")
    expect(cell).to_have_attribute("data-here", "")
    assert shows(cell.inner_text(), float(trace.digits[-1, 3, 11]))
    cell.click()
    drawn.page.mouse.move(0, 0)
    expect(_unit(drawn)).to_have_attribute("data-unit", "dimension-3-11")
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    cell.click()  # opens the sheet
    cell.click()
    drawn.page.mouse.move(0, 0)
    expect(_unit(drawn)).to_have_attribute("data-unit", "")

    rows.nth(8).locator("th").hover()
    expect(_unit(drawn)).to_have_attribute("data-unit", "digit-8")
    expect(rows.nth(8)).to_have_attribute("data-linked", "")
    length = rows.nth(8).locator("td.number").last
    length.hover()
    expect(_unit(drawn)).to_have_attribute("data-unit", "digit-8")
    assert shows(length.inner_text(), float(trace.lengths[8]))


def test_keys_move_in_the_grid_which_is_one_tab_stop(drawn: Explorer) -> None:
    _open(drawn, "numbers")
    grid = drawn.stage.get_by_role("grid")
    assert grid.locator('[tabindex="0"]').count() == 1
    grid.locator('[tabindex="0"]').focus()
    keyboard = drawn.page.keyboard
    for key, unit in (
        ("Control+Home", "digit-0"),
        ("ArrowRight", "dimension-0-0"),
        ("ArrowDown", "dimension-1-0"),
        ("ArrowRight", "dimension-1-1"),
        ("PageDown", "dimension-9-1"),
        ("ArrowDown", "dimension-9-1"),
        ("ArrowUp", "dimension-8-1"),
        ("ArrowLeft", "dimension-8-0"),
        ("End", "digit-8"),
        ("ArrowLeft", "dimension-8-15"),
        ("PageUp", "dimension-0-15"),
        ("Home", "digit-0"),
        ("Control+End", "digit-9"),
    ):
        keyboard.press(key)
        expect(_unit(drawn)).to_have_attribute("data-unit", unit)
        assert grid.locator('[tabindex="0"]').count() == 1
    keyboard.press("ArrowLeft")
    keyboard.press("Enter")
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    keyboard.press("ArrowLeft")
    expect(_unit(drawn)).to_have_attribute("data-unit", "dimension-9-15")
    keyboard.press("Escape")
    expect(_unit(drawn)).to_have_attribute("data-unit", "dimension-9-14")
    keyboard.press("Tab")
    assert not grid.evaluate("(grid) => grid.contains(document.activeElement)")


def test_margins_stand_where_the_loss_has_them(drawn: Explorer, trace: Trace) -> None:
    _open(drawn, "numbers")
    left, width = drawn.stage.locator(".matrix thead .margin-axis").evaluate(SPAN)
    ticks = drawn.stage.locator(".matrix thead .margin").all()
    assert [tick.inner_text() for tick in ticks] == [str(ABSENT_MARGIN), str(PRESENT_MARGIN)]
    for tick, margin in zip(ticks, (ABSENT_MARGIN, PRESENT_MARGIN), strict=True):
        start, across = tick.evaluate(SPAN)
        assert (start + across / 2 - left) / width == pytest.approx(margin, abs=0.01)
    for digit, row in enumerate(drawn.stage.locator(".matrix tbody tr").all()):
        start, across = row.locator(".margin-bar").evaluate(SPAN)
        assert start == pytest.approx(left, abs=1)
        assert across / width == pytest.approx(float(trace.lengths[digit]), abs=0.02)


def test_the_second_choice_and_its_distance_are_told(drawn: Explorer, trace: Trace) -> None:
    _open(drawn, "second")
    lengths, order = trace.lengths.sort(descending=True)
    words = drawn.stage.locator(".verdict").inner_text()
    first, first_length, second, second_length, distance = numbers(words)
    assert (int(first), int(second)) == (int(order[0]), int(order[1]))
    assert shows(first_length, float(lengths[0]))
    assert shows(second_length, float(lengths[1]))
    assert shows(distance, float(lengths[0] - lengths[1]))
    ranking, total = drawn.stage.get_by_text("From long to short").inner_text().split(" All ")
    assert [int(each) for each in numbers(ranking)] == order.tolist()
    assert shows(total, float(lengths.sum()))


def test_the_two_longest_capsules_stand_beside_each_other(drawn: Explorer, trace: Trace) -> None:
    _open(drawn, "second")
    first, second = trace.lengths.argsort(descending=True)[:2].tolist()
    rows = drawn.stage.locator(".second-table tbody tr:not(.bars-row)").all()
    one, other = trace.digits[-1, first], trace.digits[-1, second]
    for row, values in zip(rows, (one, other, one - other), strict=True):
        shown = texts(row.locator("td"))
        assert all(shows(text, float(v)) for text, v in zip(shown, values, strict=True))
    assert [row.locator("th").inner_text() for row in rows[:2]] == [str(first), str(second)]
    cell = rows[1].locator("td").nth(4)
    cell.hover()
    expect(_unit(drawn)).to_have_attribute("data-unit", f"dimension-{second}-4")
    # From zero up or down, as long as the number on the scale of the largest.
    most = float(torch.stack([one, other, one - other]).abs().max())
    for place, values in (("bar-first", one), ("bar-second", other)):
        for bar, value in zip(drawn.stage.locator(f".{place}").all(), values, strict=True):
            scale = bar.evaluate("(bar) => new DOMMatrix(getComputedStyle(bar).transform).d")
            assert scale == pytest.approx(float(value) / most, abs=1e-3)
    pictures = drawn.stage.locator(".second-top canvas")
    for place, digit in enumerate((first, second)):
        ink = drawn.ink(pictures.nth(place))
        decoded = trace.reconstructions[digit].numpy()
        assert abs(ink - decoded).max() <= 0.5 / 255 + 1e-4


@pytest.mark.parametrize("label", [None, 3, 5])
def test_the_margin_loss_is_the_models_for_any_true_label(
    drawn: Explorer, trace: Trace, label: int | None
) -> None:
    _open(drawn, "loss")
    select = drawn.stage.get_by_role("combobox", name="True label")
    select.select_option("" if label is None else str(label))
    truth = trace.prediction if label is None else label
    _expect_loss(drawn, trace, truth)


def test_the_true_label_is_chosen_with_the_keyboard_alone(drawn: Explorer, trace: Trace) -> None:
    _open(drawn, "loss")
    select = drawn.stage.get_by_role("combobox", name="True label")
    select.select_option("")
    select.focus()
    drawn.page.keyboard.press("ArrowDown")
    _expect_loss(drawn, trace, 0)
    drawn.page.keyboard.press("ArrowDown")
    _expect_loss(drawn, trace, 1)
    select.select_option("")


def _expect_loss(drawn: Explorer, trace: Trace, truth: int) -> None:
    loss = margin_loss(trace.lengths[None], torch.tensor([truth]))
    panel = drawn.stage.get_by_role("region", name="Margin loss")
    assert shows(panel.locator("[data-total]").inner_text(), float(loss))
    added = 0.0
    for digit, row in enumerate(panel.locator("tbody tr").all()):
        length = float(trace.lengths[digit])
        present, term, value = texts(row.locator("td"))
        assert present == str(int(digit == truth))
        if digit == truth:
            wanted = max(0.0, PRESENT_MARGIN - length) ** 2
            assert term == f"max(0, {PRESENT_MARGIN} − {length:.3f})²"
        else:
            wanted = ABSENT_WEIGHT * max(0.0, length - ABSENT_MARGIN) ** 2
            assert term == f"{ABSENT_WEIGHT} max(0, {length:.3f} − {ABSENT_MARGIN})²"
        assert shows(value, wanted)
        added += float(value)
    assert added == pytest.approx(float(loss), abs=6e-5)
    # The formula is said in words too.
    label = panel.locator("math").get_attribute("aria-label") or ""
    assert {str(PRESENT_MARGIN), str(ABSENT_MARGIN), str(ABSENT_WEIGHT)} <= set(numbers(label))
    # Each class's dot stands above its length.
    axis = panel.locator(".loss-curves .margin-line")
    lines = [float(line.evaluate(SPAN)[0]) for line in axis.all()]
    for digit, dot in enumerate(panel.locator(".loss-curves circle").all()):
        left, width = dot.evaluate(SPAN)
        length = float(trace.lengths[digit])
        wanted = lines[0] + (length - ABSENT_MARGIN) / 0.8 * (lines[1] - lines[0])
        assert left + width / 2 == pytest.approx(wanted, abs=1.5)
