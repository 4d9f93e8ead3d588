"""One screen: what goes in, what happens and what comes out are in sight, readable, unclipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from model.data.sources import Dataset
from tests.browser.conftest import OpenPage
from tests.browser.explorer import LABS, STAGES, Explorer
from tests.browser.screenshots import tabs_of

ONE_SCREEN = ((1440, 900), (1280, 720), (1180, 680))
NARROW = ((1024, 768), (390, 844), (320, 720))
SMALLEST = 12
SIZES_OF_TYPE = 5

ALWAYS = {
    "pad": "#drawing",
    "answer": "#prediction",
    "length": "[data-part=lengths] [data-digit]",
    "reconstruction": "[data-picture=reconstruction]",
    "difference": "[data-picture=difference]",
    "slider": "input[type=range][data-dimension], input[type=range][data-length-slider]",
}
COUNTS = {"length": 10, "slider": 17}

FAULTS = """
    (always) => {
      const { documentElement: page, body } = document;
      const faults = [];
      if (Math.max(page.scrollHeight - page.clientHeight, body.scrollHeight - body.clientHeight,
          page.scrollWidth - page.clientWidth) > 0) faults.push("the page scrolls");
      for (const [name, [selector, count]] of Object.entries(always)) {
        const found = [...document.querySelectorAll(selector)].filter((each) => {
          const { top, left, bottom, right, width } = each.getBoundingClientRect();
          if (width === 0 || top < 0 || left < 0 || bottom > innerHeight || right > innerWidth)
            return false;
          // Seen, and not under anything else.
          const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return at !== null && (each.contains(at) || at.contains(each)
            || each.parentElement.contains(at));
        });
        if (found.length < count) faults.push(`${name}: ${found.length} of ${count} in sight`);
      }
      const room = document.querySelector("[data-part=instruments]");
      const across = room.scrollWidth - room.clientWidth;
      const down = room.scrollHeight - room.clientHeight;
      if (across > 0 || down > 0) faults.push(`instruments clipped by ${across}, ${down}`);
      for (const part of document.querySelectorAll("#stage, .stage-line, .side")) {
        if (!part.checkVisibility()) continue;
        const by = part.scrollHeight - part.clientHeight;
        if (by > 1) faults.push(`${part.className} clipped by ${by}`);
      }
      return faults;
    }
"""

SIZES = """
    () => {
      const sizes = {};
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { currentNode: text } = walker;
        const parent = text.parentElement;
        if (!text.data.trim() || parent.closest("option, script, noscript, .unseen")) continue;
        if (!parent.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const { width, height, top, left } = range.getBoundingClientRect();
        if (width === 0 || height === 0 || left < -999) continue;
        const { a = 1, b = 0 } = parent.ownerSVGElement ? parent.getScreenCTM() : {};
        const scale = Math.hypot(a, b); // also where it stands upright
        const size = Math.round(10 * parseFloat(getComputedStyle(parent).fontSize) * scale) / 10;
        // Indices of formulas are as small as their formula makes them.
        const kind = parent.closest("math") ? "formula" : "text";
        (sizes[`${kind} ${size}`] ??= []).push(text.data.trim().slice(0, 30));
      }
      for (const words of Object.values(sizes)) words.splice(3);
      return sizes;
    }
"""

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def places(explorer: Explorer) -> Iterator[str]:
    """Opens every sub-tab of every stage and lab; says which is open."""
    explorer.expect_problems("404.*/patches")  # this network has none: the view says so
    for stage in (*STAGES, *LABS):
        explorer.open_stage(stage)
        for tab in tabs_of(explorer.page):
            if tab:
                explorer.open_stage(stage, tab)
            yield f"{stage} {tab}".strip()


def open_sheet(explorer: Explorer, *, opened: bool) -> None:
    """Open the inspector's sheet, or close it."""
    button = explorer.page.locator("#inspector button[aria-expanded]").first
    if button.get_attribute("aria-expanded") != str(opened).lower():
        button.click()
        expect(button).to_have_attribute("aria-expanded", str(opened).lower())


@pytest.mark.parametrize("sheet", [False, True], ids=["closed", "sheet"])
def test_all_that_belongs_together_is_in_one_window(
    explorer: Explorer, mnist: Dataset, sheet: bool
) -> None:
    always = {name: (selector, COUNTS.get(name, 1)) for name, selector in ALWAYS.items()}
    faults = {}
    explorer.page.set_viewport_size({"width": 1280, "height": 720})
    for place in places(explorer):
        # In the smallest of them the sheet leaves less room than some views need: they scroll.
        for width, height in ONE_SCREEN[:2] if sheet else ONE_SCREEN:
            explorer.page.set_viewport_size({"width": width, "height": height})
            open_sheet(explorer, opened=sheet)
            explorer.page.mouse.move(0, 0)
            explorer.next_frames()
            explorer.next_frames()  # what is as large as its box follows it with the next frame
            faults[place, width] = explorer.page.evaluate(FAULTS, always)
    assert {place: found for place, found in faults.items() if found} == {}


def test_no_text_is_small_and_few_sizes_are_used(explorer: Explorer, mnist: Dataset) -> None:
    faults = {}
    for place in places(explorer):
        for width, height in (*ONE_SCREEN[:2], *NARROW[:2]):
            explorer.page.set_viewport_size({"width": width, "height": height})
            explorer.next_frames()
            explorer.next_frames()
            found = explorer.page.evaluate(SIZES)
            small = {each: words for each, words in found.items() if size_of(each) < SMALLEST}
            sizes = {size_of(each) for each in found if each.startswith("text")}
            if small or len(sizes) > SIZES_OF_TYPE:
                faults[place, width] = small or found
    assert faults == {}


def size_of(kind_and_size: str) -> float:
    return float(kind_and_size.split()[1])


OVERLAPPING = """
    () => {
      const parts = [...document.querySelectorAll("#stage :is(.picture, svg[role], table)")]
        .filter((each) => each.checkVisibility({ checkVisibilityCSS: true }));
      const boxes = parts.map((each) => each.getBoundingClientRect());
      const found = [];
      parts.forEach((one, first) => parts.slice(first + 1).forEach((other, next) => {
        if (one.contains(other)) return;
        const [a, b] = [boxes[first], boxes[first + 1 + next]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const names = [one, other].map((each) => each.getAttribute("class") ?? each.tagName);
        if (across > 2 && down > 2) found.push(names);
      }));
      return found;
    }
"""
"""Pictures, charts and tables that lie over each other."""


def test_nothing_is_wider_than_a_narrow_window_and_nothing_lies_over_another(
    explorer: Explorer, mnist: Dataset
) -> None:
    wider, overlapping = {}, {}
    for place in places(explorer):
        for width, height in NARROW:
            explorer.page.set_viewport_size({"width": width, "height": height})
            explorer.next_frames()
            wider[place, width] = explorer.page.evaluate(WIDER)
            overlapping[place, width] = explorer.page.evaluate(OVERLAPPING)
        explorer.page.set_viewport_size({"width": 1280, "height": 720})
    assert {place: by for place, by in wider.items() if by > 0} == {}
    assert {place: found for place, found in overlapping.items() if found} == {}


def test_the_layout_does_not_shift_while_the_page_loads(new_page: OpenPage) -> None:
    explorer = new_page(own=True)
    explorer.page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => [
          entry.value, ...entry.sources.map(({ node }) => node?.className || node?.nodeName)])))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    for width, height in (*ONE_SCREEN[:2], *NARROW[:2]):
        explorer.page.set_viewport_size({"width": width, "height": height})
        explorer.open()
        explorer.page.wait_for_timeout(500)
        shifts = explorer.page.evaluate("window.shifts")
        assert sum(by for by, *_ in shifts) <= 0.01, (width, shifts)
