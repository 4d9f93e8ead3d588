"""Layout: every stage fits windows of every width, with nothing cut off."""

from __future__ import annotations

from model.data import Dataset
from tests.browser.explorer import STAGES, Explorer

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


def test_no_stage_is_wider_than_the_window_nor_cuts_words_off(
    explorer: Explorer, mnist: Dataset
) -> None:
    cut_off = {}
    for stage in STAGES:
        explorer.open_stage(stage)
        for width in WIDTHS:
            explorer.page.set_viewport_size({"width": width, "height": 800})
            cut_off[stage, width] = explorer.page.evaluate(CLIPPED)
    assert {place: texts for place, texts in cut_off.items() if texts} == {}
