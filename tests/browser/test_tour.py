"""The tour: each step goes on when its thing is done, and not before; it is left and resumed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Position, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.test_accessibility import AXE, VIOLATIONS
from tests.conftest import skip_without

STEPS = ("draw", "slider", "digit", "pin", "sum", "routing", "share", "end")

INSIDE: Position = {"x": 25, "y": 25}
"""A place of a picture, in pixels from its corner, that is no gap between its tiles."""
COVERED = """
    () => {
      const [card, ring] = ["#tour", "#tour-ring"]
          .map((name) => document.querySelector(name).getBoundingClientRect());
      const wide = Math.min(card.right, ring.right) - Math.max(card.left, ring.left);
      const high = Math.min(card.bottom, ring.bottom) - Math.max(card.top, ring.top);
      const outside = (rect) => rect.left < 0 || rect.top < 0
          || rect.right > innerWidth || rect.bottom > innerHeight;
      // Where the page scrolls, what is pointed at may be larger than what is seen of it.
      const whole = matchMedia("(min-width: 1180px) and (min-height: 680px)").matches;
      if (outside(card) || (whole && outside(ring))) return Infinity;
      return Math.max(0, wide) * Math.max(0, high);
    }
"""
"""How much of what it points at the card covers, in square pixels."""
STANDING_STILL = """
    async () => {
      const [card, ring] = ["#tour", "#tour-ring"].map((name) => document.querySelector(name));
      const places = () => [card, ring].map((each) => JSON.stringify(each.getBoundingClientRect()));
      let before = "";
      for (let frames = 0; frames < 10; frames++) {
        await new Promise(requestAnimationFrame);
        const now = ring.hidden ? "" : places().join();
        if (now === "" || now !== before) frames = 0;
        before = now;
      }
    }
"""
"""Waits until what the card points at is there, and neither has moved for some frames."""
GOING_OR_GONE = """
    (step) => {
      const card = document.querySelector("#tour");
      return card.dataset.step !== step || card.querySelector("[data-going]") !== null;
    }
"""
A_WHILE = 900
"""Milliseconds in which a step that is not done must not go on."""


class Tour:
    """The tour as a person takes it, save that the page's clock is put forward, not waited for."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.page = explorer.page
        self.card = self.page.locator("#tour")

    def start(self) -> Tour:
        self.page.get_by_role("button", name="Tour", exact=True).click()
        expect(self.card).to_be_focused()
        return self

    def press(self, name: str) -> None:
        self.card.get_by_role("button", name=name, exact=True).click()

    @property
    def step(self) -> str:
        return self.card.get_attribute("data-step") or ""

    def expect_step(self, step: str) -> None:
        expect(self.card).to_have_attribute("data-step", step)

    def skip_to(self, step: str) -> None:
        """Skip what comes before a step."""
        while self.step != step:
            self.skip()

    def skip(self) -> None:
        before = self.step
        self.press("Skip")
        expect(self.card).not_to_have_attribute("data-step", before)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """A step that waits for a while, and goes on to the next after what is done here."""
        before = self.step
        self.wait(A_WHILE)
        assert self.step == before
        yield
        self.page.wait_for_function(GOING_OR_GONE, arg=before)
        while self.step == before:
            self.pass_time(A_WHILE)
        self.expect_step(STEPS[STEPS.index(before) + 1])

    def wait(self, milliseconds: int) -> None:
        """Let time pass once what the card points at is there: a step without it is passed over."""
        expect(self.page.locator("#tour-ring")).to_be_visible()
        self.pass_time(milliseconds)

    def pass_time(self, milliseconds: int) -> None:
        self.page.clock.fast_forward(milliseconds)
        self.explorer.next_frames()

    def go_there(self) -> None:
        """With the keyboard, from anywhere to what the card points at."""
        self.page.evaluate(STANDING_STILL)
        if not self.card.evaluate("(card) => card.contains(document.activeElement)"):
            self.page.keyboard.press("F6")
        self.page.keyboard.press("F6")

    def stage_of(self, name: str) -> Locator:
        return self.page.locator(f'[data-card="{name}"] .card-head')

    @property
    def picture(self) -> Locator:
        return self.explorer.stage.get_by_role("application").first

    @property
    def line(self) -> Locator:
        return self.page.locator("#inspector .inspector-open")


def _winner(explorer: Explorer) -> int:
    return int(explorer.prediction.get_attribute("data-class") or -1)


@pytest.fixture
def explorer(new_page: OpenPage) -> Explorer:
    return new_page(clock=True).open()


@pytest.fixture
def tour(explorer: Explorer) -> Tour:
    return Tour(explorer).start()


def test_the_tour_is_taken_with_the_pointer(tour: Tour, samples: dict[int, Strokes]) -> None:
    explorer, page = tour.explorer, tour.page
    with tour.going_on():
        explorer.clear()
        tour.wait(2000)
        assert tour.step == "draw", "an empty drawing is no digit"
        explorer.draw(samples[5])
    with tour.going_on():
        explorer.slider(3).click(position={"x": 12, "y": 10})
    other = 1 if _winner(explorer) != 1 else 0
    with tour.going_on():
        page.locator(f'[data-part="lengths"] [data-digit="{other}"] button').click()
    with tour.going_on():
        tour.picture.hover(position=INSIDE)
        tour.wait(1000)
        assert tour.step == "pin", "pointing is not keeping"
        tour.picture.click(position=INSIDE)
    expect(page.locator("#inspector")).to_have_attribute("data-pinned", "")
    assert "81 products of ink and kernel" in tour.card.inner_text()
    with tour.going_on():
        tour.line.click()
    with tour.going_on():
        tour.stage_of("routing").click()
        page.wait_for_selector('body[data-stage="routing"]')
        explorer.stage.get_by_role("application").first.press("ArrowRight")
    with tour.going_on():
        page.get_by_role("button", name="Share", exact=True).click()
    tour.press("Close")
    expect(tour.card).to_have_count(0)


def test_the_tour_is_taken_with_the_keyboard_alone(explorer: Explorer) -> None:
    tour, page = Tour(explorer), explorer.page
    page.get_by_role("button", name="Tour", exact=True).focus()
    keys = page.keyboard
    keys.press("Enter")
    expect(tour.card).to_be_focused()
    with tour.going_on():
        tour.go_there()
        keys.press("ArrowDown")
        keys.press("Enter")
    with tour.going_on():
        tour.go_there()
        keys.press("ArrowRight")
    with tour.going_on():
        tour.go_there()
        keys.press("Enter")
    with tour.going_on():
        tour.go_there()
        keys.press("ArrowRight")
        keys.press("ArrowDown")
        keys.press("Enter")
    with tour.going_on():
        tour.go_there()
        keys.press("Enter")
    with tour.going_on():
        tour.go_there()
        keys.press("Enter")
        page.wait_for_selector('body[data-stage="routing"]')
        tour.go_there()
        keys.press("ArrowDown")
    with tour.going_on():
        tour.go_there()
        keys.press("Enter")
    keys.press("F6")
    keys.press("Escape")
    keys.press("Escape")
    expect(tour.card).to_have_count(0)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1024, 768), (390, 844), (320, 640)])
def test_the_card_never_covers_what_it_points_at(new_page: OpenPage, size: tuple[int, int]) -> None:
    width, height = size
    explorer = new_page(viewport={"width": width, "height": height}, reduced_motion="reduce").open()
    tour = Tour(explorer).start()
    covered = {}
    while tour.step != "end":
        explorer.page.evaluate(STANDING_STILL)
        covered[tour.step] = explorer.page.evaluate(COVERED)
        tour.skip()
    assert {step: area for step, area in covered.items() if area > 0} == {}
    # In a narrow window the sliders, and the lengths with them, are folded away.
    assert len(covered) >= (7 if width >= 1024 else 5)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_tour_nor_in_the_glossary(new_page: OpenPage, theme: str) -> None:
    if not AXE.exists():
        skip_without("axe-core (npm ci)")
    explorer = new_page(bypass_csp=True, color_scheme=theme).open()
    explorer.page.add_script_tag(path=AXE)
    tour = Tour(explorer).start()
    tour.skip()
    assert explorer.page.evaluate(VIOLATIONS) == []
    tour.press("Leave")
    explorer.page.get_by_role("button", name="Glossary").click()
    expect(explorer.page.get_by_role("dialog", name="Glossary")).to_be_visible()
    assert explorer.page.evaluate(VIOLATIONS) == []


def test_the_tour_is_resumed_where_it_was_left(tour: Tour) -> None:
    tour.skip_to("sum")
    tour.press("Leave")
    expect(tour.card).to_have_count(0)
    tour.explorer.open()
    tour.start()
    tour.expect_step("sum")
    tour.press("Back")
    tour.expect_step("pin")
    tour.press("Start over")
    tour.expect_step("draw")


def test_back_shows_a_step_again_that_is_done_already(tour: Tour) -> None:
    tour.skip_to("sum")
    tour.line.click()
    tour.pass_time(5000)
    tour.expect_step("routing")
    tour.press("Back")
    tour.expect_step("sum")
    tour.wait(1500)
    tour.expect_step("sum")


def test_escape_leaves_the_tour_once_nothing_else_is_to_be_let_go_of(tour: Tour) -> None:
    page = tour.page
    page.locator('[data-part="lengths"] [data-digit="8"] button').click()
    page.keyboard.press("Escape")
    expect(page.locator('[data-part="lengths"] [aria-pressed="true"][title]')).to_have_count(0)
    expect(tour.card).to_be_visible()
    labs = page.get_by_role("button", name="Labs")
    labs.click()
    page.keyboard.press("Escape")
    expect(labs).to_have_attribute("aria-expanded", "false")
    expect(tour.card).to_be_visible()
    page.keyboard.press("Escape")
    expect(tour.card).to_have_count(0)


def test_a_person_is_given_time_to_see_what_was_done(tour: Tour) -> None:
    tour.skip_to("slider")
    tour.explorer.slider(3).click(position={"x": 12, "y": 10})
    expect(tour.card.locator(".tour-done")).to_have_text("✓ done")
    going = tour.card.get_by_role("button", name="Next")
    expect(going).to_have_attribute("data-going", "")
    tour.pass_time(1200)
    tour.expect_step("slider")
    going.click()
    tour.expect_step("digit")


def test_the_tour_works_where_storage_is_forbidden(new_page: OpenPage) -> None:
    explorer = new_page(own=True)
    explorer.page.add_init_script(
        """Object.defineProperty(window, "localStorage", {
             get() { throw new DOMException("forbidden", "SecurityError"); } })"""
    )
    tour = Tour(explorer.open()).start()
    tour.expect_step("draw")
    tour.press("Skip")
    tour.expect_step("slider")
    tour.press("Leave")
    expect(tour.card).to_have_count(0)
    expect(explorer.problem).to_be_hidden()


def test_a_step_opens_the_stage_that_it_needs(tour: Tour) -> None:
    tour.skip_to("pin")
    expect(tour.page.locator("body")).to_have_attribute("data-stage", "conv1")
    tour.stage_of("digits").click()
    tour.page.wait_for_selector('body[data-stage="digits"]')
    tour.press("Go there")
    expect(tour.page.locator("body")).to_have_attribute("data-stage", "conv1")
    tour.expect_step("pin")
