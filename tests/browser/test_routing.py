"""The stage of routing: every step of every iteration, its links, pictures, lengths and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import numpy.typing as npt
import pytest
from playwright.sync_api import Browser, Locator, expect

from model.capsnet import CapsNet
from model.trace import Trace
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import Explorer, Strokes, numbers, shows, texts

READ_CELLS = """
    (frame, step) => {
      const canvas = frame.querySelector("canvas");
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const readout = frame.parentElement.querySelector(".readout");
      const texts = Array.from({ length: canvas.width * canvas.height / step }, (_, place) => {
        const pixel = step * place;
        const clientX = left + ((pixel % canvas.width) + 0.5) * (width / canvas.width);
        const clientY = top + (Math.floor(pixel / canvas.width) + 0.5) * (height / canvas.height);
        frame.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
        return readout.textContent;
      });
      frame.dispatchEvent(new PointerEvent("pointerleave"));
      return texts;
    }
"""

LINKS = """
    (svg) => {
      const round = (value) => Number(value).toFixed(3);
      const sources = [...svg.querySelectorAll(".type-names text")]
        .map((text) => round(text.getAttribute("y")));
      const digits = [...svg.querySelectorAll(".class-node")]
        .map((node) => node.getAttribute("transform").match(/-?[\\d.]+/g))
        .map(([, y]) => round(y));
      return [...svg.querySelectorAll(".link-paths path")].map((path) => {
        const points = path.getAttribute("d").match(/-?[\\d.]+/g);
        return {
          source: sources.indexOf(round(points[1])),
          digit: digits.indexOf(round(points.at(-1))),
          width: Number(path.getAttribute("stroke-width")),
          look: path.getAttribute("class"),
        };
      });
    }
"""

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

QUANTITIES = {
  "support": "support",
  "coupling c": "couplings",
  "logit b": "logits",
  "agreement û·v": "agreement",
}  # fmt: skip
STEPS = {"b": "logits", "c": "couplings", "s": "sums", "v": "digits", "û·v": "agreement"}
WIDEST = 7
THINNEST = 0.6


@pytest.fixture(scope="module")
def page_of_a_two(
    browser: Browser, server: str, networks: dict[str, CapsNet], samples: dict[int, Strokes]
) -> Iterator[Explorer]:
    """The page with a 2 drawn by the mouse: not what it opens with."""
    with opening_pages(browser, server, networks) as new_page:
        explorer = new_page().open()
        explorer.clear()
        explorer.draw(samples[2])
        yield explorer


@pytest.fixture
def drawn(page_of_a_two: Explorer) -> Explorer:
    """The page with a 2 on its routing stage as it opens, nothing pinned nor chosen."""
    page = page_of_a_two.page
    page.mouse.move(0, 0)
    page.wait_for_url(re.compile("drawing=."))
    (drawing,) = parse_qs(urlsplit(page.url).query)["drawing"]
    return page_of_a_two.open("?" + urlencode({"drawing": drawing}))


@pytest.fixture
def trace(drawn: Explorer) -> Trace:
    return drawn.trace()


def _diagram(explorer: Explorer) -> Locator:
    return explorer.stage.locator(".diagram svg")


def _point_at_widest(explorer: Explorer) -> None:
    _diagram(explorer).scroll_into_view_if_needed()
    explorer.page.mouse.move(*_diagram(explorer).evaluate(PLACE_ON_WIDEST))


def _unit(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def _press(explorer: Explorer, group: str, name: str, keyboard: bool = False) -> None:
    """Press a button of a group, with the pointer or with the keyboard."""
    buttons = explorer.stage.get_by_role("group", name=group, exact=True)
    button = buttons.get_by_role("button", name=name, exact=True)
    if keyboard:
        button.focus()
        explorer.page.keyboard.press("Enter")
    else:
        button.click()
    explorer.rest()
    expect(button).to_have_attribute("aria-pressed", "true")


def _beside(explorer: Explorer) -> list[str]:
    """The numbers beside the classes."""
    return explorer.stage.locator(".class-length").all_text_contents()


def _class_numbers(trace: Trace, field: str, iteration: int) -> list[float]:
    """What a step says of each class: the length of s or v, else the mean over capsules."""
    values = getattr(trace, field)[iteration]
    own = values.norm(dim=-1) if field in ("sums", "digits") else values.mean((0, 1, 2))
    return [float(value) for value in own]


def _expect_moment(explorer: Explorer, trace: Trace, iteration: int, step: str) -> None:
    words = explorer.stage.locator(".step-words")
    expect(words).to_contain_text(f"Iteration {iteration + 1} of {trace.iterations}.")
    group = explorer.stage.get_by_role("group", name="Step", exact=True)
    button = group.get_by_role("button", name=step, exact=True)
    expect(button).to_have_attribute("aria-pressed", "true")
    wanted = _class_numbers(trace, STEPS[step], iteration)
    for text, value in zip(_beside(explorer), wanted, strict=True):
        assert shows(text, value)


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_every_step_of_every_iteration_shows_the_models_numbers(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    for iteration in range(3):
        _press(drawn, "Iteration", str(iteration + 1), keyboard)
        for step in STEPS:
            _press(drawn, "Step", step, keyboard)
            _expect_moment(drawn, trace, iteration, step)


def test_the_slider_and_its_neighbours_go_step_by_step(drawn: Explorer, trace: Trace) -> None:
    moments = [(iteration, step) for iteration in range(3) for step in STEPS]
    slider = drawn.stage.get_by_role("slider", name="Steps of routing")
    slider.focus()
    slider.press("Home")
    _expect_moment(drawn, trace, *moments[0])
    expect(drawn.stage.get_by_role("button", name="One step back")).to_be_disabled()
    for moment in moments[1:4]:
        slider.press("ArrowRight")
        _expect_moment(drawn, trace, *moment)
    forth = drawn.stage.get_by_role("button", name="One step on")
    for moment in moments[4:7]:
        forth.click()
        _expect_moment(drawn, trace, *moment)
    drawn.stage.get_by_role("button", name="One step back").click()
    _expect_moment(drawn, trace, *moments[5])
    slider.press("End")
    _expect_moment(drawn, trace, *moments[-1])
    expect(forth).to_be_disabled()


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_plays_to_the_end_and_pauses(new_page: OpenPage, keyboard: bool, motion: str) -> None:
    explorer = new_page(reduced_motion=motion).open("/?routing=1")
    stage = explorer.stage
    stage.get_by_role("button", name="fast", exact=True).click()
    slider = stage.get_by_role("slider", name="Steps of routing")
    place = "(input) => input.valueAsNumber"

    def turn() -> None:
        if keyboard:
            slider.focus()
            slider.press(" ")
        else:
            stage.locator(".play").click()

    slider.focus()
    slider.press("Home")
    turn()
    expect(stage.locator(".play")).to_contain_text("Pause")
    explorer.until(lambda: slider.evaluate(place) >= 1)
    turn()
    expect(stage.locator(".play")).to_contain_text("Play")
    here = slider.evaluate(place)
    explorer.page.wait_for_timeout(700)
    assert slider.evaluate(place) == here
    turn()
    explorer.until(lambda: slider.evaluate(place) == 4)
    expect(stage.locator(".play")).to_contain_text("Play")
    _expect_moment(explorer, explorer.trace(), 0, "û·v")


def test_what_plays_is_there_without_asking_again(drawn: Explorer) -> None:
    count = "() => window.calls.filter(({ path }) => path === '/api/trace').length"
    drawn.rest()
    before = drawn.page.evaluate(count)
    for step in STEPS:
        _press(drawn, "Step", step)
    assert drawn.page.evaluate(count) == before


def test_a_link_carries_iteration_and_step(new_page: OpenPage) -> None:
    explorer = new_page().open("/?iteration=2&step=couplings")
    _expect_moment(explorer, explorer.trace(), 1, "c")
    _press(explorer, "Step", "û·v")
    explorer.until(lambda: "step=agreement" in explorer.page.url)


def _gathered(trace: Trace, field: str, sources: str) -> npt.NDArray[np.float64]:
    """What each source says of each class: sources x classes."""
    values = getattr(trace, field)[-1].double()
    if field == "couplings":
        values = values - 1 / 10
    if sources == "one type":
        most = values.sum((1, 2))[:, trace.prediction].abs().argmax()
        return np.asarray(values[most].flatten(0, 1), np.float64)
    axes = (1, 2) if sources == "32 types" else (0,)
    gathered = values.sum(axes) if field == "support" else values.mean(axes)
    return np.asarray(gathered.reshape(-1, 10), np.float64)


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize("sources", ["32 types", "36 positions", "one type"])
def test_links_are_as_wide_as_what_they_say(
    drawn: Explorer, trace: Trace, name: str, sources: str
) -> None:
    digit = trace.prediction
    _press(drawn, "Quantity", name)
    _press(drawn, "Links from", sources)
    values = _gathered(trace, QUANTITIES[name], sources)
    links = _diagram(drawn).evaluate(LINKS)
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
    values = np.abs(_gathered(trace, "support", "32 types")[:, trace.prediction])
    sizes = np.sort(values)[::-1]
    for share in ("0.3", "0.5", "1"):
        slider.fill(share)
        links = _diagram(drawn).evaluate(LINKS)
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
    assert len(_diagram(drawn).evaluate(LINKS)) < counts[-1]


def test_even_couplings_draw_no_links(drawn: Explorer) -> None:
    _press(drawn, "Iteration", "1")
    _press(drawn, "Step", "c")
    assert _diagram(drawn).evaluate(LINKS) == []
    expect(drawn.stage.locator(".share-words")).to_contain_text("no links")


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
    expect(_unit(drawn)).to_have_attribute("data-unit", "digit-8")
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    links = _diagram(drawn).evaluate(LINKS)
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
    _point_at_widest(drawn)
    expect(_unit(drawn)).to_have_attribute("data-unit", f"link-{strongest}-{digit}")
    words = drawn.stage.locator(".diagram .readout").inner_text()
    assert words.startswith(f"type {strongest} → {digit}: support ")
    value = float(support[strongest, digit])
    assert shows(numbers(words)[2], value)
    assert shows(numbers(words)[3], 100 * value / float(trace.sums[-1, digit].norm()))
    marked = _diagram(drawn).locator(".link-paths path[data-linked]")
    expect(marked).to_have_count(1)
    drawn.page.mouse.down()
    drawn.page.mouse.up()
    drawn.page.mouse.move(0, 0)
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")
    expect(_unit(drawn)).to_have_attribute("data-unit", f"link-{strongest}-{digit}")


def test_keys_go_from_link_to_link_the_strongest_first(drawn: Explorer, trace: Trace) -> None:
    support = trace.support[-1].sum((1, 2))
    order = support.flatten().abs().argsort(descending=True)
    drawn.stage.get_by_role("slider", name="Share of the total").focus()
    drawn.page.keyboard.press("Tab")
    for place in (0, 1, 2, 1):
        source, digit = divmod(int(order[place]), 10)
        expect(_unit(drawn)).to_have_attribute("data-unit", f"link-{source}-{digit}")
        words = drawn.stage.locator(".diagram .readout").inner_text()
        assert words.startswith(f"type {source} → {digit}: support ")
        assert shows(numbers(words)[2], float(support[source, digit]))
        drawn.page.keyboard.press("ArrowUp" if place == 2 else "ArrowDown")
    drawn.page.keyboard.press("Enter")
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")


def test_types_and_classes_are_one_tab_stop_each(drawn: Explorer) -> None:
    drawn.stage.get_by_role("slider", name="Share of the total").focus()
    keyboard = drawn.page.keyboard
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(_unit(drawn)).to_have_attribute("data-unit", "type-0")
    keyboard.press("End")
    expect(_unit(drawn)).to_have_attribute("data-unit", "type-31")
    marked = drawn.stage.locator(".type-names text[data-linked]")
    expect(marked).to_have_text("31")
    keyboard.press("ArrowUp")
    expect(_unit(drawn)).to_have_attribute("data-unit", "type-30")
    # All links of a type are drawn while it is selected, however weak.
    links = _diagram(drawn).evaluate(LINKS)
    assert {link["digit"] for link in links if link["source"] == 30} == set(range(10))
    keyboard.press("Tab")
    expect(_unit(drawn)).to_have_attribute("data-unit", "digit-0")
    keyboard.press("ArrowDown")
    expect(_unit(drawn)).to_have_attribute("data-unit", "digit-1")
    keyboard.press("Tab")
    assert not drawn.page.evaluate("() => document.activeElement.closest('.diagram')")


def test_links_of_positions_and_capsules_are_units_too(drawn: Explorer, trace: Trace) -> None:
    digit = trace.prediction
    _press(drawn, "Links from", "36 positions")
    support = trace.support[-1].sum(0)[..., digit].flatten()
    position = int(support.abs().argmax())
    _point_at_widest(drawn)
    row, column = divmod(position, 6)
    expect(_unit(drawn)).to_have_attribute("data-unit", f"position-{row}-{column}-{digit}")
    patch = f"M{2 * column} {2 * row}h17v17h-17z"
    painting = drawn.application("Support painted")
    expect(painting.locator("path.box.box-from")).to_have_attribute("d", patch)

    box = drawn.stage.get_by_role("spinbutton", name="Type whose capsules are linked")
    _press(drawn, "Links from", "one type")
    box.fill("12")
    box.press("Enter")
    capsules = trace.support[-1, 12, ..., digit].flatten()
    row, column = divmod(int(capsules.abs().argmax()), 6)
    _point_at_widest(drawn)
    expect(_unit(drawn)).to_have_attribute("data-unit", f"vote-12-{row}-{column}-{digit}")


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_picture_tells_every_capsules_number(drawn: Explorer, trace: Trace, name: str) -> None:
    digit = trace.prediction
    _press(drawn, "Iteration", "2")
    _press(drawn, "Quantity", name)
    picture = drawn.application("32 types of 6 by 6")
    # Every thirteenth pixel of 55 x 27, over all types.
    told = [text for text in picture.evaluate(READ_CELLS, 13) if text.strip()]
    values = getattr(trace, QUANTITIES[name])[1, ..., digit]
    assert len(told) > 80
    for text in told:
        start, _, rest = text.partition(f" → {digit}: {name} ")
        type_, row, column = map(int, numbers(start))
        value = float(values[type_, row, column])
        assert shows(numbers(rest)[0], value)
        if name == "coupling c":
            assert shows(numbers(rest)[1], value - 0.1)
    shown = (values - 0.1 if name == "coupling c" else values).abs().max()
    legend = texts(picture.locator("xpath=../..").locator(".legend .number"))
    assert shows(legend[0], -float(shown))
    assert shows(legend[1], float(shown))
    assert len(numbers(legend[1])[0].replace(".", "").lstrip("0")) == 3


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_a_cell_of_the_picture_is_a_vote_with_its_patch(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    picture = drawn.application("32 types of 6 by 6")
    # Eight types side by side, a pixel apart: type 13 is the sixth of the second row.
    if keyboard:
        picture.focus()
        for key in ("Control+Home", *["PageDown"] * 13, "ArrowDown", "ArrowDown"):
            picture.press(key)
        for _ in range(4):
            picture.press("ArrowRight")
        text = drawn.readout(picture)
    else:
        text = drawn.point_at(picture, 5 * 7 + 4, 7 + 2)
    assert text.startswith(f"type 13, row 2, column 4 → {trace.prediction}: support ")
    unit = f"vote-13-2-4-{trace.prediction}"
    expect(_unit(drawn)).to_have_attribute("data-unit", unit)
    painting = drawn.application("Support painted")
    expect(painting.locator("path.box.box-from")).to_have_attribute("d", "M8 4h17v17h-17z")


def test_support_painted_on_the_drawing_adds_up_to_the_length_of_s(
    drawn: Explorer, trace: Trace
) -> None:
    digit = trace.prediction
    support = trace.support[-1, ..., digit]
    length = float(trace.sums[-1, digit].norm())
    words = drawn.stage.get_by_text("Red ink speaks for").inner_text()
    found = re.search(r"adds up to (\S+); with (\S+) from the bias that is ‖s‖ = (\S+?)\.", words)
    assert found is not None
    assert shows(found[1], float(support.sum()))
    assert shows(found[2], length - float(support.sum()))
    assert shows(found[3], length)

    picture = drawn.application("Support painted")
    told = picture.evaluate(READ_CELLS, 1)
    assert told[30].startswith("row 1, column 2: ")
    shown = np.array([float(numbers(text)[2]) for text in told]).reshape(28, 28)
    shares = np.array([float(numbers(text)[3]) for text in told]).reshape(28, 28)
    painted = _paint(support.sum(0).numpy(), trace.image.numpy())
    assert np.abs(shown - painted).max() <= 5.2e-5
    assert np.abs(shares - 100 * painted / length).max() <= 5.2e-3
    assert shown.sum() == pytest.approx(float(support.sum()), abs=0.04)
    legend = texts(drawn.stage.locator(".painting .legend .number"))
    assert shows(legend[0], -float(np.abs(painted).max()))
    assert shows(legend[1], float(np.abs(painted).max()))


def _paint(positions: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Each position's support, spread over the ink of the 17 x 17 pixels that it sees."""
    painted = np.zeros_like(image, dtype=np.float64)
    for row in range(6):
        for column in range(6):
            patch = np.s_[2 * row : 2 * row + 17, 2 * column : 2 * column + 17]
            ink = image[patch].astype(np.float64)
            weights = ink / ink.sum() if ink.sum() > 0 else np.full(ink.shape, 1 / ink.size)
            painted[patch] += positions[row, column] * weights
    return painted


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_support_by_position_tells_each_positions_share(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    digit = trace.prediction
    _press(drawn, "How support is painted", "by position", keyboard)
    picture = drawn.application("Support painted")
    cells = picture.evaluate(READ_CELLS, 1)
    positions = trace.support[-1, ..., digit].sum(0)
    length = float(trace.sums[-1, digit].norm())
    told: dict[tuple[int, int], int] = {}
    for pixel, text in enumerate(cells):
        if text == "between the positions":
            continue
        row, column, value, share = numbers(text)
        told[int(row), int(column)] = told.get((int(row), int(column)), 0) + 1
        wanted = float(positions[int(row), int(column)])
        assert shows(value, wanted)
        assert shows(share, 100 * wanted / length)
        # Each square lies in the middle of the 17 x 17 pixels.
        assert pixel // 28 - 2 * int(row) in (8, 9)
        assert pixel % 28 - 2 * int(column) in (8, 9)
    assert len(told) == 36
    assert set(told.values()) == {4}
    words = drawn.stage.get_by_text("Red squares speak for").inner_text()
    assert f"‖s‖ = {length:.3f}" in words
    drawn.point_at(picture, 8 + 2 * 3, 8 + 2 * 1)
    expect(_unit(drawn)).to_have_attribute("data-unit", f"position-1-3-{digit}")


def test_lengths_by_iteration_are_the_models(drawn: Explorer, trace: Trace) -> None:
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
        expect(_unit(drawn)).to_have_attribute("data-unit", f"digit-{order[place]}")
        _, *shown = numbers(drawn.readout(chart))
        wanted = by_iteration[:, order[place]]
        assert all(shows(t, float(v)) for t, v in zip(shown, wanted, strict=True))
        line = chart.locator("path[data-line][data-linked]")
        expect(line).to_have_attribute("data-line", str(order[place]))
    chart.press("Enter")
    expect(_unit(drawn)).to_have_attribute("data-pinned", "")


def test_a_line_of_the_lengths_is_pointed_at(drawn: Explorer, trace: Trace) -> None:
    chart = drawn.application("Length of each digit by iteration")
    chart.scroll_into_view_if_needed()
    dot = chart.locator("circle.dot-own").nth(1)
    dot.hover(force=True)
    expect(_unit(drawn)).to_have_attribute("data-unit", f"digit-{trace.prediction}")


@pytest.mark.parametrize("keyboard", [False, True], ids=["pointer", "keyboard"])
def test_the_table_of_lengths_has_every_number(
    drawn: Explorer, trace: Trace, keyboard: bool
) -> None:
    summary = drawn.stage.get_by_text("Lengths as a table", exact=True)
    if keyboard:
        summary.focus()
        drawn.page.keyboard.press("Enter")
    else:
        summary.click()
    by_iteration = trace.digits.norm(dim=-1)
    order = by_iteration[-1].argsort(descending=True).tolist()
    rows = drawn.stage.locator(".lengths-table tbody tr")
    expect(rows).to_have_count(10)
    for place, digit in enumerate(order):
        head, *shown = texts(rows.nth(place).locator("th, td"))
        assert head == str(digit)
        assert all(shows(t, float(v)) for t, v in zip(shown, by_iteration[:, digit], strict=True))
    words = drawn.stage.locator(".lengths-table p").inner_text()
    first, second, less = numbers(words)
    assert [int(first), int(second)] == order[:2]
    assert shows(less, float(by_iteration[-1, order[0]] - by_iteration[-1, order[1]]))


@pytest.mark.parametrize("count", [1, 10])
def test_networks_of_one_and_of_ten_iterations_are_stepped_through(
    new_page: OpenPage, count: int
) -> None:
    explorer = new_page().open(f"/?routing={count}")
    trace = explorer.trace()
    slider = explorer.stage.get_by_role("slider", name="Steps of routing")
    assert slider.get_attribute("max") == str(5 * count - 1)
    slider.focus()
    slider.press("End")
    _expect_moment(explorer, trace, count - 1, "û·v")
    slider.press("Home")
    _expect_moment(explorer, trace, 0, "b")
    assert "NaN" not in explorer.stage.inner_text()


def test_nothing_drawn_has_no_links_and_says_so(new_page: OpenPage) -> None:
    explorer = new_page().open()
    explorer.clear()
    explorer.rest()
    for step in STEPS:
        _press(explorer, "Step", step)
        assert _diagram(explorer).evaluate(LINKS) == []
        expect(explorer.stage.locator(".share-words")).to_have_text("nothing is drawn")
    assert "NaN" not in explorer.stage.inner_text()
