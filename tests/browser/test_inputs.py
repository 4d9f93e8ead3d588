"""Other ways in than the pen: samples, test digits, pictures and the pixel editor."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, expect

from model.data.sources import Dataset
from model.images.placement import Placement
from model.images.preprocess import place_picture, preprocess
from tests.browser.explorer import Explorer
from tests.browser.words import numbers, shows

PASTE = """
    (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }
"""

DROP = """
    (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], "dropped.png", { type: "image/png" }));
      const init = { dataTransfer, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent("dragover", init));
      document.body.dispatchEvent(new DragEvent("drop", init));
    }
"""


@pytest.fixture
def draw_stage(explorer: Explorer, mnist: Dataset) -> Explorer:
    """The page with its Draw stage, whose test digits need the data."""
    explorer.open_stage("draw", "pixels")
    return explorer


def _seven(slant: int) -> bytes:
    """A PNG picture of a 7: dark blue ink on cream paper."""
    image = Image.new("RGB", (320, 240), "#fdf6e3")
    line = [(110, 50), (210, 50), (150 - slant, 200)]
    ImageDraw.Draw(image).line(line, fill="#102060", width=22, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_samples_are_read_as_what_they_are_and_another_click_gives_the_next(
    explorer: Explorer,
) -> None:
    samples = explorer.page.get_by_role("group", name="Sample drawings")
    for digit in range(10):
        samples.get_by_role("button", name=f"Sample: a {digit}").click()
        explorer.rest()
        expect(explorer.prediction).to_have_attribute("data-class", str(digit))
    bodies = []
    for _ in range(4):
        samples.get_by_role("button", name="Sample: a 1").press("Enter")
        explorer.rest()
        expect(explorer.prediction).to_have_attribute("data-class", "1")
        bodies.append(explorer.sent().body)
    assert len(set(bodies[:3])) == 3
    assert bodies[3] == bodies[0]


def test_a_test_digit_is_taken_byte_for_byte(draw_stage: Explorer, mnist: Dataset) -> None:
    explorer = draw_stage
    explorer.open_stage("draw", "pictures")
    explorer.stage.get_by_role("button", name="test picture 0, labelled 7").click()
    explorer.rest()
    expect(explorer.prediction).to_have_attribute("data-class", "7")
    assert explorer.sent().body == mnist.images[0].tobytes()
    assert explorer.sent().query["center"] == "0"
    seen = np.round(255 * explorer.ink(explorer.page.locator(".seen")))
    assert np.array_equal(seen, mnist.images[0])

    explorer.stage.get_by_role("combobox", name="Show only one class").select_option("4")
    fours = [index for index, label in enumerate(mnist.labels) if label == 4]
    first = explorer.stage.get_by_role("button", name=re.compile("^test picture")).first
    expect(first).to_have_attribute("aria-label", f"test picture {fours[0]}, labelled 4")
    explorer.stage.get_by_role("button", name="Next").click()
    expect(first).to_have_attribute("aria-label", f"test picture {fours[40]}, labelled 4")
    expect(explorer.stage.get_by_text(f"41 to 80 of {len(fours)}")).to_be_visible()
    first.click()
    explorer.rest()
    assert explorer.sent().body == mnist.images[fours[40]].tobytes()


def test_a_picture_uploaded_pasted_or_dropped_is_read_as_the_model_preprocesses_it(
    draw_stage: Explorer,
) -> None:
    explorer = draw_stage
    explorer.open_stage("draw", "own")
    for way, slant in (("upload", 0), ("paste", 15), ("drop", 30)):
        picture = _seven(slant)
        if way == "upload":
            file = FilePayload(name="seven.png", mimeType="image/png", buffer=picture)
            explorer.page.get_by_label("Picture of a digit").set_input_files([file])
        else:
            script = PASTE if way == "paste" else DROP
            explorer.page.evaluate(script, base64.b64encode(picture).decode())
        explorer.until(lambda picture=picture: explorer.sent().body == picture)
        explorer.rest()
        expect(explorer.prediction).to_have_attribute("data-class", "7")
        seen = explorer.ink(explorer.page.locator(".seen"))
        assert np.abs(seen - preprocess(picture).numpy()).max() <= 1 / 255
        for text, length in zip(explorer.lengths(), explorer.trace().lengths, strict=True):
            assert shows(text, float(length))


def test_a_file_without_ink_is_said_to_have_none(draw_stage: Explorer) -> None:
    explorer = draw_stage
    explorer.open_stage("draw", "own")
    blank = io.BytesIO()
    Image.new("L", (60, 60), 255).save(blank, "PNG")
    file = FilePayload(name="blank.png", mimeType="image/png", buffer=blank.getvalue())
    explorer.page.get_by_label("Picture of a digit").set_input_files([file])
    expect(explorer.prediction).to_have_text("No ink was found in blank.png.")
    expect(explorer.prediction).to_have_attribute("data-class", "")


def test_the_pixel_editor_sets_pixels_by_keyboard(draw_stage: Explorer) -> None:
    explorer = draw_stage
    explorer.clear()
    explorer.rest()
    editor = explorer.application("The 28 by 28 pixels")
    editor.focus()
    editor.press("Home")
    # Quicker than answers come: none of them is lost.
    for key in ("ArrowDown", "ArrowRight", "Enter", "ArrowRight", "Enter", "ArrowRight", "Enter"):
        editor.press(key)
    explorer.rest()
    wanted = np.zeros((28, 28), np.uint8)
    wanted[1, 1:4] = 255
    assert explorer.sent().body == wanted.tobytes()
    assert explorer.readout(editor) == "row 1, column 3: ink 1.000"
    editor.press("Enter")
    explorer.rest()
    wanted[1, 3] = 0
    assert explorer.sent().body == wanted.tobytes()
    for text, length in zip(explorer.lengths(), explorer.trace().lengths, strict=True):
        assert shows(text, float(length))


def test_a_pixel_of_the_editor_is_selected_and_outlined_on_the_pad(draw_stage: Explorer) -> None:
    explorer = draw_stage
    editor = explorer.application("The 28 by 28 pixels")
    inspector = explorer.page.locator("#inspector")
    explorer.point_at(editor, 9, 12)
    expect(inspector).to_have_attribute("data-unit", "pixel-12-9")
    _, _, body = explorer.sent()
    placement = place_picture(body).placement
    _expect_on_pad(explorer, placement, (12, 9, 1))

    editor.focus()
    editor.press("Control+End")
    expect(inspector).to_have_attribute("data-unit", "pixel-27-27")
    # Of a capsule anywhere, the pad shows what it sees.
    card = explorer.page.locator('[data-card="conv1"] canvas')
    box = card.bounding_box()
    assert box is not None
    cell = box["width"] / card.evaluate("(canvas) => canvas.width")
    explorer.page.mouse.move(box["x"] + 5.5 * cell, box["y"] + 7.5 * cell)
    expect(inspector).to_have_attribute("data-unit", "conv1-0-7-5")
    _expect_on_pad(explorer, placement, (7, 5, 9))

    # A test digit is shown as it is: its pixels cover the pad.
    explorer.open_stage("draw", "pictures")
    explorer.stage.get_by_role("button", name="test picture 0, labelled 7").click()
    explorer.rest()
    explorer.page.mouse.move(box["x"] + 6.5 * cell, box["y"] + 7.5 * cell)
    expect(inspector).to_have_attribute("data-unit", "conv1-0-7-6")
    _expect_on_pad(explorer, Placement(scale=5, left=0, top=0), (7, 6, 9))


def _expect_on_pad(explorer: Explorer, placement: Placement, box: tuple[int, int, int]) -> None:
    """Wait until the pad outlines a square of the image where it lies on the sent picture."""
    row, column, side = box
    scale = placement.scale
    wanted = [placement.left + scale * column, placement.top + scale * row, side * scale]
    path = explorer.page.locator(".pad-frame path.box[d^=M]")

    def shown() -> list[float]:
        found = numbers(path.get_attribute("d") or "")
        return [float(number) for number in found[:3]]

    explorer.until(lambda: path.count() == 1 and shown() == pytest.approx(wanted, abs=1e-3))


def test_moving_and_turning_a_drawing_is_undone_in_one_step(explorer: Explorer) -> None:
    pose = explorer.page.locator('[data-part="pose"]')
    before = explorer.sent().body
    pose.get_by_label("centre it, as MNIST was").uncheck()
    turn = pose.get_by_role("slider", name="turn")
    for _ in range(3):
        turn.press("ArrowRight")
    right = pose.get_by_role("slider", name="right")
    right.press("ArrowRight")
    explorer.rest()
    expect(pose).to_contain_text("3°")
    expect(pose).to_contain_text("+0.5 px")
    sent = explorer.sent()
    assert sent.query["center"] == "0"
    assert sent.body != before
    explorer.page.get_by_role("button", name="Undo", exact=True).first.click()
    explorer.rest()
    assert explorer.sent().body == before

    for name, key in (("scale", "ArrowLeft"), ("shear", "ArrowRight"), ("down", "ArrowLeft")):
        pose.get_by_role("slider", name=name).press(key)
    explorer.rest()
    assert explorer.sent().body != before
    pose.get_by_role("button", name="Put the drawing back as it was").click()
    explorer.rest()
    assert explorer.sent().body == before
    expect(pose.get_by_role("slider", name="scale")).to_have_value("1")


def test_the_samples_are_one_tab_stop_with_arrows_inside(draw_stage: Explorer) -> None:
    explorer = draw_stage
    explorer.open_stage("draw", "pictures")
    keyboard = explorer.page.keyboard
    drawings = explorer.page.get_by_role("group", name="Sample drawings")
    pictures = explorer.stage.get_by_role("group", name="Test pictures")
    buttons = drawings.get_by_role("button")
    pictures.get_by_role("button").first.wait_for()
    for group in (drawings, pictures):
        expect(group.locator("button[tabindex='0']")).to_have_count(1)
    buttons.first.focus()
    keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    keyboard.press("ArrowDown")
    expect(buttons.nth(6)).to_be_focused()
    keyboard.press("End")
    expect(buttons.last).to_be_focused()
    keyboard.press("Enter")
    explorer.rest()
    expect(explorer.prediction).to_have_attribute("data-class", "9")
    keyboard.press("Tab")
    expect(drawings.locator("button:focus")).to_have_count(0)


def test_only_strokes_can_be_moved(draw_stage: Explorer) -> None:
    explorer = draw_stage
    explorer.open_stage("draw", "pictures")
    pose = explorer.page.locator('[data-part="pose"]')
    turn = pose.get_by_role("slider", name="turn")
    expect(turn).to_be_enabled()
    explorer.stage.get_by_role("button", name="test picture 0, labelled 7").click()
    expect(turn).to_be_disabled()
    expect(pose.get_by_text("no strokes")).to_be_visible()
    explorer.page.get_by_role("button", name="Sample: a 0").press("Enter")
    expect(turn).to_be_enabled()
    explorer.clear()
    expect(turn).to_be_disabled()
    expect(pose.get_by_text("draw first")).to_be_visible()


def test_the_pens_width_is_chosen_and_seen_in_the_stroke(draw_stage: Explorer) -> None:
    explorer = draw_stage
    width = explorer.stage.get_by_role("slider", name="Width of the pen")
    expect(width).to_have_value("20")
    line = [(140.0, y) for y in range(60, 220, 10)]
    inks = []
    for each in ("8", "40"):
        width.fill(each)
        explorer.clear()
        explorer.draw([line])
        inks.append(explorer.ink(explorer.pad).sum())
    assert inks[1] / inks[0] == pytest.approx(5, rel=0.25)
