"""Every step of every iteration, and how it is gone through."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from model.network.trace import Trace
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer
from tests.browser.routing.stage import STEPS, expect_moment, press_tick, tick, timeline


def test_every_step_of_every_iteration_shows_the_models_numbers(
    drawn: Explorer, trace: Trace
) -> None:
    for iteration in range(3):
        for place, step in enumerate(STEPS):
            # Each of them once with the pointer or once with keys, from where it was before.
            if (iteration + place) % 2 == 0:
                press_tick(drawn, iteration, step)
            else:
                timeline(drawn).focus()
                drawn.page.keyboard.press("ArrowRight")
                drawn.rest()
            expect_moment(drawn, trace, iteration, step)


def test_keys_go_along_the_timeline_and_iteration_by_iteration(
    drawn: Explorer, trace: Trace
) -> None:
    slider = timeline(drawn)
    slider.focus()
    slider.press("Home")
    for key, iteration, step in (
        ("ArrowLeft", 0, "b"),
        ("ArrowRight", 0, "c"),
        ("PageUp", 1, "c"),
        ("ArrowUp", 1, "s"),
        ("PageUp", 2, "s"),
        ("ArrowDown", 2, "c"),
        ("PageDown", 1, "c"),
        ("End", 2, "û·v"),
        ("ArrowRight", 2, "û·v"),
    ):
        slider.press(key)
        expect_moment(drawn, trace, iteration, step)


def test_a_pointer_drags_along_the_timeline(drawn: Explorer, trace: Trace) -> None:
    mouse = drawn.page.mouse
    places = [tick(drawn, *moment).bounding_box() for moment in ((0, "c"), (1, "s"), (2, "b"))]
    for index, box in enumerate(places):
        assert box is not None
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        if index == 0:
            mouse.down()
    mouse.up()
    expect_moment(drawn, trace, 2, "b")
    mouse.move(0, 0)
    expect_moment(drawn, trace, 2, "b")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_plays_to_the_end_and_pauses(new_page: OpenPage, motion: str) -> None:
    explorer = new_page(reduced_motion=motion).open("/?stage=routing&routing=1")
    explorer.stage.get_by_role("combobox", name="Speed").select_option(label="2×")
    for keyboard in (False, True):
        _play(explorer, keyboard)


def _play(explorer: Explorer, keyboard: bool) -> None:
    stage = explorer.stage
    slider = timeline(explorer)
    place = "(slider) => Number(slider.getAttribute('aria-valuenow'))"
    play = stage.locator(".play")

    def turn() -> None:
        if keyboard:
            slider.focus()
            slider.press(" ")
        else:
            play.click()

    slider.focus()
    slider.press("Home")
    turn()
    expect(play).to_have_attribute("aria-label", "Pause")
    explorer.until(lambda: slider.evaluate(place) >= 1)
    turn()
    expect(play).to_have_attribute("aria-label", re.compile("^Play"))
    here = slider.evaluate(place)
    explorer.page.wait_for_timeout(700)
    assert slider.evaluate(place) == here
    turn()
    explorer.until(lambda: slider.evaluate(place) == 4)
    expect(play).to_have_attribute("aria-label", re.compile("^Play"))
    expect_moment(explorer, explorer.trace(), 0, "û·v")


def test_what_plays_is_there_without_asking_again(drawn: Explorer) -> None:
    count = "() => window.calls.filter(({ path }) => path === '/api/trace').length"
    drawn.rest()
    before = drawn.page.evaluate(count)
    for step in STEPS:
        press_tick(drawn, 1, step)
    assert drawn.page.evaluate(count) == before


def test_a_link_carries_iteration_and_step(new_page: OpenPage) -> None:
    explorer = new_page().open("/?stage=routing&iteration=2&step=couplings")
    expect_moment(explorer, explorer.trace(), 1, "c")
    press_tick(explorer, 1, "û·v")
    explorer.until(lambda: "step=agreement" in explorer.page.url)


@pytest.mark.parametrize("count", [1, 10])
def test_networks_of_one_and_of_ten_iterations_are_stepped_through(
    new_page: OpenPage, count: int
) -> None:
    explorer = new_page().open(f"/?stage=routing&routing={count}")
    trace = explorer.trace()
    slider = timeline(explorer)
    assert slider.get_attribute("aria-valuemax") == str(5 * count - 1)
    slider.focus()
    slider.press("End")
    expect_moment(explorer, trace, count - 1, "û·v")
    slider.press("Home")
    expect_moment(explorer, trace, 0, "b")
    assert "NaN" not in explorer.stage.inner_text()
