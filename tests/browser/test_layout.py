"""Layout: every stage fits windows of every width, with nothing cut off."""

from __future__ import annotations

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
    for width in (1440, 1200, 1024, 800, 641, 390, 320):
        explorer.page.set_viewport_size({"width": width, "height": 800})
        tops = [explorer.page.evaluate(TOP_WITH_WORDS, words) for words in PREDICTIONS]
        moved[width] = max(tops) - min(tops)
    assert {width: by for width, by in moved.items() if by} == {}
