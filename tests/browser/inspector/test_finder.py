"""A unit is found by its numbers."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from model.network.capsnet import CapsNet
from tests.browser.explorer import Explorer
from tests.browser.inspector.panel import (
    expect_numbers,
    expect_pinned,
    line,
    panel_of,
)


def _go_to(explorer: Explorer) -> Locator:
    return panel_of(explorer).get_by_role("button", name="Go to a unit by its numbers")


def _open_finder(explorer: Explorer) -> Locator:
    finder = panel_of(explorer).locator(".finder")
    if panel_of(explorer).get_attribute("data-open") is None:
        line(explorer).click()
    if not finder.is_visible():
        _go_to(explorer).click()
    return finder


def test_a_unit_is_found_by_its_numbers(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    finder = _open_finder(drawn)
    finder.get_by_label("Kind of unit").select_option(label="vote of a primary capsule")
    for index, value in {"type": "14", "row": "2", "column": "3"}.items():
        finder.locator(f"[data-index={index}]").fill(value)
        finder.locator(f"[data-index={index}]").press("Tab")
    finder.locator("[data-index=digit]").select_option("8")
    drawn.rest()
    expect_pinned(drawn, "vote-14-2-3-8")
    expect_numbers(drawn, "vote-14-2-3-8", trace, capsnet)
    _go_to(drawn).click()
    expect(finder).to_be_hidden()


def test_a_unit_is_found_by_its_numbers_with_keys_alone(drawn: Explorer) -> None:
    finder = panel_of(drawn).locator(".finder")
    line(drawn).focus()
    drawn.page.keyboard.press("Enter")
    _go_to(drawn).focus()
    drawn.page.keyboard.press("Enter")
    expect(finder.get_by_label("Kind of unit")).to_be_focused()
    drawn.page.keyboard.type("kern")
    expect(panel_of(drawn)).to_have_attribute("data-unit", re.compile(r"^kernel-\d+$"))
    drawn.page.keyboard.press("Tab")
    drawn.page.keyboard.press("Control+A")
    drawn.page.keyboard.type("9999")
    drawn.page.keyboard.press("Tab")
    expect_pinned(drawn, "kernel-255")
    assert finder.locator("[data-index=map]").input_value() == "255"
    _go_to(drawn).click()


def test_the_inspector_is_skipped_to_and_escape_lets_go_within_its_fields(drawn: Explorer) -> None:
    keyboard = drawn.page.keyboard
    drawn.page.locator(".skip").nth(1).focus()
    keyboard.press("Enter")
    expect(panel_of(drawn)).to_be_focused()
    finder = _open_finder(drawn)
    finder.get_by_label("Kind of unit").select_option(label="primary capsule")
    finder.get_by_label("type, 0 to 31").fill("9")
    finder.get_by_label("row, 0 to 5").fill("3")
    field = finder.get_by_label("column, 0 to 5")
    field.fill("4")
    expect_pinned(drawn, "capsule-9-3-4")
    # The fields of what is pointed at take the place of this one, which then tells its last change.
    drawn.page.locator('[data-part="lengths"] .lengths button').first.hover()
    field.press("Escape")
    expect(drawn.page.locator("#inspector[data-open]")).to_have_count(0)
    drawn.page.keyboard.press("Escape")
    expect(panel_of(drawn)).to_have_attribute("data-unit", "digit-0")
    expect(drawn.page.locator("#inspector[data-pinned]")).to_have_count(0)
    _open_finder(drawn)
    _go_to(drawn).click()
