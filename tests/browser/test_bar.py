"""The bar at the top, the list of keys, and presenting to a room."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer

BOXES = """
    () => Object.fromEntries([...document.querySelectorAll("#controls [data-control]")]
      .filter((control) => control.checkVisibility())
      .map((control) => {
        const { x, y, width, height } = control.getBoundingClientRect();
        return [control.dataset.control, [x, y, width, height]];
      }))
"""
IN_THE_BAR = """
    () => {
      const bar = document.querySelector(".bar").getBoundingClientRect();
      const parts = [...document.querySelectorAll(".bar h1, #controls :is(button, select)")]
        .filter((part) => part.checkVisibility());
      const rects = parts.map((part) => part.getBoundingClientRect());
      return {
        height: bar.height,
        cut: parts.filter((part, index) => rects[index].right > innerWidth || rects[index].left < 0
          || (part.matches("button, h1") && part.scrollWidth > part.clientWidth + 1)).length,
        rows: rects.filter(({ top, bottom }) => top < bar.top || bottom > bar.bottom).length,
        small: rects.filter(({ width, height }) => width < 24 || height < 24).length
          - 1, // the name is no target
        overlaps: rects.flatMap((one, index) => rects.slice(index + 1)
          .filter((other) => one.left < other.right - 1.5 && other.left < one.right - 1.5)).length,
      };
    }
"""


@pytest.mark.parametrize("size", [(1180, 680), (1280, 720), (1440, 900)])
def test_the_bar_is_one_row_in_which_nothing_is_cut(
    new_page: OpenPage, size: tuple[int, int]
) -> None:
    explorer = new_page(viewport={"width": size[0], "height": size[1]}).open()
    found = explorer.page.evaluate(IN_THE_BAR)
    assert found["height"] == pytest.approx(45, abs=1)
    assert (found["cut"], found["rows"], found["overlaps"]) == (0, 0, 0)
    assert found["small"] <= 0


def test_nothing_in_the_bar_moves_by_sharing_nor_by_a_longer_name(explorer: Explorer) -> None:
    page = explorer.page
    before = page.evaluate(BOXES)
    assert {"network", "tour", "labs", "compare", "share", "export", "present"} <= set(before)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.locator(".bar-told")).not_to_be_empty()
    assert page.evaluate(BOXES) == before
    page.evaluate(
        """() => {
             const option = document.querySelector("[data-control=network] option:checked");
             option.textContent = "A network with a name that is much longer ".repeat(4);
           }"""
    )
    assert page.evaluate(BOXES) == before


def test_compare_opens_the_lab(explorer: Explorer) -> None:
    explorer.page.get_by_role("button", name="Compare", exact=True).click()
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "compare")
    expect(explorer.page.locator("#stage-title")).to_be_visible()


def _chosen(page: Page) -> str:
    return page.locator("#capsule-title").inner_text()


def _tab(page: Page) -> str:
    return page.locator("#stage [role=tab][aria-selected=true]").first.inner_text()


def test_the_list_of_keys_names_each_key_that_the_page_has(explorer: Explorer) -> None:
    page, keys = explorer.page, explorer.page.keyboard
    keys.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    anywhere = dialog.locator("section", has=page.get_by_role("heading", name="Anywhere"))
    listed = anywhere.locator("kbd").all_inner_texts()
    # Keys pressed in the dialog are none of the page's.
    before = _chosen(page)
    keys.press("8")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    assert _chosen(page) == before

    works: dict[str, Any] = {}
    keys.press("8")
    works["0 to 9"] = "8" in _chosen(page)
    keys.press("Escape")
    works["Esc"] = _chosen(page) == before
    explorer.open_stage("digits")
    first = _tab(page)
    keys.press("]")
    page.wait_for_function(
        "(first) => document.querySelector('#stage [aria-selected=true]').innerText !== first",
        arg=first,
    )
    works["]"] = _tab(page) != first
    keys.press("[")
    page.wait_for_function(
        "(first) => document.querySelector('#stage [aria-selected=true]').innerText === first",
        arg=first,
    )
    works["["] = _tab(page) == first
    undo = page.get_by_role("button", name="Undo", exact=True)
    explorer.clear()
    expect(undo).to_be_enabled()
    keys.press("Control+z")
    explorer.rest()
    works["Ctrl+Z"] = explorer.image().sum() > 1
    keys.press("Control+Shift+Z")
    explorer.rest()
    works["Ctrl+Shift+Z"] = explorer.image().sum() < 1
    keys.press("p")
    expect(page.locator("body[data-present]")).to_have_count(1)
    keys.press("p")
    expect(page.locator("body[data-present]")).to_have_count(0)
    works["P"] = True
    works["?"] = True
    assert set(listed) == set(works)
    assert all(works.values()), works


SHOWN = """
    () => [location.search, document.querySelectorAll("dialog[open], :popover-open").length,
      document.querySelector("#capsule-title").innerText, Object.keys(document.body.dataset).length,
      document.body.dataset.stage, document.body.dataset.tab,
      document.querySelectorAll("[aria-expanded=true], [data-open]").length]
"""


def test_no_letter_but_those_listed_does_anything(explorer: Explorer) -> None:
    page = explorer.page
    before = page.evaluate(SHOWN)
    for letter in "abcdefghijklmnoqrstuvwxyz,.;-":
        page.keyboard.press(letter)
    explorer.next_frames()
    assert page.evaluate(SHOWN) == before


FITS = """
    () => {
      const outside = (selector) => [...document.querySelectorAll(selector)].filter((part) => {
        const { left, top, right, bottom } = part.getBoundingClientRect();
        return left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
      }).length;
      const wanted = ".pad, #prediction, .lengths button, [data-picture], input[data-dimension]";
      const { scrollHeight, scrollWidth } = document.documentElement;
      return [outside(wanted), scrollHeight - innerHeight, scrollWidth - innerWidth];
    }
"""


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_presenting_makes_type_larger_hides_texts_and_fits(
    new_page: OpenPage, size: tuple[int, int]
) -> None:
    explorer = new_page(viewport={"width": size[0], "height": size[1]}).open("?stage=digits")
    page = explorer.page
    title = page.locator("#stage-title")
    type_size = "(title) => parseFloat(getComputedStyle(title).fontSize)"
    before = title.evaluate(type_size)
    expect(page.locator(".stage-line")).to_be_visible()
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.locator("body[data-present]")).to_have_count(1)
    assert title.evaluate(type_size) == pytest.approx(1.25 * before, abs=0.5)
    expect(page.locator(".stage-line")).to_be_hidden()
    expect(page.locator("[data-part=explain]")).to_be_hidden()
    assert page.evaluate(FITS) == [0, 0, 0]
    page.mouse.move(600, 400)
    ring = page.locator(".pointer-ring").bounding_box()
    assert ring is not None
    assert ring["x"] + ring["width"] / 2 == pytest.approx(600, abs=1)
    assert ring["y"] + ring["height"] / 2 == pytest.approx(400, abs=1)
    # A digit that was chosen is let go of first.
    page.keyboard.press("8")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("body[data-present]")).to_have_count(0)
    assert title.evaluate(type_size) == before
    expect(page.locator(".pointer-ring")).to_have_count(0)


def test_a_pictures_menu_is_reached_by_keys_and_gives_a_table_and_the_picture_enlarged(
    new_page: OpenPage,
) -> None:
    explorer = new_page().open("?stage=conv1")
    page = explorer.page
    page.wait_for_selector('body[data-stage="conv1"]')
    picture = explorer.stage.get_by_role("application").first
    more = picture.get_by_role("button", name=re.compile("^More of "))
    box, frame = more.bounding_box(), picture.bounding_box()
    assert box is not None
    assert frame is not None
    assert box["width"] >= 24
    assert box["height"] >= 24
    assert box["x"] + box["width"] == pytest.approx(frame["x"] + frame["width"], abs=1)
    assert box["y"] == pytest.approx(frame["y"], abs=1)
    picture.focus()
    page.keyboard.press("Tab")
    expect(more).to_be_focused()
    assert more.evaluate("(more) => getComputedStyle(more).opacity") == "1"
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    assert items.all_inner_texts() == ["Table of numbers", "Enlarge", "Export"]
    page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(more).to_be_focused()
    # Nothing was pinned on the way.
    expect(page.locator("#inspector[data-pinned]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    large = dialog.locator("canvas").bounding_box()
    assert large is not None
    assert large["height"] > 1.5 * frame["height"]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(more).to_be_focused()
    more.click()
    items.last.click()
    expect(page.get_by_role("dialog", name="Export")).to_be_visible()
