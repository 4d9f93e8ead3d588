"""The story: its words point at the units that the model says; the glossary explains the rest."""

from __future__ import annotations

import re

import pytest
import torch
from playwright.sync_api import Locator, expect
from torch import Tensor

from model.network.trace import Trace
from tests.browser.conftest import OpenPage
from tests.browser.explorer import STAGES, Explorer, Strokes
from tests.browser.words import texts

MOST_WORDS = 95


@pytest.fixture
def told(explorer: Explorer) -> Explorer:
    """The page with its stories open, in the stage of routing."""
    explorer.open_stage("routing")
    explorer.stage.get_by_role("button", name="Explain", exact=True).click()
    expect(explorer.stage.locator(".story-text")).to_be_visible()
    return explorer


def _word(explorer: Explorer, name: str) -> Locator:
    return explorer.stage.locator(f'.story-word[data-word="{name}"]')


def _expect_inspected(explorer: Explorer, unit: str) -> None:
    expect(explorer.page.locator("#inspector")).to_have_attribute("data-unit", unit)


def _place(values: Tensor) -> str:
    """Where the greatest value stands, as an address writes it."""
    place = torch.unravel_index(values.argmax(), values.shape)
    return "-".join(str(int(index)) for index in place)


def _units(trace: Trace) -> dict[str, dict[str, str]]:
    """What each word of each stage speaks of, by the model's own trace."""
    winner = int(trace.lengths.argmax())
    second = int(trace.lengths.topk(2).indices[1])
    support = trace.support[-1, ..., winner]
    # Before squash, which keeps the order but brings many lengths close to 1.
    lengths = trace.primary_raw.norm(dim=-1)
    numbers = trace.digits[-1, winner].abs()
    longest = _place(lengths)
    type_, row, column = (int(index) for index in longest.split("-"))
    component = int(trace.primary[type_, row, column].abs().argmax())
    return {
        "draw": {"pixel": f"pixel-{_place(trace.image)}"},
        "conv1": {
            "response": f"conv1-{_place(trace.conv1)}",
            "kernel": f"kernel-{_place(trace.conv1.amax(dim=(1, 2)))}",
        },
        "primary": {
            "longest": f"capsule-{longest}",
            "shortest": f"capsule-{_place(-lengths)}",
            "component": f"component-{longest}-{component}",
        },
        "routing": {
            "vote": f"vote-{_place(support)}-{winner}",
            "opposing": f"vote-{_place(-support)}-{winner}",
            "link": f"link-{_place(support.sum(dim=(1, 2)))}-{winner}",
            "position": f"position-{_place(support.sum(dim=0))}-{winner}",
        },
        "digits": {
            "winner": f"digit-{winner}",
            "second": f"digit-{second}",
            "dimension": f"dimension-{winner}-{int(numbers.argmax())}",
        },
        "reconstruction": {
            "shown": f"digit-{winner}",
            "decoded": f"decoded-{winner}-{_place(trace.reconstructions[winner])}",
            "dimension": f"dimension-{winner}-{int(numbers.argmax())}",
        },
    }


def test_words_point_at_the_units_that_the_model_says(
    told: Explorer, samples: dict[int, Strokes]
) -> None:
    told.clear()
    told.draw(samples[7])
    units = _units(told.trace())
    for stage in STAGES:
        told.open_stage(stage)
        words = told.stage.locator(".story-word")
        expect(words.first).to_be_visible()
        assert {word.get_attribute("data-word") for word in words.all()} == set(units[stage])
        for name, unit in units[stage].items():
            _word(told, name).hover()
            _expect_inspected(told, unit)
        told.page.mouse.move(0, 0)


def test_a_word_pins_its_unit_and_lets_go_of_it(told: Explorer) -> None:
    unit = _units(told.trace())["routing"]["vote"]
    word = _word(told, "vote")
    word.click()
    told.page.mouse.move(0, 0)
    _expect_inspected(told, unit)
    expect(word).to_have_attribute("aria-pressed", "true")
    expect(told.page.locator("#inspector")).to_have_attribute("data-pinned", "")
    word.click()
    expect(told.page.locator("#inspector")).not_to_have_attribute("data-pinned", "")
    expect(word).to_have_attribute("aria-pressed", "false")


def test_words_are_used_with_the_keyboard_alone(told: Explorer) -> None:
    units = _units(told.trace())["routing"]
    word = _word(told, "vote")
    word.focus()
    _expect_inspected(told, units["vote"])
    told.page.keyboard.press("Tab")
    expect(_word(told, "opposing")).to_be_focused()
    _expect_inspected(told, units["opposing"])
    told.page.keyboard.press("Enter")
    expect(told.page.locator("#inspector")).to_have_attribute("data-pinned", "")
    told.page.keyboard.press("Escape")
    expect(told.page.locator("#inspector")).not_to_have_attribute("data-pinned", "")


def test_words_speak_of_the_digit_that_is_looked_at(told: Explorer) -> None:
    told.page.keyboard.press("8")
    support = told.trace().support[-1, ..., 8]
    expect(told.stage.locator(".story-text")).to_contain_text("for 8 adds most")
    _word(told, "vote").hover()
    _expect_inspected(told, f"vote-{_place(support)}-8")


def test_stories_are_short_and_have_formulas(told: Explorer) -> None:
    for stage in STAGES:
        told.open_stage(stage)
        text = told.stage.locator(".story-text")
        expect(text).to_be_visible()
        words = re.findall(r"\w+", text.inner_text())
        assert 40 <= len(words) <= MOST_WORDS, f"{stage}: {len(words)} words"
        count = told.stage.locator(".story-formulas math").count()
        assert (count > 0) == (stage != "draw"), stage


def test_a_story_that_was_opened_is_open_on_the_next_stage_too(explorer: Explorer) -> None:
    explain = explorer.stage.get_by_role("button", name="Explain", exact=True)
    expect(explain).to_have_attribute("aria-expanded", "false")
    expect(explorer.stage.locator(".story-text")).to_have_count(0)
    explain.click()
    expect(explorer.stage.locator(".story-text")).to_be_visible()
    explorer.open_stage("conv1")
    expect(explain).to_have_attribute("aria-expanded", "true")
    expect(explorer.stage.locator(".story-text")).to_be_visible()
    explain.press("Enter")
    expect(explorer.stage.locator(".story-text")).to_be_hidden()
    explorer.open_stage("digits")
    expect(explain).to_have_attribute("aria-expanded", "false")


def test_what_a_word_points_at_has_a_colour_of_its_own(told: Explorer) -> None:
    colour = "(word) => getComputedStyle(word).color"
    text = told.stage.locator(".story-text").evaluate(colour)
    for word in told.stage.locator(".story-word").all():
        assert word.evaluate(colour) != text


def test_a_term_opens_the_glossary_at_its_place(told: Explorer) -> None:
    page = told.page
    told.stage.get_by_role("button", name="Couplings", exact=True).click()
    glossary = page.get_by_role("dialog", name="Glossary")
    expect(glossary.locator('dt[data-term="coupling"]')).to_be_focused()
    expect(glossary.locator('dt[data-term="coupling"]')).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(glossary).to_be_hidden()
    expect(page.locator("body")).to_have_attribute("data-stage", "routing")


def test_every_term_of_the_stories_is_in_the_glossary(told: Explorer) -> None:
    told.page.get_by_role("button", name="Glossary").click()
    # The glossary is fetched when it is first asked for.
    expect(told.page.get_by_role("dialog", name="Glossary")).to_be_visible()
    terms = texts(told.page.locator("#glossary dt"))
    assert terms == sorted(terms, key=str.lower)
    told.page.get_by_role("button", name="Close", exact=True).click()
    for stage in STAGES:
        told.open_stage(stage)
        expect(told.stage.locator(".story-text")).to_be_visible()
        for term in told.stage.locator(".story-term").all():
            name = (term.get_attribute("title") or "").removesuffix(": open the glossary")
            assert name in terms


@pytest.mark.parametrize("width", [1440, 390])
def test_the_glossary_shows_where_a_term_is_seen(new_page: OpenPage, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 844}).open().page
    if width == 390:
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Glossary").press("Enter")
    glossary = page.get_by_role("dialog", name="Glossary")
    expect(glossary.get_by_role("button", name="Close", exact=True)).to_be_focused()
    show = glossary.get_by_role("button", name="show me: Primary capsules, for receptive field")
    show.focus()
    page.keyboard.press("Enter")
    expect(glossary).to_be_hidden()
    expect(page.locator("body")).to_have_attribute("data-stage", "primary")
    expect(page.locator("#stage-title")).to_be_in_viewport()
