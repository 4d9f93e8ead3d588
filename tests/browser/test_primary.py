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
from tests.browser.explorer import Explorer, Strokes
from tests.browser.fitting import misfits
from tests.browser.pages import Pages
from tests.browser.words import numbers, shows, texts


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
    page_of_a_four.open_stage("primary", "types")
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


def _pin_and_open(explorer: Explorer, type_: int, row: int, column: int) -> None:
    """Click a capsule among all types, and open the view of its numbers."""
    _point_at_capsule(explorer, type_, row, column)
    explorer.page.mouse.down()
    explorer.page.mouse.up()
    explorer.open_stage("primary", "capsule")


def test_the_first_capsule_is_the_one_with_the_most_support(new_page: OpenPage) -> None:
    for tab, words in (("types", "Type"), ("capsule", "Capsule of type")):
        explorer = new_page().open(f"/?stage=primary&tab={tab}")
        heading = explorer.stage.get_by_role("heading", name=re.compile(rf"^{words} \d"))
        support = explorer.trace().support[-1]
        for digit in (explorer.trace().prediction, 8):
            if digit == 8:
                explorer.page.keyboard.press("8")
            own = support[..., digit]
            place = np.unravel_index(int(own.argmax()), own.shape)
            type_, row, column = (int(each) for each in place)
            expect(heading).to_have_text(f"{words} {type_}, row {row}, column {column}")
        if tab == "types":
            told = explorer.stage.locator(".primary-words .formula").inner_text()
            assert shows(numbers(told)[2], float(own.max()))


def test_lengths_are_shown_before_squash_at_first(drawn: Explorer, trace: Trace) -> None:
    before = drawn.stage.get_by_role("button", name="before squash", exact=True)
    expect(before).to_have_attribute("aria-pressed", "true")
    low, high = texts(drawn.stage.locator(".primary-types .legend .number"))
    ordered = trace.primary_raw.norm(dim=-1).flatten().sort().values
    assert shows(low, float(ordered[round(0.05 * 1151)]))
    assert shows(high, float(ordered[round(0.95 * 1151)]))
    # After it nearly all are as long as can be, as the stage says.
    assert float((trace.primary.norm(dim=-1) > 0.9).float().mean()) > 0.9
    expect(drawn.stage.locator(".stage-line")).to_contain_text("after it nearly all are close to 1")


def test_pointing_at_a_capsule_shows_its_numbers_and_where_it_looks(
    drawn: Explorer, trace: Trace
) -> None:
    text = _point_at_capsule(drawn, 10, 1, 3)
    assert text.startswith("type 10, row 1, column 3: length ")
    lengths = [float(field[10, 1, 3].norm()) for field in (trace.primary_raw, trace.primary)]
    assert shows(numbers(text)[3], lengths[0])
    assert shows(numbers(text)[4], lengths[1])
    # Its patch of 17 x 17 pixels begins two pixels further for each position.
    seen = drawn.application("What the network receives")
    heading = drawn.stage.get_by_role("heading", name="Type 10, row 1, column 3", exact=True)
    told = drawn.stage.locator(".primary-words .formula")
    support = float(trace.support[-1, 10, 1, 3, trace.prediction])
    # What was pointed at last stays shown.
    for _ in range(2):
        expect(heading).to_be_visible()
        expect(seen.locator(".box-from").last).to_have_attribute("d", "M6 2h17v17h-17z")
        shown = numbers(told.inner_text())
        assert all(shows(t, v) for t, v in zip(shown, [*lengths, support], strict=False))
        drawn.page.mouse.move(0, 0)
        drawn.rest()


def test_a_pinned_capsule_is_shown_in_all_its_numbers(drawn: Explorer, trace: Trace) -> None:
    _pin_and_open(drawn, 10, 1, 3)
    _expect_capsule(drawn, trace, 10, 1, 3)
    seen = drawn.application("What the network receives")
    expect(seen.locator(".box-from").last).to_have_attribute("d", "M6 2h17v17h-17z")


def test_arrow_keys_show_capsule_by_capsule_and_enter_pins(drawn: Explorer, trace: Trace) -> None:
    types = _types(drawn)
    types.focus()
    types.press("Control+Home")
    for key in ("PageDown", "PageDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        types.press(key)
    heading = drawn.stage.get_by_role("heading", name="Type 2, row 1, column 2", exact=True)
    expect(heading).to_be_visible()
    types.press("Enter")
    inspector = drawn.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", "capsule-2-1-2")
    expect(inspector).to_have_attribute("data-pinned", "")
    drawn.open_stage("primary", "capsule")
    _expect_capsule(drawn, trace, 2, 1, 2)
    drawn.page.keyboard.press("Escape")
    expect(inspector).not_to_have_attribute("data-pinned", "")


def test_one_type_is_shown_in_its_dimensions(drawn: Explorer, trace: Trace) -> None:
    _pin_and_open(drawn, 21, 4, 4)
    drawn.page.keyboard.press("Escape")
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

    part = drawn.stage.locator(".primary-dimensions")
    most = {"this type": trace.primary_raw[21].abs().max(), "layer": trace.primary_raw.abs().max()}
    for span, value in most.items():
        part.get_by_role("button", name=span, exact=True).click()
        low, high = texts(part.locator(".legend .number"))
        assert shows(low, -float(value))
        assert shows(high, float(value))


def test_a_dimension_beside_its_bar_pins_that_number(drawn: Explorer) -> None:
    _pin_and_open(drawn, 5, 0, 0)
    bars = drawn.stage.get_by_role("region", name="One primary capsule").locator(".explained-bars")
    button = bars.last.get_by_role("button", name="3", exact=True)
    button.focus()
    drawn.page.keyboard.press("Enter")
    expect(drawn.page.locator("#inspector")).to_have_attribute("data-unit", "component-5-0-0-3")


def test_the_legend_tells_the_ends_of_every_colour_range(drawn: Explorer, trace: Trace) -> None:
    _point_at_capsule(drawn, 7, 3, 3)
    part = drawn.stage
    span = part.get_by_role("combobox", name="Colour range of the lengths")
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
            span.select_option(name)
            shown = texts(part.locator(".legend .number"))
            assert all(shows(t, float(v)) for t, v in zip(shown, ends, strict=True))
    span.select_option("middle 90 %")
    part.get_by_role("button", name="before squash", exact=True).click()


def test_the_patches_of_a_type_come_when_asked_for(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=primary")
    asked: list[str] = []
    explorer.note("request", lambda request: asked.append(request.url))
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
    assert not [url for url in asked if url.endswith("/patches")]
    explorer.open_stage("primary", "patches")
    for type_ in (9, 24):
        _point_at_capsule(explorer, type_, 2, 2)
        expect(part.locator("h3")).to_have_text(f"What type {type_} responds to most")
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
    explorer.open_stage("primary", "patches")
    expect(part).to_contain_text(asked)


def test_the_stage_follows_the_pen_on_a_network_of_other_sizes(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=primary&tab=capsule&model=small")
    explorer.clear()
    explorer.draw([[(100, 60), (140, 200)]])
    trace = explorer.trace()
    name = explorer.stage.get_by_role("heading", name=re.compile("^Capsule of type")).inner_text()
    type_, row, column = (int(each) for each in numbers(name))
    own = trace.support[-1, ..., trace.prediction]
    assert float(own[type_, row, column]) == pytest.approx(float(own.max()))
    _expect_capsule(explorer, trace, type_, row, column)


def test_every_view_fits_one_screen_with_the_sheet_open_too(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=primary")
    explorer.expect_problems("404.*/patches")  # of a copy of the network nothing was found
    assert misfits(explorer, "primary", ("types", "capsule", "patches")) == {}
