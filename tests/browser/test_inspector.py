"""The inspector: units are pinned by hand and by key, and what is printed is the model's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import torch
from playwright.sync_api import Locator, Position, expect

from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.conftest import OpenPage
from tests.browser.explorer import STAGES, Explorer, Strokes, shows, texts
from tests.browser.units import numbers_of, parse_unit

LINES = """
    (root) => [...root.querySelectorAll("[data-line], .explained-bars li")].map((line) => [
      line.querySelector(".term-name").textContent,
      line.querySelector(":scope > .number").textContent,
    ])
"""

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


@pytest.fixture(scope="module")
def page_of_a_six(page_of_a: Callable[[int], Explorer]) -> Explorer:
    """The page with a 6 drawn by the mouse, to which nothing is pinned. Tests here only look."""
    return page_of_a(6)


@pytest.fixture
def drawn(page_of_a_six: Explorer) -> Explorer:
    page_of_a_six.page.mouse.move(0, 0)
    _let_go(page_of_a_six)
    # A tile of the reconstruction's grid takes the capsule in hand.
    reset = page_of_a_six.page.get_by_role("button", name="Reset all")
    if reset.is_enabled():
        reset.click()
    return page_of_a_six


def _let_go(explorer: Explorer) -> None:
    if _panel(explorer).get_attribute("data-pinned") is not None:
        explorer.page.keyboard.press("Escape")
    expect(_panel(explorer)).not_to_have_attribute("data-pinned", "")


def _panel(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def _expect_pinned(explorer: Explorer, text: str) -> None:
    expect(_panel(explorer)).to_have_attribute("data-pinned", "")
    expect(_panel(explorer)).to_have_attribute("data-unit", text)


def _expect_numbers(explorer: Explorer, text: str, trace: Trace, capsnet: CapsNet) -> None:
    """The panel explains this unit, and prints the model's numbers of the page's last drawing."""
    expect(_panel(explorer)).to_have_attribute("data-unit", text)
    expected = numbers_of(parse_unit(text), trace, capsnet)

    last = list(expected)[-1]
    expect(_panel(explorer).get_by_text(last, exact=True).first).to_be_attached()
    printed = dict(_panel(explorer).evaluate(LINES))
    for name, value in expected.items():
        assert shows(printed[name], value), (text, name, printed[name], value)
    assert _panel(explorer).get_attribute("data-exact") == "true"


def test_a_unit_of_every_kind_is_explained_by_the_models_numbers(
    new_page: OpenPage, capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=digit-0")
    _expect_pinned(explorer, "digit-0")
    for text in SHOWN.values():
        explorer.go(f"/?unit={text}")
        _expect_pinned(explorer, text)
        _expect_numbers(explorer, text, explorer.trace(), capsnet)


def test_a_click_and_enter_pin_the_unit_under_them_in_the_pictures_of_every_stage(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    kinds = {"click": set[str](), "Enter": set[str]()}
    trace = drawn.trace()
    for stage in STAGES[1:]:  # in the pictures of the first, a click draws
        drawn.open_stage(stage)
        pictures = drawn.stage.get_by_role("application")
        for picture in pictures.filter(has=drawn.page.locator("canvas")).all():
            if not picture.is_visible():
                continue
            for way, found in kinds.items():
                text = _point_and_pin(drawn, picture, way)
                if text is not None and text.partition("-")[0] not in found:
                    found.add(text.partition("-")[0])
                    drawn.rest()
                    _expect_numbers(drawn, text, trace, capsnet)
                _let_go(drawn)
    assert kinds["click"] == kinds["Enter"]
    assert kinds["click"] >= {"pixel", "kernel", "conv1", "capsule", "component", "vote", "decoded"}


def _cell(canvas: Locator) -> Position:
    """Where the cell in row 3 and column 4 of a picture's first tile is on the screen."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    scale = box["width"] / int(canvas.get_attribute("width") or 1)
    return {"x": 4.5 * scale, "y": 3.5 * scale}


def _point_and_pin(explorer: Explorer, picture: Locator, way: str) -> str | None:
    """The text of the unit that is pinned, where the cells of this picture stand for some."""
    if way == "click":
        picture.locator("canvas").click(position=_cell(picture.locator("canvas")))
    else:
        picture.focus()
        for key in ("Home", "ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
            picture.press(key)
    # What is pinned stays where the pointer leaves.
    explorer.page.mouse.move(0, 0)
    pinned = _panel(explorer).get_attribute("data-pinned") is not None
    return _panel(explorer).get_attribute("data-unit") if pinned else None


def test_a_sliders_dimension_is_explained_and_pinned_by_its_name_or_by_enter(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    trace = drawn.trace()
    digit = trace.prediction
    slider = drawn.slider(4)
    slider.hover()
    drawn.rest()
    _expect_numbers(drawn, f"dimension-{digit}-4", trace, capsnet)
    expect(drawn.page.locator(".slider[data-linked]")).to_have_count(1)
    expect(drawn.page.locator(".slider[data-linked] input[data-dimension='4']")).to_be_visible()

    drawn.page.get_by_role("button", name="Explain Dimension 7", exact=True).click()
    drawn.page.mouse.move(0, 0)
    _expect_pinned(drawn, f"dimension-{digit}-7")
    _let_go(drawn)
    drawn.slider(9).focus()
    _expect_numbers(drawn, f"dimension-{digit}-9", trace, capsnet)
    drawn.slider(9).press("Enter")
    _expect_pinned(drawn, f"dimension-{digit}-9")
    assert drawn.boxes()[9] == pytest.approx(float(trace.digits[-1, digit, 9]), abs=5.1e-4)


def test_terms_lead_to_the_units_that_they_come_from_and_back_again(
    new_page: OpenPage, capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=digit-3")
    trace = explorer.trace()
    panel = _panel(explorer)
    _expect_numbers(explorer, "digit-3", trace, capsnet)
    support = trace.support[-1, ..., 3]
    largest = [int(index) for index in torch.unravel_index(support.abs().argmax(), support.shape)]
    names = texts(panel.locator("[data-line=term] .term-name"))
    assert names[0] == "type {}, row {}, column {}".format(*largest)

    panel.get_by_role("button", name=names[0], exact=True).click()
    vote = "vote-{}-{}-{}-3".format(*largest)
    explorer.rest()
    _expect_numbers(explorer, vote, trace, capsnet)
    expect(panel.get_by_role("heading", level=3).first).to_be_focused()
    other = panel.get_by_role("button", name="8", exact=True)
    other.focus()
    other.press("Enter")
    _expect_numbers(explorer, vote[:-1] + "8", trace, capsnet)

    back = panel.get_by_role("button", name="← back")
    back.press("Enter")
    _expect_numbers(explorer, vote, trace, capsnet)
    back.click()
    _expect_numbers(explorer, "digit-3", trace, capsnet)
    expect(back).to_be_hidden()


def test_a_pinned_unit_follows_the_pen_and_the_next_drawing(
    new_page: OpenPage, samples: dict[int, Strokes], capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=vote-14-2-3-7")
    panel = _panel(explorer)
    before = explorer.trace()
    _expect_numbers(explorer, "vote-14-2-3-7", before, capsnet)
    explorer.clear()
    explorer.rest()
    painted = explorer.painted
    explorer.move_pen(70, 60)
    explorer.page.mouse.down()
    for step in range(8):
        explorer.move_pen(70 + 17 * step, 60)
    explorer.painted_after(painted)
    expect(panel).to_have_attribute("data-exact", "false")
    expect(panel.get_by_text("≈ while the pen moves")).to_be_visible()
    explorer.page.mouse.up()
    explorer.clear()
    explorer.draw(samples[7])
    after = explorer.trace()
    assert not torch.equal(before.couplings, after.couplings)
    _expect_numbers(explorer, "vote-14-2-3-7", after, capsnet)
    expect(panel.get_by_text("≈ while the pen moves")).to_have_count(0)


def test_the_iteration_that_is_shown_is_the_one_that_is_explained(
    new_page: OpenPage, capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=vote-14-2-3-8&iteration=2")
    trace = explorer.trace()
    expect(_panel(explorer).get_by_text("In short, iteration 2")).to_be_visible()
    lines: dict[str, str] = dict(_panel(explorer).evaluate(LINES))
    assert shows(lines["coupling c"], float(trace.couplings[1, 14, 2, 3, 8]))
    assert shows(lines["support"], float(trace.support[1, 14, 2, 3, 8]))
    assert "agreement û · v of iteration 2" not in lines


def test_the_unit_pointed_at_last_can_be_pinned_and_escape_lets_go(drawn: Explorer) -> None:
    panel = _panel(drawn)
    drawn.open_stage("conv1")
    picture = drawn.application(r"\d+ feature maps").first
    picture.locator("canvas").hover(position=_cell(picture.locator("canvas")))
    text = panel.get_attribute("data-unit") or ""
    assert text.startswith("conv1-")
    # The way to the pin leads away from the unit, which is outlined again from there.
    panel.get_by_role("button", name="Pin this unit").click()
    _expect_pinned(drawn, text)
    drawn.page.keyboard.press("Escape")
    expect(panel).not_to_have_attribute("data-pinned", "")
    drawn.page.mouse.move(0, 0)

    picture.focus()
    picture.press("Control+Home")
    expect(panel).to_have_attribute("data-unit", "conv1-0-0-0")
    picture.press("Enter")
    _expect_pinned(drawn, "conv1-0-0-0")
    letting_go = panel.get_by_role("button", name="Let go of the pinned unit")
    letting_go.press("Enter")
    expect(panel).to_have_attribute("data-unit", "")
    expect(panel.get_by_text("Point at anything")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844), (320, 640)])
def test_in_a_narrow_window_a_pinned_unit_is_a_sheet_that_its_pin_closes(
    new_page: OpenPage, capsnet: CapsNet, width: int, height: int
) -> None:
    explorer = new_page(viewport={"width": width, "height": height}, has_touch=True).open(
        "/?stage=conv1"
    )
    panel = _panel(explorer)
    canvas = explorer.application(r"\d+ feature maps").first.locator("canvas")
    canvas.scroll_into_view_if_needed()
    canvas.tap(position=_cell(canvas))
    expect(panel).to_have_attribute("data-pinned", "")
    text = panel.get_attribute("data-unit") or ""
    assert re.match(r"conv1-\d+-\d+-\d+$", text)
    explorer.rest()
    _expect_numbers(explorer, text, explorer.trace(), capsnet)
    box = panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert height / 2 <= box["y"] < box["y"] + box["height"] <= height
    # Its last line is in reach, and so is its pin from there.
    panel.locator("[data-line]").last.scroll_into_view_if_needed()
    expect(panel.locator("[data-line]").last).to_be_in_viewport()
    button = panel.get_by_role("button", name="Let go of the pinned unit")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(panel).not_to_have_attribute("data-pinned", "")
    expect(panel.locator(".explanation")).to_be_hidden()


def test_a_unit_is_found_by_its_numbers(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    finder = _panel(drawn).locator(".finder")
    finder.locator("summary").click()
    finder.get_by_label("Kind of unit").select_option(label="vote of a primary capsule")
    for index, value in {"type": "14", "row": "2", "column": "3"}.items():
        finder.locator(f"[data-index={index}]").fill(value)
        finder.locator(f"[data-index={index}]").press("Tab")
    finder.locator("[data-index=digit]").select_option("8")
    drawn.rest()
    _expect_pinned(drawn, "vote-14-2-3-8")
    _expect_numbers(drawn, "vote-14-2-3-8", trace, capsnet)
    finder.locator("summary").click()


def test_a_unit_is_found_by_its_numbers_with_keys_alone(drawn: Explorer) -> None:
    finder = _panel(drawn).locator(".finder")
    finder.locator("summary").focus()
    drawn.page.keyboard.press("Enter")
    drawn.page.keyboard.press("Tab")
    drawn.page.keyboard.type("kern")
    _expect_pinned(drawn, "kernel-0")
    drawn.page.keyboard.press("Tab")
    drawn.page.keyboard.press("Control+A")
    drawn.page.keyboard.type("9999")
    drawn.page.keyboard.press("Tab")
    _expect_pinned(drawn, "kernel-255")
    assert finder.locator("[data-index=map]").input_value() == "255"
    finder.locator("summary").click()


def test_the_inspector_is_skipped_to_and_escape_lets_go_within_its_fields(drawn: Explorer) -> None:
    keyboard = drawn.page.keyboard
    drawn.page.locator(".skip").nth(1).focus()
    keyboard.press("Enter")
    expect(_panel(drawn)).to_be_focused()
    finder = _panel(drawn).locator(".finder")
    finder.locator("summary").click()
    finder.get_by_label("Kind of unit").select_option(label="primary capsule")
    finder.get_by_label("type, 0 to 31").fill("9")
    finder.get_by_label("row, 0 to 5").fill("3")
    field = finder.get_by_label("column, 0 to 5")
    field.fill("4")
    _expect_pinned(drawn, "capsule-9-3-4")
    # The fields of what is pointed at take the place of this one, which then tells its last change.
    drawn.page.locator('[data-part="lengths"] .lengths button').first.hover()
    field.press("Escape")
    expect(_panel(drawn)).to_have_attribute("data-unit", "digit-0")
    expect(drawn.page.locator("#inspector[data-pinned]")).to_have_count(0)
    finder.locator("summary").click()


def test_another_units_explanation_begins_at_its_top_and_its_name_stays_in_sight(
    drawn: Explorer,
) -> None:
    panel = _panel(drawn)
    drawn.open_stage("routing")
    words = drawn.stage.locator(".story-text button")
    words.get_by_text("The strongest vote").click()
    expect(panel).to_have_attribute("data-unit", re.compile("vote-"))
    panel.locator("[data-line]").last.scroll_into_view_if_needed()
    assert panel.evaluate("(panel) => panel.scrollTop") > 100
    expect(panel.locator(".unit-name")).to_be_in_viewport(ratio=1)
    drawn.page.keyboard.press("Escape")
    words.get_by_text("a type's link").click()
    expect(panel).to_have_attribute("data-unit", re.compile("link-"))
    assert panel.evaluate("(panel) => panel.scrollTop") == 0
