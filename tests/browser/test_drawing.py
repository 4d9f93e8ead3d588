"""Drawing with the pointer: what is drawn is read, live."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer, Strokes, thinned
from tests.browser.words import shows

CARDS = """
    () => Object.fromEntries([
      ...document.querySelectorAll("[data-card]:not([hidden])"),
    ].map((card) => [
      card.dataset.card,
      [...card.querySelectorAll("canvas:not(#drawing)")].map((canvas) => canvas.toDataURL()).join()
        || [...card.querySelectorAll("[data-length]")].map(({ textContent }) => textContent).join(),
    ]))
"""


def test_drawn_digits_are_read_right(explorer: Explorer, samples: dict[int, Strokes]) -> None:
    for digit in (7, 3, 1):
        explorer.clear()
        explorer.draw(samples[digit])
        expect(explorer.prediction).to_have_attribute("data-class", str(digit))
        length = explorer.prediction.get_attribute("data-length") or ""
        assert shows(length, float(explorer.trace().lengths[digit]))
        expect(explorer.prediction).to_contain_text(f"{digit} {float(length):.3f}")


def test_every_card_is_repainted_while_the_pen_is_down(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.clear()
    explorer.rest()
    (stroke,) = samples[3]
    explorer.move_pen(*stroke[0])
    explorer.page.mouse.down()
    seen = [explorer.page.evaluate(CARDS)]
    for part in np.array_split(np.array(thinned(stroke)[1:]), 3):
        for x, y in part[:-1]:
            explorer.move_pen(x, y)
        painted = explorer.painted
        explorer.move_pen(*part[-1])
        # The first answer after a move may be to what was drawn before it.
        explorer.painted_after(painted + 1)
        seen.append(explorer.page.evaluate(CARDS))
    explorer.page.mouse.up()
    for before, after in itertools.pairwise(seen):
        assert [card for card in before if before[card] == after[card]] == []


def test_an_empty_drawing_names_no_digit_and_undo_brings_it_back(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.draw(samples[1])
    before, drawing = explorer.lengths(), explorer.sent().body
    explorer.clear()
    explorer.rest()
    expect(explorer.prediction).to_have_text("Nothing is drawn yet: draw a digit.")
    assert explorer.prediction.get_attribute("data-class") == ""
    assert explorer.prediction.get_attribute("data-length") == ""
    expect(explorer.page.locator("[data-digit][data-winner]")).to_have_count(0)
    assert float(explorer.image().max()) == 0
    for shown, length in zip(explorer.lengths(), explorer.trace().lengths, strict=True):
        assert shows(shown, float(length))

    explorer.page.get_by_role("button", name="Undo", exact=True).first.click()
    explorer.rest()
    assert explorer.sent().body == drawing
    assert explorer.lengths() == before


def test_stages_and_sliders_hold_with_nothing_drawn(explorer: Explorer) -> None:
    explorer.clear()
    explorer.rest()
    for stage in ("conv1", "primary", "digits", "reconstruction", "routing"):
        explorer.open_stage(stage)
        assert "NaN" not in explorer.page.locator("body").inner_text()
    explorer.slider(0).press("ArrowRight")
    values = explorer.boxes()
    assert values[0] == pytest.approx(float(explorer.slider(0).input_value()))
    digit = explorer.trace().prediction
    explorer.expect_decoded(digit, values)


def test_undo_and_redo_go_stroke_by_stroke(explorer: Explorer, samples: dict[int, Strokes]) -> None:
    explorer.clear()
    bodies = []
    for stroke in samples[4]:
        explorer.draw([stroke])
        bodies.append(explorer.sent().body)
    assert len(bodies) == 2
    explorer.page.keyboard.press("Control+z")
    explorer.rest()
    assert explorer.sent().body == bodies[0]
    explorer.page.keyboard.press("Control+Shift+z")
    explorer.rest()
    assert explorer.sent().body == bodies[1]


def test_the_eraser_takes_ink_away_and_undo_returns_it(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.clear()
    explorer.draw(samples[1])
    drawn = explorer.ink(explorer.pad)
    explorer.page.get_by_role("button", name="Erase instead of drawing").click()
    explorer.draw([[(x, 140.0) for x in range(60, 230, 10)]])
    erased = explorer.ink(explorer.pad)
    middle = slice(int(0.48 * len(drawn)), int(0.52 * len(drawn)))
    assert drawn[middle].max() > 0.9
    assert erased[middle].max() == 0
    assert erased[: len(drawn) // 3].sum() == drawn[: len(drawn) // 3].sum()
    explorer.page.keyboard.press("Control+z")
    explorer.rest()
    assert np.array_equal(explorer.ink(explorer.pad), drawn)
