"""A server that is slow or answers nonsense, canvases that are lost, storage that is forbidden."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
from playwright.sync_api import Route, expect
from safetensors.numpy import load

from app.wire import encode
from tests.app.answers import read_header
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes

TRACES = "**/api/trace*"


def test_a_slow_answer_is_awaited_in_words_and_then_shown(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    held: list[Route] = []
    explorer.page.route(TRACES, lambda route: held.append(route), times=1)
    explorer.clear()
    expect(explorer.problem).to_contain_text("The server takes long to answer.")
    held[0].continue_()
    expect(explorer.problem).to_be_hidden()
    explorer.draw(samples[7])
    expect(explorer.prediction).to_have_attribute("data-class", "7")


def test_an_answer_that_never_comes_is_given_up_and_asked_for_again(explorer: Explorer) -> None:
    held: list[Route] = []
    explorer.page.route(TRACES, lambda route: held.append(route), times=1)
    explorer.clear()
    expect(explorer.problem).to_contain_text("The server does not answer. Your drawing is safe")
    explorer.until(lambda: len(held) == 1)
    expect(explorer.problem).to_be_hidden()
    expect(explorer.prediction).to_have_attribute("data-class", "")


def test_nonsense_for_an_answer_is_told_and_asked_for_again(explorer: Explorer) -> None:
    nonsense = [
        b"<html>Please log in to this network</html>",
        encode({"lengths": np.zeros(10, np.float32)}, {"model": "mnist"}),
        encode({"lengths": np.zeros(10)}, {}),
        b"",
    ]
    drawn = explorer.ink(explorer.pad)
    for body in nonsense:
        answer = partial(Route.fulfill, status=200, body=body)
        explorer.page.route(TRACES, lambda route: answer(route), times=1)  # noqa: B023
        explorer.clear()
        expect(explorer.problem).to_contain_text("Your drawing is safe; trying again")
        expect(explorer.problem).to_be_hidden()
        expect(explorer.prediction).to_have_attribute("data-class", "")
        explorer.page.keyboard.press("Control+z")
        expect(explorer.prediction).to_have_attribute("data-class", "3")
        explorer.until(lambda: bool((explorer.ink(explorer.pad) == drawn).all()))


def test_canvases_that_come_back_blank_are_painted_again(explorer: Explorer) -> None:
    pictures = {
        "drawing": explorer.pad,
        "reconstruction": explorer.picture,
        "conv1": explorer.page.locator('[data-card="conv1"] canvas').first,
    }
    before = {name: explorer.ink(canvas) for name, canvas in list(pictures.items())[:2]}
    painted = explorer.painted
    explorer.page.evaluate(
        """() => {
          const all = [...document.querySelectorAll("canvas")];
          for (const canvas of all) canvas.width = canvas.width; // blank, as after a loss
          for (const canvas of all) {
            canvas.dispatchEvent(new Event("contextlost", { cancelable: true }));
            canvas.dispatchEvent(new Event("contextrestored"));
          }
        }"""
    )
    explorer.painted_after(painted)
    explorer.rest()
    for name, ink in before.items():
        assert ink.max() > 0.3  # a sample that waits for the pen is pale
        explorer.until(lambda name=name, ink=ink: (explorer.ink(pictures[name]) == ink).all())
    conv1 = pictures["conv1"].evaluate(
        """(canvas) => canvas.getContext("2d")
             .getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0)"""
    )
    assert conv1


def test_the_page_works_where_storage_is_forbidden(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = new_page(own=True)
    explorer.page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
             Object.defineProperty(window, name, {
               get() { throw new DOMException("forbidden", "SecurityError"); },
             });
           }"""
    )
    explorer.open()
    explorer.clear()
    explorer.draw(samples[7])
    expect(explorer.prediction).to_have_attribute("data-class", "7")
    explorer.page.get_by_role("button", name="Tour", exact=True).click()
    expect(explorer.page.locator("#tour")).to_be_visible()


def test_two_tabs_draw_without_disturbing_each_other(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    other = Explorer(explorer.page.context.new_page(), explorer.url, explorer.networks).open()
    other.clear()
    other.draw(samples[1])
    explorer.page.bring_to_front()
    explorer.clear()
    explorer.draw(samples[7])
    expect(explorer.prediction).to_have_attribute("data-class", "7")
    expect(other.prediction).to_have_attribute("data-class", "1")
    assert explorer.sent().query["client"] != other.sent().query["client"]
    assert other.unexpected_problems() == []


def test_a_page_that_others_make_wait_asks_at_most_ten_times_a_second(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    def delay(route: Route) -> None:
        answer = route.fetch()
        content = answer.body()
        metadata = {**read_header(content)["__metadata__"], "queued": "60000.0"}
        quantized = json.loads(metadata.pop("quantized", "{}"))
        body = encode(load(content), {**metadata, "quantized": json.dumps(quantized)})
        route.fulfill(status=200, body=body, content_type="application/vnd.safetensors")

    explorer.page.route(TRACES, delay)
    explorer.clear()
    explorer.rest()
    explorer.page.evaluate("performance.clearResourceTimings()")
    explorer.draw(samples[7])
    expect(explorer.prediction).to_have_attribute("data-class", "7")
    starts = explorer.page.evaluate(
        """performance.getEntriesByType("resource")
             .filter(({ name }) => name.includes("/api/trace")).map((each) => each.startTime)"""
    )
    assert len(starts) > 1
    assert min(np.diff(starts)) > 95
