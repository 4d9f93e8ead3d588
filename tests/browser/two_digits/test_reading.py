"""Names, pictures and whose each pixel is are those of PyTorch."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import torch
from playwright.sync_api import Route, expect

from model.data.sources import Dataset
from model.images.preprocess import preprocess
from model.network.capsnet import CapsNet
from tests.browser.explorer import Explorer, Strokes
from tests.browser.two_digits.lab import (
    INKED,
    START,
    Expected,
    Shift,
    asked_second,
    draw_second,
    expect_pictures,
    expect_reading,
    picture,
    read,
    rest,
    shown_classes,
)
from tests.browser.words import numbers, shows, texts


def test_both_names_of_a_drawn_pair_are_those_of_the_model(
    lab: Explorer, pairs: CapsNet, samples: dict[int, Strokes]
) -> None:
    draw_second(lab, samples[2])
    expect(lab.stage.locator("[data-second]")).to_have_text("Drawn.")
    lab.next_frames()
    expected = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    assert asked_second(lab).sum() > 30
    expect_pictures(lab, expected, shown_classes(expected))
    # What was drawn on each pad is not known: no claim about what was given.
    lab.open_tab("place")
    lab.stage.get_by_role("button", name="Clear the second digit").click()
    lab.open_tab("read")
    expect(lab.stage.locator("[data-reading]")).to_contain_text("The second digit is empty")
    expect_reading(lab, lambda: read(pairs, lab.image(), torch.zeros(28, 28)))
    lab.open_tab("place")
    lab.stage.get_by_role("button", name="Undo").click()
    again = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    torch.testing.assert_close(again.parts, expected.parts)


def test_a_chosen_second_digit_is_the_sample_and_what_was_given_is_told(
    explorer: Explorer, pairs: CapsNet
) -> None:
    explorer.open_stage("two-digits")
    select = explorer.stage.get_by_role("combobox", name="Second digit: sample drawings")
    select.select_option("8, slanted")
    expect(explorer.stage.locator("[data-second]")).to_have_text("Sample drawing: 8, slanted.")
    expected = expect_reading(
        explorer, lambda: read(pairs, explorer.image(), asked_second(explorer))
    )
    words = explorer.stage.locator("[data-reading]").inner_text()
    # The page opens with the sample of a 3.
    found = set(expected.trace.lengths.topk(2).indices.tolist()) & {3, 8}
    if found == {3, 8}:
        assert words.endswith("That is what was given: 3 and 8.")
    else:
        missed = [str(digit) for digit in (3, 8) if digit not in found]
        assert words.endswith(f"Given were 3 and 8: it does not find {' nor '.join(missed)}.")


def test_keys_numbers_and_the_slider_move_the_digits(lab: Explorer, pairs: CapsNet) -> None:
    place_ = lab.stage.get_by_role("application", name="Where the two digits lie")
    place_.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        lab.page.keyboard.press(key)

    def at(*shifts: Shift) -> Callable[[], Expected]:
        return lambda: read(pairs, lab.image(), asked_second(lab), *shifts)

    expect_reading(lab, at((2, -4), (0, 3)))
    lab.stage.get_by_role("button", name="second digit", exact=True).press("Enter")
    place_.press("ArrowUp")
    expected = expect_reading(lab, at((2, -4), (-1, 3)))
    expect_pictures(lab, expected, shown_classes(expected))
    box = lab.stage.get_by_role("spinbutton", name="second digit: pixels right")
    expect(box).to_have_value("3")
    box.fill("-40")
    box.press("Enter")
    expect(box).to_have_value("-4")
    expect_reading(lab, at((2, -4), (-1, -4)))
    slider = lab.stage.get_by_role("slider", name="Pixels between the two digits")
    expect(slider).to_have_value("3")
    slider.press("Home")
    boxes = lab.stage.get_by_role("spinbutton", name="digit: pixels").all()
    down, right, second_down, second_right = (int(each.input_value()) for each in boxes)
    assert (down, right) == (second_down, second_right)
    together = expect_reading(lab, at((down, right), (second_down, second_right)))
    both = (together.parts >= INKED).all(dim=0).sum() / (together.parts >= INKED).any(dim=0).sum()
    words = lab.stage.locator("[data-overlap]").inner_text()
    assert abs(float(numbers(words)[0]) - 100 * float(both)) <= 0.51
    slider.press("End")
    expect(slider).to_have_value(slider.get_attribute("max") or "")
    down, right, second_down, second_right = (int(each.input_value()) for each in boxes)
    assert max(abs(down - second_down), abs(right - second_right)) == 8
    expect_reading(lab, at((down, right), (second_down, second_right)))


def test_the_digit_under_the_pointer_is_dragged(lab: Explorer, pairs: CapsNet) -> None:
    before = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    canvas = picture(lab, "placing")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    # The pixel of the second digit that is farthest from any ink of the first.
    alone = before.parts[1].clone()
    alone[:, : int(before.parts[0].nonzero()[:, 1].max()) + 2] = 0
    row, column = divmod(int(alone.argmax()), 36)
    assert alone[row, column] > INKED
    pixel = box["width"] / 36
    x, y = box["x"] + (column + 0.5) * pixel, box["y"] + (row + 0.5) * pixel
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x - 2 * pixel, y + 1 * pixel, steps=4)
    lab.page.mouse.move(x - 5 * pixel, y + 2 * pixel, steps=4)
    lab.page.mouse.up()
    lab.page.mouse.move(x, y)
    expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab), (0, -3), (2, -2)))


def test_each_pixel_is_counted_as_that_of_who_draws_more_of_it(
    lab: Explorer, pairs: CapsNet
) -> None:
    expected = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    one, other = shown_classes(expected)
    expect_pictures(lab, expected, (one, other))
    ink = expected.trace.image.squeeze() >= INKED
    first, second = (expected.trace.reconstructions[digit] for digit in (one, other))
    drawn = torch.maximum(first, second) >= INKED
    counts = [
        int(ink.sum()),
        one,
        int((ink & drawn & (first >= second)).sum()),
        other,
        int((ink & drawn & (first < second)).sum()),
        int((ink & ~drawn).sum()),
    ]
    lab.open_tab("pictures")
    words = lab.stage.locator("[data-owners]")
    expect(words).to_contain_text("neither draws")
    inked, least, *told = numbers(words.inner_text())
    assert float(least) == INKED
    assert [int(number) for number in (inked, *told)] == counts


def test_a_digit_that_is_not_there_can_be_asked_for(lab: Explorer, pairs: CapsNet) -> None:
    expected = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    order = expected.trace.lengths.argsort(descending=True).tolist()
    stranger = order[9]
    lab.open_tab("pictures")
    select = lab.stage.get_by_role("combobox", name="Capsule of the second colour")
    select.select_option(str(stranger))
    expect_pictures(lab, expected, (order[0], stranger))
    lab.open_tab("pictures")
    asked = lab.stage.locator("[data-asked]")
    expect(asked).to_contain_text("not one of the two longest")
    digit, length = numbers(asked.inner_text())[:2]
    assert digit == str(stranger)
    assert shows(length, float(expected.trace.lengths[stranger]))


def test_lengths_and_pictures_are_given_as_tables(lab: Explorer, pairs: CapsNet) -> None:
    expected = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    order = expected.trace.lengths.argsort(descending=True).tolist()
    lab.open_tab("read")
    rest(lab)
    with lab.chart_table(lab.stage) as table:
        rows = table.locator("tbody tr")
        assert texts(rows.locator("th")) == [str(digit) for digit in order]
        shown = texts(rows.locator("td:nth-of-type(1)"))
    assert all(map(shows, shown, expected.trace.lengths[order].tolist()))
    lab.open_tab("pictures")
    rest(lab)
    one, other = shown_classes(expected)
    lab.open_table("Both capsules' pictures")
    dialog = lab.page.get_by_role("dialog")
    for digit in (one, other):
        dialog.get_by_role("combobox").select_option(f"what {digit} draws")
        cells = texts(dialog.locator("tbody td"))
        wanted = expected.trace.reconstructions[digit].flatten().tolist()
        assert len(cells) == len(wanted)
        assert all(map(shows, cells, wanted))
    lab.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_two_can_be_swapped_and_the_drawing_taken(
    lab: Explorer, pairs: CapsNet, samples: dict[int, Strokes]
) -> None:
    before = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    lab.stage.get_by_role("button", name="Swap the two").click()
    lab.rest()
    after = expect_reading(
        lab, lambda: read(pairs, lab.image(), asked_second(lab), START[1], START[0])
    )
    torch.testing.assert_close(after.parts, before.parts.flip(0), atol=1e-6, rtol=0)
    lab.clear()
    lab.draw(samples[0])
    zero = lab.image()
    lab.stage.get_by_role("button", name="Take my drawing").click()
    expect_reading(lab, lambda: read(pairs, zero, zero, START[1], START[0]))


def test_a_test_picture_can_be_the_second_digit(
    lab: Explorer, pairs: CapsNet, mnist: Dataset
) -> None:
    number = lab.stage.get_by_role("spinbutton", name="Number of a test picture")
    number.fill("12")
    number.press("Enter")
    second = torch.from_numpy(mnist.images[12].astype(np.float32) / 255)
    expect(lab.stage.locator("[data-second]")).to_contain_text(f"labelled {mnist.labels[12]}")
    expect_reading(lab, lambda: read(pairs, lab.image(), second))
    number.fill("10000")
    number.press("Enter")
    expect(lab.stage.locator("[data-second]")).to_contain_text("expected 0 to 9999")


def test_one_reading_is_under_way_at_most_and_the_strip_does_not_wait_for_it(
    lab: Explorer, pairs: CapsNet, samples: dict[int, Strokes]
) -> None:
    expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    held: list[Route] = []
    holding = True
    lab.page.route(
        "**/api/overlap", lambda route: held.append(route) if holding else route.continue_()
    )
    place_ = lab.stage.get_by_role("application", name="Where the two digits lie")
    for _ in range(3):
        place_.press("ArrowDown")
    lab.until(lambda: len(held) == 1)
    lab.clear()
    lab.draw(samples[1])
    for text, length in zip(lab.lengths(), lab.trace().lengths.tolist(), strict=True):
        assert shows(text, length)
    assert len(held) == 1
    assert json.loads(held[0].request.post_data or "")["first_shift"] == [1, -3]
    holding = False
    held[0].continue_()
    expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab), (3, -3), (0, 3)))


def test_what_the_server_makes_of_the_pad_is_what_the_model_does(
    lab: Explorer, samples: dict[int, Strokes]
) -> None:
    bodies: list[bytes] = []
    lab.note(
        "request",
        lambda request: (
            bodies.append(request.post_data_buffer or b"")
            if "/api/preprocess" in request.url
            else None
        ),
    )
    draw_second(lab, samples[2])
    lab.until(lambda: len(bodies) > 0)
    lab.until(lambda: bool(torch.allclose(asked_second(lab), preprocess(bodies[-1]), atol=1e-6)))
