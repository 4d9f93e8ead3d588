"""Choosing: digits, stages, iterations and networks, with the pointer and with keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import STAGES, Explorer
from tests.browser.words import numbers, shows, texts

MARK_REACHABLE = """
    () => [...document.querySelectorAll("*")].flatMap((element, index) => {
      // Of a group that arrows move in, only one is a tab stop.
      const control = element.matches("a[href], button, input, select, summary, [tabindex='0']")
        && element.tabIndex >= 0;
      const usable = !element.disabled && element.checkVisibility({ visibilityProperty: true });
      // What the inspector says changes with the focus.
      if (!control || !usable || element.closest("#inspector .explanation")) return [];
      element.dataset.stop = index;
      return [index];
    })
"""

FOCUSED = """
    () => {
      const { activeElement: here } = document;
      return here === document.body ? -1 : Number(here.dataset.stop ?? -2);
    }
"""
"""The mark of what has the focus; -1 at the end of the page, -2 where it was not there before."""


def test_a_chosen_digit_is_shown_everywhere_until_escape(explorer: Explorer) -> None:
    explorer.open_stage("routing")
    trace = explorer.trace()
    title = explorer.page.locator("#capsule-title")
    row = explorer.page.locator('[data-digit="8"]').get_by_role("button")
    expect(title).to_contain_text(f"capsule {trace.prediction}")

    row.click()
    expect(title).to_contain_text("capsule 8")
    expect(row).to_have_attribute("aria-pressed", "true")
    explorer.expect_picture(trace.reconstructions[8])
    assert explorer.boxes() == pytest.approx(trace.digits[-1, 8].tolist(), abs=5.2e-4)
    node = explorer.stage.locator(".class-node").nth(8)
    expect(node).to_have_attribute("data-chosen", "")
    links = explorer.page.locator('[data-card="routing"] canvas')
    expect(links).to_have_attribute("aria-label", re.compile("of the support for 8$"))
    expect(explorer.stage.get_by_text("Orange ink speaks for 8, blue against")).to_be_visible()
    # The numbers of the rows stay those of their own digits.
    for text, length in zip(explorer.lengths(), trace.lengths, strict=True):
        assert shows(text, float(length))

    explorer.page.keyboard.press("Escape")
    expect(title).to_contain_text(f"capsule {trace.prediction}")
    explorer.expect_picture(trace.reconstructions[trace.prediction])

    explorer.page.keyboard.press("5")
    expect(title).to_contain_text("capsule 5")
    explorer.expect_picture(trace.reconstructions[5])
    explorer.page.keyboard.press("5")
    expect(title).to_contain_text(f"capsule {trace.prediction}")


def test_stages_open_by_click_and_by_enter_and_escape_returns(explorer: Explorer) -> None:
    body = explorer.page.locator("body")
    seen = explorer.page.get_by_role("button", name="As the network sees it")
    seen.press("Enter")
    expect(body).to_have_attribute("data-stage", "draw")
    expect(seen).to_have_attribute("aria-pressed", "true")
    for stage in STAGES[1:]:
        head = explorer.page.locator(f'[data-card="{stage}"] .card-head')
        head.focus()
        head.press("Enter")
        expect(body).to_have_attribute("data-stage", stage)
        expect(head).to_have_attribute("aria-pressed", "true")
        expect(explorer.page.locator(".card-head[aria-pressed=true]")).to_have_count(1)
    expect(seen).to_have_attribute("aria-pressed", "false")
    explorer.open_stage("pose")
    explorer.page.keyboard.press("Escape")
    expect(body).to_have_attribute("data-stage", STAGES[-1])
    explorer.page.locator('[data-card="conv1"] canvas').click()
    expect(body).to_have_attribute("data-stage", "conv1")


def test_routing_opens_before_the_answer_with_all_its_fields_comes(new_page: OpenPage) -> None:
    explorer = new_page().open("?stage=draw")
    explorer.page.route("**/api/trace*", lambda route: None)  # the server keeps us waiting
    explorer.page.locator('[data-card="routing"] .card-head').click()
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "routing")
    expect(explorer.problem).to_be_hidden()
    expect(explorer.stage).to_contain_text("‖s‖ = ")


def test_tab_reaches_every_control(explorer: Explorer) -> None:
    explorer.page.locator("body").evaluate("(body) => body.focus()")
    wanted = set(explorer.page.evaluate(MARK_REACHABLE))
    assert len(wanted) > 60
    reached = []
    for _ in range(2 * len(wanted)):
        explorer.page.keyboard.press("Tab")
        reached.append(explorer.page.evaluate(FOCUSED))
        if reached[-1] == -1:
            break
    assert wanted - set(reached) == set()
    order = [index for index in reached if index in wanted]
    assert order == sorted(order)


def test_the_lengths_are_one_tab_stop_with_arrows_inside(explorer: Explorer) -> None:
    buttons = explorer.page.locator('[data-part="lengths"] .lengths button')
    stops = "(all) => all.flatMap(({ tabIndex }, index) => (tabIndex === 0 ? [index] : []))"
    assert buttons.evaluate_all(stops) == [0]
    # What the arrows do comes after the first numbers.
    explorer.page.evaluate("async () => void (await import('/static/js/widgets/one-tab-stop.js'))")
    explorer.next_frames()
    buttons.first.focus()
    for key, digit in (
        ("ArrowRight", 1),
        ("End", 9),
        ("ArrowLeft", 8),
        ("Home", 0),
        ("ArrowLeft", 0),
    ):
        explorer.page.keyboard.press(key)
        expect(buttons.nth(digit)).to_be_focused()
        assert buttons.evaluate_all(stops) == [digit]
    explorer.page.keyboard.press("End")
    explorer.page.keyboard.press("Enter")
    expect(buttons.nth(9)).to_have_attribute("aria-pressed", "true")


def test_routing_iterations_change_the_numbers_as_they_change_the_models(
    explorer: Explorer,
) -> None:
    explorer.open_stage("routing")
    choice = explorer.page.get_by_role("combobox", name="Routing iterations")
    shown = {}
    for count in (1, 10):
        choice.select_option(str(count))
        explorer.rest()
        trace = explorer.trace()
        assert trace.iterations == count
        shown[count] = explorer.lengths()
        for text, length in zip(shown[count], trace.lengths, strict=True):
            assert shows(text, float(length))
        rounds = texts(explorer.stage.locator(".timeline .round-name"))
        assert [numbers(name) for name in rounds] == [[str(each + 1)] for each in range(count)]
    assert shown[1] != shown[10]
    choice.select_option("")
    explorer.rest()
    assert explorer.trace().iterations == 3
    assert "routing" not in explorer.sent().query


def test_another_network_of_other_sizes_is_shown_with_its_own(explorer: Explorer) -> None:
    explorer.page.get_by_role("combobox", name="Network").select_option("small")
    expect(explorer.page.locator("input[data-dimension]")).to_have_count(5)
    explorer.rest()
    trace = explorer.trace()
    assert trace.digits.shape == (3, 10, 5)
    for text, length in zip(explorer.lengths(), trace.lengths, strict=True):
        assert shows(text, float(length))
    explorer.expect_picture(trace.reconstructions[trace.prediction])
    for stage in STAGES:
        explorer.open_stage(stage)
        assert "NaN" not in explorer.stage.inner_text()


def test_theme_follows_the_system_and_the_button(new_page: OpenPage) -> None:
    explorer = new_page(color_scheme="dark", reduced_motion="reduce").open("/?stage=digits")
    html = explorer.page.locator("html")
    background = "() => getComputedStyle(document.body).backgroundColor"
    expect(html).to_have_attribute("data-theme", "dark")
    dark = explorer.page.evaluate(background)
    explorer.page.get_by_role("button", name="Use light colours").click()
    expect(html).to_have_attribute("data-theme", "light")
    light = explorer.page.evaluate(background)
    assert _brightness(dark) < 60
    assert _brightness(light) > 200
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      return transitionDuration !== "0s" || animationName !== "none";
    }).length"""
    assert explorer.page.evaluate(moving) == 0


def _brightness(colour: str) -> float:
    channels = [float(each) for each in colour.removeprefix("rgb(").rstrip(")").split(",")]
    return sum(channels) / 3
