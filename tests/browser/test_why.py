"""Why a digit is read: the sentence's numbers are the model's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from model.network.trace import Trace
from tests.browser.explorer import Explorer, Strokes
from tests.browser.words import numbers

DECIDES = 0.25
PARTS = (
    ("at the upper left", "at the top", "at the upper right"),
    ("at the left", "in the centre", "at the right"),
    ("at the lower left", "at the bottom", "at the lower right"),
)


def _words(explorer: Explorer) -> str:
    return explorer.page.locator(".why-words").inner_text().replace("\u00a0", " ")


def _percent(share: float) -> str:
    return f"{round(100 * share)} %".replace("-", "−")


def _place(trace: Trace, kind: int, digit: int) -> str:
    """The third of a third of the grid that a type adds most from."""
    support = trace.support[-1, kind, :, :, digit].double()
    sums = support.reshape(3, 2, 3, 2).sum((1, 3))
    row, column = divmod(int(sums.argmax()), 3)
    mostly = bool(sums.max() >= support.sum() / 2)
    return f"{'mostly' if mostly else 'strongest'} {PARTS[row][column]}"


def _expected(trace: Trace) -> str:
    digit = trace.prediction
    length = float(trace.sums[-1, digit].double().norm())
    own = trace.support[-1, ..., digit].double().sum((1, 2)) / length
    (first, second), (most, next_) = own.topk(2).indices.tolist(), own.topk(2).values.tolist()
    place = _place(trace, first, digit)
    if most >= DECIDES:
        because = (
            f"Capsules of type {first}, {place}, give {_percent(most)} of what speaks for it; "
            f"no other type gives more than {_percent(next_)}."
        )
    else:
        because = (
            f"Many types agree: type {first}, {place}, gives {_percent(most)} of what "
            f"speaks for it, then type {second} with {_percent(next_)}."
        )
    lengths = trace.lengths.double()
    _, other = lengths.topk(2).indices.tolist()
    behind = float(lengths[digit] - lengths[other])
    return f"{because} Second is {other} with {float(lengths[other]):.3f}, {behind:.3f} behind."


@pytest.mark.parametrize("digit", [7, 8, 0, 4])
def test_it_says_what_the_model_computes(
    explorer: Explorer, samples: dict[int, Strokes], digit: int
) -> None:
    explorer.clear()
    explorer.draw(samples[digit])
    trace = explorer.trace()
    title = explorer.page.get_by_role("heading", name=f"Why {trace.prediction}?")
    expect(title).to_be_visible()
    expected = _expected(trace)
    explorer.until(lambda: _words(explorer) == expected)


def test_its_type_pins_the_capsule_that_adds_most(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.clear()
    explorer.draw(samples[7])
    trace = explorer.trace()
    button = explorer.page.locator(".why-type").first
    kind = int(numbers(button.inner_text())[0])
    support = trace.support[-1, kind, :, :, trace.prediction]
    row, column = divmod(int(support.argmax()), support.shape[1])
    inspector = explorer.page.locator("#inspector")
    button.click()
    expect(inspector).to_have_attribute("data-unit", f"capsule-{kind}-{row}-{column}")
    expect(button).to_have_attribute("aria-pressed", "true")
    explorer.page.mouse.move(0, 0)
    expect(inspector).to_have_attribute("data-unit", f"capsule-{kind}-{row}-{column}")
    button.press("Enter")  # explains it
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(explorer.page.locator("#inspector-sheet")).to_be_visible()
    button.press("Enter")  # lets it go
    expect(button).to_have_attribute("aria-pressed", "false")


def test_of_another_digit_it_says_how_much_less_there_is(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.clear()
    explorer.draw(samples[7])
    trace = explorer.trace()
    explorer.page.keyboard.press("2")
    expect(explorer.page.get_by_role("heading", name="Why not 2?")).to_be_visible()
    less, most = (float(trace.sums[-1, digit].double().norm()) for digit in (2, 7))
    own = trace.support[-1, ..., 2].double().sum((1, 2)) / less
    kind = int(own.argmax())
    expected = (
        f"What speaks for it adds up to {less:.2f} only, for 7 to {most:.2f}. Most comes from "
        f"capsules of type {kind}, {_place(trace, kind, 2)}: {_percent(float(own.max()))}."
    )
    explorer.until(lambda: _words(explorer) == expected)


def test_nothing_drawn_needs_no_reason(explorer: Explorer) -> None:
    explorer.clear()
    explorer.rest()
    expect(explorer.page.get_by_role("heading", name="Why?", exact=True)).to_be_visible()
    assert _words(explorer) == "Draw a digit, and read here which capsules speak for it."


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1180, 680)])
def test_its_words_have_room(
    explorer: Explorer, samples: dict[int, Strokes], size: tuple[int, int]
) -> None:
    width, height = size
    explorer.page.set_viewport_size({"width": width, "height": height})
    panel = explorer.page.locator('[data-part="why"]')
    for digit in (7, 8, 0):
        explorer.clear()
        explorer.draw(samples[digit])
        for key in ("", "2"):
            if key:
                explorer.page.keyboard.press(key)
                explorer.next_frames()
            over = panel.evaluate("(it) => it.scrollHeight - it.clientHeight")
            assert over <= 0, (size, digit, _words(explorer))
        explorer.page.keyboard.press("Escape")
