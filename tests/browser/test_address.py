"""The address: a link shows what its sender saw, and no link breaks the page."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from model.data import Dataset
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes


def _link(explorer: Explorer) -> str:
    """The query of the address, once it says what the page shows."""
    explorer.page.wait_for_timeout(500)
    return explorer.page.url.removeprefix(explorer.url)


def test_a_shared_link_shows_what_its_sender_saw(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    sender = new_page().open("/?routing=2&iteration=1")
    sender.clear()
    sender.draw(samples[6])
    sender.page.keyboard.press("0")
    sender.page.locator('[data-card="digits"] .card-head').click()
    box = sender.page.get_by_role("spinbutton", name="Dimension 4, as a number")
    box.fill("0.25")
    box.press("Enter")
    query = _link(sender)

    receiver = new_page().open(query)
    expect(receiver.page.locator("body")).to_have_attribute("data-stage", "digits")
    assert receiver.sent().body == sender.sent().body
    assert receiver.lengths() == sender.lengths()
    assert receiver.boxes() == pytest.approx(sender.boxes(), abs=1e-9)
    expect(receiver.page.locator("#capsule-title")).to_contain_text("Capsule 0")
    receiver.expect_decoded(0, receiver.boxes())
    receiver.open_stage("routing")
    first = receiver.stage.get_by_role("button", name="1", exact=True)
    expect(first).to_have_attribute("aria-pressed", "true")
    assert _link(receiver) == query.replace("stage=digits&", "")


def test_a_link_to_a_test_digit_keeps_the_digit_and_the_sliders(
    new_page: OpenPage, mnist: Dataset
) -> None:
    sender = new_page().open("/?sample=3")
    sender.until(lambda: sender.sent().body == mnist.images[3].tobytes())
    sender.rest()
    box = sender.page.get_by_role("spinbutton", name="Dimension 0, as a number")
    box.fill("0.5")
    box.press("Enter")
    receiver = new_page().open(_link(sender))
    receiver.until(lambda: receiver.sent().body == mnist.images[3].tobytes())
    receiver.rest()
    assert receiver.boxes()[0] == 0.5
    assert receiver.lengths() == sender.lengths()


def test_a_link_to_an_empty_drawing_shows_an_empty_drawing(new_page: OpenPage) -> None:
    sender = new_page().open()
    sender.clear()
    sender.rest()
    receiver = new_page().open(_link(sender))
    expect(receiver.prediction).to_contain_text("Nothing is drawn")


def test_a_hostile_link_opens_the_usual_page_and_says_what_was_wrong(new_page: OpenPage) -> None:
    explorer = new_page()
    query = {
        "stage": "<img src=x onerror=alert(1)>",
        "digit": "99",
        "iteration": "1e9",
        "drawing": "%00AAAA" * 50,
        "dims": "zz",
        "theme": "constructor",
        "model": "../../etc/passwd",
        "sample": "-1",
        "center": "maybe",
    }
    explorer.open("/?" + urlencode(query))
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "routing")
    expect(explorer.prediction).to_have_attribute("data-class", "3")
    expect(explorer.problem).to_be_visible()
    words = explorer.problem.inner_text()
    for name in query:
        assert f"invalid {name} in the link" in words
    assert explorer.page.locator("img").count() == 0
