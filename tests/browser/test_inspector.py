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
      line.lastElementChild.textContent,
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
    for state in ("data-open", "data-pinned"):
        if _panel(explorer).get_attribute(state) is not None:
            explorer.page.keyboard.press("Escape")
    expect(_panel(explorer)).not_to_have_attribute("data-open", "")
    expect(_panel(explorer)).not_to_have_attribute("data-pinned", "")


def _line(explorer: Explorer) -> Locator:
    return _panel(explorer).locator(".inspector-open")


def _panel(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def _expect_pinned(explorer: Explorer, text: str) -> None:
    expect(_panel(explorer)).to_have_attribute("data-pinned", "")
    expect(_panel(explorer)).to_have_attribute("data-unit", text)


def _expect_numbers(explorer: Explorer, text: str, trace: Trace, capsnet: CapsNet) -> None:
    """The panel explains this unit, and prints the model's numbers of the page's last drawing."""
    expect(_panel(explorer)).to_have_attribute("data-unit", text)
    if _panel(explorer).get_attribute("data-open") is None:
        _line(explorer).click()
    expected = numbers_of(parse_unit(text), trace, capsnet)
    expect(_panel(explorer)).to_have_attribute("data-exact", "true")

    last = list(expected)[-1]
    expect(_panel(explorer).get_by_text(last, exact=True).first).to_be_attached()
    expect(_panel(explorer)).to_have_attribute("data-exact", "true")
    printed = dict(_panel(explorer).evaluate(LINES))
    for name, value in expected.items():
        assert shows(printed[name], value), (text, name, printed[name], value)


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
        canvas = picture.locator("canvas").first
        canvas.click(position=_cell(canvas))
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
    expect(_panel(drawn)).to_have_attribute("data-unit", f"dimension-{digit}-4")
    value = _told(drawn, f"Capsule · digit {digit}, dimension 4", "value")
    assert shows(value, float(trace.digits[-1, digit, 4]))
    expect(drawn.page.locator(".slider[data-linked]")).to_have_count(1)
    expect(drawn.page.locator(".slider[data-linked] input[data-dimension='4']")).to_be_visible()

    drawn.page.get_by_role("button", name="Explain Dimension 7", exact=True).click()
    drawn.page.mouse.move(0, 0)
    _expect_pinned(drawn, f"dimension-{digit}-7")
    _let_go(drawn)
    drawn.slider(9).focus()
    expect(_panel(drawn)).to_have_attribute("data-unit", f"dimension-{digit}-9")
    drawn.slider(9).press("Enter")
    _expect_pinned(drawn, f"dimension-{digit}-9")
    _expect_numbers(drawn, f"dimension-{digit}-9", trace, capsnet)
    assert drawn.boxes()[9] == pytest.approx(float(trace.digits[-1, digit, 9]), abs=5.1e-4)


def _told(explorer: Explorer, name: str, what: str) -> str:
    """A number of the line, by the word before it."""
    expect(_panel(explorer).locator(".unit-name")).to_have_text(name)
    values = _panel(explorer).locator(".unit-values")
    expect(values).to_contain_text(what)
    return values.inner_text().split(f"{what} ")[1].split()[0]


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
    expect(_line(explorer)).to_be_focused()
    panel.get_by_role("tab", name="Coupling").click()
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
    expect(panel).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-0-0$"))
    text = panel.get_attribute("data-unit") or ""
    picture.press("Enter")
    _expect_pinned(drawn, text)
    letting_go = panel.get_by_role("button", name="Let go of the pinned unit")
    letting_go.press("Enter")
    expect(panel).to_have_attribute("data-unit", "")
    expect(panel.get_by_text("Point at anything")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844), (320, 640)])
def test_in_a_narrow_window_the_sheet_lies_over_the_lower_edge_with_its_line_in_reach(
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
    # What comes out stays in sight below it, the drawing above.
    assert height / 4 <= box["y"] < box["y"] + box["height"] <= height
    # Its last line is in reach, and so is its pin from there.
    panel.get_by_role("tab", name="Sum").tap()
    panel.locator("[data-line=then]").scroll_into_view_if_needed()
    expect(panel.locator("[data-line=then]")).to_be_in_viewport()
    button = panel.get_by_role("button", name="Let go of the pinned unit")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(panel).not_to_have_attribute("data-pinned", "")
    _line(explorer).tap()
    expect(panel.locator(".explanation")).to_be_hidden()


def _go_to(explorer: Explorer) -> Locator:
    return _panel(explorer).get_by_role("button", name="Go to a unit by its numbers")


def _open_finder(explorer: Explorer) -> Locator:
    finder = _panel(explorer).locator(".finder")
    if _panel(explorer).get_attribute("data-open") is None:
        _line(explorer).click()
    if not finder.is_visible():
        _go_to(explorer).click()
    return finder


def test_a_unit_is_found_by_its_numbers(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    finder = _open_finder(drawn)
    finder.get_by_label("Kind of unit").select_option(label="vote of a primary capsule")
    for index, value in {"type": "14", "row": "2", "column": "3"}.items():
        finder.locator(f"[data-index={index}]").fill(value)
        finder.locator(f"[data-index={index}]").press("Tab")
    finder.locator("[data-index=digit]").select_option("8")
    drawn.rest()
    _expect_pinned(drawn, "vote-14-2-3-8")
    _expect_numbers(drawn, "vote-14-2-3-8", trace, capsnet)
    _go_to(drawn).click()
    expect(finder).to_be_hidden()


def test_a_unit_is_found_by_its_numbers_with_keys_alone(drawn: Explorer) -> None:
    finder = _panel(drawn).locator(".finder")
    _line(drawn).focus()
    drawn.page.keyboard.press("Enter")
    _go_to(drawn).focus()
    drawn.page.keyboard.press("Enter")
    expect(finder.get_by_label("Kind of unit")).to_be_focused()
    drawn.page.keyboard.type("kern")
    expect(_panel(drawn)).to_have_attribute("data-unit", re.compile(r"^kernel-\d+$"))
    drawn.page.keyboard.press("Tab")
    drawn.page.keyboard.press("Control+A")
    drawn.page.keyboard.type("9999")
    drawn.page.keyboard.press("Tab")
    _expect_pinned(drawn, "kernel-255")
    assert finder.locator("[data-index=map]").input_value() == "255"
    _go_to(drawn).click()


def test_the_inspector_is_skipped_to_and_escape_lets_go_within_its_fields(drawn: Explorer) -> None:
    keyboard = drawn.page.keyboard
    drawn.page.locator(".skip").nth(1).focus()
    keyboard.press("Enter")
    expect(_panel(drawn)).to_be_focused()
    finder = _open_finder(drawn)
    finder.get_by_label("Kind of unit").select_option(label="primary capsule")
    finder.get_by_label("type, 0 to 31").fill("9")
    finder.get_by_label("row, 0 to 5").fill("3")
    field = finder.get_by_label("column, 0 to 5")
    field.fill("4")
    _expect_pinned(drawn, "capsule-9-3-4")
    # The fields of what is pointed at take the place of this one, which then tells its last change.
    drawn.page.locator('[data-part="lengths"] .lengths button').first.hover()
    field.press("Escape")
    expect(drawn.page.locator("#inspector[data-open]")).to_have_count(0)
    drawn.page.keyboard.press("Escape")
    expect(_panel(drawn)).to_have_attribute("data-unit", "digit-0")
    expect(drawn.page.locator("#inspector[data-pinned]")).to_have_count(0)
    _open_finder(drawn)
    _go_to(drawn).click()


def test_a_second_choice_opens_the_sheet_and_a_third_lets_go(drawn: Explorer) -> None:
    drawn.open_stage("conv1")
    picture = drawn.stage.get_by_role("application").first
    canvas = picture.locator("canvas")
    canvas.click(position=_cell(canvas))
    expect(_panel(drawn)).to_have_attribute("data-pinned", "")
    expect(_panel(drawn)).not_to_have_attribute("data-open", "")
    canvas.click(position=_cell(canvas))
    expect(_panel(drawn)).to_have_attribute("data-pinned", "")
    expect(_panel(drawn)).to_have_attribute("data-open", "")
    # The picture has shrunk under the pointer: the cursor is moved by keys from here.
    drawn.page.mouse.move(0, 0)
    _let_go(drawn)
    picture.focus()
    picture.press("Home")
    for pinned, opened in ((True, False), (True, True), (False, False)):
        picture.press("Enter")
        assert (_panel(drawn).get_attribute("data-pinned") is not None) == pinned
        assert (_panel(drawn).get_attribute("data-open") is not None) == opened


def test_escape_closes_the_sheet_then_lets_go_of_the_unit_then_of_the_digit(
    drawn: Explorer,
) -> None:
    keyboard, panel = drawn.page.keyboard, _panel(drawn)
    keyboard.press("8")
    drawn.page.locator('[data-part="lengths"] [data-digit="8"] button').hover()
    _line(drawn).click()
    _expect_pinned(drawn, "digit-8")
    expect(panel).to_have_attribute("data-open", "")
    drawn.page.mouse.move(0, 0)
    keyboard.press("Escape")
    expect(panel).not_to_have_attribute("data-open", "")
    _expect_pinned(drawn, "digit-8")
    keyboard.press("Escape")
    expect(panel).not_to_have_attribute("data-pinned", "")
    expect(drawn.page.locator("#capsule-title")).to_contain_text("8")
    drawn.page.locator('[data-part="lengths"] [data-digit="8"] button').hover()
    drawn.page.mouse.move(0, 0)
    keyboard.press("Escape")
    expect(drawn.page.locator("#capsule-title")).not_to_contain_text("8")
    # What was let go of is explained no more.
    expect(panel.locator(".unit-name")).to_contain_text("Point at anything")


def test_the_line_adds_up_the_support_that_it_tells(drawn: Explorer) -> None:
    drawn.go("/?unit=type-14")
    drawn.rest()
    trace = drawn.trace()
    digit = trace.prediction
    support = trace.support[-1, ..., digit]
    added = _told(drawn, "Capsule type · type 14", "adds")
    assert shows(added.removeprefix("+"), float(support[14].sum()))
    drawn.go("/?unit=capsule-14-2-3")
    name = "Primary capsule · type 14, row 2, column 3"
    assert shows(_told(drawn, name, "length"), float(trace.primary[14, 2, 3].norm()))
    assert shows(_told(drawn, name, "adds").removeprefix("+"), float(support[14, 2, 3]))
    expect(_panel(drawn).locator(".unit-values")).to_contain_text(f"to {digit}")


OVERLAPS = """
    () => {
      const inside = (rect) => rect.left >= 0 && rect.top >= 0
          && rect.right <= innerWidth && rect.bottom <= innerHeight;
      const rect = (selector) => document.querySelector(selector).getBoundingClientRect();
      const [sheet, stage, strip] = ["#inspector", "#stage", ".strip"].map(rect);
      const part = document.querySelector(".explained-part:not([hidden])");
      return {
        sheet: inside(sheet),
        apart: strip.bottom <= stage.top && stage.bottom <= sheet.top,
        tabs: [...document.querySelectorAll("#stage [role=tab], #stage-title")]
          .every((tab) => { const r = tab.getBoundingClientRect();
            return r.top >= stage.top && r.bottom <= stage.bottom && r.right <= stage.right; }),
        scrolls: [part.scrollWidth - part.clientWidth, part.scrollHeight - part.clientHeight],
      };
    }
"""


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1180, 680)])
def test_the_sheet_covers_nothing_and_every_part_of_every_explanation_fits_it(
    new_page: OpenPage, size: tuple[int, int]
) -> None:
    width, height = size
    explorer = new_page(viewport={"width": width, "height": height}).open("/?unit=digit-0")
    tabs = _panel(explorer).get_by_role("tab")
    for text in SHOWN.values():
        explorer.go(f"/?stage=routing&unit={text}")
        _expect_pinned(explorer, text)
        expect(_panel(explorer)).to_have_attribute("data-exact", "true")
        expect(_panel(explorer).locator(".explained-part").first).to_be_attached()
        for index in range(max(1, tabs.count())):
            if tabs.count() > 0:
                tabs.nth(index).click()
            found = explorer.page.evaluate(OVERLAPS)
            # At the least width of all, a sheet may go on to the right.
            scrolls = [0, 0] if width > 1180 else [found["scrolls"][0], 0]
            assert found == {
                **{"sheet": True, "apart": True, "tabs": True},
                "scrolls": scrolls,
            }, (text, index)


def test_the_line_is_where_it_was_when_its_sheet_opens(drawn: Explorer) -> None:
    drawn.open_stage("digits")
    before = _line(drawn).bounding_box()
    drawn.page.locator('[data-part="lengths"] [data-digit="2"] button').hover()
    _line(drawn).click()
    expect(_panel(drawn)).to_have_attribute("data-open", "")
    assert _line(drawn).bounding_box() == before
    _line(drawn).click()
    expect(_panel(drawn)).not_to_have_attribute("data-open", "")
    assert _line(drawn).bounding_box() == before
