"""Every step of every iteration, and how it is gone through."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from model.network.trace import Trace
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.routing.stage import STEPS, expect_moment, press


def test_every_step_of_every_iteration_shows_the_models_numbers(
    drawn: Explorer, trace: Trace
) -> None:
    for iteration in range(3):
        press(drawn, "Iteration", str(iteration + 1), keyboard=iteration != 1)
        for place, step in enumerate(STEPS):
            # Five steps: each of them is once pressed with the pointer and once with a key.
            press(drawn, "Step", step, keyboard=(iteration + place) % 2 == 0)
            expect_moment(drawn, trace, iteration, step)


def test_the_slider_and_its_neighbours_go_step_by_step(drawn: Explorer, trace: Trace) -> None:
    moments = [(iteration, step) for iteration in range(3) for step in STEPS]
    slider = drawn.stage.get_by_role("slider", name="Steps of routing")
    slider.focus()
    slider.press("Home")
    expect_moment(drawn, trace, *moments[0])
    expect(drawn.stage.get_by_role("button", name="One step back")).to_be_disabled()
    for moment in moments[1:4]:
        slider.press("ArrowRight")
        expect_moment(drawn, trace, *moment)
    forth = drawn.stage.get_by_role("button", name="One step on")
    for moment in moments[4:7]:
        forth.click()
        expect_moment(drawn, trace, *moment)
    drawn.stage.get_by_role("button", name="One step back").click()
    expect_moment(drawn, trace, *moments[5])
    slider.press("End")
    expect_moment(drawn, trace, *moments[-1])
    expect(forth).to_be_disabled()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_plays_to_the_end_and_pauses(new_page: OpenPage, motion: str) -> None:
    explorer = new_page(reduced_motion=motion).open("/?routing=1")
    explorer.stage.get_by_role("button", name="fast", exact=True).click()
    for keyboard in (False, True):
        _play(explorer, keyboard)


def _play(explorer: Explorer, keyboard: bool) -> None:
    stage = explorer.stage
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
    expect_moment(explorer, explorer.trace(), 0, "û·v")


def test_what_plays_is_there_without_asking_again(drawn: Explorer) -> None:
    count = "() => window.calls.filter(({ path }) => path === '/api/trace').length"
    drawn.rest()
    before = drawn.page.evaluate(count)
    for step in STEPS:
        press(drawn, "Step", step)
    assert drawn.page.evaluate(count) == before


def test_a_link_carries_iteration_and_step(new_page: OpenPage) -> None:
    explorer = new_page().open("/?iteration=2&step=couplings")
    expect_moment(explorer, explorer.trace(), 1, "c")
    press(explorer, "Step", "û·v")
    explorer.until(lambda: "step=agreement" in explorer.page.url)


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
    expect_moment(explorer, trace, count - 1, "û·v")
    slider.press("Home")
    expect_moment(explorer, trace, 0, "b")
    assert "NaN" not in explorer.stage.inner_text()
