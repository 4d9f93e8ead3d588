"""Whether what a stage shows fits the window: nothing scrolls, nothing is cut off."""

from __future__ import annotations

from tests.browser.explorer import Explorer

SIZES = ((1280, 720), (1440, 900))

MISFITS = """
    () => {
      const { documentElement: page, body } = document;
      const stage = document.querySelector("#stage").getBoundingClientRect();
      const instruments = document.querySelector(".instruments");
      const scrolls = [page, body, instruments].flatMap((root) =>
        root.scrollHeight > root.clientHeight || root.scrollWidth > root.clientWidth
          ? [`${root.className || root.tagName} scrolls`] : []);
      const parts = document.querySelectorAll(
        "#stage :is(canvas, svg, button, select, input, h3, li, .formula, .legend-bar)");
      const wordsOf = (part) => part.getAttribute("aria-label") ?? part.textContent.slice(0, 40);
      const tiny = (part) => part.matches("canvas[role]") && part.clientHeight < 40;
      return [...scrolls, ...[...parts].filter((part) => part.checkVisibility()).flatMap((part) => {
        const { left, right, top, bottom } = part.getBoundingClientRect();
        const out = left < stage.left || right > stage.right || top < stage.top
          || bottom > stage.bottom;
        const how = out ? "outside" : tiny(part) ? "tiny" : null;
        return how ? [`${how}: ${part.tagName} ${wordsOf(part)}`] : [];
      })];
    }
"""


def misfits(explorer: Explorer, stage: str, tabs: tuple[str, ...]) -> dict[str, list[str]]:
    """What does not fit, view by view, as it opens and with the inspector's sheet open."""
    found = {}
    line = explorer.page.locator("#inspector .inspector-open")
    for tab in tabs:
        explorer.open_stage(stage, tab)
        for width, height in SIZES:
            explorer.page.set_viewport_size({"width": width, "height": height})
            for sheet in (False, True):
                explorer.next_frames()
                name = f"{stage} {tab} {width}x{height}{' with the sheet' if sheet else ''}"
                found[name] = explorer.page.evaluate(MISFITS)
                line.click()
                explorer.next_frames()
    return {name: parts for name, parts in found.items() if parts}
