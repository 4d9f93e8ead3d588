"""Accessibility: axe finds nothing in any view, at any size, in either theme."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from model.data.sources import Dataset
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.server import ROOT
from tests.browser.test_layout import CLIPPED
from tests.browser.test_one_screen import open_sheet, places
from tests.conftest import skip_without

AXE = ROOT / "node_modules/axe-core/axe.min.js"

WINDOWS = ((1440, 900), (1280, 720), (390, 844))
DIALOGS = ("glossary", "sharing", "export", "keys")
"""Names of the controls that open them."""

VIOLATIONS = """
    async (given) => {
      const [part, rules] = given ?? ["html", null];
      const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
      const options = { resultTypes: ["violations"], ...only };
      const { violations } = await axe.run(document.querySelector(part), options);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all }) =>
          `${id} at ${target.join(" ")}: ${[...any, ...all][0]?.message ?? ""}`));
    }
"""
OF_COLOURS = ["color-contrast", "link-in-text-block"]


def check_dialog(explorer: Explorer, dialog: Locator) -> None:
    """An open dialog has nothing that axe finds in either theme, and fits every width. The page was
    opened with `bypass_csp`.
    """
    if not AXE.exists():
        skip_without("axe-core (npm ci)")
    explorer.page.add_script_tag(path=AXE)
    for theme in ("light", "dark"):
        explorer.page.emulate_media(color_scheme=theme)
        explorer.page.wait_for_selector(f'html[data-theme="{theme}"]')
        assert explorer.page.evaluate(VIOLATIONS) == []
    for width in (1440, 320):
        explorer.page.set_viewport_size({"width": width, "height": 800})
        assert explorer.page.evaluate(CLIPPED) == []
        assert dialog.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 0


@pytest.fixture
def watched(new_page: OpenPage, mnist: Dataset) -> Explorer:
    """A page that axe looks at."""
    if not AXE.exists():
        skip_without("axe-core (npm ci)")
    explorer = new_page(bypass_csp=True).open()
    explorer.page.add_script_tag(path=AXE)
    return explorer


def faults(explorer: Explorer, part: str = "html") -> list[str]:
    """What axe finds in a part of the page, in light and in dark."""
    found: list[str] = []
    # Of a view, only the colours are other ones in the dark.
    for theme, rules in (("dark", OF_COLOURS), ("light", None)):
        explorer.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        explorer.page.wait_for_selector(f'html[data-theme="{theme}"]')
        explorer.next_frames()
        found += [
            f"{theme}: {fault}" for fault in explorer.page.evaluate(VIOLATIONS, [part, rules])
        ]
    return found


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_axe_finds_nothing_in_any_view(watched: Explorer, window: tuple[int, int]) -> None:
    found = {}
    for place in places(watched):
        watched.page.set_viewport_size({"width": window[0], "height": window[1]})
        watched.next_frames()
        # What stands around the open view is the same for all of them.
        found[place] = faults(watched, "#stage" if found else "html")
        watched.page.set_viewport_size({"width": 1280, "height": 720})
    assert {place: each for place, each in found.items() if each} == {}


def test_axe_finds_nothing_in_sheets_and_dialogs(watched: Explorer) -> None:
    page = watched.page
    found = {}
    for width, height in WINDOWS:
        page.set_viewport_size({"width": 1280, "height": 720})
        watched.open_stage("conv1")
        page.locator('[data-card="conv1"] canvas').click()
        page.set_viewport_size({"width": width, "height": height})
        open_sheet(watched, opened=True)
        found["sheet", width] = faults(watched)
        open_sheet(watched, opened=False)
        for name in DIALOGS:
            menu = page.locator('[data-control="menu"]')
            if menu.is_visible() and menu.get_attribute("aria-expanded") == "false":
                menu.click()
            page.locator(f'[data-control="{name}"]').click()
            page.wait_for_selector("dialog[open]")
            found[name, width] = faults(watched, "dialog[open]")
            page.keyboard.press("Escape")
            page.wait_for_selector("dialog[open]", state="hidden")
    assert {place: each for place, each in found.items() if each} == {}
