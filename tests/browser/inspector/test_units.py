"""Units are pinned by hand and by key, and what is printed is the model's."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Locator, expect

from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.inspector.panel import (
    LINES,
    SHOWN,
    cell_of,
    expect_numbers,
    expect_pinned,
    let_go,
    line,
    panel_of,
    told,
)
from tests.browser.words import shows, texts


def test_a_unit_of_every_kind_is_explained_by_the_models_numbers(
    new_page: OpenPage, capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=digit-0")
    expect_pinned(explorer, "digit-0")
    for text in SHOWN.values():
        explorer.go(f"/?unit={text}")
        expect_pinned(explorer, text)
        expect_numbers(explorer, text, explorer.trace(), capsnet)


def test_a_click_and_enter_pin_the_unit_under_them_in_the_pictures_of_every_stage(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    kinds = {"click": set[str](), "Enter": set[str]()}
    trace = drawn.trace()
    # In the pictures of the first stage a click draws.
    for stage, tab in (
        *(("conv1", None), ("conv1", "kernels"), ("primary", None), ("primary", "capsule")),
        *(("routing", None), ("routing", "votes")),
        *(("reconstruction", None), ("reconstruction", "hidden")),
    ):
        drawn.open_stage(stage, tab)
        pictures = drawn.stage.get_by_role("application")
        expect(pictures.first).to_be_visible()
        for picture in pictures.filter(has=drawn.page.locator("canvas")).all():
            if not picture.is_visible():
                continue
            for way, found in kinds.items():
                text = _point_and_pin(drawn, picture, way)
                if text is not None and text.partition("-")[0] not in found:
                    found.add(text.partition("-")[0])
                    drawn.rest()
                    expect_numbers(drawn, text, trace, capsnet)
                let_go(drawn)
    assert kinds["click"] == kinds["Enter"]
    assert kinds["click"] >= {"pixel", "kernel", "conv1", "capsule", "component", "hidden"}


def test_a_click_pins_a_pixel_of_what_the_decoder_draws(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    canvas = drawn.page.locator('[data-picture="reconstruction"]')
    canvas.click(position=cell_of(canvas))
    expect_pinned(drawn, f"decoded-{trace.prediction}-3-4")
    expect_numbers(drawn, f"decoded-{trace.prediction}-3-4", trace, capsnet)


def _point_and_pin(explorer: Explorer, picture: Locator, way: str) -> str | None:
    """The text of the unit that is pinned, where the cells of this picture stand for some."""
    if way == "click":
        canvas = picture.locator("canvas").first
        canvas.click(position=cell_of(canvas))
    else:
        picture.focus()
        for key in ("Home", "ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
            picture.press(key)
    # What is pinned stays where the pointer leaves.
    explorer.page.mouse.move(0, 0)
    pinned = panel_of(explorer).get_attribute("data-pinned") is not None
    return panel_of(explorer).get_attribute("data-unit") if pinned else None


def test_a_sliders_dimension_is_explained_and_pinned_by_its_name_or_by_enter(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    trace = drawn.trace()
    digit = trace.prediction
    slider = drawn.slider(4)
    slider.hover()
    drawn.rest()
    expect(panel_of(drawn)).to_have_attribute("data-unit", f"dimension-{digit}-4")
    value = told(drawn, f"Capsule · digit {digit}, dimension 4", "value")
    assert shows(value, float(trace.digits[-1, digit, 4]))
    expect(drawn.page.locator(".slider[data-linked]")).to_have_count(1)
    expect(drawn.page.locator(".slider[data-linked] input[data-dimension='4']")).to_be_visible()

    drawn.page.get_by_role("button", name="Explain Dimension 7", exact=True).click()
    drawn.page.mouse.move(0, 0)
    expect_pinned(drawn, f"dimension-{digit}-7")
    let_go(drawn)
    drawn.slider(9).focus()
    expect(panel_of(drawn)).to_have_attribute("data-unit", f"dimension-{digit}-9")
    drawn.slider(9).press("Enter")
    expect_pinned(drawn, f"dimension-{digit}-9")
    expect_numbers(drawn, f"dimension-{digit}-9", trace, capsnet)
    assert drawn.boxes()[9] == pytest.approx(float(trace.digits[-1, digit, 9]), abs=5.1e-4)


def test_terms_lead_to_the_units_that_they_come_from_and_back_again(
    new_page: OpenPage, capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=digit-3")
    trace = explorer.trace()
    panel = panel_of(explorer)
    expect_numbers(explorer, "digit-3", trace, capsnet)
    support = trace.support[-1, ..., 3]
    largest = [int(index) for index in torch.unravel_index(support.abs().argmax(), support.shape)]
    names = texts(panel.locator("[data-line=term] .term-name"))
    assert names[0] == "type {}, row {}, column {}".format(*largest)

    panel.get_by_role("button", name=names[0], exact=True).click()
    vote = "vote-{}-{}-{}-3".format(*largest)
    explorer.rest()
    expect_numbers(explorer, vote, trace, capsnet)
    expect(line(explorer)).to_be_focused()
    panel.get_by_role("tab", name="Coupling").click()
    other = panel.get_by_role("button", name="8", exact=True)
    other.focus()
    other.press("Enter")
    expect_numbers(explorer, vote[:-1] + "8", trace, capsnet)

    back = panel.get_by_role("button", name="← back")
    back.press("Enter")
    expect_numbers(explorer, vote, trace, capsnet)
    back.click()
    expect_numbers(explorer, "digit-3", trace, capsnet)
    expect(back).to_be_hidden()


def test_a_pinned_unit_follows_the_pen_and_the_next_drawing(
    new_page: OpenPage, samples: dict[int, Strokes], capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=vote-14-2-3-7")
    panel = panel_of(explorer)
    before = explorer.trace()
    expect_numbers(explorer, "vote-14-2-3-7", before, capsnet)
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
    expect_numbers(explorer, "vote-14-2-3-7", after, capsnet)
    expect(panel.get_by_text("≈ while the pen moves")).to_have_count(0)


def test_the_iteration_that_is_shown_is_the_one_that_is_explained(
    new_page: OpenPage, capsnet: CapsNet
) -> None:
    explorer = new_page().open("/?unit=vote-14-2-3-8&iteration=2")
    trace = explorer.trace()
    expect(panel_of(explorer).get_by_text("In short, iteration 2")).to_be_visible()
    lines: dict[str, str] = dict(panel_of(explorer).evaluate(LINES))
    assert shows(lines["coupling c"], float(trace.couplings[1, 14, 2, 3, 8]))
    assert shows(lines["support"], float(trace.support[1, 14, 2, 3, 8]))
    assert "agreement û · v of iteration 2" not in lines


def test_the_unit_pointed_at_last_can_be_pinned_and_escape_lets_go(drawn: Explorer) -> None:
    panel = panel_of(drawn)
    drawn.open_stage("conv1")
    picture = drawn.application(r"\d+ feature maps").first
    picture.locator("canvas").hover(position=cell_of(picture.locator("canvas")))
    text = panel.get_attribute("data-unit") or ""
    assert text.startswith("conv1-")
    # The way to the pin leads away from the unit, which is outlined again from there.
    panel.get_by_role("button", name="Pin this unit").click()
    expect_pinned(drawn, text)
    drawn.page.keyboard.press("Escape")
    expect(panel).not_to_have_attribute("data-pinned", "")
    drawn.page.mouse.move(0, 0)

    picture.focus()
    picture.press("Control+Home")
    expect(panel).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-0-0$"))
    text = panel.get_attribute("data-unit") or ""
    picture.press("Enter")
    expect_pinned(drawn, text)
    letting_go = panel.get_by_role("button", name="Let go of the pinned unit")
    letting_go.press("Enter")
    expect(panel).to_have_attribute("data-unit", "")
    expect(panel.get_by_text("Point at anything")).to_be_visible()
