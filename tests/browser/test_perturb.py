"""The lab of one capsule: its numbers moved, measured, and on the way to another capsule."""

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
from tests.browser.explorer import Explorer, numbers, shows, texts
from tests.browser.measures import measures
from tests.browser.test_sharing import _shared

GREY = 0.5 / 255 + 1e-4
"""Half a level of grey, in which the page shows ink."""


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


def test_the_grid_and_the_readings_are_those_of_the_decoder(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open_stage("perturb")
    trace = explorer.trace()
    values = trace.digits[-1, 3]
    explorer.stage.get_by_role("button", name="±0.5").click()
    explorer.page.wait_for_selector('#stage[data-grid="-0.5"]')
    offsets = torch.linspace(-0.5, 0.5, 11)
    moved = values + torch.eye(16)[:, None] * offsets[:, None]  # dimensions offsets 16
    pictures = capsnet.decode(moved.flatten(end_dim=1), torch.full((176,), 3))
    wanted = pictures.view(16, 11, 28, 28).double().numpy()

    halves = [explorer.application(f"Dimensions {name}") for name in ("0 to 7", "8 to 15")]
    for half, grid in enumerate(halves):
        shown = explorer.ink(grid.locator("canvas"))
        for row, column in ((0, 0), (3, 10), (7, 5)):
            tile = shown[30 * row : 30 * row + 28, 30 * column : 30 * column + 28]
            assert np.abs(tile - wanted[8 * half + row, column]).max() <= GREY

    explorer.stage.get_by_text("Table of the readings").click()
    rows = explorer.stage.locator(".readings ~ * tr, .plot-table tbody tr")
    expect(rows).to_have_count(16)
    for dimension in range(16):
        cells = texts(rows.nth(dimension).locator("td"))
        measured = np.array([measures(each) for each in wanted[dimension]])
        for column in range(6):
            curve = measured[:, column]
            r = np.corrcoef(offsets.numpy(), curve)[0, 1]
            assert float(numbers(cells[2 * column])[0]) == pytest.approx(r, abs=2e-3)
            change = numbers(cells[2 * column + 1])[0]
            assert float(change) == pytest.approx(curve[-1] - curve[0], abs=0.006)


def test_a_tile_is_taken_the_differences_are_told_and_undo_brings_back(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open_stage("perturb")
    trace = explorer.trace()
    explorer.page.wait_for_selector('#stage[data-grid="-0.25"]')
    explorer.point_at(explorer.application("Dimensions 0 to 7"), 10 * 30 + 14, 5 * 30 + 14)
    explorer.page.mouse.down()
    explorer.page.mouse.up()
    values = trace.digits[-1, 3].tolist()
    values[5] += 0.25
    explorer.expect_decoded(3, values)
    now = capsnet.decode(torch.tensor([values]), torch.tensor([3]))[0]
    words = explorer.stage.get_by_text("Squared differences")
    fine = [(now - other).square().sum() for other in (trace.image, trace.reconstructions[3])]
    expect(words).to_contain_text(f"{fine[1]:.2f} from before")
    assert shows(numbers(words.inner_text())[0], float(fine[0]))
    point = explorer.application("What the capsule draws, minus before")
    difference = now - trace.reconstructions[3]
    row, column = divmod(int(difference.abs().argmax()), 28)
    text = explorer.point_at(point, column, row)
    assert float(numbers(text)[2]) == pytest.approx(float(difference[row, column]), abs=6e-4)
    explorer.stage.get_by_role("button", name="Undo", exact=True).click()
    explorer.expect_picture(trace.reconstructions[3])
    expect(words).to_contain_text("0.00 from before")


def test_a_dimension_swings_around_its_value_and_undo_takes_the_swing_back(
    explorer: Explorer,
) -> None:
    explorer.open_stage("perturb")
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
    explorer.stage.get_by_role("button", name="Undo", exact=True).click()
    explorer.until(lambda: explorer.boxes()[4] == pytest.approx(before, abs=5.2e-4))


def test_where_motion_is_not_wanted_a_step_moves_the_dimension(new_page: OpenPage) -> None:
    explorer = new_page(reduced_motion="reduce").open("/?stage=perturb&lab=perturb.dim-4")
    explorer.page.wait_for_selector('body[data-stage="perturb"]')
    before = float(explorer.trace().digits[-1, 3, 4])
    expect(explorer.stage.get_by_role("button", name="Play")).to_be_hidden()
    explorer.stage.get_by_role("button", name="Step", exact=True).click()
    wanted = before + 0.25 * np.sin(np.pi / 4)
    explorer.until(lambda: explorer.boxes()[4] == pytest.approx(wanted, abs=5.2e-4))


def test_the_way_goes_from_one_capsule_to_another_as_pytorch_computes_it(
    new_page: OpenPage,
) -> None:
    explorer = new_page().open()
    explorer.open_stage("perturb")
    digits = explorer.trace().digits[-1]
    start, end = torch.zeros(10, 16), torch.zeros(10, 16)
    start[3], end[8] = digits[3], digits[8]
    explorer.stage.get_by_role("combobox", name="To: an end of the way").select_option("c8")
    _way(explorer, start, end)
    explorer.stage.get_by_role("button", name="length kept").click()
    _way(explorer, start, end, keep_length=True)

    # A kept capsule stays the end of the way while another digit is drawn.
    explorer.stage.get_by_role("button", name="From: keep the capsule that is shown").click()
    explorer.page.get_by_label("Sample drawings").first.select_option(index=1)
    explorer.rest()
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
    "lab", ["perturb.from-c99", "perturb.to-k_3_1_2", "perturb.to-constructor", "perturb.at-99"]
)
def test_a_link_to_what_is_no_capsule_is_told_and_the_usual_way_is_shown(
    explorer: Explorer, lab: str
) -> None:
    explorer.open(f"/?stage=perturb&lab={lab}")
    explorer.page.wait_for_selector(".way[data-shown]")
    if "at-" not in lab:
        expect(explorer.problem).to_contain_text("invalid end of the way in the link")
    expect(explorer.stage.locator("[data-way]")).to_have_text(
        re.compile(r"^50 % of the way: length of capsule 3 0\.\d{3}, capsule 5 0\.\d{3}$")
    )
