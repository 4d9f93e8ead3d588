"""The address: a link shows what its sender saw, and no link breaks the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from model.data.sources import Dataset
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
    expect(receiver.page.locator("#capsule-title")).to_contain_text("capsule 0")
    receiver.expect_decoded(0, receiver.boxes())
    receiver.open_stage("routing")
    expected = {**parse_qs(urlsplit(query).query), "stage": ["routing"]}
    assert parse_qs(urlsplit(_link(receiver)).query) == expected
    assert expected["iteration"] == ["1"]


def test_a_link_of_the_first_version_opens_what_it_opened(new_page: OpenPage) -> None:
    explorer = new_page().open("/?v=1&digit=4")
    expect(explorer.problem).to_be_hidden()
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "routing")
    expect(explorer.page.locator("#capsule-title")).to_contain_text("capsule 4")
    explorer.open("/?v=1&stage=perturb&unit=conv1-18-3-6")
    expect(explorer.problem).to_be_hidden()
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "reconstruction")
    expect(explorer.page.locator("#inspector")).to_have_attribute("data-unit", "conv1-18-3-6")
    explorer.page.keyboard.press("5")
    expect(explorer.page).to_have_url(re.compile(r"\?v=2&stage=reconstruction&digit=5"))


def test_a_link_keeps_the_step_of_routing_and_the_quantity(new_page: OpenPage) -> None:
    query = "?v=2&stage=routing&iteration=2&step=sums&quantity=couplings"
    explorer = new_page().open("/" + query)
    expect(explorer.problem).to_be_hidden()
    quantity = explorer.stage.get_by_role("group", name="Quantity")
    expect(quantity.locator('[aria-pressed="true"]')).to_have_text("coupling")
    quantity.get_by_role("button", name="support").click()
    assert _link(explorer) == "/?v=2&stage=routing&iteration=2&step=sums"
    explorer.open("/?stage=routing&step=couplings&quantity=support")
    expect(quantity.locator('[aria-pressed="true"]')).to_have_text("support")
    explorer.open("/?stage=routing&step=couplings")
    expect(quantity.locator('[aria-pressed="true"]')).to_have_text("coupling")


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


def test_a_shared_link_opens_with_the_same_unit_pinned(new_page: OpenPage) -> None:
    sender = new_page().open()
    sender.open_stage("conv1")
    sender.page.locator('[data-part="explain"]').click()
    word = sender.stage.locator('[data-word="response"]')
    word.click()
    inspector = sender.page.locator("#inspector")
    unit = inspector.get_attribute("data-unit")
    sender.page.locator('[aria-controls="inspector-sheet"]').click()
    query = _link(sender)
    assert f"unit={unit}" in query

    receiver = new_page().open(query)
    shown = receiver.page.locator("#inspector")
    expect(shown).to_have_attribute("data-pinned", "")
    expect(shown).to_have_attribute("data-unit", str(unit))
    expect(shown).to_contain_text("before ReLU")
    sender.rest()
    receiver.rest()
    total = "[data-line=total] .number"
    expect(shown.locator(total).last).to_have_text(inspector.locator(total).last.inner_text())
    assert _link(receiver) == query
    receiver.page.keyboard.press("Escape")  # closes the explanation
    receiver.page.keyboard.press("Escape")
    assert "unit=" not in _link(receiver)


UNKNOWN_UNITS = {
    "conv1-999-3-6": "map 0 to 255",
    "vote-0-0-0-10": "digit 0 to 9",
    "conv1-1-2": "conv1-MAP-ROW-COLUMN",
    "nothing-1": "one of pixel, kernel",
    "<img src=x onerror=alert(1)>": "such as conv1-18-3-6",
}


def test_a_unit_that_the_network_does_not_have_is_told_and_left_out(new_page: OpenPage) -> None:
    explorer = new_page()
    show = explorer.open
    for unit, expected in UNKNOWN_UNITS.items():
        show("/?" + urlencode({"unit": unit, "iteration": "99"}))
        expect(explorer.problem).to_contain_text("invalid unit in the link")
        expect(explorer.problem).to_contain_text(expected)
        # The other problem of the link is told as well.
        expect(explorer.problem).to_contain_text("invalid iteration in the link")
        expect(explorer.page.locator("#inspector h2")).to_be_visible()
        expect(explorer.page.locator("#inspector")).not_to_have_attribute("data-pinned", "")
        expect(explorer.prediction).to_have_attribute("data-class", "3")
        explorer.page.keyboard.press("4")
        expect(explorer.page).to_have_url(re.compile("digit=4"))
        assert "unit=" not in explorer.page.url
        show = explorer.go


def test_a_hostile_link_opens_the_usual_page_and_says_what_was_wrong(new_page: OpenPage) -> None:
    explorer = new_page()
    query = {
        "stage": "<img src=x onerror=alert(1)>",
        "digit": "99",
        "iteration": "1e9",
        "step": "v",
        "quantity": "votes",
        "drawing": "%00AAAA" * 50,
        "dims": "zz",
        "theme": "constructor",
        "model": "../../etc/passwd",
        "sample": "-1",
        "center": "maybe",
        "unit": "../../etc/passwd",
        "pixels": "AAAA",
        "switches": "constructor-1",
        "lab": "<script>",
        "hide": "body{}",
    }
    explorer.open("/?" + urlencode(query))
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "digits")
    expect(explorer.prediction).to_have_attribute("data-class", "3")
    expect(explorer.problem).to_be_visible()
    words = explorer.problem.inner_text()
    for name in query:
        assert f"invalid {name} in the link" in words
    assert explorer.page.locator("img").count() == 0


def test_back_and_forward_lead_through_stages_as_they_were_left(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    page, read = explorer.open("/?stage=routing").page, explorer.prediction
    explorer.clear()
    explorer.draw(samples[5])
    lengths = explorer.lengths()
    explorer.open_stage("conv1")
    order = explorer.stage.get_by_role("combobox", name="Order")
    order.select_option("by number")
    page.locator('[data-part="explain"]').click()
    word = explorer.stage.locator('[data-word="response"]')
    word.click()
    unit = page.locator("#inspector").get_attribute("data-unit") or ""
    expect(page).to_have_url(re.compile(f"unit={unit}"))
    explorer.open_stage("digits")
    page.keyboard.press("8")
    expect(page.locator("#capsule-title")).to_contain_text("capsule 8")
    box = page.get_by_role("spinbutton", name="Dimension 4, as a number")
    box.fill("0.25")
    box.press("Enter")
    expect(page).to_have_url(re.compile("digit=8&dims="))

    page.go_back()
    page.wait_for_selector('body[data-stage="conv1"]')
    expect(order).to_have_value("by number")
    expect(page.locator("#inspector[data-pinned]")).to_have_attribute("data-unit", unit)
    expect(page.locator("#capsule-title")).to_contain_text("capsule 5")
    page.go_back()
    expect(page.locator("#inspector[data-pinned]")).to_have_count(0)
    page.go_back()
    page.wait_for_selector('body[data-stage="routing"]')
    expect(page.locator("#inspector[data-pinned]")).to_have_count(0)
    explorer.rest()
    assert explorer.lengths() == lengths
    explorer.clear()
    explorer.draw(samples[7])
    expect(read).to_have_attribute("data-class", "7")

    page.go_forward()
    page.wait_for_selector('body[data-stage="conv1"]')
    expect(read).to_have_attribute("data-class", "5")
    page.go_forward()
    expect(page.locator("#inspector[data-pinned]")).to_have_attribute("data-unit", unit)
    page.go_forward()
    page.wait_for_selector('body[data-stage="digits"]')
    explorer.rest()
    assert explorer.lengths() == lengths
    assert explorer.boxes()[4] == 0.25
    explorer.expect_decoded(8, explorer.boxes())
    # What was drawn in the meantime is lost to none but the address.
    page.locator("body").press("Control+z")
    expect(read).to_have_attribute("data-class", "7")


def test_back_leads_to_the_network_before_and_its_test_picture(
    explorer: Explorer, mnist: Dataset
) -> None:
    page = explorer.page
    explorer.open("/?sample=3&stage=digits")
    explorer.until(lambda: explorer.sent().body == mnist.images[3].tobytes())
    page.get_by_role("combobox", name="Network").select_option("small")
    explorer.until(lambda: explorer.sent().query["model"] == "small")
    explorer.rest()
    explorer.clear()
    expect(page).to_have_url(re.compile("model=small.*drawing="))
    page.go_back()
    explorer.until(lambda: explorer.sent().body == mnist.images[3].tobytes())
    explorer.rest()
    expect(page.get_by_role("combobox", name="Network")).to_have_value("mnist")
    explorer.expect_lengths()
    page.go_forward()
    explorer.until(lambda: explorer.sent().query["model"] == "small")
    expect(explorer.prediction).to_contain_text("Nothing is drawn")


def test_only_another_stage_tab_or_pin_is_another_place(new_page: OpenPage) -> None:
    explorer = new_page(own=True).open()  # a used one may have as long a history as there can be
    page = explorer.page
    places = page.evaluate("history.length")
    page.keyboard.press("4")
    expect(page).to_have_url(re.compile("digit=4"))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("digit=4"))
    cells = explorer.stage.locator("tbody td.number")
    for index in (3, 20, 40):
        cells.nth(index).hover()
        expect(page.locator("#inspector")).to_have_attribute("data-unit", re.compile("."))
    assert page.evaluate("history.length") == places
    cells.nth(3).click()
    expect(page).to_have_url(re.compile("unit="))
    assert page.evaluate("history.length") == places + 1
    explorer.open_stage("primary")
    expect(page).to_have_url(re.compile("stage=primary"))
    assert page.evaluate("history.length") == places + 2


def test_back_and_forward_lead_through_pins_tabs_and_labs(new_page: OpenPage) -> None:
    explorer = new_page(own=True).open()
    page, inspector = explorer.page, explorer.page.locator("#inspector")
    cells = explorer.stage.locator("tbody td.number")
    units = []
    for index in (3, 40):
        cells.nth(index).click()
        expect(page).to_have_url(re.compile("unit="))
        expect(inspector).to_have_attribute("data-pinned", "")
        units.append(inspector.get_attribute("data-unit"))
        expect(page).to_have_url(re.compile(f"unit={units[-1]}"))
    assert units[0] != units[1]
    page.mouse.move(0, 0)
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("unit="))
    explorer.open_stage("digits", "second")
    expect(page).to_have_url(re.compile("tab=second"))
    explorer.open_stage("pose")
    expect(page).to_have_url(re.compile("stage=pose"))
    places = page.evaluate("history.length")

    pinned = page.locator("#inspector[data-pinned]")
    page.go_back()
    page.wait_for_selector('body[data-stage="digits"][data-tab="second"]')
    page.go_back()
    page.wait_for_selector('body[data-stage="digits"][data-tab="numbers"]')
    expect(pinned).to_have_count(0)
    page.go_back()
    expect(pinned).to_have_attribute("data-unit", str(units[1]))
    page.go_back()
    expect(pinned).to_have_attribute("data-unit", str(units[0]))
    page.go_back()
    expect(pinned).to_have_count(0)
    page.go_forward()
    expect(pinned).to_have_attribute("data-unit", str(units[0]))
    page.go_forward()
    expect(pinned).to_have_attribute("data-unit", str(units[1]))
    # To come back is no step of its own, neither at once nor when the address rests.
    page.wait_for_timeout(600)
    assert page.evaluate("history.length") == places
    page.go_forward()
    expect(pinned).to_have_count(0)
    page.go_forward()
    page.wait_for_selector('body[data-stage="digits"][data-tab="second"]')
    page.go_forward()
    page.wait_for_selector('body[data-stage="pose"]')


def test_a_stage_that_opens_with_a_pin_is_one_step(new_page: OpenPage) -> None:
    explorer = new_page(own=True).open()
    page = explorer.page
    places = page.evaluate("history.length")
    canvas = page.locator('[data-card="primary"] canvas').first
    canvas.hover()
    canvas.click()
    page.wait_for_selector('body[data-stage="primary"]')
    expect(page).to_have_url(re.compile("stage=primary"))
    page.wait_for_timeout(600)
    assert page.evaluate("history.length") == places + 1
