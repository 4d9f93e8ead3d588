"""Every view of routing and of digit capsules fits the window, under the inspector's sheet too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer

TABS = {"routing": ("links", "votes", "without", "even"), "digits": ("numbers", "second", "loss")}
SIZES = ((1280, 720), (1440, 900))

CLIPPED = """
    () => {
      const root = document.querySelector(".instruments");
      const { left, top, right, bottom } = root.getBoundingClientRect();
      const found = [];
      if (root.scrollHeight > root.clientHeight) found.push(`high: ${root.scrollHeight}`);
      if (root.scrollWidth > root.clientWidth) found.push(`wide: ${root.scrollWidth}`);
      const things = "canvas, svg, table, button, input, select, .margin, .class-length, .tick";
      for (const each of document.querySelectorAll(`#stage :is(${things})`)) {
        if (!each.checkVisibility({ visibilityProperty: true })) continue;
        if (each.closest(".vote-table")) continue;
        const box = each.getBoundingClientRect();
        const words = each.textContent.slice(0, 20);
        const name = `${each.tagName} ${each.getAttribute("class")} ${words}`;
        const inTools = each.closest(".tools, .stage-head") !== null;
        const within = inTools
          ? box.left >= left - 1 && box.right <= right + 1 && box.bottom <= innerHeight
          : box.left >= left - 2 && box.top >= top - 2 && box.right <= right + 2
            && box.bottom <= bottom + 2;
        if (!within) found.push(`${name} ${[box.left, box.top, box.right, box.bottom]}`);
      }
      return found;
    }
"""
SMALL = """
    () => [...document.querySelectorAll("#stage *")]
      .filter((each) => each.checkVisibility()
        && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
      .map((each) => {
        const svg = each.ownerSVGElement;
        const scale = svg ? svg.getScreenCTM().a : 1;
        return [parseFloat(getComputedStyle(each).fontSize) * scale, each.textContent];
      })
      .filter(([size]) => size < 11.99)
"""


@pytest.fixture
def opened(new_page: OpenPage) -> Explorer:
    return new_page(own=True).open("/?stage=routing&iteration=2&step=couplings")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_view_fits_the_window(opened: Explorer, size: tuple[int, int]) -> None:
    page = opened.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    clipped = {}
    for sheet in (False, True):
        for stage, tabs in TABS.items():
            for tab in tabs:
                opened.open_stage(stage, tab)
                if sheet and not page.locator("#inspector[data-open]").count():
                    page.locator(".inspector-open").click()
                    expect(page.locator("#inspector")).to_have_attribute("data-open", "")
                opened.next_frames()
                clipped[stage, tab, sheet] = page.evaluate(CLIPPED) + page.evaluate(SMALL)
    assert {place: found for place, found in clipped.items() if found} == {}


@pytest.mark.parametrize("count", [1, 3, 6, 10])
def test_the_timeline_fits_whatever_the_iterations(new_page: OpenPage, count: int) -> None:
    explorer = new_page(viewport={"width": 1280, "height": 720}).open(
        f"/?stage=routing&routing={count}"
    )
    assert explorer.page.evaluate(CLIPPED) == []
    ticks = explorer.stage.locator(".tick")
    expect(ticks).to_have_count(5 * count)
    tops = {tick.bounding_box()["y"] for tick in ticks.all()}  # type: ignore[index]
    assert len(tops) == 1, "in one row"
    # The whole of it is one control, of the size that a finger needs.
    box = explorer.stage.get_by_role("slider", name="Steps of routing").bounding_box()
    assert box is not None
    assert box["height"] >= 24


def test_the_name_of_the_quantity_stands_over_its_numbers(opened: Explorer) -> None:
    name = opened.stage.locator(".number-name")
    expect(name).to_have_text("mean coupling")
    over = name.bounding_box()
    first = opened.stage.locator(".class-length").first.bounding_box()
    assert over is not None
    assert first is not None
    assert over["y"] + over["height"] <= first["y"] + 1
    assert over["x"] <= first["x"] + first["width"]
    assert over["x"] + over["width"] >= first["x"]
