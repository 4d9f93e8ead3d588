"""Networks of several channels: drawings and pictures reach them, and colours are shown."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import expect

from model.checkpoints.card import Card
from model.checkpoints.catalogue import load
from model.checkpoints.checkpoint import save_checkpoint
from model.data.sources import SOURCES
from model.network.capsnet import CapsNet, CapsNetConfig
from tests.browser.conftest import OpenPage, opening_pages
from tests.browser.explorer import LABS, STAGES, Strokes
from tests.browser.pages import Pages
from tests.browser.server import serve

CHANNELS = {"cifar-10": 3, "smallnorb": 2}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Small networks for CIFAR-10's and smallNORB's pictures, with random weights."""
    folder = tmp_path_factory.mktemp("channels")
    torch.manual_seed(3)
    for name, channels in CHANNELS.items():
        names = SOURCES[name].class_names
        config = CapsNetConfig(
            image_height=32, image_width=32, image_channels=channels, conv1_kernels=8,
            primary_types=3, classes=len(names), decoder_hidden=(16, 24),
        )  # fmt: skip
        network = CapsNet(config)
        for weight in (network.digits.weight, network.decoder[-2].weight):
            weight.data.mul_(
                8
            )  # so that lengths and pictures differ, as without training they hardly do
        card = Card(title=SOURCES[name].title, dataset=name, class_names=names, recipe={})
        save_checkpoint(
            folder / f"{name}.safetensors", config=config, card=card, tensors=network.state_dict()
        )
    return [folder / f"{name}.safetensors" for name in CHANNELS]


@pytest.fixture(scope="module")
def address(files: list[Path]) -> Iterator[str]:
    """Address of a server of these networks."""
    with serve(files) as url:
        yield url


@pytest.fixture
def make(pages: Pages, address: str, files: list[Path]) -> Iterator[OpenPage]:
    networks = {path.stem: load(path) for path in files}
    with opening_pages(pages, address, networks) as make:
        yield make


def test_a_drawing_reaches_networks_of_two_and_three_channels_on_every_stage(
    make: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = make().open()
    # Nothing lies beside these files, and the pictures they know are not here.
    explorer.expect_problems(r"404 \(NOT FOUND\).*/(errors|patches|samples)")
    for name, channels in CHANNELS.items():
        explorer.page.get_by_role("combobox", name="Network").select_option(name)
        explorer.until(lambda name=name: explorer.sent().query["model"] == name)
        explorer.clear()
        explorer.draw(samples[4])
        image = explorer.image()
        assert image.shape == (channels, 32, 32)
        assert image.min() < 0.1  # the pen
        assert image.max() > 0.99  # the paper
        for stage in (*STAGES, *LABS):
            explorer.open_stage(stage)
            explorer.expect_lengths()
            expect(explorer.problem).to_be_hidden()


def test_a_picture_in_colour_is_received_and_drawn_in_colour(make: OpenPage) -> None:
    explorer = make().open("?v=2&model=cifar-10&stage=draw&tab=own")
    explorer.expect_problems(r"404 \(NOT FOUND\).*/(errors|patches|samples)")
    pixels = np.random.default_rng(1).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    explorer.page.locator("input[type=file]").first.set_input_files(
        {"name": "noise.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    explorer.until(lambda: explorer.sent().type == "image/png")
    trace = explorer.trace()
    np.testing.assert_array_equal((255 * trace.image.permute(1, 2, 0)).round().numpy(), pixels)
    explorer.expect_lengths()
    np.testing.assert_array_equal(explorer.colours(explorer.page.locator(".seen")), pixels)
    drawn = 255 * trace.reconstructions[trace.prediction].permute(1, 2, 0).numpy()
    explorer.until(lambda: bool(np.abs(explorer.colours(explorer.picture) - drawn).max() <= 0.51))
    assert np.ptp(drawn, axis=2).max() > 5  # red, green and blue differ
