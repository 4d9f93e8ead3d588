"""Every shipped network is chosen in the page, and each stage shows what it computes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from model.checkpoints.catalogue import load_checkpoint, shipped
from model.checkpoints.checkpoint import Checkpoint
from model.network.capsule_network import CapsuleNetwork
from tests.browser.conftest import opening_pages
from tests.browser.explorer import LABS, Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.server import serve
from tests.browser.test_numbers import MATRIX
from tests.browser.words import numbers, shows
from tests.conftest import skip_without


@pytest.fixture(scope="module")
def readers() -> dict[str, Checkpoint]:
    """The shipped capsule networks of one class an image."""
    found = [load_checkpoint(path) for path in shipped()]
    readers = {
        each.name: each
        for each in found
        if isinstance(each.network, CapsuleNetwork) and each.card.present == 1
    }
    if not readers:
        skip_without("the shipped checkpoints")
    return readers


@pytest.fixture(scope="module")
def explorer(
    pages: Pages, readers: dict[str, Checkpoint], samples: dict[int, Strokes]
) -> Iterator[Explorer]:
    """A page of all shipped networks, with a freshly drawn 6."""
    networks = {name: each.capsnet for name, each in readers.items()}
    with (
        serve(shipped()) as url,
        opening_pages(pages, url, networks) as make,
    ):
        explorer = make().open()
        explorer.expect_problems(r"404 \(NOT FOUND\).*/(errors|patches)")
        explorer.clear()
        explorer.draw(samples[6])
        yield explorer


def _choose(explorer: Explorer, name: str) -> None:
    explorer.page.get_by_role("combobox", name="Network").select_option(name)
    explorer.until(lambda: explorer.sent().query["model"] == name)
    explorer.rest()


@pytest.mark.parametrize("name", [path.stem for path in shipped()])
def test_every_stage_shows_the_numbers_of_each_shipped_network(
    explorer: Explorer, readers: dict[str, Checkpoint], name: str
) -> None:
    choice = explorer.page.get_by_role("combobox", name="Network")
    if name not in readers:  # it has a lab of its own, or is there to be compared with
        expect(choice.locator(f'option[value="{name}"]')).to_have_count(0)
        return
    names, config = readers[name].card.class_names, readers[name].capsnet.config
    _choose(explorer, name)
    trace = explorer.trace()
    winner = trace.prediction

    expect(explorer.page.locator("[data-part=lengths] .length-name")).to_have_text(list(names))
    explorer.expect_lengths()
    expect(explorer.prediction).to_contain_text(names[winner])

    explorer.open_stage("conv1")
    explorer.stage.get_by_role("combobox", name="Order").select_option("by number")
    words = explorer.point_at(explorer.application(f"{config.conv1_kernels} feature maps"), 11, 8)
    assert words.startswith("map 0, row 8, column 11: ")
    assert shows(numbers(words)[3], float(trace.conv1[0, 8, 11]))

    explorer.open_stage("primary")
    explorer.page.mouse.move(0, 0)
    expect(explorer.stage).to_contain_text(f"{config.primary_types} types")
    supporting = float(trace.support[-1, ..., winner].max())
    told = explorer.stage.locator(".primary-words .formula")
    explorer.until(lambda: shows(numbers(told.inner_text())[2], supporting))

    explorer.open_stage("routing")
    evidence = float(trace.sums[-1, winner].norm())
    expect(explorer.stage.get_by_text("Orange ink speaks for")).to_contain_text(
        f"‖s‖ = {evidence:.3f}"
    )

    explorer.open_stage("digits")
    rows = explorer.stage.locator("table.matrix").evaluate(MATRIX)
    assert [row["name"] for row in rows] == list(names)
    for row, digit, length in zip(rows, trace.digits[-1], trace.lengths, strict=True):
        expected = (*digit.tolist(), float(length))
        assert all(shows(text, v) for text, v in zip(row["cells"], expected, strict=True))

    explorer.open_stage("reconstruction")
    explorer.expect_picture(trace.reconstructions[winner])
    for lab in LABS:
        explorer.open_stage(lab)
    assert explorer.trace().prediction == winner
