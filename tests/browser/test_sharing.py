"""Sharing: the link that the page copies, what it says of it, and links for teaching."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.server import serve
from tests.browser.test_accessibility import check_dialog
from tests.browser.test_layout import CLIPPED
from tests.conftest import skip_without


def _dialog(explorer: Explorer) -> Locator:
    explorer.page.locator('[data-control="sharing"]').click()
    dialog = explorer.page.locator("#sharing[open]")
    expect(dialog.get_by_role("status")).to_contain_text("of 2,000 characters")
    return dialog


def _shared(explorer: Explorer) -> str:
    """The link that the dialog offers, without the server's address."""
    dialog = _dialog(explorer)
    link = dialog.get_by_role("textbox", name="The link").input_value()
    explorer.page.keyboard.press("Escape")
    return link.removeprefix(explorer.url)


def test_the_button_copies_a_link_that_opens_the_same_view_with_the_same_numbers(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    sender = new_page(permissions=["clipboard-read", "clipboard-write"]).open("/?routing=4")
    sender.clear()
    sender.draw(samples[2])
    sender.open_stage("conv1")
    sender.stage.get_by_role("combobox", name="Order").select_option("by number")
    sender.stage.get_by_role("button", name="before ReLU").click()
    sender.stage.get_by_role("button", name="scale: unit").click()
    sender.page.get_by_role("button", name="Share", exact=True).click()
    expect(sender.page.locator(".bar-told")).to_have_text("Link copied")
    link = sender.page.evaluate("navigator.clipboard.readText()")
    assert len(link) < 2000
    assert parse_qs(urlsplit(link).query)["v"] == ["2"]

    receiver = new_page().open(link.removeprefix(sender.url))
    receiver.page.wait_for_selector('body[data-stage="conv1"]')
    order = receiver.stage.get_by_role("combobox", name="Order")
    expect(order).to_have_value("by number")
    for name in ("before ReLU", "scale: unit"):
        button = receiver.stage.get_by_role("button", name=name)
        expect(button).to_have_attribute("aria-pressed", "true")
    assert receiver.lengths() == sender.lengths()
    assert receiver.sent().query["routing"] == "4"
    pages = []
    for explorer in (sender, receiver):
        explorer.page.mouse.move(0, 0)
        maps = explorer.application("256 feature maps").locator("canvas")
        pages.append(maps.evaluate("(canvas) => canvas.toDataURL()"))
    assert pages[0] == pages[1]


def test_settings_of_the_routing_and_primary_stages_come_with_the_link(new_page: OpenPage) -> None:
    sender = new_page().open("/?stage=routing")
    for group in ("Links from", "What is painted"):
        choice = sender.stage.get_by_role("group", name=group)
        choice.get_by_role("button", name="positions", exact=True).click()
    sender.stage.get_by_role("slider", name="Share of the total").fill("0.5")
    sender.open_stage("primary")
    sender.stage.get_by_role("button", name="after squash").click()
    receiver = new_page().open(_shared(sender))
    pressed = receiver.stage.locator('[aria-pressed="true"]')
    expect(pressed.filter(has_text="after squash")).to_be_visible()
    receiver.open_stage("routing")
    for group in ("Links from", "What is painted"):
        chosen = receiver.stage.get_by_role("group", name=group).locator('[aria-pressed="true"]')
        expect(chosen).to_have_text("positions")
    assert receiver.stage.get_by_role("slider", name="Share of the total").input_value() == "0.5"


def test_the_linked_type_and_the_true_label_come_with_the_link(new_page: OpenPage) -> None:
    sender = new_page().open("/?stage=routing")
    sender.stage.get_by_role("button", name="one type").click()
    box = sender.stage.get_by_role("spinbutton", name="Type whose capsules are linked")
    box.fill("7")
    box.press("Enter")
    sender.open_stage("digits", "loss")
    sender.stage.get_by_role("combobox", name="True label").select_option("8")
    total = sender.stage.locator("[data-total]").inner_text()
    receiver = new_page().open(_shared(sender))
    label = receiver.stage.get_by_role("combobox", name="True label")
    expect(label).to_have_value("8")
    expect(receiver.stage.locator("[data-total]")).to_have_text(total)
    receiver.open_stage("routing")
    linked = receiver.stage.get_by_role("spinbutton", name="Type whose capsules are linked")
    expect(linked).to_have_value("7")


def test_the_range_of_a_sweep_comes_with_the_link(new_page: OpenPage) -> None:
    sender = new_page().open()
    sender.open_stage("pose")
    sender.stage.get_by_role("combobox", name="What is moved").select_option("Shear")
    for name, value in (("from", "-0.25"), ("steps", "5")):
        box = sender.stage.get_by_role("spinbutton", name=name, exact=True)
        box.fill(value)
        box.press("Enter")
    receiver = new_page().open(_shared(sender))
    for name, value in (("from", "-0.25"), ("to", "0.75"), ("steps", "5")):
        box = receiver.stage.get_by_role("spinbutton", name=name, exact=True)
        expect(box).to_have_value(value)
    expect(receiver.stage.get_by_role("slider", name="Pose of the drawing")).to_have_attribute(
        "max", "4"
    )


def test_the_threshold_comes_with_the_link(new_page: OpenPage) -> None:
    sender = new_page().open()
    sender.open_stage("is-it-a-digit")
    sender.stage.get_by_role("slider", name="Threshold").fill("31.4")
    alarms = sender.stage.locator("[data-alarms]").inner_text()
    assert "31.4" in alarms
    receiver = new_page().open(_shared(sender))
    expect(receiver.stage.locator("[data-alarms]")).to_have_text(alarms)


def test_pixels_set_by_hand_come_with_the_link(new_page: OpenPage) -> None:
    sender = new_page().open()
    sender.open_stage("draw")
    editor = sender.application("The 28 by 28 pixels")
    editor.focus()
    for key in ("Control+Home", "Enter", "ArrowRight", "Enter"):
        sender.page.keyboard.press(key)
    sender.until(lambda: sender.sent().type == "application/octet-stream")
    sender.rest()
    query = _shared(sender)
    assert "pixels=" in query
    receiver = new_page().open(query)
    assert receiver.sent().body == sender.sent().body
    assert np.frombuffer(receiver.sent().body, np.uint8)[:3].tolist() == [255, 255, 0]
    assert receiver.lengths() == sender.lengths()


def test_what_a_link_cannot_hold_is_told_and_the_rest_is_in_it(explorer: Explorer) -> None:
    explorer.page.keyboard.press("8")
    scribble = [((37.0 * step) % 270 + 5, (91.0 * step) % 270 + 5) for step in range(1200)]
    explorer.draw([scribble])
    dialog = _dialog(explorer)
    expect(dialog.locator('[data-part="missing"]')).to_contain_text(
        "too many strokes for a link of 2,000"
    )
    link = dialog.get_by_role("textbox", name="The link").input_value()
    assert link == f"{explorer.url}/?v=2&digit=8".replace("//?", "/?")
    expect(dialog.get_by_role("status")).to_have_text(f"{len(link)} of 2,000 characters")


HOLES = """
    () => {
      const seen = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 1;
      const box = (each) => each.getBoundingClientRect();
      const holes = [];
      // Of columns: what is left stands one below the other, from edge to edge.
      for (const name of ["middle", "output"]) {
        const region = document.querySelector(`[data-region="${name}"]`);
        if (!seen(region)) continue;
        const { paddingTop, paddingBottom } = getComputedStyle(region);
        const parts = [...region.children].filter(seen).map(box);
        let y = box(region).top + parseFloat(paddingTop);
        for (const part of parts) {
          if (part.top - y > 12) holes.push(`${name}: ${part.top - y} above what begins at ${y}`);
          y = part.bottom;
        }
        const rest = box(region).bottom - parseFloat(paddingBottom) - y;
        if (rest > 12) holes.push(`${name}: ${rest} below`);
      }
      const strip = document.querySelector('[data-region="strip"]');
      if (seen(strip)) {
        const cards = [...strip.children].filter(seen).map(box);
        if (box(strip).right - cards.at(-1).right > 2) holes.push("strip");
      }
      const shown = [...document.querySelectorAll('[data-region="frame"] > *')].filter(seen);
      if (innerWidth - box(shown.at(-1)).right > 12) holes.push("frame");
      return holes;
    }
"""


def test_a_teachers_link_opens_its_stage_and_hides_what_it_names(new_page: OpenPage) -> None:
    teacher = new_page().open("/?stage=routing&tab=votes")
    dialog = _dialog(teacher)
    dialog.get_by_role("combobox", name="Stage that the link opens").select_option("primary")
    for name in ("Export", "The answer", "Conv1", "Inspector"):
        dialog.get_by_role("checkbox", name=name, exact=True).check()
    field = dialog.get_by_role("textbox", name="The link")
    teacher.until(lambda: "prediction" in field.input_value())
    link = field.input_value().removeprefix(teacher.url)
    # The tab was one of another stage.
    assert link == "/?v=2&stage=primary&hide=export.conv1.inspector.prediction"

    pupil = new_page().open(link)
    page = pupil.page
    page.wait_for_selector('body[data-stage="primary"]')
    expect(pupil.problem).to_be_hidden()
    for hidden in ("#prediction", '[data-card="conv1"]', "#inspector", '[data-control="export"]'):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator('[data-card="primary"]')).to_be_visible()
    expect(page.locator("#capsule")).to_be_visible()
    for width in (1440, 1024, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CLIPPED) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    # What pupils share hides the same.
    assert parse_qs(urlsplit(_shared(pupil)).query)["hide"] == ["export.conv1.inspector.prediction"]


@pytest.mark.parametrize(
    "hide",
    [
        "inspector",
        "prediction.conv1",
        "lengths.pose.samples",
        "pictures.why",
        "capsule",
        "conv1.primary.routing.digits.reconstruction",
        "prediction.lengths.pictures.capsule",
    ],
)
def test_what_is_hidden_leaves_no_hole(new_page: OpenPage, hide: str) -> None:
    explorer = new_page().open(f"/?hide={hide}")
    for width, height in ((1440, 900), (1280, 720)):
        explorer.page.set_viewport_size({"width": width, "height": height})
        explorer.next_frames()
        # Without pictures or sliders the output has room to spare, which is below it.
        holes = [hole for hole in explorer.page.evaluate(HOLES) if not hole.startswith("output")]
        if hide in ("prediction.conv1", "lengths.pose.samples"):
            holes = explorer.page.evaluate(HOLES)
        assert holes == []
        page = explorer.page.locator("html")
        assert page.evaluate("(each) => each.scrollHeight <= innerHeight")


def test_a_part_that_there_is_not_is_told_and_the_others_are_hidden(explorer: Explorer) -> None:
    explorer.open("/?hide=tour,nothing,star")
    expect(explorer.problem).to_contain_text('invalid hide in the link: "nothing.star"')
    expect(explorer.problem).to_contain_text("expected network, iterations, tour, labs")
    expect(explorer.page.locator('[data-control="tour"]')).to_be_hidden()
    expect(explorer.page.locator('[data-control="glossary"]')).to_be_visible()


def test_hiding_what_routing_changes_leaves_labs_as_they_are(explorer: Explorer) -> None:
    explorer.open("/?stage=pose&hide=uniform")
    explorer.page.wait_for_selector('body[data-stage="pose"]')
    expect(explorer.stage.locator('[data-tab="without"]')).to_be_visible()
    explorer.open_stage("routing")
    expect(explorer.stage.locator('[data-tab="votes"]')).to_be_visible()
    expect(explorer.stage.locator('[data-tab="without"]')).to_be_hidden()


def test_hiding_sample_drawings_and_the_story_hides_them_everywhere(explorer: Explorer) -> None:
    explorer.open("/?stage=draw&hide=samples.story")
    explorer.page.wait_for_selector('body[data-stage="draw"]')
    offers = explorer.page.locator('[data-part="samples"]')
    expect(offers.first).to_be_attached()
    for offer in offers.all():
        expect(offer).to_be_hidden()
    explorer.open_stage("digits")
    expect(explorer.stage.locator('[data-part="explain"]')).to_be_attached()
    expect(explorer.stage.locator('[data-part="explain"]')).to_be_hidden()


def test_a_server_for_this_machine_alone_says_so_and_which_option_changes_it(
    explorer: Explorer,
) -> None:
    address = _dialog(explorer).locator('[data-part="address"]')
    expect(address).to_contain_text("Only this machine can open the page")
    expect(address).to_contain_text("make run HOST=0.0.0.0")
    expect(address).to_contain_text("python run_visualization.py --host 0.0.0.0")
    expect(address.locator("img")).to_have_count(0)


ONLY_ON_HTTPS = "The Cross-Origin-Opener-Policy header has been ignored"
"""Which browsers heed on https, and on their own machine."""


def test_a_class_is_shown_the_address_that_others_open_and_its_code(
    new_page: OpenPage, checkpoints: tuple[Path, ...]
) -> None:
    with serve(checkpoints[:2], options=["--host", "0.0.0.0"]) as url:
        port = urlsplit(url).port
        explorer = new_page(url).open("/?stage=primary")
        explorer.expect_problems(ONLY_ON_HTTPS)
        found = explorer.page.evaluate("fetch('/api/addresses').then((each) => each.json())")
        assert found["others"]
        if not found["addresses"]:
            skip_without("an address of this machine in a network")
        dialog = _dialog(explorer)
        address = dialog.locator("[data-address]").first
        shown = address.get_attribute("data-address") or ""
        assert shown == found["addresses"][0]["url"]
        assert not re.search(r"//(localhost|127\.|0\.0\.0\.0)", shown)
        assert urlsplit(shown).port == port
        expect(address).to_contain_text(shown)
        link = dialog.get_by_role("textbox", name="The link").input_value()
        assert link == f"{shown}/?v=2&stage=primary"
        picture = Image.open(io.BytesIO(address.locator("img").screenshot())).convert("L")
        code = np.pad(np.asarray(picture), 40, constant_values=255)
        assert cv2.QRCodeDetector().detectAndDecode(code)[0] == link
        # It is really that server's.
        other = new_page(shown).open(link.removeprefix(shown))
        other.expect_problems(ONLY_ON_HTTPS)
        other.page.wait_for_selector('body[data-stage="primary"]')
        assert other.lengths() == explorer.lengths()
        # From there on links begin with the address by which the page was opened.
        theirs = _dialog(other).get_by_role("textbox", name="The link").input_value()
        assert theirs == link


def test_a_link_that_is_too_long_for_a_code_is_told(
    new_page: OpenPage, checkpoints: tuple[Path, ...], samples: dict[int, Strokes]
) -> None:
    with serve(checkpoints[:2], options=["--host", "0.0.0.0"]) as url:
        explorer = new_page(url).open()
        explorer.clear()
        explorer.draw([stroke for digit in (0, 2, 3, 5, 6, 8, 9) for stroke in samples[digit]])
        dialog = _dialog(explorer)
        if dialog.locator("[data-address]").count() == 0:
            skip_without("an address of this machine in a network")
        assert len(dialog.get_by_role("textbox", name="The link").input_value()) > 300
        address = dialog.locator('[data-part="address"]')
        expect(address).to_contain_text("the link above is too long for one")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("/?v=3&stage=conv1&digit=4", "invalid v in the link"),
        ("/?stage=conv1&digit=4&x=" + "y" * 3000, r"3,02\d characters \(expected at most 2,000\)"),
        ("/?stage=%00&digit=%FF%FE&hide=%3Cb%3E", "invalid digit in the link"),
    ],
)
def test_a_link_that_cannot_be_meant_opens_the_usual_page_and_says_so(
    new_page: OpenPage, query: str, words: str
) -> None:
    explorer = new_page().open(query)
    expect(explorer.problem).to_contain_text(re.compile(words))
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "digits")
    expect(explorer.prediction).to_have_attribute("data-class", "3")
    usual = new_page().open()
    assert explorer.lengths() == usual.lengths()
    pressed = '[data-digit] button[aria-pressed="true"]'
    assert explorer.page.locator(pressed).count() == 0


def test_the_dialog_fits_every_width_and_axe_finds_nothing(new_page: OpenPage) -> None:
    explorer = new_page(bypass_csp=True).open()
    dialog = _dialog(explorer)
    check_dialog(explorer, dialog)
