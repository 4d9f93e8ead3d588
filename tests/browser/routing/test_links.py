"""The links: how wide they are, which are shown, and how one is pointed at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import expect

from model.network.trace import Trace
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.routing.stage import (
    LINKS,
    QUANTITIES,
    STEPS,
    diagram,
    inspector,
    press,
    press_tick,
)
from tests.browser.words import numbers, shows

PLACE_ON_WIDEST = """
    (svg) => {
      const paths = [...svg.querySelectorAll(".link-paths path")];
      const width = (path) => Number(path.getAttribute("stroke-width"));
      const widest = paths.reduce((most, path) => (width(path) > width(most) ? path : most));
      const at = widest.getPointAtLength(0.08 * widest.getTotalLength());
      const { x, y } = new DOMPoint(at.x, at.y).matrixTransform(widest.getScreenCTM());
      return [x, y];
    }
"""

WIDEST = 7
THINNEST = 0.6


def point_at_widest(explorer: Explorer) -> None:
    diagram(explorer).scroll_into_view_if_needed()
    explorer.page.mouse.move(*diagram(explorer).evaluate(PLACE_ON_WIDEST))


def _gathered(trace: Trace, field: str, sources: str) -> npt.NDArray[np.float64]:
    """What each source says of each class: sources x classes."""
    values = getattr(trace, field)[-1].double()
    if field == "couplings":
        values = values - 1 / 10
    if sources == "one type":
        most = values.sum((1, 2))[:, trace.prediction].abs().argmax()
        return np.asarray(values[most].flatten(0, 1), np.float64)
    axes = (1, 2) if sources == "types" else (0,)
    gathered = values.sum(axes) if field == "support" else values.mean(axes)
    return np.asarray(gathered.reshape(-1, 10), np.float64)


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize("sources", ["types", "positions", "one type"])
def test_links_are_as_wide_as_what_they_say(
    drawn: Explorer, trace: Trace, name: str, sources: str
) -> None:
    digit = trace.prediction
    press(drawn, "Quantity", name)
    press(drawn, "Links from", sources)
    values = _gathered(trace, QUANTITIES[name], sources)
    links = diagram(drawn).evaluate(LINKS)
    own = [link for link in links if link["digit"] == digit]
    strongest = np.abs(values).max(where=_drawn(values, links), initial=0)
    for link in links:
        value = values[link["source"], link["digit"]]
        faint = 1 if link["digit"] == digit else 0.35
        wide = max(THINNEST, faint * WIDEST * abs(value) / strongest)
        assert link["width"] == pytest.approx(wide, abs=0.006)
        if link["digit"] == digit:
            assert link["look"] == ("link-own" if value > 0 else "link-against")
        else:
            assert link["look"] == "link-other"
    # The strongest of the class, as many as hold four fifths and not one more.
    sizes = np.sort(np.abs(values[:, digit]))[::-1]
    assert len(own) == 1 + int((np.cumsum(sizes) < 0.8 * sizes.sum()).argmin())
    shown = sizes[: len(own)].sum() / sizes.sum()
    words = drawn.stage.locator(".share-words").inner_text()
    assert shows(numbers(words)[0], 100 * shown)


def _drawn(values: npt.NDArray[np.float64], links: list[dict[str, float]]) -> npt.NDArray[np.bool]:
    mask = np.zeros(values.shape, bool)
    for link in links:
        mask[int(link["source"]), int(link["digit"])] = True
    return mask


def test_the_threshold_says_how_much_it_shows(drawn: Explorer, trace: Trace) -> None:
    slider = drawn.stage.get_by_role("slider", name="Share of the total")
    counts = []
    values = np.abs(_gathered(trace, "support", "types")[:, trace.prediction])
    sizes = np.sort(values)[::-1]
    for share in ("0.3", "0.5", "1"):
        slider.fill(share)
        links = diagram(drawn).evaluate(LINKS)
        own = [link for link in links if link["digit"] == trace.prediction]
        shown = sizes[: len(own)].sum() / sizes.sum()
        assert shown >= float(share) - 1e-6
        words = drawn.stage.locator(".share-words").inner_text()
        assert shows(numbers(words)[0], 100 * shown)
        counts.append(len(own))
    assert counts == sorted(counts)
    assert counts[-1] == 32
    slider.focus()
    slider.press("Home")
    assert len(diagram(drawn).evaluate(LINKS)) < counts[-1]


def test_even_couplings_draw_no_links(drawn: Explorer) -> None:
    press_tick(drawn, 0, "c")
    assert diagram(drawn).evaluate(LINKS) == []
    expect(drawn.stage.locator(".share-words")).to_contain_text("No links")


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_a_chosen_digit_isolates_its_own_links(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    node = drawn.stage.locator(".class-node").nth(8)
    if keyboard:
        drawn.stage.locator(".class-node").first.focus()
        drawn.page.keyboard.press("End")
        drawn.page.keyboard.press("ArrowUp")
        drawn.page.keyboard.press("Enter")
    else:
        node.click()
    expect(node).to_have_attribute("aria-pressed", "true")
    expect(inspector(drawn)).to_have_attribute("data-unit", "digit-8")
    expect(inspector(drawn)).to_have_attribute("data-pinned", "")
    links = diagram(drawn).evaluate(LINKS)
    assert {link["digit"] for link in links} == {8}
    values = trace.support[-1].sum((1, 2))[:, 8]
    most = values.abs().max()
    for link in links:
        wide = max(THINNEST, WIDEST * float(values[link["source"]].abs() / most))
        assert link["width"] == pytest.approx(wide, abs=0.006)


def test_pointing_at_a_link_tells_it_and_a_click_pins_it(drawn: Explorer, trace: Trace) -> None:
    digit = trace.prediction
    support = trace.support[-1].sum((1, 2))
    strongest = int(support[:, digit].abs().argmax())
    point_at_widest(drawn)
    expect(inspector(drawn)).to_have_attribute("data-unit", f"link-{strongest}-{digit}")
    words = drawn.stage.locator(".diagram .readout").inner_text()
    assert words.startswith(f"type {strongest} → {digit}: support ")
    value = float(support[strongest, digit])
    assert shows(numbers(words)[2], value)
    assert shows(numbers(words)[3], 100 * value / float(trace.sums[-1, digit].norm()))
    marked = diagram(drawn).locator(".link-paths path[data-linked]")
    expect(marked).to_have_count(1)
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    drawn.page.mouse.move(0, 0)
    expect(inspector(drawn)).to_have_attribute("data-pinned", "")
    expect(inspector(drawn)).to_have_attribute("data-unit", f"link-{strongest}-{digit}")


def test_keys_go_from_link_to_link_the_strongest_first(drawn: Explorer, trace: Trace) -> None:
    support = trace.support[-1].sum((1, 2))
    order = support.flatten().abs().argsort(descending=True)
    drawn.stage.get_by_role("slider", name="Share of the total").focus()
    drawn.page.keyboard.press("Tab")
    for place in (0, 1, 2, 1):
        source, digit = divmod(int(order[place]), 10)
        expect(inspector(drawn)).to_have_attribute("data-unit", f"link-{source}-{digit}")
        words = drawn.stage.locator(".diagram .readout").inner_text()
        assert words.startswith(f"type {source} → {digit}: support ")
        assert shows(numbers(words)[2], float(support[source, digit]))
        drawn.page.keyboard.press("ArrowUp" if place == 2 else "ArrowDown")
    drawn.page.keyboard.press("Enter")
    expect(inspector(drawn)).to_have_attribute("data-pinned", "")


def test_types_and_classes_are_one_tab_stop_each(drawn: Explorer) -> None:
    drawn.stage.get_by_role("slider", name="Share of the total").focus()
    keyboard = drawn.page.keyboard
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(inspector(drawn)).to_have_attribute("data-unit", "type-0")
    keyboard.press("End")
    expect(inspector(drawn)).to_have_attribute("data-unit", "type-31")
    marked = drawn.stage.locator(".type-names text[data-linked]")
    expect(marked).to_have_text("31")
    keyboard.press("ArrowUp")
    expect(inspector(drawn)).to_have_attribute("data-unit", "type-30")
    # All links of a type are drawn while it is selected, however weak.
    links = diagram(drawn).evaluate(LINKS)
    assert {link["digit"] for link in links if link["source"] == 30} == set(range(10))
    keyboard.press("Tab")
    expect(inspector(drawn)).to_have_attribute("data-unit", "digit-0")
    keyboard.press("ArrowDown")
    expect(inspector(drawn)).to_have_attribute("data-unit", "digit-1")
    keyboard.press("Tab")
    assert not drawn.page.evaluate("() => document.activeElement.closest('.diagram')")


def test_links_of_positions_and_capsules_are_units_too(drawn: Explorer, trace: Trace) -> None:
    digit = trace.prediction
    press(drawn, "Links from", "positions")
    support = trace.support[-1].sum(0)[..., digit].flatten()
    position = int(support.abs().argmax())
    point_at_widest(drawn)
    row, column = divmod(position, 6)
    expect(inspector(drawn)).to_have_attribute("data-unit", f"position-{row}-{column}-{digit}")
    patch = f"M{2 * column} {2 * row}h17v17h-17z"
    painting = drawn.application("Support painted")
    expect(painting.locator("path.box.box-from")).to_have_attribute("d", patch)

    box = drawn.stage.get_by_role("spinbutton", name="Type whose capsules are linked")
    press(drawn, "Links from", "one type")
    box.fill("12")
    box.press("Enter")
    capsules = trace.support[-1, 12, ..., digit].flatten()
    row, column = divmod(int(capsules.abs().argmax()), 6)
    point_at_widest(drawn)
    expect(inspector(drawn)).to_have_attribute("data-unit", f"vote-12-{row}-{column}-{digit}")


def test_nothing_drawn_has_no_links_and_says_so(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=routing")
    explorer.clear()
    explorer.rest()
    for step in STEPS:
        press_tick(explorer, 0, step)
        assert diagram(explorer).evaluate(LINKS) == []
        expect(explorer.stage.locator(".share-words")).to_have_text("Nothing is drawn.")
    assert "NaN" not in explorer.stage.inner_text()
