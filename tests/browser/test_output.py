"""What comes out, beside the stage: the answer, the lengths, the pictures and the sliders."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
import torch
from playwright.sync_api import ViewportSize, expect

from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.measures import strongest
from tests.browser.words import numbers

SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 720}, {"width": 1440, "height": 900})

HIDDEN = """
    () => ["#drawing", "#prediction", "[data-digit] [data-length]",
      '[data-picture="reconstruction"]', '[data-picture="difference"]',
      "input[type=range][data-dimension]", "[data-length-slider]"]
      .flatMap((selector) => [...document.querySelectorAll(selector)])
      .filter((part) => {
        const { left, right, top, bottom, width } = part.getBoundingClientRect();
        const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
        return width === 0 || !within || !(part.contains(middle) || middle?.contains(part)
          || part.parentElement.contains(middle));
      }).map((part) => part.outerHTML.slice(0, 80))
"""
"""What is not wholly in the window, or covered."""

COUNTED = """
    () => [document.querySelectorAll(".output input[type=range]").length,
      document.documentElement.scrollHeight - innerHeight, document.body.scrollHeight - innerHeight]
"""

BOXES = """
    () => [...document.querySelectorAll("button, input, select, canvas, h2")]
      .filter((part) => part.checkVisibility() && part.closest(".input, .output, .strip, .bar")
        && !part.closest('.along-track, [data-part="why"]')) // the latter's are words of a text
      .map((part) => {
        const { left, top, width, height } = part.getBoundingClientRect();
        return [part.tagName, left, top, width, height].join();
      })
"""

WATCH_FRAMES = """
    window.frames_ = [];
    (function look() {
      const answer = document.querySelector("#prediction");
      const rows = [...document.querySelectorAll("[data-digit]")];
      if (answer && rows.length > 0) {
        const winner = rows.find((row) => "winner" in row.dataset)?.dataset.digit ?? "";
        const longest = rows.reduce((one, other) => {
          const length = (row) => Number(row.querySelector(".length-bar")
            .style.getPropertyValue("--length"));
          return length(other) > length(one) ? other : one;
        }).dataset.digit;
        const blank = answer.dataset.class === "";
        const named = answer.querySelector("strong").textContent;
        window.frames_.push([named, answer.dataset.class, winner, blank ? "" : longest].join());
      }
      requestAnimationFrame(look);
    })();
"""


def wait_for_readings(explorer: Explorer) -> None:
    expect(explorer.page.locator("#capsule .slider-reading").first).not_to_be_empty()


def test_all_that_comes_out_is_on_one_screen_whatever_is_open(new_page: OpenPage) -> None:
    explorer = new_page().open()
    for size in SIZES:
        explorer.page.set_viewport_size(size)
        for stage in ("digits", "routing", "ablate"):
            explorer.open_stage(stage)
            assert explorer.page.evaluate(HIDDEN) == [], (size, stage)
            assert explorer.page.evaluate(COUNTED) == [17, 0, 0], (size, stage)


def test_each_slider_says_what_the_decoder_makes_of_it(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    trace = explorer.trace()
    digit = trace.prediction
    wait_for_readings(explorer)
    values = trace.digits[-1, digit]
    offsets = torch.linspace(-0.25, 0.25, 11)
    moved = values + torch.eye(16)[:, None] * offsets[:, None]
    pictures = capsnet.decode(moved.flatten(end_dim=1), torch.full((176,), digit))
    drawn = pictures.view(16, 11, 28, 28).double().numpy()

    readings = explorer.page.locator("#capsule [id^=reading-of-]").all_text_contents()
    for text, told in zip(readings, strongest(drawn), strict=False):
        if not told:
            assert text == "nothing clear"
            continue
        parts = text.split(", ")
        assert [part.split(" ")[0] for part in parts] == [name for name, _ in told]
        for part, (name, change) in zip(parts, told, strict=True):
            tolerance = 0.51 if name == "slant" else 0.051
            assert float(numbers(part)[0]) == pytest.approx(change, abs=tolerance)

    for dimension in (0, 7, 15):
        shown = explorer.colours(explorer.page.locator(f'[data-effect="{dimension}"]'))
        difference = drawn[dimension, 10] - drawn[dimension, 0]
        warm = shown[..., 0].astype(int) - shown[..., 2]
        # More ink is orange, less is blue, and what does not change is neither.
        assert (warm[difference > 0.1] > 8).all()
        assert (warm[difference < -0.1] < -8).all()
        assert (np.abs(warm[np.abs(difference) < 0.001]) <= 3).all()
        order = np.argsort(difference.ravel())
        assert np.corrcoef(difference.ravel()[order], warm.ravel()[order])[0, 1] > 0.9


TRACK = """
    (range) => {
      const track = range.parentElement.querySelector(".track");
      const { left, width } = track.getBoundingClientRect();
      const box = (part) => track.querySelector(part).getBoundingClientRect();
      const [fill, own] = [box(".track-fill"), box(".track-own")];
      return [fill.left, fill.right, own.left + 1].map((x) => (x - left) / width);
    }
"""
"""Where the filled part begins and ends, and where the network's own value is, in shares."""


def test_the_track_is_filled_from_zero_and_marks_the_networks_own_value(explorer: Explorer) -> None:
    trace = explorer.trace()
    own = float(trace.digits[-1, trace.prediction, 12])
    slider = explorer.slider(12)

    def places() -> list[float]:
        return list(slider.evaluate(TRACK))

    assert own < 0
    assert places() == pytest.approx([0.5 + own, 0.5, 0.5 + own], abs=1e-4)
    number = explorer.page.get_by_role("spinbutton", name="Dimension 12, as a number")
    assert number.input_value() == f"−{-own:.3f}"
    slider.press("End")
    assert places() == pytest.approx([0.5, 1, 0.5 + own], abs=1e-4)
    assert number.input_value() == "+0.500"
    # A number may lie beyond: its track grows.
    number.fill("−0.8")
    number.press("Enter")
    assert slider.input_value() == "-0.8"
    assert slider.get_attribute("min") == "-1"
    assert places() == pytest.approx([0.1, 0.5, 0.5 + own / 2], abs=1e-4)
    explorer.page.get_by_role("button", name="Reset Dimension 12").click()
    assert number.input_value() == f"−{-own:.3f}"


def test_a_slider_in_use_shows_where_it_leads_and_what_it_changes(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    trace = explorer.trace()
    digit = trace.prediction
    wait_for_readings(explorer)
    strip = explorer.page.locator(".along-track")
    outline = explorer.page.locator('[data-part="pictures"] path.changed')
    expect(strip).to_be_hidden()
    explorer.slider(4).hover()
    expect(strip).to_be_visible()
    values = trace.digits[-1, digit]
    moved = values.repeat(7, 1)
    moved[:, 4] = torch.linspace(-0.5, 0.5, 7)
    wanted = capsnet.decode(moved, torch.full((7,), digit)).numpy()
    ink = explorer.ink(strip.locator("canvas"))
    for at in range(7):
        assert np.abs(ink[:, 34 * at : 34 * at + 28] - wanted[at]).max() <= 0.5 / 255 + 1e-4
    ends = torch.stack([values, values])
    ends[:, 4] += torch.tensor([-0.25, 0.25])
    low, high = capsnet.decode(ends, torch.full((2,), digit)).numpy()
    row, column = divmod(int(np.abs(high - low).argmax()), 28)
    path = outline.get_attribute("d") or ""
    assert path.startswith("M"), "something is outlined"
    # A line between two cells runs where one of them changes much and the other little.
    changes = np.pad(np.abs(high - low), 1) >= 0.4 * np.abs(high - low).max()
    for line in path.split("M")[1:]:
        x, y = map(int, numbers(line[:-2])[:2])
        other = (y, x + 1) if line.endswith("h1") else (y + 1, x)
        assert changes[y + 1, x + 1] != changes[other]
    assert changes[row + 1, column + 1]
    explorer.page.mouse.move(0, 0)
    expect(strip).to_be_hidden()
    expect(outline).to_have_attribute("d", "")


def test_rows_are_put_in_the_order_of_their_effect(explorer: Explorer, capsnet: CapsNet) -> None:
    trace = explorer.trace()
    wait_for_readings(explorer)
    values = trace.digits[-1, trace.prediction]
    both = torch.stack([values + 0.25 * torch.eye(16), values - 0.25 * torch.eye(16)])
    pictures = capsnet.decode(both.flatten(end_dim=1), torch.full((32,), trace.prediction))
    sizes = (pictures[:16] - pictures[16:]).abs().sum((1, 2))
    shown = "(all) => all.map((range) => Number(range.dataset.dimension))"
    rows = explorer.page.locator("#capsule input[data-dimension]")
    by_effect = explorer.page.get_by_role("button", name="Largest effect first")
    by_effect.click()
    assert rows.evaluate_all(shown) == sizes.argsort(descending=True).tolist()
    by_effect.click()
    assert rows.evaluate_all(shown) == list(range(16))


def test_nothing_moves_when_sliders_are_used_or_another_digit_is_chosen(
    new_page: OpenPage,
) -> None:
    explorer = new_page().open()
    page = explorer.page
    for size in SIZES:
        page.set_viewport_size(size)
        wait_for_readings(explorer)
        page.mouse.move(0, 0)
        before = page.evaluate(BOXES)
        slider = explorer.slider(6)
        slider.hover()
        assert page.evaluate(BOXES) == before
        box = slider.bounding_box()
        assert box is not None
        page.mouse.down()
        for share in (0.6, 0.7, 0.8):
            page.mouse.move(box["x"] + share * box["width"], box["y"] + 10)
            assert page.evaluate(BOXES) == before
        page.mouse.up()
        explorer.next_frames()
        assert page.evaluate(BOXES) == before
        page.locator('[data-part="lengths"] [data-digit="8"] button').click()
        explorer.next_frames()
        assert page.evaluate(BOXES) == before
        page.keyboard.press("Escape")


def test_words_class_and_bars_agree_in_every_frame_while_a_digit_is_drawn(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = new_page().open()
    explorer.page.evaluate(WATCH_FRAMES)
    for digit in (7, 4):
        explorer.clear()
        explorer.rest()
        explorer.draw(samples[digit])
    frames = set(explorer.page.evaluate("window.frames_"))
    assert {"7,7,7,7", "4,4,4,4", ",,,"} <= frames
    assert [each for each in frames if len(set(each.split(","))) > 1] == []


def test_those_who_hear_the_page_are_told_now_and_then_and_at_last(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    announcement = explorer.page.locator('[data-part="announcement"]')
    expect(announcement).to_have_text(explorer.prediction.inner_text())
    explorer.page.evaluate(
        """() => {
          window.told = [];
          const said = document.querySelector('[data-part="announcement"]');
          new MutationObserver(() => window.told.push(performance.now()))
            .observe(said, { childList: true, characterData: true, subtree: true });
        }"""
    )
    explorer.clear()
    explorer.draw(samples[4])
    text = explorer.prediction.inner_text()
    assert text.startswith("4")
    expect(announcement).to_have_text(text)
    told = explorer.page.evaluate("window.told")
    assert all(later - earlier > 600 for earlier, later in pairwise(told))


def test_what_a_capsule_is_is_said_until_it_is_closed_for_good(new_page: OpenPage) -> None:
    explorer = new_page(own=True).open()
    page = explorer.page
    note = page.locator('[data-part="capsule-note"]')
    expect(note).to_contain_text("A capsule is a small vector")
    wait_for_readings(explorer)
    for size in SIZES:
        page.set_viewport_size(size)
        assert note.evaluate("(note) => note.scrollHeight <= note.clientHeight")
    before = page.evaluate(BOXES)
    page.get_by_role("button", name="Close this line").click()
    expect(note).to_have_count(0)
    closed = page.evaluate(BOXES)
    assert [box for box in before if box in closed] == closed
    assert len(before) == len(closed) + 1
    explorer.open()
    wait_for_readings(explorer)
    expect(note).to_have_count(0)


def test_a_link_marks_only_the_sliders_that_were_moved(new_page: OpenPage) -> None:
    explorer = new_page().open()
    moved = explorer.page.locator("#capsule .slider[data-moved]")
    explorer.slider(4).press("End")
    expect(moved).to_have_count(2)  # the number, and the length with it
    expect(explorer.page).to_have_url(re.compile("dims="))
    other = new_page().open(explorer.page.url.removeprefix(explorer.url))
    there = other.page.locator("#capsule .slider[data-moved]")
    expect(there).to_have_count(2)
    assert there.first.inner_text() == moved.first.inner_text()


def test_once_one_draws_the_captions_say_what_the_pictures_are(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = new_page(own=True).open()
    note = explorer.page.locator('[data-part="capsule-note"]')
    expect(note).to_be_visible()
    explorer.draw(samples[1])
    expect(note).to_have_count(0)
    caption = explorer.page.locator(".picture-captions b").first
    expect(caption).to_have_text("imagined 1")
    on_top = "(each) => { const { left, top, width, height } = each.getBoundingClientRect();"
    on_top += " return document.elementFromPoint(left + width / 2, top + height / 2) === each; }"
    assert caption.evaluate(on_top)
    explorer.open()
    expect(note).to_be_visible()


def test_a_slider_and_its_picture_are_seen_together_in_narrow_windows(new_page: OpenPage) -> None:
    explorer = new_page().open()
    page = explorer.page
    together = """
        () => {
          const seen = (selector) => {
            const part = document.querySelector(selector);
            const { left, right, top, bottom, width } = part.getBoundingClientRect();
            const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            const within = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
            const covered = !part.contains(middle) && !part.parentElement.contains(middle);
            return width > 40 && within && !covered;
          };
          return [seen('[data-dimension="3"]'), seen('[data-picture="reconstruction"]'),
            document.documentElement.scrollWidth - innerWidth];
        }
    """
    page.set_viewport_size({"width": 1024, "height": 768})
    assert page.evaluate(together) == [True, True, 0]
    page.evaluate("scrollTo(0, 9999)")
    assert page.evaluate(together) == [True, True, 0]
    for width, height in ((390, 844), (320, 640), (640, 360), (844, 390)):
        page.set_viewport_size({"width": width, "height": height})
        sheet = page.locator(".sheet-button")
        expect(sheet).to_have_attribute("aria-expanded", "false")
        expect(explorer.slider(3)).to_be_hidden()
        expect(explorer.picture).to_be_visible()
        sheet.press("Enter")
        explorer.slider(3).focus()
        assert page.evaluate(together) == [True, True, 0], (width, height)
        explorer.slider(15).focus()
        expect(explorer.slider(15)).to_be_in_viewport(ratio=1)
        expect(explorer.picture).to_be_in_viewport(ratio=1)
        sheet.press("Enter")
