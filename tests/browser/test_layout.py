"""Layout: every stage fits windows of every width, with nothing cut off."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from model.data import Dataset
from tests.browser.explorer import LABS, STAGES, Explorer

WIDTHS = (1440, 1024, 390, 320)

CLIPPED = """
    () => {
      const { documentElement: page } = document;
      const wide = page.scrollWidth > page.clientWidth ? [`page: ${page.scrollWidth}`] : [];
      const texts = document.querySelectorAll("h1, h2, h3, button, .card-shape, .legend, select");
      return wide.concat([...texts]
        .filter((text) => text.checkVisibility() && text.scrollWidth > text.clientWidth + 1
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


WATCH_BELOW_THE_STORY = """
    window.tops = [];
    (function look() {
      const below = document.querySelector("#stage > :nth-child(3)");
      if (below) window.tops.push(below.getBoundingClientRect().top);
      requestAnimationFrame(look);
    })();
"""


def test_what_stands_below_the_story_is_not_moved_by_a_story_that_comes_late(
    explorer: Explorer,
) -> None:
    page = explorer.page
    held: list[Route] = []
    page.add_init_script(WATCH_BELOW_THE_STORY)
    page.route("**/story/story.js*", lambda route: held.append(route), times=1)
    page.reload()
    while not held:
        page.wait_for_timeout(50)
    page.wait_for_timeout(1000)  # the stage's own modules are here by then
    held[0].continue_()
    expect(explorer.stage.locator(".story-text")).not_to_be_empty()
    assert len(set(page.evaluate("window.tops"))) == 1
