"""Two digits: what is read, drawn and owned is what the network for pairs computes."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pytest
import torch
from playwright.sync_api import Browser, Locator, expect
from torch import Tensor

from model.capsnet import CapsNet
from model.checkpoint import FOLDER, load_checkpoint
from model.multimnist import overlay, place
from model.preprocess import preprocess
from model.trace import Trace
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import PIXELS, Explorer, Strokes, numbers, shows, texts
from tests.browser.server import serve
from tests.conftest import skip_without

ORANGE, BLUE = np.array([0.83, 0.33, 0]), np.array([0, 0.35, 0.75])

ASKED = """
    async () => {
      const { body } = window.calls.findLast(({ path }) => path === "/api/overlap");
      return body;
    }
"""
SECOND = """
    async () => {
      const own = ({ path, query }) => path === "/api/trace" && query.fields === "image";
      const { body } = window.calls.findLast(own);
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      return btoa(String.fromCharCode(...bytes));
    }
"""
AT_REST = """
    async () => {
      const calls = window.calls.filter(({ path }) => path === "/api/overlap");
      return calls.length > 0 && calls.every(({ answered }) => answered);
    }
"""


class Pair(NamedTuple):
    """What the page asked for, and what the network says of it."""

    shifts: list[list[int]]
    parts: Tensor
    trace: Trace

    @property
    def read(self) -> list[int]:
        """The two longest, the longest first."""
        order: list[int] = self.trace.lengths.argsort(descending=True)[:2].tolist()
        return order

    @property
    def matched(self) -> list[int]:
        """The two longest, in the order of the digits that they draw."""
        drawn = self.trace.reconstructions

        def error(order: list[int]) -> float:
            return float((self.parts - drawn[order]).square().sum())

        return min(self.read, self.read[::-1], key=error)


def pair_of(explorer: Explorer, reader: CapsNet) -> Pair:
    """The pair that the page asked for last, laid and read by the model's own code."""
    explorer.rest()
    explorer.until(lambda: bool(explorer.page.evaluate(AT_REST)))
    explorer.next_frames()
    asked: dict[str, Any] = json.loads(explorer.page.evaluate(ASKED))
    shifts = [asked["first_shift"], asked["second_shift"]]
    first, second = (torch.tensor(asked[name]).view(28, 28) for name in ("first", "second"))
    torch.testing.assert_close(first, explorer.image())
    sent = base64.b64decode(explorer.page.evaluate(SECOND))
    pixels = np.frombuffer(sent, np.uint8)
    expected = (
        torch.from_numpy(pixels.reshape(28, 28).astype(np.float32) / 255)
        if len(sent) == 784
        else preprocess(sent)
    )
    torch.testing.assert_close(second, expected)
    parts = place(torch.stack((first, second)), torch.tensor(shifts))
    return Pair(shifts, parts, reader.trace(overlay(parts[None])[0]))


def colours_of(explorer: Explorer, name: str) -> npt.NDArray[np.float64]:
    """Red, green and blue of a picture of the lab, in [0, 1]."""
    canvas = explorer.stage.locator(f'[data-picture="two-{name}"]')
    pixels = canvas.evaluate(PIXELS)
    shown = np.frombuffer(base64.b64decode(pixels["bytes"]), np.uint8)
    return shown.reshape(pixels["height"], pixels["width"], 4)[..., :3] / 255


def inked(ink: Tensor, colour: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Ink of a colour on paper."""
    return 1 - ink.numpy()[..., None] * (1 - colour)


def expect_pair(explorer: Explorer, reader: CapsNet, drawn: list[int] | None = None) -> Pair:
    """All that the lab shows is what the network says of the pair."""
    pair = pair_of(explorer, reader)
    stage, lengths = explorer.stage, pair.trace.lengths
    third = int(lengths.argsort(descending=True)[2])
    verdict = stage.locator("[data-read]")
    said = [text for index in (*pair.read, third) for text in (str(index), f"{lengths[index]:.3f}")]
    explorer.until(lambda: numbers(verdict.inner_text()) == said)
    rows = stage.locator(".two-lengths tbody tr")
    for row, length in zip(rows.all(), lengths, strict=True):
        assert shows(row.locator("td.number").inner_text(), float(length))
    one, two = drawn or pair.matched
    assert np.abs(colours_of(explorer, "both") - inked(pair.trace.image, np.zeros(3))).max() <= STEP
    first, second = pair.trace.reconstructions[one], pair.trace.reconstructions[two]
    both = inked(first, ORANGE) * inked(second, BLUE)
    explorer.until(lambda: bool(np.abs(colours_of(explorer, "drawn") - both).max() <= STEP))
    assert np.abs(colours_of(explorer, "first") - inked(first, ORANGE)).max() <= STEP
    assert np.abs(colours_of(explorer, "second") - inked(second, BLUE)).max() <= STEP
    share = (first / (first + second)).numpy()
    nobody = (first + second).numpy() < 0.1
    mixed = share[..., None] * ORANGE + (1 - share[..., None]) * BLUE
    mixed[nobody] = 0.5
    whose = 1 - pair.trace.image.numpy()[..., None] * (1 - mixed)
    clear = np.abs((first + second).numpy() - 0.1) > 1e-4
    assert np.abs(colours_of(explorer, "whose") - whose)[clear].max() <= STEP
    ink = pair.trace.image.numpy()
    own, none = (ink * share)[~nobody].sum(), ink[nobody].sum()
    shares = [own, ink.sum() - own - none, none] / ink.sum()
    told = numbers(stage.locator("[data-whose]").inner_text())
    for text, value in zip([told[0], told[2], told[4]], 100 * shares, strict=True):
        assert float(text) == pytest.approx(value, abs=0.06)
    return pair


STEP = 0.5 / 255 + 1e-4
"""A picture is shown to the next of 255 levels."""


@pytest.fixture
def reader(networks: dict[str, CapsNet]) -> CapsNet:
    """The network for pairs, loaded a second time."""
    return networks["pairs"]


@pytest.fixture
def lab(explorer: Explorer, samples: dict[int, Strokes]) -> Explorer:
    """The lab, with a freshly drawn 2."""
    explorer.open_stage("two-digits")
    expect(explorer.stage.locator("[data-read]")).to_contain_text("It reads")
    explorer.clear()
    explorer.draw(samples[2])
    return explorer


def box(explorer: Explorer, name: str) -> Locator:
    return explorer.stage.get_by_role("spinbutton", name=name, exact=True)


def test_a_drawn_digit_and_a_sample_are_read_drawn_again_and_owned(
    lab: Explorer, reader: CapsNet
) -> None:
    pair = expect_pair(lab, reader)
    assert pair.shifts == [[0, -3], [0, 3]]
    lab.stage.get_by_role("combobox", name="Second digit").select_option("8")
    other = expect_pair(lab, reader)
    assert not torch.equal(other.parts[1], pair.parts[1])
    for which, chosen in (("first", "4"), ("second", "9")):
        name = f"Capsule that is drawn as the {which}"
        lab.stage.get_by_role("combobox", name=name).select_option(chosen)
    expect_pair(lab, reader, [4, 9])
    canvas = lab.stage.get_by_role("application", name=re.compile("^Two digits: whose ink"))
    canvas.focus()
    lab.page.keyboard.press("ArrowDown")
    expect(canvas.locator("xpath=..").locator(".readout")).to_contain_text("row 0, column 0: ink")


def test_the_digits_are_moved_by_dragging(lab: Explorer, reader: CapsNet) -> None:
    parts = expect_pair(lab, reader).parts
    alone = (parts[1] - parts[0]).clamp(min=0)
    row, column = divmod(int(alone.argmax()), 36)
    canvas = lab.stage.locator('[data-picture="two-both"]')
    canvas.scroll_into_view_if_needed()
    bounds = canvas.bounding_box()
    assert bounds is not None
    cell = bounds["width"] / 36

    def at(down: int, right: int) -> tuple[float, float]:
        return bounds["x"] + (right + 0.5) * cell, bounds["y"] + (down + 0.5) * cell

    lab.page.mouse.move(*at(row, column))
    lab.page.mouse.down()
    lab.page.mouse.move(*at(row + 2, column - 4), steps=3)
    expect(box(lab, "second digit: down")).to_have_value("2")
    expect(box(lab, "second digit: right")).to_have_value("-1")
    assert expect_pair(lab, reader).shifts == [[0, -3], [2, -1]]
    lab.page.mouse.move(*at(row + 9, column - 4), steps=3)
    lab.page.mouse.up()
    expect(box(lab, "second digit: down")).to_have_value("4")  # no further than in training
    assert expect_pair(lab, reader).shifts == [[0, -3], [4, -1]]


def test_the_digits_are_moved_by_keys(lab: Explorer, reader: CapsNet) -> None:
    page = lab.page
    slider = lab.stage.get_by_role("slider", name="How far apart")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute(
        "aria-valuetext", "the second is −8 px to the right, 0 px down of the first"
    )
    assert expect_pair(lab, reader).shifts == [[0, 4], [0, -4]]
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert expect_pair(lab, reader).shifts == [[0, 0], [0, 0]]
    down = box(lab, "first digit: down")
    down.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert expect_pair(lab, reader).shifts == [[-2, 0], [0, 0]]
    down.fill("99")
    down.press("Enter")
    expect(down).to_have_value("4")
    assert expect_pair(lab, reader).shifts == [[4, 0], [0, 0]]


def test_a_drawing_is_put_aside_and_swapped(
    lab: Explorer, reader: CapsNet, samples: dict[int, Strokes]
) -> None:
    aside = lab.stage.get_by_role("button", name="Put the drawing aside as the second")
    aside.focus()
    lab.page.keyboard.press("Enter")
    two = expect_pair(lab, reader).parts[1]
    lab.clear()
    lab.draw(samples[7])
    pair = expect_pair(lab, reader)
    torch.testing.assert_close(pair.parts[1], two)
    lab.stage.get_by_role("button", name="Swap the two").click()
    lab.until(lambda: lab.trace().prediction == 2)
    swapped = expect_pair(lab, reader)
    centred = place(swapped.parts[:, 4:32, 4:32], torch.zeros(2, 2, dtype=torch.long))
    assert centred.shape == (2, 36, 36)
    expect(lab.prediction).to_have_attribute("data-class", "2")


def test_a_link_brings_the_pair_back(
    lab: Explorer, reader: CapsNet, new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    lab.stage.get_by_role("button", name="Put the drawing aside as the second").click()
    lab.clear()
    lab.draw(samples[6])
    down = box(lab, "second digit: down")
    down.fill("-2")
    down.press("Enter")
    capsule = "Capsule that is drawn as the first"
    lab.stage.get_by_role("combobox", name=capsule).select_option("3")
    chosen = pair_of(lab, reader)
    lab.page.wait_for_url(re.compile(r"down2--2.*first-3"))
    query = urlsplit(lab.page.url).query
    assert len(query) < 2000
    receiver = new_page().open(f"?{query}")
    expect(receiver.stage.get_by_role("combobox", name=capsule)).to_have_value("3")
    received = pair_of(receiver, reader)
    assert received.shifts == chosen.shifts == [[0, -3], [-2, 3]]
    torch.testing.assert_close(received.parts, chosen.parts)
    expect_pair(receiver, reader, [3, received.matched[1]])


def test_a_link_to_what_is_no_second_digit_is_told(new_page: OpenPage) -> None:
    explorer = new_page().open("?v=1&stage=two-digits&lab=two-digits.with-77.down1-x")
    expect(explorer.problem).to_contain_text("none of this page's")
    expect(explorer.stage.locator("[data-read]")).to_contain_text("It reads")
    expect(box(explorer, "first digit: down")).to_have_value("0")


def test_without_a_network_for_pairs_the_lab_says_how_to_train_one(
    browser: Browser, checkpoints: tuple[Path, ...], networks: dict[str, CapsNet]
) -> None:
    with serve(checkpoints[:2]) as url, opening_pages(browser, url, networks) as make:
        explorer = make().open("?stage=two-digits")
        missing = explorer.stage.locator("[data-missing]")
        expect(missing).to_contain_text("no network for two digits")
        expect(missing).to_contain_text("python -m model.train multimnist")


def test_the_shipped_network_reads_two_samples_and_tells_its_measured_error(
    browser: Browser, checkpoints: tuple[Path, ...], samples: dict[int, Strokes]
) -> None:
    path = FOLDER / "multimnist.safetensors"
    if not path.exists():
        skip_without("checkpoints/multimnist.safetensors")
    checkpoint = load_checkpoint(path)
    shipped = {"mnist": load_checkpoint(checkpoints[0]).capsnet, "pairs": checkpoint.capsnet}
    measured = checkpoint.card.measured
    assert measured is not None
    with serve((checkpoints[0], path)) as url, opening_pages(browser, url, shipped) as make:
        explorer = make().open("?stage=two-digits")
        expect(explorer.stage.locator("[data-read]")).to_contain_text("It reads")
        explorer.clear()
        explorer.draw(samples[7])
        pair = expect_pair(explorer, shipped["pairs"])
        assert set(pair.read) == {5, 7}
        words = explorer.stage.locator("[data-reader]")
        expect(words).to_contain_text(f"{measured.errors:,} of {measured.images:,}")
        ink = explorer.stage.locator("details", has_text="Ink as a table")
        ink.locator("summary").click()
        assert texts(ink.locator("thead th"))[1:3] == [str(each) for each in pair.matched]
