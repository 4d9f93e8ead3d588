"""The stage of Conv1: order, range, the large map, and the sweep, by pointer and by keyboard."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, expect

from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage
from tests.browser.explorer import PIXELS, Explorer, Strokes, numbers, shows, texts

MAPS_AT_PLACES = """
    (frame) => {
      const canvas = frame.querySelector("canvas");
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const readout = frame.parentElement.querySelector(".readout");
      const names = Array.from({ length: 256 }, (_, place) => {
        const x = (place % 16) * 21 + 4.5;
        const y = Math.floor(place / 16) * 21 + 4.5;
        const clientX = left + (x * width) / canvas.width;
        const clientY = top + (y * height) / canvas.height;
        frame.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
        return Number(/map (\\d+)/.exec(readout.textContent)[1]);
      });
      frame.dispatchEvent(new PointerEvent("pointerleave"));
      return names;
    }
"""


@pytest.fixture(scope="module")
def page_of_a_three(page_of_a: Callable[[int], Explorer]) -> Explorer:
    return page_of_a(3)


@pytest.fixture
def conv1(page_of_a_three: Explorer) -> Explorer:
    """The page with a 3 on its Conv1 stage."""
    explorer = page_of_a_three.begin_again("conv1")
    explorer.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias")).wait_for()
    return explorer


def _press(explorer: Explorer, name: str, keyboard: bool) -> None:
    """Press a button of the stage, with the pointer or with the keyboard."""
    button = explorer.stage.get_by_role("button", name=name, exact=True)
    if keyboard:
        button.focus()
        explorer.page.keyboard.press("Enter")
    else:
        button.click()


def _made(canvas: Locator) -> list[bool]:
    """Which cells of a canvas are painted at all."""
    pixels = np.frombuffer(base64.b64decode(canvas.evaluate(PIXELS)["bytes"]), np.uint8)
    opaque: list[bool] = (pixels[3::4] == 255).tolist()
    return opaque


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_maps_stand_by_index_by_mean_and_by_maximum(conv1: Explorer, keyboard: bool) -> None:
    after = conv1.trace().conv1.relu().flatten(1)
    maps = conv1.application("256 feature maps")
    assert maps.evaluate(MAPS_AT_PLACES) == list(range(256))
    _press(conv1, "by mean", keyboard)
    means = after.mean(1)[maps.evaluate(MAPS_AT_PLACES)].numpy()
    assert (np.diff(means) <= 1e-6).all()
    _press(conv1, "by maximum", keyboard)
    places = maps.evaluate(MAPS_AT_PLACES)
    largest = after.amax(1)[places].numpy()
    assert (np.diff(largest) <= 1e-6).all()
    assert sorted(places) == list(range(256))
    _press(conv1, "by index", keyboard)
    assert maps.evaluate(MAPS_AT_PLACES) == list(range(256))


def test_maps_keep_their_places_until_the_pen_rests(conv1: Explorer) -> None:
    conv1.stage.get_by_role("button", name="by maximum").click()
    maps = conv1.application("256 feature maps")
    before = maps.evaluate(MAPS_AT_PLACES)
    conv1.pad.scroll_into_view_if_needed()
    count = conv1.painted
    conv1.move_pen(60, 60)
    conv1.page.mouse.down()
    conv1.move_pen(60, 200)
    conv1.painted_after(count)
    conv1.rest()  # a pen that is held still is down all the same
    assert maps.evaluate(MAPS_AT_PLACES) == before
    conv1.page.mouse.up()
    conv1.rest()
    after = conv1.trace().conv1.flatten(1).amax(1)
    conv1.until(lambda: maps.evaluate(MAPS_AT_PLACES) != before)
    assert (np.diff(after[maps.evaluate(MAPS_AT_PLACES)].numpy()) <= 1e-6).all()


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_range_of_colours_is_of_the_layer_or_of_the_chosen_unit(
    conv1: Explorer, capsnet: CapsNet, keyboard: bool
) -> None:
    trace = conv1.trace()
    maps = conv1.application("256 feature maps")
    conv1.point_at(maps, 3 * 21 + 5, 2 * 21 + 5)
    expect(conv1.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()

    def ends() -> list[str]:
        return texts(conv1.stage.locator(".legend .number"))

    weight = float(capsnet.conv1.weight.abs().max())
    layer = [0, float(trace.conv1.max()), -weight, weight]
    assert all(shows(t, v) for t, v in zip(ends(), [*layer, *layer], strict=True))
    _press(conv1, "scale: unit", keyboard)
    own = float(capsnet.conv1.weight[35].abs().max())
    unit = [0, float(trace.conv1[35].max()), -own, own]
    assert all(shows(t, v) for t, v in zip(ends(), [*unit, *unit], strict=True))
    _press(conv1, "before ReLU", keyboard)
    most = float(trace.conv1[35].abs().max())
    assert all(shows(t, v) for t, v in zip(ends()[:2], [-most, most], strict=True))


def test_kernel_map_and_patch_are_linked(conv1: Explorer, capsnet: CapsNet) -> None:
    trace = conv1.trace()
    kernels = conv1.application("256 kernels")
    conv1.point_at(kernels, 3 * 10 + 4, 2 * 10 + 4)
    body = conv1.page.locator("#inspector")
    expect(body).to_have_attribute("data-unit", "kernel-35")
    maps = conv1.application("256 feature maps")
    # All of map 35: the fourth map of the third row.
    expect(maps.locator("path.box.box-to")).to_have_attribute("d", "M63 42h20v20h-20z")
    expect(conv1.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()

    maps.focus()
    maps.press("Home")
    maps.press("ArrowDown")
    maps.press("ArrowRight")
    maps.press("Enter")
    pinned = body.get_attribute("data-unit") or ""
    found = re.fullmatch(r"conv1-(\d+)-(\d+)-(\d+)", pinned)
    assert found is not None
    map_, row, column = map(int, found.groups())
    patch = f"M{column} {row}h9v9h-9z"
    drawing = conv1.application("The drawing")
    expect(drawing.locator("path.box.box-from")).to_have_attribute("d", patch)
    lines = conv1.stage.locator(".conv1-sum").inner_text().split("\n")
    assert lines[0] == f"row {row}, column {column}"
    kernel = capsnet.conv1.weight[map_, 0]
    products = float((trace.image[row : row + 9, column : column + 9] * kernel).sum())
    assert capsnet.conv1.bias is not None
    _, shown, bias = numbers(lines[1])
    assert shows(shown, products)
    assert shows(bias, float(capsnet.conv1.bias[map_]))
    before = float(trace.conv1[map_, row, column])
    assert shows(lines[2], before)
    assert shows(lines[3], max(0.0, before))

    one = conv1.application("The chosen map, enlarged")
    text = conv1.point_at(one, 6, 7)
    assert text.startswith(f"map {map_}, row 7, column 6: ")
    assert shows(numbers(text)[3], float(trace.conv1[map_, 7, 6]))


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_sweep_steps_over_the_drawing(conv1: Explorer, keyboard: bool) -> None:
    trace = conv1.trace()
    heading = conv1.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias"))
    map_ = int(numbers(heading.inner_text())[0])
    for _ in range(3):
        _press(conv1, "One cell on", keyboard)
    inspector = conv1.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", f"conv1-{map_}-0-2")
    drawing = conv1.application("The drawing")
    expect(drawing.locator("path.box.box-from")).to_have_attribute("d", "M2 0h9v9h-9z")
    _press(conv1, "One cell back", keyboard)
    expect(inspector).to_have_attribute("data-unit", f"conv1-{map_}-0-1")
    expect(conv1.stage.get_by_text("2 of 400 cells")).to_be_visible()

    place = conv1.stage.get_by_role("slider", name="Cells that the kernel has made")
    if keyboard:
        place.press("Home")
        place.press("ArrowRight")
        expect(inspector).to_have_attribute("data-unit", f"conv1-{map_}-0-0")
    place.evaluate(
        """(slider) => {
             slider.value = "45";
             slider.dispatchEvent(new Event("input"));
           }"""
    )
    expect(inspector).to_have_attribute("data-unit", f"conv1-{map_}-2-4")
    sum_ = conv1.stage.locator(".conv1-sum")
    assert shows(sum_.inner_text().split("\n")[2], float(trace.conv1[map_, 2, 4]))
    canvas = conv1.application("The chosen map, enlarged").locator("canvas")
    assert _made(canvas) == [cell < 45 for cell in range(400)]
    _press(conv1, "End the sweep and show the whole map", keyboard)
    assert _made(canvas) == [True] * 400


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_sweep_plays_pauses_and_waits_for_what_is_pinned(
    conv1: Explorer, keyboard: bool
) -> None:
    inspector = conv1.page.locator("#inspector")
    _press(conv1, "fast", keyboard)
    _press(conv1, "▶ Slide the kernel", keyboard)
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-1-\d+$"))
    _press(conv1, "❚❚ Pause", keyboard)
    stopped = inspector.get_attribute("data-unit")
    conv1.page.wait_for_timeout(200)
    assert inspector.get_attribute("data-unit") == stopped
    _press(conv1, "▶ Go on", keyboard)
    expect(inspector).not_to_have_attribute("data-unit", stopped or "")
    one = conv1.application("The chosen map, enlarged")
    if keyboard:
        one.focus()
        one.press("Control+End")
        one.press("Enter")
    else:
        conv1.point_at(one, 19, 19)
        conv1.page.mouse.down()
        conv1.page.mouse.up()
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-19-19$"))
    expect(conv1.stage.get_by_role("button", name="▶ Go on", exact=True)).to_be_visible()


def test_with_reduced_motion_the_kernel_only_steps(new_page: OpenPage) -> None:
    explorer = new_page(reduced_motion="reduce").open("?stage=conv1")
    explorer.page.wait_for_selector('body[data-stage="conv1"]')
    expect(explorer.stage.get_by_text("Step the kernel over the drawing")).to_be_visible()
    expect(explorer.stage.get_by_role("button", name=re.compile("Slide"))).to_have_count(0)
    explorer.stage.get_by_role("button", name="One cell on").click()
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-0-0$"))


def test_the_maps_stay_those_of_the_drawing_while_a_sweep_is_open(
    conv1: Explorer, samples: dict[int, Strokes]
) -> None:
    conv1.stage.get_by_role("button", name="One cell on").click()
    conv1.clear()
    conv1.draw(samples[4])
    trace = conv1.trace()
    maps = conv1.application("256 feature maps")
    text = conv1.point_at(maps, 5, 5)
    assert shows(numbers(text)[3], float(trace.conv1[0, 5, 5]))
    assert torch.isfinite(trace.conv1).all()
