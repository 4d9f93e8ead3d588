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
from tests.browser.explorer import Explorer, Strokes
from tests.browser.fitting import misfits
from tests.browser.scripts import PIXELS
from tests.browser.words import numbers, shows, texts

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
    """The page with a 3 on its Conv1 stage, all its maps."""
    explorer = page_of_a_three.begin_again("conv1")
    explorer.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias")).wait_for()
    return explorer


@pytest.fixture
def sweep(conv1: Explorer) -> Explorer:
    """The same page with one map, step by step."""
    conv1.open_stage("conv1", "sweep")
    conv1.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias")).wait_for()
    return conv1


def _order(explorer: Explorer, by: str) -> None:
    order = explorer.stage.get_by_role("combobox", name="Order")
    order.select_option(by)


def _choose_order_by_keys(explorer: Explorer, by: str) -> None:
    order = explorer.stage.get_by_role("combobox", name="Order")
    order.focus()
    order.press("Home")
    for _ in range(order.locator("option").all_inner_texts().index(by)):
        order.press("ArrowDown")


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


@pytest.mark.parametrize("choose", [_order, _choose_order_by_keys], ids=["pointer", "keyboard"])
def test_maps_stand_strongest_first_until_another_order_is_chosen(
    conv1: Explorer, choose: Callable[[Explorer, str], None]
) -> None:
    before = conv1.trace().conv1.flatten(1)
    maps = conv1.application("256 feature maps")
    places = maps.evaluate(MAPS_AT_PLACES)
    assert (np.diff(before.amax(1)[places].numpy()) <= 1e-6).all()
    assert sorted(places) == list(range(256))
    choose(conv1, "largest mean first")
    means = before.relu().mean(1)[maps.evaluate(MAPS_AT_PLACES)].numpy()
    assert (np.diff(means) <= 1e-6).all()
    choose(conv1, "by number")
    assert maps.evaluate(MAPS_AT_PLACES) == list(range(256))
    choose(conv1, "largest cell first")
    assert maps.evaluate(MAPS_AT_PLACES) == places


def test_the_map_that_is_enlarged_first_is_the_strongest_and_then_the_pointed_one(
    conv1: Explorer,
) -> None:
    strongest = conv1.trace().conv1.flatten(1).amax(1)
    heading = conv1.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias"))
    assert int(numbers(heading.inner_text())[0]) == int(strongest.argmax())
    _order(conv1, "by number")
    conv1.point_at(conv1.application("256 feature maps"), 3 * 21 + 5, 2 * 21 + 5)
    expect(conv1.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()
    expect(conv1.stage.get_by_role("heading", name="Kernel 35", exact=True)).to_be_visible()


def test_maps_keep_their_places_until_the_pen_rests(conv1: Explorer) -> None:
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
    _order(conv1, "by number")
    maps = conv1.application("256 feature maps")
    conv1.point_at(maps, 3 * 21 + 5, 2 * 21 + 5)
    expect(conv1.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()

    def ends() -> list[str]:
        return texts(conv1.stage.locator(".legend .number"))

    weight = float(capsnet.conv1.weight.abs().max())
    # Of all maps, of the one that is enlarged, and of its kernel.
    layer = [0, float(trace.conv1.max())]
    assert all(shows(t, v) for t, v in zip(ends(), [*layer, *layer, -weight, weight], strict=True))
    _press(conv1, "scale: unit", keyboard)
    own = float(capsnet.conv1.weight[35].abs().max())
    unit = [0, float(trace.conv1[35].max())]
    assert all(shows(t, v) for t, v in zip(ends(), [*unit, *unit, -own, own], strict=True))
    _press(conv1, "before ReLU", keyboard)
    most = float(trace.conv1[35].abs().max())
    assert all(shows(t, v) for t, v in zip(ends()[:4], 2 * [-most, most], strict=True))


def test_a_kernel_shows_the_map_that_it_makes(conv1: Explorer, capsnet: CapsNet) -> None:
    conv1.open_stage("conv1", "kernels")
    _order(conv1, "by number")
    kernels = conv1.application("256 kernels")
    text = conv1.point_at(kernels, 3 * 10 + 4, 2 * 10 + 6)
    assert text.startswith("kernel 35, row 6, column 4: ")
    assert shows(numbers(text)[3], float(capsnet.conv1.weight[35, 0, 6, 4]))
    expect(conv1.page.locator("#inspector")).to_have_attribute("data-unit", "kernel-35")
    expect(conv1.stage.get_by_role("heading", name=re.compile("^Map 35, bias"))).to_be_visible()
    weight = float(capsnet.conv1.weight.abs().max())
    ends = texts(conv1.stage.locator(".conv1-all .legend .number"))
    assert all(shows(t, v) for t, v in zip(ends, [-weight, weight], strict=True))


def test_kernel_map_and_patch_are_linked(conv1: Explorer, capsnet: CapsNet) -> None:
    trace = conv1.trace()
    _order(conv1, "by number")
    conv1.point_at(conv1.application("Its kernel"), 4, 4)
    body = conv1.page.locator("#inspector")
    expect(body).to_have_attribute("data-unit", re.compile(r"^kernel-\d+$"))
    kernel_ = int(numbers(body.get_attribute("data-unit") or "")[-1].replace("-", ""))
    maps = conv1.application("256 feature maps")
    # All of its map.
    corner = f"M{kernel_ % 16 * 21} {kernel_ // 16 * 21}"
    expect(maps.locator("path.box.box-to")).to_have_attribute("d", f"{corner}h20v20h-20z")

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
    # What is pinned stays shown where it is made step by step.
    conv1.open_stage("conv1", "sweep")
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


def test_the_patch_times_the_kernel_is_shown_pixel_by_pixel(
    sweep: Explorer, capsnet: CapsNet
) -> None:
    trace = sweep.trace()
    sweep.stage.get_by_role("combobox", name="Map, strongest first").select_option("Map 12")
    cells = trace.conv1[12]
    row, column = divmod(int(cells.argmax()), 20)
    expect(sweep.stage.locator(".conv1-sum")).to_contain_text(f"row {row}, column {column}")
    patch = trace.image[row : row + 9, column : column + 9]
    weight = capsnet.conv1.weight[12, 0]
    ink = sweep.point_at(sweep.application("The pixels under the kernel"), 3, 5)
    assert shows(numbers(ink)[2], float(patch[5, 3]))
    product = sweep.point_at(sweep.application("Pixels times weights"), 3, 5)
    assert shows(numbers(product)[2], float(patch[5, 3] * weight[5, 3]))
    most = float((patch * weight).abs().max())
    ends = texts(sweep.stage.locator(".conv1-products .legend .number"))
    assert all(shows(t, v) for t, v in zip(ends, [-most, most], strict=True))


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_sweep_steps_over_the_drawing(sweep: Explorer, keyboard: bool) -> None:
    trace = sweep.trace()
    heading = sweep.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias"))
    map_ = int(numbers(heading.inner_text())[0])
    for _ in range(3):
        _press(sweep, "One cell on", keyboard)
    inspector = sweep.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", f"conv1-{map_}-0-2")
    drawing = sweep.application("The drawing")
    expect(drawing.locator("path.box.box-from")).to_have_attribute("d", "M2 0h9v9h-9z")
    _press(sweep, "One cell back", keyboard)
    expect(inspector).to_have_attribute("data-unit", f"conv1-{map_}-0-1")
    expect(sweep.stage.get_by_text("2 of 400", exact=True)).to_be_visible()

    place = sweep.stage.get_by_role("slider", name="Cells that the kernel has made")
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
    sum_ = sweep.stage.locator(".conv1-sum")
    assert shows(sum_.inner_text().split("\n")[2], float(trace.conv1[map_, 2, 4]))
    canvas = sweep.application("The chosen map, enlarged").locator("canvas")
    assert _made(canvas) == [cell < 45 for cell in range(400)]
    _press(sweep, "End the sweep and show the whole map", keyboard)
    assert _made(canvas) == [True] * 400


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_sweep_plays_pauses_and_waits_for_what_is_pinned(
    sweep: Explorer, keyboard: bool
) -> None:
    inspector = sweep.page.locator("#inspector")
    _press(sweep, "fast", keyboard)
    _press(sweep, "▶ Slide", keyboard)
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-1-\d+$"))
    _press(sweep, "❚❚ Pause", keyboard)
    stopped = inspector.get_attribute("data-unit")
    sweep.page.wait_for_timeout(200)
    assert inspector.get_attribute("data-unit") == stopped
    _press(sweep, "▶ Go on", keyboard)
    expect(inspector).not_to_have_attribute("data-unit", stopped or "")
    one = sweep.application("The chosen map, enlarged")
    if keyboard:
        one.focus()
        one.press("Control+End")
        one.press("Enter")
    else:
        sweep.point_at(one, 19, 19)
        sweep.page.mouse.down()
        sweep.page.mouse.up()
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-19-19$"))
    expect(sweep.stage.get_by_role("button", name="▶ Go on", exact=True)).to_be_visible()


def test_with_reduced_motion_the_kernel_only_steps(new_page: OpenPage) -> None:
    explorer = new_page(reduced_motion="reduce").open("?stage=conv1&tab=sweep")
    explorer.page.wait_for_selector('body[data-stage="conv1"]')
    expect(explorer.stage.get_by_text("Step the kernel over the drawing")).to_be_visible()
    expect(explorer.stage.get_by_role("button", name=re.compile("Slide"))).to_have_count(0)
    explorer.stage.get_by_role("button", name="One cell on").click()
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", re.compile(r"^conv1-\d+-0-0$"))


def test_the_map_stays_that_of_the_drawing_while_a_sweep_is_open(
    sweep: Explorer, samples: dict[int, Strokes]
) -> None:
    sweep.stage.get_by_role("button", name="One cell on").click()
    heading = sweep.stage.get_by_role("heading", name=re.compile(r"^Map \d+, bias"))
    map_ = int(numbers(heading.inner_text())[0])
    sweep.clear()
    sweep.draw(samples[4])
    trace = sweep.trace()
    text = sweep.point_at(sweep.application("The chosen map, enlarged"), 5, 5)
    assert text.startswith(f"map {map_}, row 5, column 5: ")
    assert shows(numbers(text)[3], float(trace.conv1[map_, 5, 5]))
    assert torch.isfinite(trace.conv1).all()


def test_every_view_fits_one_screen_with_the_sheet_open_too(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=conv1")
    assert misfits(explorer, "conv1", ("maps", "kernels", "sweep")) == {}
