"""What the tests of the two digits do in their lab, read from it, and expect there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from playwright.sync_api import Locator
from torch import Tensor

from model.data.multimnist import overlay, place
from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.explorer import SPACE, Explorer, Strokes, thinned
from tests.browser.words import numbers, shows

Shift = tuple[int, int]
START: tuple[Shift, Shift] = ((0, -3), (0, 3))
"""Where the two lie at first."""

INKS = np.array([[213, 94, 0], [0, 114, 178]]) / 255
NOBODY = np.array([200, 200, 200]) / 255
INKED = 0.1
OVERLAPS = 'window.calls.filter(({ path }) => path === "/api/overlap")'


class Expected(NamedTuple):
    """What the network for two digits makes of two digits."""

    parts: Tensor
    trace: Trace


def read(pairs: CapsNet, first: Tensor, second: Tensor, *shifts: Shift) -> Expected:
    """The model's own reading of two digits that are placed and overlaid by the model."""
    parts = place(torch.stack((first, second)), torch.tensor(shifts or START))
    return Expected(parts, pairs.trace(overlay(parts[None])[0]))


def asked_second(explorer: Explorer) -> Tensor:
    """The second digit that the page asked about last."""
    explorer.page.wait_for_function(f"{OVERLAPS}.length > 0")
    body = json.loads(explorer.page.evaluate(f"{OVERLAPS}.at(-1).body"))
    return torch.tensor(body["second"]).view(28, 28)


def shown_lengths(explorer: Explorer) -> list[str]:
    return explorer.stage.locator("[data-pair-digit] .number").all_inner_texts()


ANSWERED = """() => window.calls.every(
  ({ path, answered }) => answered || !["/api/overlap", "/api/preprocess"].includes(path))"""
SETTLED = 400
"""Milliseconds after which the lab has asked for what changed: more than it rests before."""


def rest(explorer: Explorer) -> None:
    """Wait until what the lab shows is what it asked for last: readings before it look alike."""
    explorer.page.wait_for_timeout(SETTLED)
    explorer.until(lambda: bool(explorer.page.evaluate(ANSWERED)))
    explorer.next_frames()


def expect_reading(explorer: Explorer, read_now: Callable[[], Expected]) -> Expected:
    """Wait until the lab shows the lengths of a reading, and the words that follow from them."""
    rest(explorer)
    before = explorer.page.locator("body").get_attribute("data-tab") or ""
    explorer.open_tab("read")
    rest(explorer)
    lengths: list[float] = []

    def is_shown() -> bool:
        nonlocal lengths
        lengths = read_now().trace.lengths.tolist()
        shown = shown_lengths(explorer)
        return "–" not in shown and all(map(shows, shown, lengths))

    explorer.until(is_shown)
    order = sorted(range(10), key=lambda digit: -lengths[digit])
    verdict = explorer.stage.locator("[data-reading]")
    said = numbers(verdict.inner_text())
    for place_, digit in enumerate(order[:3]):
        assert said[2 * place_] == str(digit)
        assert shows(said[2 * place_ + 1], lengths[digit])
    assert shows(said[6], lengths[order[1]] - lengths[order[2]])
    clear = lengths[order[1]] - lengths[order[2]] >= 0.1
    assert ("not clearly apart" in verdict.inner_text()) == (not clear)
    marked = explorer.stage.locator("[data-pair-digit][data-winner]")
    digits = {int(row.get_attribute("data-pair-digit") or -1) for row in marked.all()}
    assert digits == set(order[:2])
    explorer.open_tab(before)
    rest(explorer)
    return read_now()


def draw_second(explorer: Explorer, strokes: Strokes) -> None:
    """Draw on the lab's own pad with the mouse."""
    explorer.open_tab("place")
    pad = explorer.stage.locator("[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    scale = box["width"] / SPACE
    for stroke in strokes:
        points = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in thinned(stroke)]
        explorer.page.mouse.move(*points[0])
        explorer.page.mouse.down()
        for point in points[1:]:
            explorer.page.mouse.move(*point)
        explorer.page.mouse.up()


def picture(explorer: Explorer, name: str) -> Locator:
    return explorer.stage.locator(f'[data-picture="{name}"]')


def expect_colours(explorer: Explorer, name: str, wanted: npt.NDArray[np.float64]) -> None:
    """Wait until a canvas shows colours, height x width x 3 in [0, 1], to the next level."""
    canvas = picture(explorer, name)
    explorer.until(
        lambda: (
            (shown := explorer.colours(canvas)).shape == wanted.shape
            and bool(np.abs(shown / 255 - wanted).max() <= 1.5 / 255)
        )
    )


def inked(ink: Tensor, colour: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Paper with ink of a colour."""
    shades: npt.NDArray[np.float64] = 1 - ink.numpy()[..., None] * (1 - colour)
    return shades


def owners(image: Tensor, first: Tensor, second: Tensor) -> npt.NDArray[np.float64]:
    """Each pixel of the input in the colour of who draws it, mixed by their shares."""
    one, other = first.numpy()[..., None], second.numpy()[..., None]
    mixed = (one * INKS[0] + other * INKS[1]) / np.maximum(one + other, 1e-9)
    drawn = np.maximum(one, other) >= INKED
    coloured: npt.NDArray[np.float64] = 1 - image.numpy()[..., None] * (
        1 - np.where(drawn, mixed, NOBODY)
    )
    return coloured


def shown_classes(expected: Expected) -> tuple[int, int]:
    """The two longest; first the one whose picture is more like the first digit."""
    one, other = (int(digit) for digit in expected.trace.lengths.topk(2).indices)
    pictures = expected.trace.reconstructions
    first, second = expected.parts
    likeness = ((first - second) * (pictures[one] - pictures[other])).sum()
    return (other, one) if likeness < 0 else (one, other)


def expect_pictures(explorer: Explorer, expected: Expected, classes: tuple[int, int]) -> None:
    """Wait until every picture shows what these two capsules draw, each in its colour."""
    explorer.open_tab("pictures")
    image = expected.trace.image.squeeze()
    first, second = (expected.trace.reconstructions[digit] for digit in classes)
    expect_colours(explorer, "overlap-input", inked(image, np.zeros(3)))
    expect_colours(explorer, "overlap-of-0", inked(first, INKS[0]))
    expect_colours(explorer, "overlap-of-1", inked(second, INKS[1]))
    expect_colours(explorer, "overlap-both", inked(first, INKS[0]) * inked(second, INKS[1]))
    expect_colours(explorer, "overlap-owners", owners(image, first, second))
    explorer.open_tab("place")
    expect_colours(
        explorer,
        "placing",
        inked(expected.parts[0], INKS[0]) * inked(expected.parts[1], INKS[1]),
    )
