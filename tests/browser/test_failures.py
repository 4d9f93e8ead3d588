"""What goes wrong is said, harms nothing, and passes; late answers are not shown."""

from __future__ import annotations

import socket
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.server import serve
from tests.browser.words import shows

TRACES = "**/api/trace*"


def test_a_server_that_stops_and_comes_back_loses_no_drawing(
    new_page: OpenPage, checkpoints: tuple[Path, ...], samples: dict[int, Strokes]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serve(checkpoints[:1], port=port) as url:
        explorer = new_page(url).open()
        explorer.expect_problems("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")
        explorer.clear()
        explorer.rest()
    explorer.pad.scroll_into_view_if_needed()
    for stroke in samples[7]:
        explorer.move_pen(*stroke[0])
        explorer.page.mouse.down()
        for point in stroke[1::4]:
            explorer.move_pen(*point)
        explorer.page.mouse.up()
    expect(explorer.problem).to_contain_text("The server does not answer.")
    expect(explorer.problem).to_contain_text("Your drawing is safe")
    explorer.next_frames()
    drawn = explorer.ink(explorer.pad)
    assert drawn.max() > 0.9
    with serve(checkpoints[:1], port=port):
        expect(explorer.problem).to_be_hidden()
        expect(explorer.prediction).to_have_attribute("data-class", "7")
        assert (explorer.ink(explorer.pad) == drawn).all()


def test_the_drawing_does_not_move_under_the_pen_when_the_server_stops(
    new_page: OpenPage, checkpoints: tuple[Path, ...]
) -> None:
    with serve(checkpoints[:1]) as url:
        explorer = new_page(url).open()
        explorer.expect_problems("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")
        top = "(pad) => pad.getBoundingClientRect().top"
        before = explorer.pad.evaluate(top)
        explorer.move_pen(100, 100)
        explorer.page.mouse.down()
    with explorer.page.expect_event("requestfailed"):
        explorer.move_pen(150, 150)
    explorer.page.wait_for_timeout(200)
    assert explorer.pad.evaluate(top) == before
    expect(explorer.problem).to_be_hidden()
    explorer.page.mouse.up()
    expect(explorer.problem).to_contain_text("The server does not answer.")


def test_a_file_that_is_no_picture_is_refused_in_words_and_drawing_goes_on(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.expect_problems("status of 4|/api/samples")
    explorer.open_stage("draw", "own")
    file = {"name": "seven.png", "mimeType": "image/png", "buffer": b"no picture at all"}
    before, words = explorer.sent(), explorer.prediction.inner_text()
    with explorer.page.expect_response("**/api/preprocess*") as answer:
        explorer.page.get_by_label("Picture of a digit").set_input_files([file])
    assert 400 <= answer.value.status < 500
    message = answer.value.json()["error"]["message"]
    expect(explorer.problem).to_have_text(f"seven.png was not read: {message}")
    # What was read before is still there, and nothing says that the file was read.
    assert explorer.sent() == before
    assert explorer.prediction.inner_text() == words
    expect(explorer.stage.get_by_text("The network reads")).to_have_count(0)
    explorer.draw(samples[1])
    expect(explorer.problem).to_be_hidden()
    expect(explorer.prediction).to_have_attribute("data-class", "1")


def test_a_refused_answer_does_not_hold_up_a_newer_drawing(explorer: Explorer) -> None:
    explorer.expect_problems("status of 422")
    held: list[Route] = []
    explorer.page.route(TRACES, lambda route: held.append(route), times=1)
    explorer.clear()
    explorer.until(lambda: len(held) == 1)
    explorer.page.keyboard.press("Control+z")
    refusal = {"error": {"code": 422, "message": "too late to matter", "field": None}}
    held[0].fulfill(status=422, json=refusal)
    expect(explorer.problem).to_be_hidden()
    explorer.until(lambda: explorer.sent().query["precision"] == "float32")
    expect(explorer.prediction).to_have_attribute("data-class", "3")


def test_an_overloaded_server_is_asked_again_when_it_says(explorer: Explorer) -> None:
    explorer.expect_problems("status of 503")
    refusal = {"error": {"code": 503, "message": "too many people", "field": None}}
    explorer.page.route(
        TRACES,
        lambda route: route.fulfill(status=503, json=refusal, headers={"Retry-After": "3"}),
        times=1,
    )
    explorer.clear()
    expect(explorer.problem).to_contain_text("too many people")
    expect(explorer.problem).to_contain_text("trying again in 3 s")
    expect(explorer.problem).to_be_hidden()
    expect(explorer.prediction).to_have_attribute("data-class", "")


def test_an_answer_of_the_network_before_is_not_shown(explorer: Explorer) -> None:
    held: list[Route] = []
    explorer.page.route(TRACES, lambda route: held.append(route), times=1)
    painted = explorer.painted
    explorer.clear()
    explorer.until(lambda: len(held) == 1)
    explorer.page.get_by_role("combobox", name="Network").select_option("small")
    held[0].continue_()
    explorer.painted_after(painted + 1)
    explorer.page.wait_for_timeout(300)
    assert explorer.painted == painted + 2  # the preview and the exact numbers of the new one
    trace = explorer.networks["small"].trace(explorer.image())
    for text, length in zip(explorer.lengths(), trace.lengths, strict=True):
        assert shows(text, float(length))


def _without_decoder(new_page: OpenPage) -> Explorer:
    """A page that gets no decoder of its own: the server draws what sliders ask for."""
    explorer = new_page()
    explorer.expect_problems("ERR_FAILED")
    explorer.page.route("**/weights/decoder/**", lambda route: route.abort())
    return explorer.open()


def test_a_late_picture_of_a_capsule_let_go_is_not_shown(new_page: OpenPage) -> None:
    explorer = _without_decoder(new_page)
    trace = explorer.trace()
    letting_go = {
        trace.prediction: explorer.page.get_by_role("button", name="Reset all"),
        8: explorer.page.locator('[data-digit="8"]').get_by_role("button"),
    }
    held: list[Route] = []
    for digit, button in letting_go.items():
        explorer.page.route("**/api/decode", lambda route: held.append(route), times=1)
        explorer.slider(2).press("ArrowRight")
        explorer.until(lambda: len(held) == 1)
        button.click()
        with explorer.page.expect_response("**/api/decode"):
            held.pop().continue_()
        explorer.page.wait_for_timeout(200)
        explorer.expect_picture(trace.reconstructions[digit])


def test_a_slider_tells_that_the_server_is_away_and_works_when_it_is_back(
    new_page: OpenPage,
) -> None:
    explorer = _without_decoder(new_page)
    trace = explorer.trace()
    # A press is two changes: the move, and the end of it.
    explorer.page.route("**/api/decode", lambda route: route.abort())
    explorer.slider(2).press("ArrowRight")
    expect(explorer.problem).to_contain_text("The server does not answer.")
    explorer.page.unroute("**/api/decode")
    explorer.slider(2).press("ArrowRight")
    values = trace.digits[-1, trace.prediction].tolist()
    values[2] = float(explorer.slider(2).input_value())
    explorer.expect_decoded(trace.prediction, values)
    expect(explorer.problem).to_be_hidden()


def test_what_a_slider_failed_at_is_told_until_the_capsule_is_let_go(new_page: OpenPage) -> None:
    explorer = _without_decoder(new_page)
    explorer.page.route("**/api/decode", lambda route: route.abort())
    explorer.slider(2).press("ArrowRight")
    expect(explorer.problem).to_contain_text("The server does not answer.")
    painted = explorer.painted
    explorer.open_stage("routing")  # which asks for more of the trace
    explorer.painted_after(painted)
    expect(explorer.problem).to_contain_text("The server does not answer.")
    explorer.page.get_by_role("button", name="Reset all").click()
    expect(explorer.problem).to_be_hidden()


def test_a_stage_whose_story_cannot_be_had_is_shown_without_it(explorer: Explorer) -> None:
    explorer.expect_problems("ERR_FAILED")
    explorer.page.route("**/story/story.js*", lambda route: route.abort())
    explorer.page.reload()
    explorer.page.locator('[data-part="explain"]').click()
    expect(explorer.page.locator("#problem")).to_contain_text("The story cannot be shown")
    expect(explorer.page.locator("body[data-stage]")).to_have_count(1)
