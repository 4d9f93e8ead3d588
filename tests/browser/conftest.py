"""A real server, a real browser, and pages that may not complain."""

from __future__ import annotations

import functools
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import torch
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from model.checkpoints.card import Card
from model.checkpoints.catalogue import FOLDER, load
from model.checkpoints.checkpoint import save_checkpoint
from model.checkpoints.sidecar import ERRORS
from model.data.sources import Dataset, read_dataset
from model.errors import DataError
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.capsule_network import CapsuleNetwork
from tests.browser.chromium import launch_chromium
from tests.browser.explorer import PATIENCE, Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.server import ROOT, serve
from tests.conftest import skip_without

OpenPage = Callable[..., Explorer]

PAGES = pytest.StashKey[Pages]()

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def checkpoints(
    capsnet_config: CapsNetConfig, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ...]:
    """The shipped network and small ones with random weights: to change to, and for two digits."""
    folder = tmp_path_factory.mktemp("checkpoints")
    shipped = FOLDER / "mnist.safetensors"
    if not shipped.exists():
        skip_without("checkpoints/mnist.safetensors")
    shutil.copy(shipped, folder)
    shutil.copy(shipped.with_suffix(ERRORS.suffix), folder)
    torch.manual_seed(0)
    small = folder / "small.safetensors"
    card = Card(title="Small", dataset="mnist", class_names=tuple("0123456789"), recipe={})
    save_checkpoint(
        small, config=capsnet_config, card=card, tensors=CapsNet(capsnet_config).state_dict()
    )
    return folder / shipped.name, small, _save_pair_reader(folder / "pairs.safetensors")


def _save_pair_reader(path: Path) -> Path:
    config = CapsNetConfig(
        image_height=36, image_width=36, conv1_kernels=8, primary_types=4, primary_stride=3,
        decoder_hidden=(32, 64),
    )  # fmt: skip
    card = Card(
        title="Pairs", dataset="multimnist", class_names=tuple("0123456789"), recipe={}, present=2
    )
    tensors = CapsNet(config).state_dict()
    for name, tensor in tensors.items():
        # So that its lengths and pictures are not all alike, as they are without training.
        if name == "digits.weight" or (name.startswith("decoder") and name.endswith("weight")):
            tensor *= 10
    save_checkpoint(path, config=config, card=card, tensors=tensors)
    return path


@pytest.fixture(scope="session")
def networks(checkpoints: tuple[Path, ...]) -> dict[str, CapsNet]:
    """The networks that the server serves, loaded a second time."""
    return {path.stem: load(path) for path in checkpoints}


@pytest.fixture(scope="session")
def capsnet(networks: dict[str, CapsNet]) -> CapsNet:
    """The network that the page opens with."""
    return networks["mnist"]


@pytest.fixture(scope="session")
def server(checkpoints: tuple[Path, ...]) -> Iterator[str]:
    """Address of the server."""
    with serve(checkpoints, kept=True) as url:
        yield url


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Before tests without a browser, leave none of its pages at work."""
    if nextitem is not None and Path(__file__).parent not in nextitem.path.parents:
        pages = item.session.stash.get(PAGES, None)
        if pages is not None:
            pages.leave()


@pytest.fixture(scope="session")
def pages(request: pytest.FixtureRequest) -> Iterator[Pages]:
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(launch_chromium())
        except PlaywrightError:
            skip_without("a Chromium (python -m tests.browser.chromium)")
        request.session.stash[PAGES] = Pages(browser)
        yield request.session.stash[PAGES]
        del request.session.stash[PAGES]


@functools.cache
def _has_mnist() -> bool:
    try:
        read_dataset("mnist", "test")
    except DataError:
        return False
    return True


@contextmanager
def opening_pages(
    pages: Pages, server: str, networks: Mapping[str, CapsuleNetwork]
) -> Iterator[OpenPage]:
    """Maker of pages, each in a context of its own; none may complain of what is not expected."""
    explorers: list[Explorer] = []

    def make(url: str = server, **options: Any) -> Explorer:
        own = url != server  # it may be gone before the page is
        explorer = Explorer(pages.take(**{"own": own, **options}), url, networks)
        if not _has_mnist():
            # The browser notes the refusal, and the page says how to get the pictures.
            explorer.expect_problems(r"404 \(NOT FOUND\).*/api/samples\?")
        explorers.append(explorer)
        return explorer

    yield make
    problems = [problem for each in explorers for problem in each.unexpected_problems()]
    for each in explorers:
        each.forget()
        pages.give_back(each.page, each.url)
    assert problems == []


@pytest.fixture(scope="module")
def page_of_a(
    pages: Pages, server: str, networks: dict[str, CapsNet], samples: dict[int, Strokes]
) -> Iterator[Callable[[int], Explorer]]:
    """Maker of pages with a digit drawn by the mouse, for all tests of a module."""
    with opening_pages(pages, server, networks) as new_page:

        def make(digit: int) -> Explorer:
            explorer = new_page().open()
            explorer.clear()
            explorer.draw(samples[digit])
            explorer.page.wait_for_url(re.compile("drawing=."))
            (explorer.drawing,) = parse_qs(urlsplit(explorer.page.url).query)["drawing"]
            return explorer

        yield make


@pytest.fixture
def new_page(pages: Pages, server: str, networks: dict[str, CapsNet]) -> Iterator[OpenPage]:
    """Maker of pages; see `opening_pages`."""
    with opening_pages(pages, server, networks) as make:
        yield make


@pytest.fixture
def explorer(new_page: OpenPage) -> Explorer:
    """The page as a link to it opens it."""
    return new_page().open()


@pytest.fixture(scope="session")
def samples() -> dict[int, Strokes]:
    """The first bundled drawing of each digit."""
    text = (ROOT / "static/samples/digits.json").read_text()
    return {each["label"]: each["strokes"] for each in reversed(json.loads(text)["digits"])}


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    """The test digits that the page offers."""
    if not _has_mnist():
        skip_without("MNIST (see CAPSNET_DATA)")
    return read_dataset("mnist", "test")
