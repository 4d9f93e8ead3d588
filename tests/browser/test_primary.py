"""The stage of primary capsules: types, one type's dimensions and patches, one capsule."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
import safetensors.numpy
from playwright.sync_api import Locator, Route, expect

from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import Explorer, Strokes, numbers, shows, texts
from tests.browser.pages import Pages


@pytest.fixture(scope="module")
def page_of_a_four(
    pages: Pages, server: str, networks: dict[str, CapsNet], samples: dict[int, Strokes]
) -> Iterator[Explorer]:
    """The page with a 4 on its stage of primary capsules. All tests here only look."""
    with opening_pages(pages, server, networks) as new_page:
        explorer = new_page().open("/?stage=primary")
        explorer.clear()
        explorer.draw(samples[4])
        yield explorer


@pytest.fixture
def drawn(page_of_a_four: Explorer) -> Explorer:
    page_of_a_four.page.mouse.move(0, 0)
    if page_of_a_four.page.locator("#inspector[data-pinned]").count():
        page_of_a_four.page.keyboard.press("Escape")
    return page_of_a_four


@pytest.fixture
def trace(drawn: Explorer) -> Trace:
    return drawn.trace()


def _types(explorer: Explorer) -> Locator:
    return explorer.application("32 types of 6 by 6")


def _point_at_capsule(explorer: Explorer, type_: int, row: int, column: int) -> str:
    # Eight types side by side, a pixel apart.
    x, y = 7 * (type_ % 8) + column, 7 * (type_ // 8) + row
    explorer.point_at(_types(explorer), x, y)
    explorer.rest()  # what explains the unit was asked for
    return explorer.readout(_types(explorer))


def _expect_capsule(explorer: Explorer, trace: Trace, type_: int, row: int, column: int) -> None:
    """The one capsule that the stage shows, in numbers, once they are exact."""
    explorer.rest()
    name = f"Capsule of type {type_}, row {row}, column {column}"
    expect(explorer.stage.get_by_role("heading", name=name, exact=True)).to_be_visible()
    capsule = explorer.stage.get_by_role("region", name="One primary capsule")
    fields = (trace.primary_raw, trace.primary)
    for bars, field in zip(capsule.locator(".explained-bars").all(), fields, strict=True):
        shown = texts(bars.locator(".number"))
        values = field[type_, row, column]
        assert all(shows(t, float(v)) for t, v in zip(shown, values, strict=True))
    before, after = (float(field[type_, row, column].norm()) for field in fields)
    first, second = capsule.locator(".formula").inner_text().split("\n")
    assert shows(first.partition(" = ")[2], before)
    assert shows(second.rpartition(" = ")[2], after)
    curve = capsule.get_by_role("img", name=re.compile("^Squash takes")).get_attribute("aria-label")
    assert shows(numbers(curve or "")[0], before)
    assert shows(numbers(curve or "")[1], after)


def test_pointing_at_a_capsule_shows_its_numbers_and_where_it_looks(
    drawn: Explorer, trace: Trace
) -> None:
    text = _point_at_capsule(drawn, 10, 1, 3)
    assert text.startswith("type 10, row 1, column 3: length ")
    assert shows(numbers(text)[3], float(trace.primary_raw[10, 1, 3].norm()))
    assert shows(numbers(text)[4], float(trace.primary[10, 1, 3].norm()))
    _expect_capsule(drawn, trace, 10, 1, 3)
    # Its patch of 17 x 17 pixels begins two pixels further for each position.
    seen = drawn.application("What the network receives")
    expect(seen.locator(".box-from").last).to_have_attribute("d", "M6 2h17v17h-17z")
    # What was pointed at last stays shown.
    drawn.page.mouse.move(0, 0)
    _expect_capsule(drawn, trace, 10, 1, 3)
    expect(seen.locator(".box-from").last).to_have_attribute("d", "M6 2h17v17h-17z")


def test_arrow_keys_show_capsule_by_capsule_and_enter_pins(drawn: Explorer, trace: Trace) -> None:
    types = _types(drawn)
    types.focus()
    types.press("Control+Home")
    for key in ("PageDown", "PageDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        types.press(key)
    _expect_capsule(drawn, trace, 2, 1, 2)
    types.press("Enter")
    inspector = drawn.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", "capsule-2-1-2")
    expect(inspector).to_have_attribute("data-pinned", "")
    types.press("Escape")
    expect(inspector).not_to_have_attribute("data-pinned", "")


def test_one_type_is_shown_in_its_dimensions(drawn: Explorer, trace: Trace) -> None:
    _point_at_capsule(drawn, 21, 4, 4)
    maps = drawn.application("The 8 dimensions of one type")
    # Four maps side by side, a pixel apart: dimension 6 is the third of the second row.
    drawn.point_at(maps, 2 * 7 + 5, 7 + 2)
    drawn.rest()
    text = drawn.readout(maps)
    assert text.startswith("dimension 6, row 2, column 5: ")
    assert shows(numbers(text)[3], float(trace.primary_raw[21, 2, 5, 6]))
    assert shows(numbers(text)[4], float(trace.primary[21, 2, 5, 6]))
    inspector = drawn.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", "component-21-2-5-6")
    _expect_capsule(drawn, trace, 21, 2, 5)

    maps.focus()
    maps.press("Control+End")
    expect(inspector).to_have_attribute("data-unit", "component-21-5-5-7")
    _expect_capsule(drawn, trace, 21, 5, 5)

    part = drawn.stage.get_by_role("region", name="Dimensions of one type")
    most = {"this type": trace.primary[21].abs().max(), "layer": trace.primary.abs().max()}
    for span, value in most.items():
        part.get_by_role("button", name=span, exact=True).click()
        low, high = texts(part.locator(".legend .number"))
        assert shows(low, -float(value))
        assert shows(high, float(value))


def test_a_dimension_beside_its_bar_pins_that_number(drawn: Explorer, trace: Trace) -> None:
    _point_at_capsule(drawn, 5, 0, 0)
    bars = drawn.stage.get_by_role("region", name="One primary capsule").locator(".explained-bars")
    button = bars.last.get_by_role("button", name="3", exact=True)
    button.focus()
    drawn.page.keyboard.press("Enter")
    expect(drawn.page.locator("#inspector")).to_have_attribute("data-unit", "component-5-0-0-3")


def test_the_legend_tells_the_ends_of_every_colour_range(drawn: Explorer, trace: Trace) -> None:
    _point_at_capsule(drawn, 7, 3, 3)
    part = drawn.stage.get_by_role("region", name="Types of primary capsules")
    for side, field in (("before squash", trace.primary_raw), ("after squash", trace.primary)):
        part.get_by_role("button", name=side, exact=True).click()
        lengths = field.norm(dim=-1)
        ordered = lengths.flatten().sort().values
        ranges = {
            "middle 90 %": (ordered[round(0.05 * 1151)], ordered[round(0.95 * 1151)]),
            "layer": (ordered[0], ordered[-1]),
            "each type": (lengths[7].min(), lengths[7].max()),
            "log": (ordered[0], ordered[-1]),
            "from 0": (0.0, 1.0 if side == "after squash" else ordered[-1]),
        }
        for name, ends in ranges.items():
            button = part.get_by_role("button", name=name, exact=True)
            button.focus()
            button.press("Enter")
            expect(button).to_have_attribute("aria-pressed", "true")
            shown = texts(part.locator(".legend .number"))
            assert all(shows(t, float(v)) for t, v in zip(shown, ends, strict=True))


def test_the_patches_of_a_type_come_when_asked_for(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=primary")
    random = np.random.default_rng(0)
    found = {
        "patches": random.integers(0, 256, (32, 9, 17, 17), dtype=np.uint8),
        "lengths": -np.sort(-random.uniform(3, 30, (32, 9)).astype(np.float32)),
        "labels": random.integers(0, 10, (32, 9), dtype=np.uint8),
        "sources": random.integers(0, 6, (32, 9, 3), dtype=np.uint32),
    }
    metadata = {"model": "mnist", "dataset": "mnist", "images": "10000"}
    body = safetensors.numpy.save(found, metadata)
    media = "application/vnd.safetensors"
    answer = {"body": body, "content_type": media}
    explorer.page.route("**/patches", lambda route: route.fulfill(**answer))
    part = explorer.stage.locator(".patches-part")
    part.locator("summary").focus()
    explorer.page.keyboard.press("Enter")
    for type_ in (9, 24):
        _point_at_capsule(explorer, type_, 2, 2)
        expect(part.locator("summary")).to_have_text(f"What type {type_} responds to most")
        expect(part.locator("li")).to_have_count(9)
        for place, item in enumerate(part.locator("li").all()):
            assert shows(item.locator(".number").inner_text(), found["lengths"][type_, place])
            label = found["labels"][type_, place]
            assert item.locator(".quiet").inner_text() == f"of a {label}"
            ink = explorer.ink(item.locator("canvas"))
            assert np.abs(ink - found["patches"][type_, place] / 255).max() < 1e-6
            name = item.locator("canvas").get_attribute("aria-label") or ""
            picture, row, column = found["sources"][type_, place]
            assert name.startswith(f"Patch of training picture {picture}, class {label}, ")
            assert f"row {row}, column {column}" in name
    assert "10,000 training pictures of mnist" in part.inner_text()


def test_where_there_are_no_patches_the_server_says_how_to_find_them(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=primary")
    explorer.expect_problems("404")
    asked = "python -m model.patches mnist"
    error = {"error": {"code": "not_found", "message": f"no patches: {asked}", "field": None}}
    answer = {"status": 404, "json": error}

    def refuse(route: Route) -> None:
        route.fulfill(**answer)

    explorer.page.route("**/patches", refuse)
    part = explorer.stage.locator(".patches-part")
    part.locator("summary").click()
    expect(part).to_contain_text(asked)


def test_the_stage_follows_the_pen_on_a_network_of_other_sizes(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=primary&model=small")
    explorer.draw([[(100, 60), (140, 200)]])
    trace = explorer.trace()
    name = explorer.stage.get_by_role("heading", name=re.compile("^Capsule of type")).inner_text()
    type_, row, column = (int(each) for each in numbers(name))
    lengths = trace.primary_raw.norm(dim=-1)
    assert float(lengths[type_, row, column]) == pytest.approx(float(lengths.max()))
    _expect_capsule(explorer, trace, type_, row, column)
