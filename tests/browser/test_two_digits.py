"""Two digits: names, pictures and whose each pixel is are those of PyTorch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
import torch
from playwright.sync_api import Browser, Locator, Route, expect
from torch import Tensor

from model.capsnet import CapsNet
from model.checkpoint import load, load_checkpoint, save_checkpoint
from model.data import Dataset
from model.multimnist import overlay, place
from model.preprocess import preprocess
from model.trace import Trace
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import SPACE, Explorer, Strokes, numbers, shows, texts, thinned
from tests.browser.server import serve

Shift = tuple[int, int]
START: tuple[Shift, Shift] = ((0, -3), (0, 3))
"""Where the two lie at first."""
INKS = np.array([[213, 94, 0], [0, 114, 178]]) / 255
NOBODY = np.array([200, 200, 200]) / 255
INKED = 0.1

OVERLAPS = 'window.calls.filter(({ path }) => path === "/api/overlap")'


class Expected(NamedTuple):
    """What the network for two digits makes of two digits."""

    parts: Tensor
    trace: Trace


@pytest.fixture
def lab(explorer: Explorer, samples: dict[int, Strokes]) -> Explorer:
    """The lab, with a freshly drawn 6 under the sample 5 that it opens with."""
    explorer.open_stage("two-digits")
    explorer.clear()
    explorer.draw(samples[6])
    return explorer


@pytest.fixture
def pairs(networks: dict[str, CapsNet]) -> CapsNet:
    """The network for two digits that the server has."""
    return networks["pairs"]


def read(pairs: CapsNet, first: Tensor, second: Tensor, *shifts: Shift) -> Expected:
    """The model's own reading of two digits that are placed and overlaid by the model."""
    parts = place(torch.stack((first, second)), torch.tensor(shifts or START))
    return Expected(parts, pairs.trace(overlay(parts[None])[0]))


def asked_second(explorer: Explorer) -> Tensor:
    """The second digit that the page asked about last."""
    explorer.page.wait_for_function(f"{OVERLAPS}.length > 0")
    body = json.loads(explorer.page.evaluate(f"{OVERLAPS}.at(-1).body"))
    return torch.tensor(body["second"]).view(28, 28)


def shown_lengths(explorer: Explorer) -> list[str]:
    return explorer.stage.locator("[data-pair-digit] .number").all_inner_texts()


def expect_reading(explorer: Explorer, read_now: Callable[[], Expected]) -> Expected:
    """Wait until the lab shows the lengths of a reading, and the words that follow from them."""
    lengths: list[float] = []

    def is_shown() -> bool:
        nonlocal lengths
        lengths = read_now().trace.lengths.tolist()
        shown = shown_lengths(explorer)
        return "–" not in shown and all(map(shows, shown, lengths))

    explorer.until(is_shown)
    order = sorted(range(10), key=lambda digit: -lengths[digit])
    verdict = explorer.stage.locator("[data-reading]")
    said = numbers(verdict.inner_text())
    for place_, digit in enumerate(order[:3]):
        assert said[2 * place_] == str(digit)
        assert shows(said[2 * place_ + 1], lengths[digit])
    assert shows(said[6], lengths[order[1]] - lengths[order[2]])
    clear = lengths[order[1]] - lengths[order[2]] >= 0.1
    assert ("not clearly apart" in verdict.inner_text()) == (not clear)
    marked = explorer.stage.locator("[data-pair-digit][data-winner]")
    digits = {int(row.get_attribute("data-pair-digit") or -1) for row in marked.all()}
    assert digits == set(order[:2])
    return read_now()


def draw_second(explorer: Explorer, strokes: Strokes) -> None:
    """Draw on the lab's own pad with the mouse."""
    pad = explorer.stage.locator("[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    scale = box["width"] / SPACE
    for stroke in strokes:
        points = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in thinned(stroke)]
        explorer.page.mouse.move(*points[0])
        explorer.page.mouse.down()
        for point in points[1:]:
            explorer.page.mouse.move(*point)
        explorer.page.mouse.up()


def picture(explorer: Explorer, name: str) -> Locator:
    return explorer.stage.locator(f'[data-picture="{name}"]')


def expect_colours(explorer: Explorer, name: str, wanted: npt.NDArray[np.float64]) -> None:
    """Wait until a canvas shows colours, height x width x 3 in [0, 1], to the next level."""
    canvas = picture(explorer, name)
    explorer.until(
        lambda: (
            (shown := explorer.colours(canvas)).shape == wanted.shape
            and bool(np.abs(shown / 255 - wanted).max() <= 1.5 / 255)
        )
    )


def inked(ink: Tensor, colour: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Paper with ink of a colour."""
    shades: npt.NDArray[np.float64] = 1 - ink.numpy()[..., None] * (1 - colour)
    return shades


def owners(image: Tensor, first: Tensor, second: Tensor) -> npt.NDArray[np.float64]:
    """Each pixel of the input in the colour of who draws it, mixed by their shares."""
    one, other = first.numpy()[..., None], second.numpy()[..., None]
    mixed = (one * INKS[0] + other * INKS[1]) / np.maximum(one + other, 1e-9)
    drawn = np.maximum(one, other) >= INKED
    coloured: npt.NDArray[np.float64] = 1 - image.numpy()[..., None] * (
        1 - np.where(drawn, mixed, NOBODY)
    )
    return coloured


def shown_classes(expected: Expected) -> tuple[int, int]:
    """The two longest; first the one whose picture is more like the first digit."""
    one, other = (int(digit) for digit in expected.trace.lengths.topk(2).indices)
    pictures = expected.trace.reconstructions
    first, second = expected.parts
    likeness = ((first - second) * (pictures[one] - pictures[other])).sum()
    return (other, one) if likeness < 0 else (one, other)


def expect_pictures(explorer: Explorer, expected: Expected, classes: tuple[int, int]) -> None:
    """Wait until every picture shows what these two capsules draw, each in its colour."""
    image = expected.trace.image.squeeze()
    first, second = (expected.trace.reconstructions[digit] for digit in classes)
    expect_colours(explorer, "overlap-input", inked(image, np.zeros(3)))
    expect_colours(explorer, "overlap-of-0", inked(first, INKS[0]))
    expect_colours(explorer, "overlap-of-1", inked(second, INKS[1]))
    expect_colours(explorer, "overlap-both", inked(first, INKS[0]) * inked(second, INKS[1]))
    expect_colours(explorer, "overlap-owners", owners(image, first, second))
    expect_colours(
        explorer,
        "placing",
        inked(expected.parts[0], INKS[0]) * inked(expected.parts[1], INKS[1]),
    )


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
    lab.stage.get_by_role("button", name="Clear the second digit").click()
    expect(lab.stage.locator("[data-reading]")).to_contain_text("The second digit is empty")
    expect_reading(lab, lambda: read(pairs, lab.image(), torch.zeros(28, 28)))
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
    expect_reading(lab, at((4, -4), (-4, -4)))


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
    words = lab.stage.locator("[data-owners]").inner_text()
    assert [int(number) for number in numbers(words)[:6]] == counts


def test_a_digit_that_is_not_there_can_be_asked_for(lab: Explorer, pairs: CapsNet) -> None:
    expected = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    order = expected.trace.lengths.argsort(descending=True).tolist()
    stranger = order[9]
    select = lab.stage.get_by_role("combobox", name="Capsule of the second colour")
    select.select_option(str(stranger))
    expect_pictures(lab, expected, (order[0], stranger))
    asked = lab.stage.locator("[data-asked]")
    expect(asked).to_contain_text("not one of the two longest")
    digit, length = numbers(asked.inner_text())[:2]
    assert digit == str(stranger)
    assert shows(length, float(expected.trace.lengths[stranger]))


def test_lengths_and_pictures_are_given_as_tables(lab: Explorer, pairs: CapsNet) -> None:
    expected = expect_reading(lab, lambda: read(pairs, lab.image(), asked_second(lab)))
    lab.stage.get_by_text("Lengths as a table").click()
    rows = lab.stage.locator(".plot-table tbody tr")
    order = expected.trace.lengths.argsort(descending=True).tolist()
    assert texts(rows.locator("th")) == [str(digit) for digit in order]
    shown = texts(rows.locator("td:nth-of-type(1)"))
    assert all(map(shows, shown, expected.trace.lengths[order].tolist()))
    one, other = shown_classes(expected)
    lab.stage.get_by_role("button", name="table of Both capsules' pictures").click()
    dialog = lab.page.get_by_role("dialog")
    for digit in (one, other):
        dialog.get_by_role("combobox").select_option(f"what {digit} draws")
        cells = texts(dialog.locator("tbody td"))
        wanted = expected.trace.reconstructions[digit].flatten().tolist()
        assert len(cells) == len(wanted)
        assert all(map(shows, cells, wanted))


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


@pytest.mark.parametrize("second", ["sample", "drawn"])
def test_a_link_opens_the_same_two_digits(
    lab: Explorer,
    pairs: CapsNet,
    new_page: OpenPage,
    samples: dict[int, Strokes],
    second: str,
) -> None:
    if second == "drawn":
        draw_second(lab, samples[4])
    else:
        select = lab.stage.get_by_role("combobox", name="Second digit: sample drawings")
        select.select_option("7, crossed")
    place_ = lab.stage.get_by_role("application", name="Where the two digits lie")
    place_.press("ArrowUp")
    select = lab.stage.get_by_role("combobox", name="Capsule of the first colour")
    select.select_option("9")
    expected = expect_reading(
        lab, lambda: read(pairs, lab.image(), asked_second(lab), (-1, -3), (0, 3))
    )
    other = next(
        digit for digit in expected.trace.lengths.argsort(descending=True).tolist() if digit != 9
    )
    expect_pictures(lab, expected, (9, other))
    lab.until(lambda: "at-3147" in lab.page.url and "show-9_x" in lab.page.url)
    query = lab.page.url.removeprefix(lab.url)
    assert len(query) < 2000
    receiver = new_page().open(query)
    receiver.page.wait_for_selector('body[data-stage="two-digits"]')
    again = expect_reading(
        receiver,
        lambda: read(pairs, receiver.image(), asked_second(receiver), (-1, -3), (0, 3)),
    )
    torch.testing.assert_close(again.parts, expected.parts)
    assert shown_lengths(receiver) == shown_lengths(lab)
    expect_pictures(receiver, expected, (9, other))
    expect(receiver.problem).to_be_hidden()


def test_a_link_that_cannot_be_meant_opens_the_usual_pair_and_says_so(
    new_page: OpenPage, pairs: CapsNet
) -> None:
    explorer = new_page().open("?stage=two-digits&lab=two-digits.second-s99.at-9999.show-x_77")
    expect(explorer.problem).to_contain_text('second "s99", places "9999", capsules "x_77"')
    expect_reading(explorer, lambda: read(pairs, explorer.image(), asked_second(explorer)))
    expect(explorer.stage.locator("[data-second]")).to_contain_text("Sample drawing: 5")


def test_the_network_is_described_by_its_card(lab: Explorer, pairs: CapsNet) -> None:
    facts = lab.stage.locator("[data-network]")
    expect(facts).to_contain_text("Pairs, trained on multimnist: 36×36 pixels")
    config = pairs.config
    parameters = sum(parameter.numel() for parameter in pairs.parameters())
    for words in (
        f"Conv1 of {config.conv1_kernels} kernels",
        f"{config.primary_types} types of 7×7 primary capsules",
        f"{parameters:,} parameters",
        "Its error was not measured",
    ):
        expect(facts).to_contain_text(words)


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


@pytest.fixture
def several(
    browser: Browser,
    checkpoints: tuple[Path, ...],
    networks: dict[str, CapsNet],
    tmp_path: Path,
) -> Iterator[tuple[Explorer, CapsNet]]:
    """A page of a server that has two networks for two digits, and the second of them."""
    config, card = networks["pairs"].config, load_checkpoint(checkpoints[2]).card
    torch.manual_seed(11)
    other = CapsNet(config)
    path = tmp_path / "others.safetensors"
    # Nothing in its name says what it reads: its card does.
    save_checkpoint(path, config=config, card=card, tensors=other.state_dict())
    with (
        serve((*checkpoints[1:], path)) as url,
        opening_pages(browser, url, {**networks, "others": other}) as make,
    ):
        yield make(), load(path)


def test_of_several_networks_one_is_chosen_and_kept_in_the_link(
    several: tuple[Explorer, CapsNet], pairs: CapsNet
) -> None:
    explorer, other = several
    explorer.open("?stage=two-digits")
    explorer.page.wait_for_selector('body[data-stage="two-digits"]')
    expect_reading(explorer, lambda: read(pairs, explorer.image(), asked_second(explorer)))
    select = explorer.stage.get_by_role("combobox", name="Network for two digits")
    select.select_option("others")
    expect_reading(explorer, lambda: read(other, explorer.image(), asked_second(explorer)))
    explorer.until(lambda: "net-others" in explorer.page.url)
    explorer.open(explorer.page.url.removeprefix(explorer.url))
    explorer.page.wait_for_selector('body[data-stage="two-digits"]')
    expect(select).to_have_value("others")
    expect_reading(explorer, lambda: read(other, explorer.image(), asked_second(explorer)))


@pytest.fixture
def without(
    browser: Browser, checkpoints: tuple[Path, ...], networks: dict[str, CapsNet]
) -> Iterator[Explorer]:
    """A page of a server that has no network for two digits."""
    with (
        serve(checkpoints[1:2]) as url,
        opening_pages(browser, url, networks) as make,
    ):
        yield make()


def test_without_a_network_the_lab_says_how_to_train_one(without: Explorer) -> None:
    without.open("?stage=two-digits")
    without.page.wait_for_selector('body[data-stage="two-digits"]')
    missing = without.stage.locator("[data-missing]")
    expect(missing).to_contain_text("This server has no network for two digits")
    expect(missing).to_contain_text("`python -m model.train multimnist` trains one")
    expect(without.stage.locator("[data-pad]")).to_have_count(0)


def test_what_the_server_makes_of_the_pad_is_what_the_model_does(
    lab: Explorer, samples: dict[int, Strokes]
) -> None:
    bodies: list[bytes] = []
    lab.page.on(
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
