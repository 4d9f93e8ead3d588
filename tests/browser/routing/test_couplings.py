"""The entropy of couplings, and even couplings."""

from __future__ import annotations

import math

import pytest
import torch
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.words import shows, texts


def test_entropy_is_told_for_every_iteration(drawn: Explorer) -> None:
    trace = drawn.trace()
    drawn.open_stage("routing", "even")
    part = drawn.stage.get_by_role("region", name="Entropy of the couplings", exact=True)
    part.get_by_role("button", name="table").click()
    rows = part.locator("tbody tr").all()
    assert len(rows) == 3
    for row, couplings in zip(rows, trace.couplings.double(), strict=True):
        bits = -(couplings * couplings.log2()).sum(dim=-1).flatten()
        quartiles = torch.quantile(bits, torch.tensor([0.25, 0.5, 0.75]).double())
        values = [bits.mean(), bits.min(), *quartiles]
        shown = texts(row.locator("td"))
        assert all(shows(text, float(v)) for text, v in zip(shown, values, strict=True))
    part.get_by_role("button", name="chart").click()
    for scale, lowest in (("from 0", 0.0), ("close up", None)):
        button = part.get_by_role("button", name=scale)
        button.focus()
        button.press("Enter")
        ticks = part.locator(".chart .tick text").all_text_contents()
        bits = [float(text) for text in ticks if "." in text]
        assert bits[-1] == pytest.approx(math.log2(10), abs=5e-3)
        assert (bits[0] == 0) == (lowest == 0)


def test_even_couplings_stand_beside_those_of_the_last_iteration(drawn: Explorer) -> None:
    trace = drawn.trace()
    drawn.open_stage("routing", "without")
    part = drawn.stage.get_by_role("region", name="Even couplings")
    even = trace.digits[0].norm(dim=-1)
    rows = part.locator("tbody tr").all()
    for digit, row in enumerate(rows):
        first, last, difference = texts(row.locator("td.number"))
        assert row.locator("th").inner_text() == str(digit)
        assert shows(first, float(even[digit]))
        assert shows(last, float(trace.lengths[digit]))
        assert shows(difference, float(trace.lengths[digit] - even[digit]))
    same = int(even.argmax()) == trace.prediction
    words = part.locator(".verdict").inner_text()
    assert ("is longest either way" in words) == same


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_the_switch_makes_all_couplings_even_and_gives_them_back(drawn: Explorer, way: str) -> None:
    drawn.open_stage("routing", "without")
    part = drawn.stage.get_by_role("region", name="Even couplings")
    switch = part.get_by_role("switch", name="even couplings")
    even = [row.locator("td").first.inner_text() for row in part.locator("tbody tr").all()]
    before = drawn.lengths()

    def turn() -> None:
        if way == "pointer":
            switch.click()
        else:
            switch.focus()
            switch.press("Space")
        drawn.rest()

    turn()
    expect(switch).to_be_checked()
    assert drawn.sent().query["routing"] == "1"
    assert drawn.trace().iterations == 1
    assert all(shows(t, float(v)) for t, v in zip(drawn.lengths(), even, strict=True))
    assert drawn.lengths() != before
    expect(part.locator(".verdict")).to_contain_text("Even couplings are on")
    assert part.locator("tbody tr").first.locator("td").nth(1).inner_text() == "–"
    turn()
    expect(switch).not_to_be_checked()
    assert "routing" not in drawn.sent().query
    assert drawn.lengths() == before
