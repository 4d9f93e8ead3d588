"""The votes of a digit in a plane."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
import torch
from playwright.sync_api import Locator, expect

from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.routing.stage import press_tick
from tests.browser.scripts import PIXELS
from tests.browser.words import numbers, shows, texts

LEFT, RIGHT, TOP, BOTTOM, RISE = 56, 10, 8, 38, 0.6
"""Room about the plane in its picture, and how high it is, of its width."""


class Plane(NamedTuple):
    """What the page should show, computed from the model alone."""

    points: npt.NDArray[np.float64]
    path: npt.NDArray[np.float64]
    share: float
    support: npt.NDArray[np.float64]
    couplings: npt.NDArray[np.float64]
    length: float


def _plane(trace: Trace, capsnet: CapsNet, iteration: int, digit: int) -> Plane:
    assert trace.votes is not None
    weight = capsnet.digits.weight[..., digit, :].detach().double().reshape(-1, 16)
    axes = torch.linalg.eigh(weight.T @ weight).eigenvectors[:, [-1, -2]]
    largest = axes.gather(0, axes.abs().argmax(dim=0, keepdim=True))
    axes = axes * largest.sign()
    votes = trace.votes[..., digit, :].double().reshape(-1, 16)
    points = votes @ axes
    spread = [(each - each.mean(dim=0)).square().sum() for each in (points, votes)]
    return Plane(
        points.numpy(),
        (trace.digits[:, digit].double() @ axes).numpy(),
        float(spread[0] / spread[1]),
        trace.support[iteration, ..., digit].double().flatten().numpy(),
        trace.couplings[iteration, ..., digit].double().flatten().numpy(),
        float(trace.sums[iteration, digit].norm()),
    )


@pytest.fixture(scope="module")
def page_of_a_three(page_of_a: Callable[[int], Explorer]) -> Explorer:
    """The page with a 3 on its routing stage. All tests here leave it as it was."""
    explorer = page_of_a(3)
    explorer.open_stage("routing", "votes")
    _beside(explorer, "numbers")
    expect(_votes(explorer).get_by_text("They show")).to_be_visible()
    return explorer


@pytest.fixture
def drawn(page_of_a_three: Explorer) -> Explorer:
    return page_of_a_three


@pytest.fixture
def plane(drawn: Explorer, capsnet: CapsNet) -> Plane:
    trace = drawn.trace()
    return _plane(trace, capsnet, trace.iterations - 1, trace.prediction)


def _votes(explorer: Explorer) -> Locator:
    return explorer.stage.get_by_role("region", name="Votes in a plane")


def _picture(explorer: Explorer) -> Locator:
    return _votes(explorer).get_by_role("application")


def _beside(explorer: Explorer, name: str) -> None:
    """What stands beside the plane: a frame's votes, the strongest ones, or numbers."""
    group = _votes(explorer).get_by_role("group", name="Beside the plane")
    group.get_by_role("button", name=name, exact=True).click()


def _at(explorer: Explorer, x: float, y: float) -> tuple[float, float]:
    """Where a point of the plane lies in its picture, at ±1."""
    box = _picture(explorer).bounding_box()
    assert box is not None
    across, up = box["width"] - LEFT - RIGHT, box["height"] - TOP - BOTTOM
    unit = min(across, up / RISE) / 2
    return LEFT + (x + 1) * unit, TOP + (RISE - y) * unit


def _unit(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def _name(index: int, digit: int) -> str:
    return f"vote-{index // 36}-{index % 36 // 6}-{index % 6}-{digit}"


def _place(explorer: Explorer, x: float, y: float) -> tuple[float, float]:
    """Where a point of the plane lies on the screen, at ±1."""
    box = _picture(explorer).bounding_box()
    assert box is not None
    left, top = _at(explorer, x, y)
    return box["x"] + left, box["y"] + top


def _in_frame(plane: Plane, one: tuple[float, float], other: tuple[float, float]) -> set[int]:
    low, high = np.minimum(one, other), np.maximum(one, other)
    inside = ((plane.points >= low) & (plane.points <= high)).all(axis=1)
    return set(np.flatnonzero(inside).tolist())


def test_the_strongest_votes_lie_where_the_models_votes_do(drawn: Explorer, plane: Plane) -> None:
    votes = _votes(drawn)
    _beside(drawn, "strongest")
    table = votes.locator(".vote-table tbody tr")
    expect(table).to_have_count(20)
    rows = table.all()
    order = np.argsort(-np.abs(plane.support))[:20].tolist()
    for index, row in zip(order, rows, strict=True):
        name = f"type {index // 36}, row {index % 36 // 6}, column {index % 6}"
        assert row.get_by_role("button").get_attribute("aria-label") == name
        x, y, coupling, support = texts(row.locator("td"))
        assert shows(x, plane.points[index, 0])
        assert shows(y, plane.points[index, 1])
        assert shows(coupling, plane.couplings[index])
        assert shows(support, plane.support[index])
    button = rows[2].get_by_role("button")
    button.focus()
    drawn.page.keyboard.press("Enter")
    expect(_unit(drawn)).to_have_attribute("data-unit", _name(order[2], 3))
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    drawn.page.keyboard.press("Escape")


def test_the_words_tell_how_much_the_plane_shows_and_where_v_goes(
    drawn: Explorer, plane: Plane
) -> None:
    _beside(drawn, "numbers")
    words = _votes(drawn).get_by_text("They show").inner_text()
    share = re.search(r"They show (\S+) % of how these 1,152 votes spread in 16", words)
    assert share is not None
    assert shows(share[1], 100 * plane.share)
    path = _votes(drawn).locator(".v-numbers").inner_text()
    places = re.findall(r"(\d+): \((\S+), (\S+)\)", path)
    assert [int(number) for number, _, _ in places] == [1, 2, 3]
    for (_, x, y), point in zip(places, plane.path, strict=True):
        assert shows(x, point[0])
        assert shows(y, point[1])
    sizes = _votes(drawn).get_by_text("A dot's area is").inner_text()
    iteration, least, most, even = numbers(sizes)
    assert int(iteration) == 3
    assert shows(least, plane.couplings.min())
    assert shows(most, plane.couplings.max())
    assert even == "0.100"


def test_the_shown_iteration_is_emphasised_and_its_numbers_are_shown(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    trace = drawn.trace()
    _beside(drawn, "numbers")
    for iteration in (0, 1, 2):
        press_tick(drawn, iteration, "v")
        mark = _votes(drawn).locator(".v-mark[data-shown]")
        expect(mark).to_have_text(str(iteration + 1))
        shown = _plane(trace, capsnet, iteration, trace.prediction)
        x, y = (float(each) for each in numbers(mark.get_attribute("transform") or ""))
        wanted = _at(drawn, shown.path[iteration, 0], shown.path[iteration, 1])
        assert (x, y) == pytest.approx(wanted, abs=0.1)
        sizes = _votes(drawn).get_by_text("A dot's area is").inner_text()
        assert shows(numbers(sizes)[2], shown.couplings.max())


def test_pointing_at_a_dot_points_at_its_vote_and_a_click_pins_it(
    drawn: Explorer, plane: Plane
) -> None:
    _beside(drawn, "frame")
    # The strongest that no other dot comes near to.
    near = np.linalg.norm(plane.points[:, None] - plane.points[None], axis=-1) < 0.04
    alone = near.sum(axis=1) == 1
    inside = (np.abs(plane.points) < (0.95, 0.55)).all(axis=1)
    index = int(np.argmax(np.abs(plane.support) * alone * inside))
    _picture(drawn).scroll_into_view_if_needed()
    drawn.page.mouse.move(*_place(drawn, *plane.points[index]))
    expect(_unit(drawn)).to_have_attribute("data-unit", _name(index, 3))
    drawn.rest()
    readout = _votes(drawn).locator(".readout").first.inner_text()
    *place, digit, x, y, coupling, support = numbers(readout)
    assert [int(each) for each in place] == [index // 36, index % 36 // 6, index % 6]
    assert digit == "3"
    assert shows(x, plane.points[index, 0])
    assert shows(y, plane.points[index, 1])
    assert shows(coupling, plane.couplings[index])
    assert shows(support, plane.support[index])
    row, column = index % 36 // 6, index % 6
    patch = f"M{2 * column} {2 * row}h17v17h-17z"
    outlined = _votes(drawn).locator(".vote-choice .box-from").last
    expect(outlined).to_have_attribute("d", patch)
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    drawn.page.mouse.move(0, 0)
    expect(_unit(drawn)).to_have_attribute("data-unit", _name(index, 3))
    drawn.page.keyboard.press("Escape")
    expect(_unit(drawn)).not_to_have_attribute("data-pinned", "")


def test_keys_go_from_the_strongest_vote_to_the_next_and_pin(drawn: Explorer, plane: Plane) -> None:
    order = np.argsort(-np.abs(plane.support)).tolist()
    picture = _picture(drawn)
    picture.focus()
    for index in order[:4]:
        picture.press("PageDown")
        expect(_unit(drawn)).to_have_attribute("data-unit", _name(index, 3))
    picture.press("PageUp")
    expect(_unit(drawn)).to_have_attribute("data-unit", _name(order[2], 3))
    picture.press("Enter")
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    picture.press("Escape")
    expect(_unit(drawn)).not_to_have_attribute("data-pinned", "")


def test_a_frame_dragged_over_dots_tells_their_share_and_veils_what_none_sees(
    drawn: Explorer, plane: Plane
) -> None:
    _beside(drawn, "frame")
    one, other = (0.12, -0.3), (0.5, 0.2)
    start, end = _place(drawn, *one), _place(drawn, *other)
    drawn.page.mouse.move(*start)
    drawn.page.mouse.down()
    drawn.page.mouse.move(*end, steps=4)
    drawn.page.mouse.up()
    chosen = _expect_choice(drawn, plane, one, other)
    assert 10 < len(chosen) < 1000
    drawn.page.keyboard.press("Escape")
    expect(_votes(drawn).get_by_text("Drag a frame")).to_be_visible()
    expect(drawn.page.locator("body")).to_have_attribute("data-stage", "routing")


def test_a_frame_is_opened_with_the_keyboard_alone(drawn: Explorer, plane: Plane) -> None:
    _beside(drawn, "frame")
    picture = _picture(drawn)
    picture.focus()
    picture.press("Home")
    start = (plane.path[2, 0], plane.path[2, 1])
    x, y = start
    # From v towards the middle, where most votes lie.
    inwards = ("ArrowLeft", -1, 0) if x > 0 else ("ArrowRight", 1, 0)
    for (key, right, up), times in (
        (inwards, 14),
        (("ArrowDown", 0, -1), 6),
        (("ArrowUp", 0, 1), 12),
    ):
        for _ in range(times):
            picture.press(f"Shift+{key}")
            x, y = x + right * 0.05, y + up * 0.05
    _expect_choice(drawn, plane, start, (x, y))
    button = _votes(drawn).get_by_role("button", name="Clear the choice")
    button.focus()
    button.press("Enter")
    expect(_votes(drawn).get_by_text("Drag a frame")).to_be_visible()


def _expect_choice(
    drawn: Explorer, plane: Plane, one: tuple[float, float], other: tuple[float, float]
) -> set[int]:
    """What is said of the votes in a frame; dots on its very edge may fall to either side."""
    words = _votes(drawn).get_by_text("of 1,152 votes chosen").inner_text()
    found = re.match(r"([\d,]+) of 1,152 votes chosen\. They add (\S+) to the evidence", words)
    assert found is not None
    margin = 2e-3
    low, high = np.minimum(one, other), np.maximum(one, other)
    surely = _in_frame(plane, tuple(low + margin), tuple(high - margin))
    perhaps = _in_frame(plane, tuple(low - margin), tuple(high + margin))
    count = int(found[1].replace(",", ""))
    assert len(surely) <= count <= len(perhaps)
    if surely == perhaps:
        support = plane.support[sorted(surely)].sum()
        assert shows(found[2], support)
        share = re.search(
            r"3, (\S+) % of ‖s‖ = ([\d.]+?)(?:, as others speak against it)?\. Most", words
        )
        assert share is not None
        assert shows(share[1], 100 * support / plane.length)
        assert shows(share[2], plane.length)
        by_type = np.zeros(32)
        for index in surely:
            by_type[index // 36] += plane.support[index]
        types = re.findall(r"type (\d+) \((\S+)\)", words)
        strongest = np.argsort(-np.abs(by_type))[:3].tolist()
        assert [int(type_) for type_, _ in types] == strongest
        assert all(shows(text, by_type[int(type_)]) for type_, text in types)
        seen = np.zeros((28, 28), dtype=bool)
        for index in surely:
            row, column = index % 36 // 6, index % 6
            seen[2 * row : 2 * row + 17, 2 * column : 2 * column + 17] = True
        assert np.array_equal(_clear(drawn), seen)
    return surely


def _clear(drawn: Explorer) -> npt.NDArray[np.bool_]:
    """Which pixels of the small drawing are not veiled: the veil alone has a tint."""
    canvas = _votes(drawn).locator(".vote-choice canvas")
    shown = canvas.evaluate(PIXELS)
    pixels = np.frombuffer(base64.b64decode(shown["bytes"]), np.uint8).reshape(28, 28, 4)
    clear: npt.NDArray[np.bool_] = pixels[..., 0] == pixels[..., 2]
    return clear


def test_the_plane_stands_still_while_the_drawing_changes(
    new_page: OpenPage, capsnet: CapsNet, samples: dict[int, Strokes]
) -> None:
    explorer = new_page().open("/?stage=routing&tab=votes&digit=6&routing=5")
    _beside(explorer, "numbers")
    for drawing in (6, 0):
        explorer.clear()
        explorer.draw(samples[drawing])
        trace = explorer.trace()
        shown = _plane(trace, capsnet, 4, 6)
        expect(_votes(explorer).get_by_text("The axes are")).to_contain_text("digit 6")
        path = _votes(explorer).locator(".v-numbers").inner_text()
        places = re.findall(r"(\d+): \((\S+), (\S+)\)", path)
        assert len(places) == 5
        for (_, x, y), point in zip(places, shown.path, strict=True):
            assert shows(x, point[0])
            assert shows(y, point[1])


def test_how_far_the_plane_reaches_is_chosen(drawn: Explorer, plane: Plane) -> None:
    group = _votes(drawn).get_by_role("group", name="How far the plane reaches")
    for reach in (0.25, 2, 1):
        button = group.get_by_role("button", name=f"±{reach}", exact=True)
        button.focus()
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        outside = int((np.abs(plane.points) > (reach, 0.6 * reach)).any(axis=1).sum())
        told = f"{outside} votes are out of view" if outside else "all votes are in view"
        if outside != 1:
            expect(_votes(drawn).get_by_text(told)).to_be_visible()
