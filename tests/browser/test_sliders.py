"""The sliders: what they show, what the decoder draws from them, and every way back."""

from __future__ import annotations

import pytest
import torch
from playwright.sync_api import expect

from model.network.capsnet import CapsNet
from tests.browser.explorer import Explorer


def test_the_page_draws_a_capsule_itself_once_its_decoder_is_here(explorer: Explorer) -> None:
    trace = explorer.trace()
    asked: list[str] = []
    explorer.note("request", lambda request: asked.append(request.url))
    expect(explorer.page.locator("#capsule .slider-reading").first).not_to_be_empty()
    digit = trace.prediction
    values = trace.digits[-1, digit].tolist()
    for dimension, key in ((3, "ArrowRight"), (9, "PageDown"), (3, "Home")):
        explorer.slider(dimension).press(key)
        values[dimension] = float(explorer.slider(dimension).input_value())
        explorer.expect_decoded(digit, values)
    assert not [url for url in asked if "/api/decode" in url]


def test_keys_and_pointer_on_a_slider_repaint_what_the_decoder_draws(explorer: Explorer) -> None:
    trace = explorer.trace()
    digit = trace.prediction
    explorer.expect_picture(trace.reconstructions[digit])
    values = trace.digits[-1, digit].tolist()

    slider = explorer.slider(3)
    before = round(values[3], 2)
    slider.press("ArrowRight")
    values[3] = float(slider.input_value())
    assert values[3] == pytest.approx(before + 0.01, abs=1e-9)
    explorer.expect_decoded(digit, values)

    slider = explorer.slider(7)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    explorer.page.mouse.move(box["x"] + 0.5 * box["width"], middle)
    explorer.page.mouse.down()
    for share in (0.6, 0.7, 0.8):
        explorer.page.mouse.move(box["x"] + share * box["width"], middle)
    explorer.page.mouse.up()
    values[7] = float(slider.input_value())
    assert values[7] == pytest.approx(0.33, abs=0.06)
    explorer.expect_decoded(digit, values)
    assert explorer.boxes() == pytest.approx(values, abs=5.2e-4)

    # The whole drag is one step of undo.
    capsule = explorer.page.locator("#capsule")
    capsule.get_by_role("button", name="Undo").click()
    values[7] = float(trace.digits[-1, digit, 7])
    explorer.expect_decoded(digit, values)
    assert explorer.boxes() == pytest.approx(values, abs=5.2e-4)


def test_number_box_length_reset_undo_and_redo_are_exact(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    trace = explorer.trace()
    digit = trace.prediction
    original = trace.digits[-1, digit].tolist()
    capsule = explorer.page.locator("#capsule")
    undo = capsule.get_by_role("button", name="Undo")
    redo = capsule.get_by_role("button", name="Redo")
    reset_all = capsule.get_by_role("button", name="Reset all")
    expect(undo).to_be_disabled()
    expect(reset_all).to_be_disabled()

    box = explorer.page.get_by_role("spinbutton", name="Dimension 5, as a number")
    box.fill("-0.345")
    box.press("Enter")
    moved = [*original[:5], -0.345, *original[6:]]
    explorer.expect_decoded(digit, moved)

    length = explorer.page.get_by_role("spinbutton", name="Length, as a number")
    length.fill("0.5")
    length.press("Enter")
    factor = 0.5 / float(torch.tensor(moved).norm())
    shorter = [value * factor for value in moved]
    explorer.expect_decoded(digit, shorter)
    assert explorer.boxes() == pytest.approx(shorter, abs=5.2e-4)

    undo.click()
    explorer.expect_decoded(digit, moved)
    redo.click()
    explorer.expect_decoded(digit, shorter)
    explorer.page.get_by_role("button", name="Reset Dimension 5").click()
    explorer.expect_decoded(digit, [*shorter[:5], original[5], *shorter[6:]])
    reset_all.click()
    explorer.expect_picture(trace.reconstructions[digit])
    assert explorer.boxes() == pytest.approx(original, abs=5.2e-4)


def test_escape_lets_go_of_a_slider_that_has_the_focus(explorer: Explorer) -> None:
    trace = explorer.trace()
    explorer.slider(0).press("ArrowLeft")
    expect(explorer.page.get_by_role("button", name="Reset all")).to_be_enabled()
    explorer.page.keyboard.press("Escape")
    expect(explorer.page.get_by_role("button", name="Reset all")).to_be_disabled()
    explorer.expect_picture(trace.reconstructions[trace.prediction])


def test_pointing_at_the_card_selects_a_pixel_of_the_reconstruction(explorer: Explorer) -> None:
    digit = explorer.trace().prediction
    box = explorer.picture.bounding_box()
    assert box is not None
    explorer.page.mouse.move(
        box["x"] + 4.5 * box["width"] / 28, box["y"] + 20.5 * box["height"] / 28
    )
    expect(explorer.page.locator("#inspector")).to_have_attribute(
        "data-unit", f"decoded-{digit}-20-4"
    )
