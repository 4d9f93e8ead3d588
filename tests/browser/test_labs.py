"""Labs: stages that are opened from the menu in the header, and left by Escape."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import LABS, Explorer
from tests.browser.fitting import misfits
from tests.browser.words import shows

TABS = {
    "pose": ("curves", "without", "numbers"),
    "ablate": ("switches", "ranking"),
    "compare": ("answers", "layers", "plain"),
    "is-it-a-digit": ("threshold", "others", "adversarial"),
    "two-digits": ("place", "read", "pictures"),
}


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_is_fetched_when_opened_keeps_the_strip_live_and_escape_goes_back(
    new_page: OpenPage, lab: str
) -> None:
    explorer = new_page()
    page = explorer.page
    asked: list[str] = []
    explorer.note("request", lambda request: asked.append(request.url))
    explorer.open()
    explorer.open_stage("digits")
    assert [url for url in asked if "/labs/" in url] == []
    explorer.open_stage(lab)
    assert any(url.endswith(f"/js/labs/{lab}/{lab}.js") for url in asked)
    title = explorer.stage.locator("#stage-title").inner_text()
    expect(page).to_have_url(re.compile(f"stage={lab}(&|$)"))
    _expect_live_strip(explorer)
    page.keyboard.press("Escape")
    page.wait_for_selector('body[data-stage="digits"]')
    explorer.open(f"?stage={lab}")
    page.wait_for_selector(f'body[data-stage="{lab}"]')
    assert explorer.stage.locator("#stage-title").inner_text() == title


def _expect_live_strip(explorer: Explorer) -> None:
    """While a lab is open, the strip tells what the model says of another drawing."""
    explorer.clear()
    explorer.draw([[(140.0, 40.0), (140.0, 90.0), (140.0, 150.0), (140.0, 240.0)]])
    lengths = explorer.trace().lengths.tolist()
    for text, length in zip(explorer.lengths(), lengths, strict=True):
        assert shows(text, length)


def test_the_menu_of_labs_works_with_keys_and_folds_when_it_is_left(explorer: Explorer) -> None:
    page = explorer.page
    button = page.locator('[data-control="labs"]')
    entries = page.locator("[data-lab]")
    assert [each.get_attribute("data-lab") for each in entries.all()] == list(LABS)
    button.focus()
    page.keyboard.press("ArrowDown")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(entries.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(entries.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(entries.first).to_be_hidden()
    button.click()
    expect(entries.first).to_be_visible()
    page.locator("h1").click()
    expect(entries.first).to_be_hidden()
    button.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'body[data-stage="{LABS[0]}"]')
    expect(entries.first).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("lab", LABS)
def test_every_view_fits_one_screen_with_the_sheet_open_too(new_page: OpenPage, lab: str) -> None:
    explorer = new_page().open(f"/?stage={lab}")
    explorer.page.wait_for_selector(f'body[data-stage="{lab}"]')
    tabs = [tab.get_attribute("data-tab") for tab in explorer.stage.locator("[data-tab]").all()]
    assert tuple(tabs) == TABS[lab]
    if lab == "compare":
        explorer.stage.get_by_role("button", name="Pin what is shown as A").click()
        expect(explorer.stage.locator("[data-pinned]")).to_contain_text("A: ")
    assert misfits(explorer, lab, TABS[lab]) == {}
    # What a lab does, and what can be concluded from it, is one click away.
    explorer.stage.get_by_role("button", name="Explain").click()
    expect(explorer.stage.locator('[data-part="story"] p').first).to_be_visible()
