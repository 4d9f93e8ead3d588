"""Layout: every stage fits windows of every width, with nothing cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from model.data.sources import Dataset
from tests.browser.conftest import OpenPage
from tests.browser.explorer import LABS, STAGES, Explorer

WIDTHS = (1440, 1024, 390, 320)

CLIPPED = """
    () => {
      const { documentElement: page } = document;
      const wide = page.scrollWidth > page.clientWidth ? [`page: ${page.scrollWidth}`] : [];
      const texts = document.querySelectorAll("h1, h2, h3, button, .card-shape, .legend, select");
      return wide.concat([...texts]
        .filter((text) => text.checkVisibility() && !text.closest(".unseen")
          && text.scrollWidth > text.clientWidth + 1
          && getComputedStyle(text).display !== "inline")
        .map((text) => `${text.tagName} ${text.textContent.slice(0, 40)}`));
    }
"""


PREDICTIONS = (
    "Nothing is drawn yet: draw a digit, or choose a sample.",
    "The network reads 7, length 0.942",
)
NETWORKS = ("m", "MNIST and pen strokes · 99.69 % right")
"""The list of networks is as wide as the longest name in it, and leaves the prediction the rest."""
NAME_NETWORK = "(list, name) => { list.options[0].textContent = name; }"
TOP_WITH_WORDS = """
    (words) => {
      document.querySelector("#prediction").textContent = words;
      return document.querySelector("#drawing").getBoundingClientRect().top;
    }
"""


STAGE_TOP = "document.querySelector('#stage').getBoundingClientRect().top"
LOOK = """
    () => [...document.querySelectorAll("#stage *, #inspector *, #capsule *")].map((element) => {
      const style = getComputedStyle(element);
      const names = ["color", "fill", "stroke", "backgroundColor", "font", "display", "padding",
        "margin", "minWidth", "minHeight", "border", "cursor", "textAlign"];
      return [element.tagName, element.getAttribute("class"), ...names.map((name) => style[name])];
    })
"""
"""What the styles say of every part of the open stage, but for what depends on its size."""


def test_no_stage_is_wider_than_the_window_nor_cuts_words_off(
    explorer: Explorer, mnist: Dataset
) -> None:
    cut_off = {}
    for stage in (*STAGES, *LABS):
        explorer.open_stage(stage)
        for width in WIDTHS:
            explorer.page.set_viewport_size({"width": width, "height": 800})
            cut_off[stage, width] = explorer.page.evaluate(CLIPPED)
    assert {place: texts for place, texts in cut_off.items() if texts} == {}


def test_the_drawing_does_not_move_under_the_pen_when_the_prediction_changes(
    explorer: Explorer,
) -> None:
    moved = {}
    for network in NETWORKS:
        explorer.page.locator('[data-control="network"]').evaluate(NAME_NETWORK, network)
        for width in (1920, 1440, 1361, 1200, 1100, 1024, 800, 641, 390, 320):
            explorer.page.set_viewport_size({"width": width, "height": 800})
            tops = [explorer.page.evaluate(TOP_WITH_WORDS, words) for words in PREDICTIONS]
            moved[network, width] = max(tops) - min(tops)
    assert {place: by for place, by in moved.items() if by} == {}


def test_a_story_is_asked_for_by_explain_alone_and_the_stage_does_not_wait_for_it(
    new_page: OpenPage,
) -> None:
    explorer = new_page(own=True)
    page = explorer.page
    held: list[Route] = []
    page.route("**/story/story.js*", lambda route: held.append(route), times=1)
    explorer.open()
    page.wait_for_timeout(500)
    assert held == []
    page.locator('[data-part="explain"]').click()
    explorer.until(lambda: len(held) == 1)
    expect(explorer.stage.locator("#stage-title")).to_be_visible()
    expect(explorer.stage.locator(".story-text")).to_have_count(0)
    held[0].continue_()
    expect(explorer.stage.locator(".story-text")).not_to_be_empty()


def test_a_stage_looks_the_same_whatever_was_open_before(explorer: Explorer) -> None:
    page = explorer.page
    before = {}
    for stage in STAGES:
        explorer.open(f"?stage={stage}")
        page.wait_for_selector(f'body[data-stage="{stage}"]')
        explorer.rest()
        page.wait_for_selector("#capsule .slider-reading:not(:empty)")  # of what comes last
        before[stage] = page.evaluate(LOOK)
        assert len(before[stage]) > 100
    explorer.open("?stage=draw")
    for other in (*STAGES, *LABS):
        explorer.open_stage(other)
    for stage in STAGES:
        explorer.open_stage(stage)
        page.mouse.move(0, 0)
        after = page.evaluate(LOOK)
        changed = [(one, two) for one, two in zip(before[stage], after, strict=True) if one != two]
        assert changed == [], stage


def test_a_stage_that_is_opened_out_of_sight_is_scrolled_to(new_page: OpenPage) -> None:
    explorer = new_page(viewport={"width": 390, "height": 844}).open()
    page = explorer.page
    page.wait_for_selector('body[data-stage="digits"]')
    assert page.evaluate("scrollY") == 0, "it opens with the drawing"
    for name in ("ablate", "pose"):  # from the menu at the page's top
        page.evaluate("scrollTo(0, 0)")
        explorer.open_stage(name)
        expect(page.locator("#stage-title")).to_be_in_viewport()
        explorer.until(lambda: abs(page.evaluate(STAGE_TOP)) < 20)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.evaluate("scrollTo(0, 0)")
    explorer.open_stage("digits")
    page.wait_for_timeout(700)
    assert page.evaluate("scrollY") == 0, "enough of it is in sight"


WITHIN_ITS_ROW = """
    (tab) => {
      const [own, row] = [tab, tab.parentElement].map((each) => each.getBoundingClientRect());
      return own.left >= row.left - 1 && own.right <= row.right + 1;
    }
"""
PAINTED = """
    window.largest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.largest = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
"""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_nothing_that_comes_later_is_larger_than_the_words_that_are_there_first(
    new_page: OpenPage, width: int, height: int
) -> None:
    explorer = new_page(viewport={"width": width, "height": height}, own=True)
    explorer.page.add_init_script(PAINTED)
    explorer.open()
    expect(explorer.page.locator(".stage-waiting")).to_have_count(0)
    explorer.page.wait_for_timeout(500)
    first, largest = explorer.page.evaluate(f"[{FIRST}, window.largest]")
    assert first == largest > 0


def test_the_tab_of_what_is_shown_is_in_sight_in_a_narrow_window(new_page: OpenPage) -> None:
    explorer = new_page(viewport={"width": 390, "height": 844}).open(
        "/?stage=reconstruction&tab=hidden"
    )
    explorer.page.wait_for_selector('body[data-tab="hidden"]')
    assert explorer.page.evaluate("scrollY") == 0
    tab = explorer.stage.get_by_role("tab", name="Hidden units")
    explorer.until(lambda: bool(tab.evaluate(WITHIN_ITS_ROW)))
