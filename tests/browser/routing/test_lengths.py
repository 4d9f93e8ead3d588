"""Lengths of the digit capsules by iteration."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from model.network.trace import Trace
from tests.browser.explorer import Explorer
from tests.browser.routing.stage import inspector
from tests.browser.words import numbers, shows, texts


def test_lengths_by_iteration_are_the_models(drawn: Explorer, trace: Trace) -> None:
    drawn.open_stage("routing", "even")
    by_iteration = trace.digits.norm(dim=-1)
    digit = trace.prediction
    chart = drawn.application("Length of each digit by iteration")
    name, _, values = (chart.locator("svg").get_attribute("aria-label") or "").partition(": ")
    assert name == f"Length of {digit} by iteration"
    told = values.split(", ")
    assert all(shows(t, float(v)) for t, v in zip(told, by_iteration[:, digit], strict=True))
    expect(chart.locator("path[data-line]")).to_have_count(10)

    order = by_iteration[-1].argsort(descending=True).tolist()
    expect(chart.locator(".line-name")).to_have_text([str(order[0]), str(order[1])])
    chart.focus()
    for place, key in ((0, "Home"), (1, "ArrowDown"), (9, "End"), (8, "ArrowUp")):
        chart.press(key)
        expect(inspector(drawn)).to_have_attribute("data-unit", f"digit-{order[place]}")
        _, *shown = numbers(drawn.readout(chart))
        wanted = by_iteration[:, order[place]]
        assert all(shows(t, float(v)) for t, v in zip(shown, wanted, strict=True))
        line = chart.locator("path[data-line][data-linked]")
        expect(line).to_have_attribute("data-line", str(order[place]))
    chart.press("Enter")
    expect(inspector(drawn)).to_have_attribute("data-pinned", "")


def test_a_line_of_the_lengths_is_pointed_at(drawn: Explorer, trace: Trace) -> None:
    drawn.open_stage("routing", "even")
    chart = drawn.application("Length of each digit by iteration")
    dot = chart.locator("circle.dot-own").nth(1)
    dot.hover(force=True)
    expect(inspector(drawn)).to_have_attribute("data-unit", f"digit-{trace.prediction}")


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_table_of_lengths_has_every_number(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    drawn.open_stage("routing", "even")
    part = drawn.stage.get_by_role("region", name="Length of each digit", exact=True)
    table = part.get_by_role("button", name="table", exact=True)
    if keyboard:
        table.focus()
        drawn.page.keyboard.press("Enter")
    else:
        table.click()
    by_iteration = trace.digits.norm(dim=-1)
    order = by_iteration[-1].argsort(descending=True).tolist()
    rows = drawn.stage.locator(".lengths-table tbody tr")
    expect(rows).to_have_count(10)
    for place, digit in enumerate(order):
        head, *shown = texts(rows.nth(place).locator("th, td"))
        assert head == str(digit)
        assert all(shows(t, float(v)) for t, v in zip(shown, by_iteration[:, digit], strict=True))
    words = part.locator("p.quiet").inner_text()
    first, second, less = numbers(words)
    assert [int(first), int(second)] == order[:2]
    assert shows(less, float(by_iteration[-1, order[0]] - by_iteration[-1, order[1]]))
