"""The sheet opens and closes over nothing else, and its line tells the model's numbers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.inspector.panel import (
    SHOWN,
    cell_of,
    expect_numbers,
    expect_pinned,
    let_go,
    line,
    panel_of,
    told,
)
from tests.browser.words import shows


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844), (320, 640)])
def test_in_a_narrow_window_the_sheet_lies_over_the_lower_edge_with_its_line_in_reach(
    new_page: OpenPage, capsnet: CapsNet, width: int, height: int
) -> None:
    explorer = new_page(viewport={"width": width, "height": height}, has_touch=True).open(
        "/?stage=conv1"
    )
    panel = panel_of(explorer)
    canvas = explorer.application(r"\d+ feature maps").first.locator("canvas")
    canvas.scroll_into_view_if_needed()
    canvas.tap(position=cell_of(canvas))
    expect(panel).to_have_attribute("data-pinned", "")
    text = panel.get_attribute("data-unit") or ""
    assert re.match(r"conv1-\d+-\d+-\d+$", text)
    explorer.rest()
    expect_numbers(explorer, text, explorer.trace(), capsnet)
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    # What comes out stays in sight below it, the drawing above.
    assert height / 4 <= box["y"] < box["y"] + box["height"] <= height
    # Its last line is in reach, and so is its pin from there.
    panel.get_by_role("tab", name="Sum").tap()
    panel.locator("[data-line=then]").scroll_into_view_if_needed()
    expect(panel.locator("[data-line=then]")).to_be_in_viewport()
    button = panel.get_by_role("button", name="Let go of the pinned unit")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(panel).not_to_have_attribute("data-pinned", "")
    line(explorer).tap()
    expect(panel.locator(".explanation")).to_be_hidden()


def test_a_second_choice_opens_the_sheet_and_a_third_lets_go(drawn: Explorer) -> None:
    drawn.open_stage("conv1")
    picture = drawn.stage.get_by_role("application").first
    canvas = picture.locator("canvas")
    canvas.click(position=cell_of(canvas))
    expect(panel_of(drawn)).to_have_attribute("data-pinned", "")
    expect(panel_of(drawn)).not_to_have_attribute("data-open", "")
    canvas.click(position=cell_of(canvas))
    expect(panel_of(drawn)).to_have_attribute("data-pinned", "")
    expect(panel_of(drawn)).to_have_attribute("data-open", "")
    # The picture has shrunk under the pointer: the cursor is moved by keys from here.
    drawn.page.mouse.move(0, 0)
    let_go(drawn)
    picture.focus()
    picture.press("Home")
    for pinned, opened in ((True, False), (True, True), (False, False)):
        picture.press("Enter")
        assert (panel_of(drawn).get_attribute("data-pinned") is not None) == pinned
        assert (panel_of(drawn).get_attribute("data-open") is not None) == opened


def test_escape_closes_the_sheet_then_lets_go_of_the_unit_then_of_the_digit(
    drawn: Explorer,
) -> None:
    keyboard, panel = drawn.page.keyboard, panel_of(drawn)
    keyboard.press("8")
    drawn.page.locator('[data-part="lengths"] [data-digit="8"] button').hover()
    line(drawn).click()
    expect_pinned(drawn, "digit-8")
    expect(panel).to_have_attribute("data-open", "")
    drawn.page.mouse.move(0, 0)
    keyboard.press("Escape")
    expect(panel).not_to_have_attribute("data-open", "")
    expect_pinned(drawn, "digit-8")
    keyboard.press("Escape")
    expect(panel).not_to_have_attribute("data-pinned", "")
    expect(drawn.page.locator("#capsule-title")).to_contain_text("8")
    drawn.page.locator('[data-part="lengths"] [data-digit="8"] button').hover()
    drawn.page.mouse.move(0, 0)
    keyboard.press("Escape")
    expect(drawn.page.locator("#capsule-title")).not_to_contain_text("8")
    # What was let go of is explained no more.
    expect(panel.locator(".unit-name")).to_contain_text("Point at anything")


def test_the_line_adds_up_the_support_that_it_tells(drawn: Explorer) -> None:
    drawn.go("/?unit=type-14")
    drawn.rest()
    trace = drawn.trace()
    digit = trace.prediction
    support = trace.support[-1, ..., digit]
    added = told(drawn, "Capsule type · type 14", "adds")
    assert shows(added.removeprefix("+"), float(support[14].sum()))
    drawn.go("/?unit=capsule-14-2-3")
    name = "Primary capsule · type 14, row 2, column 3"
    assert shows(told(drawn, name, "length"), float(trace.primary[14, 2, 3].norm()))
    assert shows(told(drawn, name, "adds").removeprefix("+"), float(support[14, 2, 3]))
    expect(panel_of(drawn).locator(".unit-values")).to_contain_text(f"to {digit}")


OVERLAPS = """
    () => {
      const inside = (rect) => rect.left >= 0 && rect.top >= 0
          && rect.right <= innerWidth && rect.bottom <= innerHeight;
      const rect = (selector) => document.querySelector(selector).getBoundingClientRect();
      const [sheet, stage, strip] = ["#inspector", "#stage", ".strip"].map(rect);
      const part = document.querySelector(".explained-part:not([hidden])");
      return {
        sheet: inside(sheet),
        apart: strip.bottom <= stage.top && stage.bottom <= sheet.top,
        tabs: [...document.querySelectorAll("#stage [role=tab], #stage-title")]
          .every((tab) => { const r = tab.getBoundingClientRect();
            return r.top >= stage.top && r.bottom <= stage.bottom && r.right <= stage.right; }),
        scrolls: [part.scrollWidth - part.clientWidth, part.scrollHeight - part.clientHeight],
      };
    }
"""


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1180, 680)])
def test_the_sheet_covers_nothing_and_every_part_of_every_explanation_fits_it(
    new_page: OpenPage, size: tuple[int, int]
) -> None:
    width, height = size
    explorer = new_page(viewport={"width": width, "height": height}).open("/?unit=digit-0")
    tabs = panel_of(explorer).get_by_role("tab")
    for text in SHOWN.values():
        explorer.go(f"/?stage=routing&unit={text}")
        expect_pinned(explorer, text)
        expect(panel_of(explorer)).to_have_attribute("data-exact", "true")
        expect(panel_of(explorer).locator(".explained-part").first).to_be_attached()
        for index in range(max(1, tabs.count())):
            if tabs.count() > 0:
                tabs.nth(index).click()
            found = explorer.page.evaluate(OVERLAPS)
            # At the least width of all, a sheet may go on to the right.
            scrolls = [0, 0] if width > 1180 else [found["scrolls"][0], 0]
            assert found == {
                **{"sheet": True, "apart": True, "tabs": True},
                "scrolls": scrolls,
            }, (text, index)


def test_the_line_is_where_it_was_when_its_sheet_opens(drawn: Explorer) -> None:
    drawn.open_stage("digits")
    before = line(drawn).bounding_box()
    drawn.page.locator('[data-part="lengths"] [data-digit="2"] button').hover()
    line(drawn).click()
    expect(panel_of(drawn)).to_have_attribute("data-open", "")
    assert line(drawn).bounding_box() == before
    line(drawn).click()
    expect(panel_of(drawn)).not_to_have_attribute("data-open", "")
    assert line(drawn).bounding_box() == before
