"""The stage of the decoder: numbers moved, measured, and on the way to another capsule."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pytest
import torch
from playwright.sync_api import expect
from torch import Tensor

from model.analysis.interpolation import between
from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.measures import NAMES, measures
from tests.browser.test_sharing import _shared
from tests.browser.words import numbers, shows, texts

GREY = 0.5 / 255 + 1e-4
"""Half a level of grey, in which the page shows ink."""


HALVES = ("0 to 7", "8 to 15")
HALVES_OF = tuple(f"Dimensions {name}" for name in HALVES)


def _film(explorer: Explorer) -> npt.NDArray[np.float64]:
    """The eleven pictures of the way, side by side with a gap of two pixels."""
    ink = explorer.ink(explorer.page.locator('[data-picture="way-film"]'))
    return np.stack([ink[:, 30 * step : 30 * step + 28] for step in range(11)])


def _way(explorer: Explorer, start: Tensor, end: Tensor, *, keep_length: bool = False) -> None:
    """Wait until the film shows what the decoder draws between two ends."""
    capsnet = explorer.networks["mnist"]
    wanted = capsnet.draw(between(start, end, steps=11, keep_length=keep_length)).numpy()
    explorer.page.wait_for_selector(".way[data-shown]")
    explorer.until(lambda: bool(np.abs(_film(explorer) - wanted).max() <= GREY))


def _tiles(explorer: Explorer, name: str) -> npt.NDArray[np.float64]:
    """The pictures of eight dimensions at eleven values each."""
    ink = explorer.ink(explorer.application(name).locator("canvas"))
    stride = (ink.shape[0] - 28) // 7
    rows = [ink[stride * row : stride * row + 28] for row in range(8)]
    return np.stack([[row[:, 30 * at : 30 * at + 28] for at in range(11)] for row in rows])


def _point_at_tile(explorer: Explorer, name: str, row: int, at: int) -> str:
    """Point at a dimension's picture; the words for it."""
    grid = explorer.application(name)
    height = int(grid.locator("canvas").evaluate("(canvas) => canvas.height"))
    return explorer.point_at(grid, 30 * at + 14, (height - 28) // 7 * row + 14)


def _moved(capsnet: CapsNet, values: Tensor, digit: int, offsets: Tensor) -> Tensor:
    """What the decoder draws with each dimension at every offset: dimensions offsets 28 28."""
    moved = values + torch.eye(16)[:, None] * offsets[:, None]  # dimensions offsets 16
    pictures = capsnet.decode(moved.flatten(end_dim=1), torch.full((176,), digit))
    return pictures.view(16, 11, 28, 28)


def test_the_pictures_and_their_readings_are_those_of_the_decoder(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open_stage("reconstruction")
    explorer.stage.get_by_role("button", name="±0.5").click()
    explorer.page.wait_for_selector('.instruments[data-grid="-0.5"]')
    offsets = torch.linspace(-0.5, 0.5, 11)
    wanted = _moved(capsnet, explorer.trace().digits[-1, 3], 3, offsets).double().numpy()
    shown = np.concatenate([_tiles(explorer, f"Dimensions {name}") for name in HALVES])
    assert np.abs(shown - wanted).max() <= GREY

    measured = np.array([[measures(each) for each in row] for row in wanted])
    changes = measured[:, -1] - measured[:, 0]  # dimensions measures
    rows = explorer.stage.locator(".row-words > *")
    expect(rows.locator("strong")).to_have_text([str(dimension) for dimension in range(16)])
    said = rows.locator("span").all_text_contents()
    told = 0
    for dimension, reading in enumerate(said):
        for effect in reading.split(", "):
            if effect == "nothing clear":
                continue
            name, change = effect.split(" ", 1)
            half = 0.51 if "°" in change else 0.051
            column = NAMES.index(name)
            assert abs(float(numbers(change)[0]) - changes[dimension, column]) <= half
            told += 1
    assert told >= 8

    explorer.stage.locator('[data-tab="effects"]').click()
    explorer.page.wait_for_selector('.instruments[data-grid="-0.5"] .reading-number')
    explorer.stage.get_by_role("button", name="Table", exact=True).click()
    rows = explorer.page.get_by_role("dialog").locator("tbody tr")
    expect(rows).to_have_count(16)
    for dimension in range(16):
        cells = texts(rows.nth(dimension).locator("td"))
        for column in range(6):
            curve = measured[dimension, :, column]
            r = np.corrcoef(offsets.numpy(), curve)[0, 1]
            assert float(numbers(cells[2 * column])[0]) == pytest.approx(r, abs=2e-3)
            change = numbers(cells[2 * column + 1])[0]
            assert float(change) == pytest.approx(curve[-1] - curve[0], abs=0.006)


def test_a_picture_is_taken_its_slider_marked_and_its_error_told(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open_stage("reconstruction")
    trace = explorer.trace()
    error = explorer.stage.locator("[data-squared-error]")
    before = float((trace.reconstructions[3] - trace.image).square().sum())
    explorer.until(lambda: shows(error.inner_text(), before))
    explorer.page.wait_for_selector('.instruments[data-grid="-0.25"]')
    value = float(trace.digits[-1, 3, 12])
    words = _point_at_tile(explorer, HALVES_OF[1], 4, 8)
    assert words.startswith("dimension 12 at ")
    assert shows(numbers(words)[1], value + 0.15)
    inspector = explorer.page.locator("#inspector")
    expect(inspector).to_have_attribute("data-unit", "dimension-3-12")
    expect(explorer.stage.locator(".row-words [data-linked] strong")).to_have_text("12")
    slider = explorer.page.locator("#capsule [data-linked]").get_by_role("slider")
    expect(slider).to_have_attribute("data-dimension", "12")

    _point_at_tile(explorer, HALVES_OF[0], 5, 10)
    explorer.page.mouse.down()
    explorer.page.mouse.up()
    values = trace.digits[-1, 3].tolist()
    values[5] += 0.25
    explorer.expect_decoded(3, values)
    now = capsnet.decode(torch.tensor([values]), torch.tensor([3]))[0]
    after = float((now - trace.image).square().sum())
    explorer.until(lambda: shows(error.inner_text(), after))
    # By keyboard: the first picture of the first row.
    grid = explorer.application(HALVES_OF[0])
    grid.press("Control+Home")
    assert explorer.readout(grid).startswith("dimension 0 at ")
    grid.press("Enter")
    values[0] -= 0.25
    explorer.expect_decoded(3, values)


def test_a_dimension_swings_around_its_value_and_undo_takes_the_swing_back(
    explorer: Explorer,
) -> None:
    explorer.open_stage("reconstruction")
    before = float(explorer.trace().digits[-1, 3, 4])
    explorer.stage.get_by_role("combobox", name="Dimension to move").select_option("4")
    explorer.stage.get_by_role("button", name="Play").click()
    seen: set[float] = set()

    def has_swung() -> bool:
        seen.add(explorer.boxes()[4])
        return len(seen) > 5

    explorer.until(has_swung)
    explorer.stage.get_by_role("button", name="Pause").click()
    expect(explorer.stage.get_by_role("button", name="Play")).to_be_visible()
    stopped = explorer.boxes()[4]
    assert all(abs(value - before) <= 0.2505 for value in seen)
    explorer.page.wait_for_timeout(300)
    assert explorer.boxes()[4] == stopped
    explorer.page.get_by_role("button", name="Undo the sliders").click()
    explorer.until(lambda: explorer.boxes()[4] == pytest.approx(before, abs=5.2e-4))


def test_where_motion_is_not_wanted_a_step_moves_the_dimension(new_page: OpenPage) -> None:
    # A link to the lab that this was.
    explorer = new_page(reduced_motion="reduce").open("/?v=1&stage=perturb&lab=perturb.dim-4")
    explorer.page.wait_for_selector('body[data-stage="reconstruction"][data-tab="dimensions"]')
    before = float(explorer.trace().digits[-1, 3, 4])
    expect(explorer.stage.get_by_role("button", name="Play")).to_be_hidden()
    explorer.stage.get_by_role("button", name="Step", exact=True).click()
    wanted = before + 0.25 * np.sin(np.pi / 4)
    explorer.until(lambda: explorer.boxes()[4] == pytest.approx(wanted, abs=5.2e-4))


def test_the_way_goes_from_one_capsule_to_another_as_pytorch_computes_it(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = new_page().open()
    explorer.open_stage("reconstruction", "between")
    digits = explorer.trace().digits[-1]
    start, end = torch.zeros(10, 16), torch.zeros(10, 16)
    start[3], end[8] = digits[3], digits[8]
    explorer.stage.get_by_role("combobox", name="To: an end of the way").select_option("c8")
    _way(explorer, start, end)
    explorer.stage.get_by_role("button", name="length kept").click()
    _way(explorer, start, end, keep_length=True)

    # A kept capsule stays the end of the way while another digit is drawn.
    explorer.stage.get_by_role("button", name="From: keep the capsule that is shown").click()
    explorer.clear()
    explorer.draw(samples[7])
    other = explorer.trace()
    explorer.stage.get_by_role("combobox", name="To: an end of the way").select_option("shown")
    kept, end = torch.zeros(10, 16), torch.zeros(10, 16)
    kept[3] = (digits[3] * 1000).round() / 1000
    end[other.prediction] = other.digits[-1, other.prediction]
    _way(explorer, kept, end, keep_length=True)
    explorer.stage.get_by_role("slider", name="Place on the way").fill("8")
    words = explorer.stage.locator("[data-way]")
    expect(words).to_contain_text("80 % of the way")

    receiver = new_page().open(_shared(explorer))
    _way(receiver, kept, end, keep_length=True)
    expect(receiver.stage.locator("[data-way]")).to_have_text(words.inner_text())


@pytest.mark.parametrize(
    "lab",
    [
        "reconstruction.from-c99",
        "reconstruction.to-k_3_1_2",
        "perturb.to-constructor",
        "reconstruction.at-99",
    ],
)
def test_a_link_to_what_is_no_capsule_is_told_and_the_usual_way_is_shown(
    explorer: Explorer, lab: str
) -> None:
    explorer.open(f"/?stage=reconstruction&tab=between&lab={lab}")
    explorer.page.wait_for_selector(".way[data-shown]")
    if "at-" not in lab:
        expect(explorer.problem).to_contain_text("invalid end of the way in the link")
    expect(explorer.stage.locator("[data-way]")).to_have_text(
        re.compile(r"^50 % of the way: length of capsule 3 0\.\d{3}, capsule 5 0\.\d{3}$")
    )


def test_the_way_plays_to_its_end_and_its_numbers_are_taken(explorer: Explorer) -> None:
    explorer.open_stage("reconstruction", "between")
    digits = explorer.trace().digits[-1]
    explorer.page.wait_for_selector(".way[data-shown]")
    slider = explorer.stage.get_by_role("slider", name="Place on the way")
    slider.fill("7")
    expect(explorer.stage.get_by_role("button", name="Take its numbers")).to_be_disabled()
    explorer.stage.get_by_role("button", name="fast").click()
    explorer.stage.get_by_role("button", name="Play").click()
    expect(slider).to_have_value("10")
    expect(explorer.stage.get_by_role("button", name="Play")).to_be_visible()
    # Lines of lengths: 3 goes, 5 comes.
    assert explorer.stage.locator(".line-name").all_text_contents() == ["5", "3"]
    slider.fill("0")
    explorer.stage.get_by_role("combobox", name="To: an end of the way").select_option("c3")
    explorer.stage.get_by_role("button", name="Take its numbers").click()
    explorer.expect_decoded(3, digits[3].tolist())


CLIPPED = """
    () => {
      const room = document.querySelector(".instruments");
      const tools = document.querySelector(".tools");
      const out = [];
      if (room.scrollHeight > room.clientHeight) out.push(`${room.scrollHeight} high`);
      if (room.scrollWidth > room.clientWidth) out.push(`${room.scrollWidth} wide`);
      for (const place of [room, tools]) {
        const { left, right, top, bottom } = place.getBoundingClientRect();
        for (const part of place.querySelectorAll("canvas, svg, button, select, input, text, p")) {
          const box = part.getBoundingClientRect();
          const inside =
            box.left >= left - 1 && box.right <= right + 1 &&
            box.top >= top - 1 && box.bottom <= bottom + 1;
          if (box.width > 0 && !inside) out.push(`${part.tagName} ${part.textContent}`);
        }
      }
      return out;
    }
"""

CROWDED = """
    () => {
      const words = [...document.querySelectorAll(".instruments svg text")].filter(
        (text) => text.textContent && text.getClientRects().length > 0,
      );
      const small = words.filter((text) => {
        const scale = Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b);
        return parseFloat(getComputedStyle(text).fontSize) * scale < 11.99;
      });
      const boxes = words.map((text) => text.getBoundingClientRect());
      const over = [];
      boxes.forEach((one, index) => {
        boxes.slice(index + 1).forEach((other, place) => {
          const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
          const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
          // The box of a line is higher than its letters.
          if (across > 0.5 && down > 4) {
            over.push(`${words[index].textContent} and ${words[index + 1 + place].textContent}`);
          }
        });
      });
      return [words.length, small.map((text) => text.textContent), over];
    }
"""

TABS = ("dimensions", "effects", "between", "hidden")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900)])
def test_every_tab_fits_one_screen_and_its_words_can_be_read(
    new_page: OpenPage, width: int, height: int
) -> None:
    explorer = new_page(viewport={"width": width, "height": height}).open()
    for tab in TABS:
        explorer.open_stage("reconstruction", tab)
        ready = {
            **{"dimensions": ".row-words strong", "effects": ".reading-number"},
            **{"between": ".way[data-shown] .line-name", "hidden": ".hidden-layer canvas[width]"},
        }
        explorer.page.locator(ready[tab]).first.wait_for()
        explorer.next_frames()
        assert explorer.page.evaluate(CLIPPED) == [], tab
        count, small, over = explorer.page.evaluate(CROWDED)
        assert (count > 0) == (tab in ("effects", "between"))
        assert (small, over) == ([], []), tab
