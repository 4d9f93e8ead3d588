"""The lab that sets a pinned state beside what the page shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import expect

from model.checkpoints.catalogue import FOLDER, load
from model.network.architecture import confidences
from model.network.capsnet import CapsNet
from model.network.trace import Trace
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.server import serve
from tests.browser.test_sharing import _shared
from tests.browser.words import numbers, shows, texts
from tests.conftest import skip_without


def _pin(explorer: Explorer) -> Trace:
    """Pin what is shown, and tell its trace."""
    trace = explorer.trace()
    explorer.stage.get_by_role("button", name="Pin what is shown as A").click()
    expect(explorer.stage.locator("[data-pinned]")).to_contain_text("A: ")
    return trace


def _expect_lengths(explorer: Explorer, a: Trace, b: Trace) -> None:
    """Each row of the table holds A's length, B's and their difference."""
    rows = explorer.stage.locator("[data-table='lengths'] tbody tr")
    for digit in range(10):
        first, second = float(a.lengths[digit]), float(b.lengths[digit])
        cells = texts(rows.nth(digit).locator("td.number"))
        for text, value in zip(cells, (first, second, second - first), strict=True):
            assert shows(text, value)


def test_another_drawing_is_compared_with_the_pinned_one_in_every_layer(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.open_stage("compare")
    # What the page shows is B, from the first.
    three = explorer.stage.locator("[data-table='lengths'] tbody tr").nth(3).locator("td.number")
    first, second, difference = texts(three)
    assert (first, difference) == ("–", "–")
    assert shows(second, float(explorer.trace().lengths[3]))
    a = _pin(explorer)
    explorer.clear()
    explorer.draw(samples[8])
    b = explorer.trace()
    expect(explorer.stage.locator("[data-verdict]")).to_contain_text("A reads 3, B reads 8.")
    _expect_lengths(explorer, a, b)

    changed = b.image - a.image
    row, column = divmod(int(changed.abs().argmax()), 28)
    picture = explorer.application("What the network receives, B − A")
    told = numbers(explorer.point_at(picture, column, row))
    pixel = [float(each[row, column]) for each in (a.image, b.image, changed)]
    assert [float(text) for text in told[-3:]] == pytest.approx(pixel, abs=6e-4)
    # The same cell is outlined in the other two.
    for name in ("A", "B"):
        other = explorer.application(rf"What the network receives, {name}\.")
        boxes = other.locator("path.box.box-here")
        expect(boxes).to_have_attribute("d", re.compile(f"M{column} {row}"))

    layers = {
        "Conv1": ("Conv1 after ReLU, B", a.conv1.relu(), b.conv1.relu(), 21),
        "Primary": (
            "Lengths of the primary capsules, B",
            a.primary.norm(dim=-1),
            b.primary.norm(dim=-1),
            7,
        ),
    }
    explorer.open_tab("layers")
    for name, (label, first, second, pitch) in layers.items():
        explorer.stage.get_by_role("button", name=name, exact=True).click()
        words = explorer.point_at(explorer.application(label + r"\."), pitch + 2, 3)
        told = [float(text) for text in numbers(words)]
        wanted = [float(first[1, 3, 2]), float(second[1, 3, 2])]
        assert told[:3] == [1, 3, 2]
        assert told[3:] == pytest.approx([*wanted, wanted[1] - wanted[0]], abs=1.1e-3)
    explorer.stage.get_by_role("button", name="Digits", exact=True).click()
    words = explorer.point_at(explorer.application("Numbers of the digit capsules, A"), 5, 8)
    ends = [float(each.digits[-1, 8, 5]) for each in (a, b)]
    told = [float(text) for text in numbers(words)]
    assert told[2:] == pytest.approx([*ends, ends[1] - ends[0]], abs=1.1e-3)


def test_even_couplings_and_another_network_are_compared_and_the_link_holds_a(
    new_page: OpenPage, networks: dict[str, CapsNet]
) -> None:
    explorer = new_page().open()
    explorer.open_stage("compare")
    a = _pin(explorer)
    explorer.stage.get_by_role("switch", name="even couplings in B").check()
    explorer.until(lambda: explorer.sent().query.get("routing") == "1")
    b = explorer.trace()
    assert b.iterations == 1
    _expect_lengths(explorer, a, b)
    assert not torch.equal(a.lengths, b.lengths)
    words = explorer.stage.locator("[data-pinned]").inner_text()
    assert "1 iteration (even couplings)" in words

    receiver = new_page().open(_shared(explorer))
    expect(receiver.stage.locator("[data-pinned]")).to_have_text(words)
    _expect_lengths(receiver, a, b)

    receiver.page.get_by_role("combobox", name="Network").select_option("small")
    expect(receiver.stage.locator("[data-pinned]")).not_to_have_text(words)
    expect(receiver.stage.locator("[data-pinned]")).to_contain_text(words.split("B: ")[0].strip())
    other = receiver.trace()
    _expect_lengths(receiver, a, other)
    verdict = receiver.stage.locator("[data-verdict]")
    expect(verdict).to_contain_text("Different networks: only answers")
    # Nothing of unrelated units is shown beside one another, still less subtracted.
    receiver.open_tab("layers")
    expect(receiver.stage.locator("[data-incomparable]")).to_be_visible()
    for layer in ("Conv1", "Primary", "Support", "Digits"):
        receiver.stage.get_by_role("button", name=layer, exact=True).click()
        receiver.next_frames()
        expect(receiver.stage.locator("canvas[role=img]:visible")).to_have_count(0)
    receiver.stage.get_by_role("button", name="Compare their answers and pictures").click()
    receiver.page.wait_for_selector('body[data-tab="answers"]')
    receiver.stage.get_by_role("button", name="Forget A").click()
    expect(receiver.stage.locator("[data-pinned]")).to_contain_text("Nothing is pinned.")


def test_a_network_without_capsules_is_asked_about_both_inputs(
    pages: Pages,
    checkpoints: tuple[Path, ...],
    networks: dict[str, CapsNet],
    samples: dict[int, Strokes],
) -> None:
    plain = FOLDER / "cnn.safetensors"
    if not plain.exists():
        skip_without("checkpoints/cnn.safetensors")
    with serve((*checkpoints, plain)) as url, opening_pages(pages, url, networks) as make:
        explorer = make(url).open("/?stage=compare")
        explorer.page.wait_for_selector('body[data-stage="compare"]')
        a = _pin(explorer)
        explorer.clear()
        explorer.draw(samples[6])
        b = explorer.trace()
        explorer.open_tab("plain")
        explorer.page.wait_for_selector('.baseline[data-shown="11"]')
        expect(explorer.stage.locator(".compare-words")).to_contain_text("of the network cnn")
        wanted = confidences(load(plain), torch.stack([a.image, b.image])[:, None])
        rows = explorer.stage.locator(".baseline tbody tr")
        for digit in range(10):
            for which, text in enumerate(texts(rows.nth(digit).locator("td"))):
                assert shows(text, float(wanted[which, digit]))


@pytest.mark.parametrize(
    "lab",
    [
        "compare.net-nothing.strokes-AQ",
        "compare.net-mnist.strokes-zz",
        "compare.net-mnist.routing-99.pixels-AP8A_wD_ABM",
    ],
)
def test_a_link_that_pins_nothing_of_this_page_is_told(explorer: Explorer, lab: str) -> None:
    explorer.open(f"/?stage=compare&lab={lab}")
    expect(explorer.problem).to_contain_text("The state that this link pins as A")
    expect(explorer.stage.locator("[data-pinned]")).to_contain_text("Nothing is pinned.")
