"""Ablate: what the lab shows is what PyTorch computes with those votes taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, expect
from torch import Tensor

from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.explorer import Explorer, Strokes
from tests.browser.words import numbers, shows, texts

Part = tuple[object, ...]


@pytest.fixture(scope="module")
def page_of_an_eight(page_of_a: Callable[[int], Explorer]) -> Explorer:
    return page_of_a(8)


@pytest.fixture
def drawn(page_of_an_eight: Explorer) -> Explorer:
    """The lab, with an 8 drawn by the mouse."""
    return page_of_an_eight.begin_again("ablate")


def without(trace: Trace, parts: Iterable[Part]) -> Tensor:
    """The votes of a trace, those at these places taken out."""
    votes = trace.votes.clone()
    for part in parts:
        votes[part] = 0
    return votes


def route(capsnet: CapsNet, votes: Tensor) -> Tensor:
    """Poses after the network's own number of iterations, of a batch of votes."""
    digits = capsnet.digits.route(votes, iterations=capsnet.config.routing_iterations).digits[-1]
    return digits.detach()


def rows(explorer: Explorer) -> list[list[str]]:
    """Before, after and difference of each digit."""
    table = explorer.stage.get_by_role("table", name="Length of each digit")
    return [texts(row.locator("td"))[:3] for row in table.locator("tbody tr").all()]


def expect_lengths(explorer: Explorer, capsnet: CapsNet, parts: Iterable[Part]) -> Tensor:
    """Wait until the table tells the lengths without these parts; the poses without them."""
    trace = explorer.trace()
    (digits,) = route(capsnet, without(trace, parts)[None])
    lengths = digits.norm(dim=-1)
    explorer.until(
        lambda: (
            (cells := rows(explorer)) != []
            and all(
                cells[digit][0] != "" and shows(cells[digit][1], float(lengths[digit]))
                for digit in range(10)
            )
        )
    )
    for digit, (before, after, difference) in enumerate(rows(explorer)):
        assert shows(before, float(trace.lengths[digit]))
        assert shows(after, float(lengths[digit]))
        assert shows(difference, float(lengths[digit] - trace.lengths[digit]))
    return digits


def switches(explorer: Explorer) -> Locator:
    return explorer.application("Support of 32 types")


def test_a_click_switches_a_type_off_and_all_numbers_follow(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    # Tiles of 6 by 6 cells with one pixel between: type 9 is the second of the second row.
    drawn.point_at(switches(drawn), 7 + 2, 7 + 3)
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    assert "type 9, row 3, column 2: off" in drawn.readout(switches(drawn))
    digits = expect_lengths(drawn, capsnet, [(9,)])
    trace = drawn.trace()
    winner = trace.prediction
    before = trace.reconstructions[winner].numpy()
    after = capsnet.decode(digits[[winner]], torch.tensor([winner]))[0].detach().numpy()
    for name, expected in (("before", before), ("after", after)):
        canvas = drawn.stage.locator(f'[data-picture="ablate-{name}"]')
        drawn.until(
            lambda canvas=canvas, expected=expected: bool(  # type: ignore[misc]
                np.abs(drawn.ink(canvas) - expected).max() <= 0.5 / 255 + 1e-4
            )
        )
    picture = drawn.application("What the decoder draws, difference")
    (*_, shown) = numbers(drawn.point_at(picture, 14, 12))
    assert shows(shown, float(after[12, 14] - before[12, 14]))


def test_positions_single_capsules_and_votes_are_switched_by_keys(
    drawn: Explorer, capsnet: CapsNet
) -> None:
    page = drawn.page
    drawn.stage.get_by_role("button", name="positions").click()
    switches(drawn).focus()
    for key in ("Home", "ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    parts: list[Part] = [(slice(None), 2, 1)]
    expect_lengths(drawn, capsnet, parts)
    drawn.stage.get_by_role("button", name="single capsules").click()
    switches(drawn).focus()
    for key in ("Control+Home", "End", "PageDown", "Enter"):
        page.keyboard.press(key)
    parts.append((1, 0, 5))
    drawn.stage.get_by_role("switch", name="votes for 3").press("Enter")
    parts.append((..., 3, slice(None)))
    expect_lengths(drawn, capsnet, parts)
    expect(drawn.stage.locator("[data-off]")).to_have_text(
        "Off: type 1, row 0, column 5; votes for 3; row 2, column 1. 33 of 1,152 capsules are off."
    )
    drawn.stage.locator('[data-control="undo-off"]').click()
    drawn.stage.locator('[data-control="undo-off"]').click()
    expect_lengths(drawn, capsnet, parts[:1])
    drawn.stage.get_by_role("button", name="Redo").click()
    expect_lengths(drawn, capsnet, parts[:2])
    drawn.stage.get_by_role("button", name="All on", exact=True).click()
    expect_lengths(drawn, capsnet, [])
    expect(drawn.stage.locator("[data-verdict]")).to_have_text("All is on: 8 is longest.")


def test_types_are_ranked_by_what_their_removal_costs(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    expect_lengths(drawn, capsnet, [])
    batch = torch.stack([without(trace, [(index,)]) for index in range(32)])
    changes = route(capsnet, batch)[:, 8].norm(dim=-1) - trace.lengths[8]
    drawn.open_tab("ranking")
    types = drawn.stage.locator(".ranked-types")
    types.locator("[data-bar]").first.wait_for(state="attached")
    with drawn.chart_table(types) as table:
        expect(table.locator("tbody th")).to_have_count(32)
        names = texts(table.locator("tbody th"))
        told = texts(table.locator("tbody td"))
    ranked = [int(name.removeprefix("type ")) for name in names]
    assert sorted(ranked) == list(range(32))
    for index, text in zip(ranked, told, strict=True):
        assert shows(text, float(changes[index]))
    values = [float(changes[index]) for index in ranked]
    assert values == sorted(values) or max(np.diff(sorted(values)) - np.diff(values)) < 1e-6
    chart = drawn.application("Change of length where a type")
    chart.focus()
    drawn.page.keyboard.press("End")
    drawn.page.keyboard.press("Home")
    assert drawn.readout(chart.locator("xpath=..")).startswith(f"type {ranked[0]}: ")
    drawn.page.keyboard.press("Enter")
    drawn.open_tab("switches")
    expect_lengths(drawn, capsnet, [(ranked[0],)])
    # What was switched in one view is taken back in another.
    drawn.stage.locator('[data-control="undo-off"]').click()
    expect_lengths(drawn, capsnet, [])


def test_positions_show_what_their_removal_costs(drawn: Explorer, capsnet: CapsNet) -> None:
    trace = drawn.trace()
    expect_lengths(drawn, capsnet, [])
    votes = without(trace, [(slice(None), 3, 2)])
    change = route(capsnet, votes[None])[0, 8].norm() - trace.lengths[8]
    drawn.open_tab("ranking")
    expect(drawn.stage.locator("[data-ranking]")).to_contain_text("costs most")
    picture = drawn.application("Change of length where a position")
    (*_, shown) = numbers(drawn.point_at(picture, 2, 3))
    assert shows(shown, float(change))
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    drawn.open_tab("switches")
    expect_lengths(drawn, capsnet, [(slice(None), 3, 2)])


def test_another_drawing_is_told_without_the_same_parts(
    drawn: Explorer, capsnet: CapsNet, samples: dict[int, Strokes]
) -> None:
    parts: list[Part] = [(slice(None), row, column) for row in range(1, 5) for column in range(6)]
    drawn.go(
        "?stage=ablate&off=" + ".".join(f"position-{row}-{column}" for _, row, column in parts)
    )
    drawn.clear()
    for digit in (8, 4):
        drawn.draw(samples[digit])
        winner = int(expect_lengths(drawn, capsnet, parts).norm(dim=-1).argmax())
        words = (
            "is still the longest" if winner == digit else f"{winner} is longest instead of {digit}"
        )
        expect(drawn.stage.locator("[data-verdict]")).to_contain_text(words)
        drawn.clear()


def test_a_link_carries_what_is_off_and_one_of_no_such_part_is_told(
    explorer: Explorer, capsnet: CapsNet
) -> None:
    explorer.open("?stage=ablate&off=position-2-5.type-3")
    explorer.page.wait_for_selector('body[data-stage="ablate"]')
    expect_lengths(explorer, capsnet, [(3,), (slice(None), 2, 5)])
    explorer.open("?stage=ablate&off=type-32")
    expect(explorer.problem).to_have_text('invalid off in the link: "type-32" is no part of mnist')
    explorer.page.wait_for_selector('body[data-stage="ablate"]')
    expect_lengths(explorer, capsnet, [])
