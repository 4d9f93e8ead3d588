"""The first stroke: a sample makes room for it, a drawing never does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from model.images.preprocess import preprocess
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes

LINE = [(60.0 + 8 * step, 80.0) for step in range(20)]

SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => node?.nodeType === 1 ? node : node?.parentElement);
        const ours = moved.filter((node) => node?.closest(".input"));
        const names = ours.map(({ outerHTML }) => outerHTML.slice(0, 80));
        if (ours.length > 0) window.shifts.push([value, names]);
      }
    }).observe({ type: "layout-shift", buffered: true });
"""

DRAWN_AT_ONCE = """
    new Promise((resolve) => {
      const strike = (pad) => {
        const { left, top, width } = pad.getBoundingClientRect();
        // Where the hand is does not follow the page: places are those of the first moment.
        const at = (share) => ({ clientX: left + share * width, clientY: top + 0.3 * width });
        const tell = (kind, share) => pad.dispatchEvent(new PointerEvent(kind, {
          ...at(share), pointerId: 1, isPrimary: true, button: 0, bubbles: true, cancelable: true,
        }));
        pad.setPointerCapture = () => {};
        tell("pointerdown", 0.2);
        let step = 0;
        const timer = setInterval(() => {
          step++;
          tell("pointermove", 0.2 + 0.02 * step);
          tell("pointerrawupdate", 0.2 + 0.02 * step);
          if (step < 30) return;
          clearInterval(timer);
          tell("pointerup", 0.8);
          resolve();
        }, 30);
      };
      const wait = () => {
        const painted = performance.getEntriesByName("first-contentful-paint").length > 0;
        const pad = document.querySelector("#drawing");
        if (painted && pad?.width > 0) setTimeout(() => strike(pad), 50);
        else requestAnimationFrame(wait);
      };
      wait();
    })
"""

BOXES = """
    () => [...document.querySelectorAll(".input > *, .input :is(button, input, h2)")]
      .filter((each) => !each.matches(".link, .why-type") && each.checkVisibility())
      .map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return [x, y, each.id === "why-title" ? 0 : width, height];
      })
"""
"""Places of what is in the left column: of all but the reasons, whose words may flow."""


def _hint(explorer: Explorer) -> str:
    return explorer.page.locator(".pad-hint").inner_text()


def test_the_sample_is_faint_and_says_that_one_may_draw(explorer: Explorer) -> None:
    assert _hint(explorer) == "Draw a digit here"
    shown = explorer.ink(explorer.pad)
    assert shown.max() == pytest.approx(0.4 * (1 - 0x11 / 255), abs=0.01)
    # The network is given the whole ink.
    assert float(preprocess(explorer.sent().body).max()) > 0.9


def test_the_first_stroke_takes_the_samples_place_and_one_undo_brings_it_back(
    explorer: Explorer,
) -> None:
    for name in (None, "Sample: a 5", "Sample: a 7"):
        if name is not None:
            explorer.page.get_by_role("button", name=name).click()
            explorer.rest()
        sample, faint = explorer.sent().body, explorer.ink(explorer.pad)
        explorer.move_pen(*LINE[0])
        explorer.page.mouse.down()
        explorer.move_pen(*LINE[5])
        explorer.next_frames()
        begun = explorer.ink(explorer.pad)
        middle = len(begun) // 2
        assert begun[middle:].max() == 0, "the sample is gone with the first touch"
        assert begun.max() > 0.9
        assert _hint(explorer) == ""
        explorer.move_pen(*LINE[-1])
        explorer.page.mouse.up()
        explorer.rest()
        alone = explorer.ink(explorer.pad)
        assert alone[middle:].max() == 0
        explorer.page.get_by_role("button", name="Undo", exact=True).first.click()
        explorer.rest()
        assert explorer.sent().body == sample
        assert np.array_equal(explorer.ink(explorer.pad), faint)
        explorer.page.get_by_role("button", name="Redo", exact=True).first.click()
        explorer.rest()
        assert np.array_equal(explorer.ink(explorer.pad), alone)


def test_a_drawing_of_ones_own_is_never_cleared_by_a_stroke(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    lower = [(x, 200.0) for x in range(60, 220, 10)]
    explorer.draw([LINE])  # in the sample's place
    upper = explorer.ink(explorer.pad)
    explorer.draw([lower])
    both = explorer.ink(explorer.pad)
    middle = len(both) // 2
    assert np.array_equal(both[:middle], upper[:middle])
    assert both[middle:].max() > 0.9

    # Nor one that is as good as a sample, but turned or partly erased.
    explorer.page.get_by_role("button", name="Sample: a 7").click()
    explorer.page.locator('[data-part="pose"]').get_by_role("slider", name="turn").press("End")
    explorer.rest()
    assert _hint(explorer) == ""
    turned = explorer.ink(explorer.pad)
    assert turned.max() > 0.9
    explorer.draw([[(20.0, 20.0), (30.0, 30.0)]])
    more = explorer.ink(explorer.pad)
    assert (more >= turned - 0.01).all()
    assert more.sum() > turned.sum()


def test_the_eraser_takes_away_from_a_sample_and_clear_clears_it(explorer: Explorer) -> None:
    explorer.page.get_by_role("button", name="Sample: a 1").click()
    explorer.rest()
    sample = explorer.sent().body
    eraser = explorer.page.get_by_role("button", name="Erase instead of drawing")
    eraser.click()
    explorer.draw([[(x, 140.0) for x in range(40, 240, 10)]])
    eraser.click()
    erased = explorer.ink(explorer.pad)
    assert erased[len(erased) // 2].max() == 0
    assert erased[: len(erased) // 3].max() > 0.9
    explorer.page.keyboard.press("Control+z")
    explorer.rest()
    assert explorer.sent().body == sample
    explorer.clear()
    explorer.rest()
    assert float(explorer.image().max()) == 0
    assert _hint(explorer) == "Draw a digit here"


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_a_stroke_begun_as_the_page_appears_is_straight_and_nothing_shifts(
    new_page: OpenPage, size: tuple[int, int]
) -> None:
    width, height = size
    explorer = new_page(own=True, viewport={"width": width, "height": height})
    explorer.page.add_init_script(SHIFTS)
    explorer.page.goto(explorer.url)
    explorer.page.evaluate(DRAWN_AT_ONCE)
    explorer.rest()
    explorer.page.wait_for_selector("#why-title")
    rows = np.flatnonzero(explorer.ink(explorer.pad).max(axis=1) > 0.5)
    thick = len(rows) / explorer.ink(explorer.pad).shape[0]
    assert thick == pytest.approx(20 / 280, abs=0.012), "a straight line is as high as the pen"
    shifts: list[Any] = explorer.page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) <= 0.01, shifts


def test_nothing_moves_in_the_column_while_one_draws(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    before = explorer.page.evaluate(BOXES)
    for digit in (7, 8):
        explorer.clear()
        assert explorer.page.evaluate(BOXES) == before
        explorer.draw(samples[digit])
        assert explorer.page.evaluate(BOXES) == before
    explorer.page.locator('[data-part="pose"]').get_by_role("slider", name="turn").press("End")
    explorer.rest()
    assert explorer.page.evaluate(BOXES) == before
    expect(explorer.page.locator('[data-part="pose"] .link')).to_be_visible()
