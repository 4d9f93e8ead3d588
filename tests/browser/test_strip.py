"""The strip: five live tabs, whose cells are clicked and whose names are never cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer

TABS = {
    "conv1": "Conv1",
    "primary": "Primary capsules",
    "routing": "Routing",
    "digits": "Digit capsules",
    "reconstruction": "Decoder",
}
"""Stages whose cards stand in the strip, and their names."""

CELLS = {
    # Types, eight side by side, of six by six capsules, a pixel apart.
    "primary": ((7 * 3 + 2, 7 * 1 + 4), "capsule-11-4-2"),
    "digits": ((9, 4), "dimension-4-9"),
    # Pictures of 28 by 28 pixels, five side by side; they are smaller on the screen.
    "reconstruction": ((29 * 2 + 11, 29 + 20), r"decoded-7-(19|20|21)-1\d"),
}
"""A pixel of a card's canvas, and the unit that it stands for."""

CUT_OFF = """
    (names) => names.filter((name) => {
      const card = document.querySelector(`[data-card="${name}"]`);
      const [inner, outer] = [card.querySelector("h2"), card].map((e) => e.getBoundingClientRect());
      return inner.scrollWidth > inner.clientWidth || inner.right > outer.right - 4;
    })
"""
FILLED = """
    (names) => names.map((name) => {
      const place = document.querySelector(`[data-card="${name}"] .card-picture`);
      const { width, height } = place.querySelector("canvas").getBoundingClientRect();
      return Math.max(width / place.clientWidth, height / place.clientHeight);
    })
"""
JOINED = """
    (name) => {
      const card = document.querySelector(`[data-card="${name}"]`).getBoundingClientRect();
      const stage = document.querySelector("#stage");
      const at = document.elementFromPoint(card.left + 20, stage.getBoundingClientRect().top);
      return at.closest("[data-card]")?.dataset.card ?? null;
    }
"""


@pytest.mark.parametrize("name", CELLS)
def test_a_click_on_a_cell_of_a_card_opens_its_stage_and_pins_the_unit(
    explorer: Explorer, name: str
) -> None:
    (x, y), unit = CELLS[name]
    explorer.open_stage("routing")
    canvas = explorer.page.locator(f'[data-card="{name}"] canvas')
    box = canvas.bounding_box()
    assert box is not None
    width, height = canvas.evaluate("(canvas) => [canvas.width, canvas.height]")
    explorer.page.mouse.click(
        box["x"] + (x + 0.5) * box["width"] / width, box["y"] + (y + 0.5) * box["height"] / height
    )
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", name)
    explorer.page.mouse.move(0, 0)
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", re.compile(f"^{unit}$"))
    expect(inspector).to_have_attribute("data-pinned", "")


def test_a_click_on_a_map_of_the_card_shows_it_in_the_view_that_is_open(
    explorer: Explorer,
) -> None:
    explorer.open_stage("conv1", "sweep")
    explorer.page.locator('[data-card="conv1"] canvas').click(position={"x": 30, "y": 10})
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-\d+-\d+$"))
    expect(inspector).to_have_attribute("data-pinned", "")
    map_ = (inspector.get_attribute("data-unit") or "").split("-")[1]
    expect(explorer.page.locator("body")).to_have_attribute("data-tab", "sweep")
    explorer.page.mouse.move(0, 0)
    heading = explorer.stage.get_by_role("heading", name=re.compile(rf"^Map {map_}, bias"))
    expect(heading).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_names_are_whole_and_pictures_fill_their_cards(
    new_page: OpenPage, size: tuple[int, int]
) -> None:
    explorer = new_page(viewport={"width": size[0], "height": size[1]}).open()
    for name, title in TABS.items():
        expect(explorer.page.locator(f'[data-card="{name}"] h2')).to_have_text(title)
    assert explorer.page.evaluate(CUT_OFF, list(TABS)) == []
    assert min(explorer.page.evaluate(FILLED, list(TABS))) > 0.97
    # With a sixth tab too.
    explorer.open_stage("two-digits")
    assert explorer.page.evaluate(CUT_OFF, [*TABS, "lab"]) == []


def test_the_chosen_tab_joins_the_stage(explorer: Explorer) -> None:
    for name in TABS:
        explorer.open_stage(name)
        assert explorer.page.evaluate(JOINED, name) == name
        others = [each for each in TABS if each != name]
        assert [explorer.page.evaluate(JOINED, each) for each in others] == [None] * 4


def test_in_the_dark_tiles_have_lines_between_them(new_page: OpenPage) -> None:
    explorer = new_page(color_scheme="dark").open("/?stage=primary")
    explorer.page.wait_for_selector('body[data-stage="primary"]')
    background = "(frame) => getComputedStyle(frame).backgroundColor"
    panel = explorer.stage.evaluate(background)
    for frame in explorer.page.locator('[data-card="digits"] .picture, #stage .picture').all():
        if frame.locator(".paper").count() == 0:
            assert frame.evaluate(background) not in (panel, "rgba(0, 0, 0, 0)")
