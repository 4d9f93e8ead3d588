"""Tables of pictures: every number of a canvas as text, and the way in and out of them."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Locator, expect

from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.words import texts

CELLS = """
    (dialog) => [...dialog.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("td")].map(({ textContent }) => textContent))
"""


def _cells(dialog: Locator) -> npt.NDArray[np.float64]:
    """The numbers of the open table."""
    rows = dialog.evaluate(CELLS)
    return np.array([[float(text.replace("−", "-")) for text in row] for row in rows])


def test_a_map_of_conv1_and_its_kernel_are_read_as_tables(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open_stage("conv1")
    trace = explorer.trace()
    explorer.stage.get_by_role("button", name="before ReLU").click()
    explorer.stage.get_by_role("combobox", name="Order").select_option("by number")
    explorer.point_at(explorer.application("256 feature maps"), 3 * 21 + 5, 2 * 21 + 5)
    # The map that was pointed at last is the one that is shown first; on its way to the button by
    # keys, no pointer passes others.
    dialog = explorer.open_table("256 feature maps", keyboard=True)
    expect(dialog.locator("caption")).to_have_text("map 35: row by row, counted from 0")
    assert np.abs(_cells(dialog) - trace.conv1[35].numpy()).max() <= 5.2e-5
    headers = texts(dialog.locator("thead th"))
    assert headers == [str(column) for column in range(20)]
    assert texts(dialog.locator("tbody th")) == headers

    dialog.get_by_role("combobox", name="Part of the picture").select_option("map 7")
    assert np.abs(_cells(dialog) - trace.conv1[7].numpy()).max() <= 5.2e-5
    dialog.get_by_role("button", name="Close the table").click()
    expect(dialog).to_have_count(0)

    explorer.open_stage("conv1", "kernels")
    dialog = explorer.open_table("256 kernels")
    dialog.get_by_role("combobox", name="Part of the picture").select_option("kernel 12")
    dialog.get_by_role("button", name="all digits").click()
    # Read back as float32, the digits are the very weights.
    assert np.array_equal(_cells(dialog).astype(np.float32), capsnet.conv1.weight[12, 0].numpy())


def test_support_by_position_is_a_table_of_one_cell_for_each_position(explorer: Explorer) -> None:
    explorer.open_stage("routing")
    trace = explorer.trace()
    explorer.stage.get_by_role("button", name="positions").last.click()
    dialog = explorer.open_table("Support painted on the drawing")
    expect(dialog.get_by_role("heading", name="Support by position")).to_be_visible()
    support = trace.support[-1, ..., trace.prediction].sum(dim=0).numpy()
    cells = _cells(dialog)
    assert cells.shape == (6, 6)
    assert np.abs(cells - support).max() <= 5.2e-5


@pytest.mark.parametrize("stage", ["draw", "reconstruction"])
def test_a_table_opens_and_closes_by_keyboard_and_gives_the_focus_back(
    explorer: Explorer, stage: str
) -> None:
    explorer.open_stage(stage, "between" if stage == "reconstruction" else None)
    trace = explorer.trace()
    shown = trace.image if stage == "draw" else trace.reconstructions[trace.prediction]
    name = "The 28 by 28" if stage == "draw" else "What the decoder draws"
    if stage == "reconstruction":
        explorer.page.wait_for_selector(".way[data-shown]")
        explorer.stage.get_by_role("slider", name="Place on the way").fill("0")
    dialog = explorer.open_table(name, keyboard=True)
    assert np.abs(_cells(dialog) - shown.numpy()).max() <= 5.2e-5
    # Its keys are its own: a digit chooses no class, and Escape leaves no stage.
    explorer.page.keyboard.press("5")
    explorer.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    button = explorer.stage.get_by_role("button", name=re.compile(f"^More of {name}"))
    expect(button).to_be_focused()
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", stage)
    assert "digit=" not in explorer.page.url


def test_a_table_follows_new_answers(explorer: Explorer, samples: dict[int, Strokes]) -> None:
    explorer.open_stage("draw")
    dialog = explorer.open_table("The 28 by 28")
    before = _cells(dialog)
    # Under an open dialog a person cannot draw; the sample that was asked for may still come.
    explorer.page.evaluate("document.querySelector('[data-card=draw] .sample').click()")
    explorer.rest()
    image = explorer.trace().image.numpy()
    explorer.until(lambda: bool(np.abs(_cells(dialog) - image).max() <= 5.2e-5))
    assert np.abs(before - image).max() > 0.5


def test_hidden_layers_are_those_of_the_model_and_one_table_each(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open_stage("reconstruction")
    trace = explorer.trace()
    digit = trace.prediction
    explorer.open_stage("reconstruction", "hidden")
    masked = trace.digits.new_zeros(10, 16)
    masked[digit] = trace.digits[-1, digit]
    first = capsnet.decoder[1](capsnet.decoder[0](masked.flatten()))
    second = capsnet.decoder[3](capsnet.decoder[2](first))
    for layer, values in enumerate((first, second)):
        expect(
            explorer.stage.get_by_text(
                f"{int((values > 0).sum())} of {len(values):,} units are above 0"
            )
        ).to_be_visible()
        dialog = explorer.open_table(f"Hidden layer {layer}")
        assert np.abs(_cells(dialog).flatten() - values.detach().numpy()).max() <= 6e-5
        explorer.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    # Fetched once, for this and for the sliders.
    weights = "performance.getEntriesByType('resource').map(({ name }) => name)"
    fetched = [each for each in explorer.page.evaluate(weights) if "weights/decoder" in each]
    assert len(fetched) == len(set(fetched)) == 3

    picture = explorer.application("Hidden layer 0")
    text = explorer.point_at(picture, 5, 3)
    assert text == f"layer 0, unit {3 * 32 + 5}: {first[3 * 32 + 5].item():.4f}"
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", f"hidden-{digit}-0-{3 * 32 + 5}")
    picture.focus()
    picture.press("Control+Home")
    picture.press("ArrowDown")
    picture.press("Enter")
    expect(inspector).to_have_attribute("data-unit", f"hidden-{digit}-0-32")
    expect(inspector).to_have_attribute("data-pinned", "")


def test_a_tap_pins_a_cell_and_a_drag_scrolls_the_page(new_page: OpenPage) -> None:
    explorer = new_page(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).open("?stage=conv1")
    explorer.page.wait_for_selector('body[data-stage="conv1"]')
    inspector = explorer.page.locator("#inspector")
    one = explorer.application("The chosen map, enlarged")
    one.scroll_into_view_if_needed()
    box = one.locator("canvas").bounding_box()
    assert box is not None
    devtools = explorer.page.context.new_cdp_session(explorer.page)
    before = explorer.page.evaluate("window.scrollY")
    finger = {"x": box["x"] + 30, "y": box["y"] + 20}
    for step, kind in enumerate(["touchStart", *["touchMove"] * 12, "touchEnd"]):
        points = [] if kind == "touchEnd" else [{**finger, "y": finger["y"] + 12 * step}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        explorer.page.wait_for_timeout(16)
    explorer.until(lambda: bool(explorer.page.evaluate("window.scrollY") < before - 60))
    expect(inspector).to_have_attribute("data-unit", "")

    one.scroll_into_view_if_needed()
    box = one.locator("canvas").bounding_box()
    assert box is not None
    cell = box["width"] / 20
    explorer.page.touchscreen.tap(box["x"] + 3.5 * cell, box["y"] + 5.5 * cell)
    expect(inspector).to_have_attribute("data-pinned", "")
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-5-3$"))
    assert explorer.readout(one).split(":")[0].endswith("row 5, column 3")


def test_a_cell_is_heard_when_the_cursor_moves_and_not_while_the_pen_does(
    explorer: Explorer,
) -> None:
    explorer.open_stage("conv1")
    maps = explorer.application("256 feature maps")
    readout = maps.locator("xpath=..").locator(".readout")
    maps.focus()
    maps.press("ArrowRight")
    expect(readout).to_have_attribute("aria-live", "polite")
    shown = readout.inner_text()
    maps.press("ArrowRight")
    assert readout.inner_text() != shown
    count = explorer.painted
    explorer.page.evaluate("document.querySelector('[data-card=draw] .sample').click()")
    explorer.painted_after(count)
    expect(readout).to_have_attribute("aria-live", "off")
