"""Links to two digits, and the networks that read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from playwright.sync_api import expect

from model.checkpoints.catalogue import load, load_checkpoint
from model.checkpoints.checkpoint import save_checkpoint
from model.network.capsnet import CapsNet
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.server import serve
from tests.browser.two_digits.lab import (
    asked_second,
    draw_second,
    expect_pictures,
    expect_reading,
    read,
    shown_lengths,
)


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
    lab.open_tab("pictures")
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
    explorer.open_tab("place")
    expect(explorer.stage.locator("[data-second]")).to_contain_text("Sample drawing: 5")


def test_the_network_is_described_by_its_card(lab: Explorer, pairs: CapsNet) -> None:
    lab.open_tab("read")
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


@pytest.fixture
def several(
    pages: Pages,
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
        opening_pages(pages, url, {**networks, "others": other}) as make,
    ):
        yield make(), load(path)


def test_of_several_networks_one_is_chosen_and_kept_in_the_link(
    several: tuple[Explorer, CapsNet], pairs: CapsNet
) -> None:
    explorer, other = several
    explorer.open("?stage=two-digits")
    explorer.page.wait_for_selector('body[data-stage="two-digits"]')
    expect_reading(explorer, lambda: read(pairs, explorer.image(), asked_second(explorer)))
    explorer.open_tab("read")
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
    pages: Pages, checkpoints: tuple[Path, ...], networks: dict[str, CapsNet]
) -> Iterator[Explorer]:
    """A page of a server that has no network for two digits."""
    with (
        serve(checkpoints[1:2]) as url,
        opening_pages(pages, url, networks) as make,
    ):
        yield make()


def test_without_a_network_the_lab_says_how_to_train_one(without: Explorer) -> None:
    without.open("?stage=two-digits")
    without.page.wait_for_selector('body[data-stage="two-digits"]')
    missing = without.stage.locator("[data-missing]")
    expect(missing).to_contain_text("This server has no network for two digits")
    expect(missing).to_contain_text("`python -m model.train multimnist` trains one")
    expect(without.stage.locator("[data-pad]")).to_have_count(0)
