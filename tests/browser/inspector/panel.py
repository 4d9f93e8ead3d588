"""The inspector as a person uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, Position, expect

from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.explorer import Explorer
from tests.browser.units import numbers_of, parse_unit
from tests.browser.words import shows

LINES = """
    (root) => root.dataset.exact !== "true" ? [] :
      [...root.querySelectorAll("[data-line], .explained-bars li")].map((line) => [
        line.querySelector(".term-name").textContent,
        line.lastElementChild.textContent,
      ])
"""
"""Names and numbers that are printed, once they are exact."""


SHOWN = {
    "pixel": "pixel-10-13",
    "kernel": "kernel-18",
    "conv1": "conv1-18-3-6",
    "type": "type-14",
    "capsule": "capsule-14-2-3",
    "component": "component-14-2-3-5",
    "vote": "vote-14-2-3-8",
    "link": "link-14-8",
    "position": "position-2-3-8",
    "digit": "digit-8",
    "dimension": "dimension-8-11",
    "hidden": "hidden-8-1-5",
    "decoded": "decoded-8-10-13",
}
"""One unit of every kind, as the address names it."""


def let_go(explorer: Explorer) -> None:
    for state in ("data-open", "data-pinned"):
        if panel_of(explorer).get_attribute(state) is not None:
            explorer.page.keyboard.press("Escape")
    expect(panel_of(explorer)).not_to_have_attribute("data-open", "")
    expect(panel_of(explorer)).not_to_have_attribute("data-pinned", "")


def line(explorer: Explorer) -> Locator:
    return panel_of(explorer).locator(".inspector-open")


def panel_of(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def expect_pinned(explorer: Explorer, text: str) -> None:
    expect(panel_of(explorer)).to_have_attribute("data-pinned", "")
    expect(panel_of(explorer)).to_have_attribute("data-unit", text)


def expect_numbers(explorer: Explorer, text: str, trace: Trace, capsnet: CapsNet) -> None:
    """The panel explains this unit, and prints the model's numbers of the page's last drawing."""
    expect(panel_of(explorer)).to_have_attribute("data-unit", text)
    if panel_of(explorer).get_attribute("data-open") is None:
        line(explorer).click()
    expected = numbers_of(parse_unit(text), trace, capsnet)
    printed: dict[str, str] = {}

    def are_exact() -> bool:
        nonlocal printed
        printed = dict(panel_of(explorer).evaluate(LINES))
        return set(expected) <= set(printed)

    explorer.until(are_exact)
    for name, value in expected.items():
        assert shows(printed[name], value), (text, name, printed[name], value)


def cell_of(canvas: Locator) -> Position:
    """Where the cell in row 3 and column 4 of a picture's first tile is on the screen."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    scale = box["width"] / int(canvas.get_attribute("width") or 1)
    return {"x": 4.5 * scale, "y": 3.5 * scale}


def told(explorer: Explorer, name: str, what: str) -> str:
    """A number of the line, by the word before it."""
    expect(panel_of(explorer).locator(".unit-name")).to_have_text(name)
    values = panel_of(explorer).locator(".unit-values")
    expect(values).to_contain_text(what)
    return values.inner_text().split(f"{what} ")[1].split()[0]
