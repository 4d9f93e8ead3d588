"""Pose: the curves of a sweep are what PyTorch says of the very pictures that a pose makes."""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import Locator, expect
from torch import Tensor

from model.checkpoints.catalogue import FOLDER, load
from model.data.sources import Dataset
from model.images.preprocess import preprocess
from model.network.architecture import confidences
from model.network.capsnet import CapsNet
from tests.browser.conftest import opening_pages
from tests.browser.explorer import Explorer, Strokes
from tests.browser.pages import Pages
from tests.browser.server import serve
from tests.browser.words import shows
from tests.conftest import skip_without

STEPS = 61
SWEPT = """
    async () => {
      const { query, body, type } = window.calls.findLast(
        ({ path, answered }) => path === "/api/sweep" && answered);
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      let letters = "";
      for (let start = 0; start < bytes.length; start += 8192) {
        letters += String.fromCharCode(...bytes.subarray(start, start + 8192));
      }
      return { query, type, body: btoa(letters) };
    }
"""


@pytest.fixture(scope="module")
def with_baseline(
    pages: Pages, checkpoints: tuple[Path, ...], networks: dict[str, CapsNet]
) -> Iterator[Explorer]:
    """A page of a server that has a network without capsules."""
    plain = FOLDER / "cnn.safetensors"
    if not plain.exists():
        skip_without("checkpoints/cnn.safetensors")
    with (
        serve((*checkpoints, plain)) as url,
        opening_pages(pages, url, networks) as make,
    ):
        yield make(url)


def expect_swept(explorer: Explorer, first: str) -> None:
    """Wait until the table of the main curves begins with a pose, and nothing is under way."""
    part = explorer.stage.locator('[data-curves="lengths"]')
    part.locator("[data-line]").first.wait_for(state="attached")
    expect(explorer.stage.locator("[data-busy]")).to_have_count(0)
    with explorer.chart_table(part) as rows:
        expect(rows.locator("tbody th").first).to_have_text(first)


def sent(explorer: Explorer) -> list[Tensor]:
    """What the network received of each picture of the last sweep, by the model's own way."""
    answer: dict[str, Any] = explorer.page.evaluate(SWEPT)
    count, center = int(answer["query"]["count"]), answer["query"]["center"]
    return _received(base64.b64decode(answer["body"]), answer["type"], count, center)


@functools.lru_cache(maxsize=2)  # a wait asks for the same again
def _received(body: bytes, type_: str, count: int, center: str) -> list[Tensor]:
    if type_ == "application/octet-stream":
        pixels = np.frombuffer(body, np.uint8).reshape(count, 28, 28).astype(np.float32) / 255
        return list(torch.from_numpy(pixels))
    strip = Image.open(io.BytesIO(body))
    height = strip.height // count
    images = []
    for index in range(count):
        file = io.BytesIO()
        strip.crop((0, index * height, strip.width, (index + 1) * height)).save(file, "BMP")
        images.append(preprocess(file.getvalue(), center=center == "1"))
    return images


def table(explorer: Explorer, curves: str) -> list[list[str]]:
    """The numbers of a chart's table, a row a step."""
    with explorer.chart_table(explorer.stage.locator(f'[data-curves="{curves}"]')) as rows:
        return cells(rows)


def cells(table_: Locator) -> list[list[str]]:
    rows: list[list[str]] = table_.locator("tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent))"
    )
    return rows


def assert_shows(rows: list[list[str]], values: Tensor) -> None:
    assert len(rows) == len(values)
    for row, expected in zip(rows, values, strict=True):
        for text, value in zip(row, expected.tolist(), strict=True):
            assert shows(text, value)


def curves(explorer: Explorer) -> Locator:
    return explorer.stage.get_by_role("application", name="With routing")


def test_the_curves_are_what_the_networks_say_of_every_pose(
    with_baseline: Explorer, capsnet: CapsNet, samples: dict[int, Strokes]
) -> None:
    explorer = with_baseline.open("?stage=pose")
    explorer.page.wait_for_selector('body[data-stage="pose"]')
    explorer.clear()
    explorer.draw(samples[4])
    expect_swept(explorer, "−45.0°")
    explorer.until(lambda: torch.equal(sent(explorer)[30], explorer.image()))
    expect_swept(explorer, "−45.0°")
    images = torch.stack(sent(explorer))
    assert len({image.numpy().tobytes() for image in images}) > STEPS // 2
    traces = [capsnet.trace(image) for image in images]
    calls = sweeps(explorer)
    assert_shows(table(explorer, "lengths"), torch.stack([trace.lengths for trace in traces]))
    explorer.open_tab("without")
    expect_swept(explorer, "−45.0°")
    even = torch.stack([capsnet.trace(image, 1).lengths for image in images])
    assert_shows(table(explorer, "uniform"), even)
    cnn = load(FOLDER / "cnn.safetensors")
    assert_shows(table(explorer, "baseline"), confidences(cnn, images[:, None]))
    winner = traces[STEPS // 2].prediction
    explorer.open_tab("numbers")
    with explorer.chart_table(explorer.stage.locator(".pose-part")) as numbers_of:
        rows = cells(numbers_of)
    assert_shows(rows, torch.stack([trace.digits[-1][winner] for trace in traces]))
    # Every view is of the same sweep.
    assert sweeps(explorer) == calls


def sweeps(explorer: Explorer) -> int:
    count: int = explorer.page.evaluate(
        "window.calls.filter(({path}) => path === '/api/sweep').length"
    )
    return count


def test_a_key_puts_the_drawing_into_a_pose_and_the_strip_says_the_curves_numbers(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.open_stage("pose")
    explorer.clear()
    explorer.draw(samples[7])
    expect_swept(explorer, "−45.0°")
    explorer.until(lambda: torch.equal(sent(explorer)[30], explorer.image()))
    expect_swept(explorer, "−45.0°")
    images, rows = sent(explorer), table(explorer, "lengths")
    calls = sweeps(explorer)
    for key, step in (("Home", 0), ("End", 60)):
        chart = curves(explorer)
        chart.focus()
        explorer.page.keyboard.press(key)
        readout = explorer.stage.locator('[data-readout="lengths"]')
        expect(readout).to_contain_text("−45.0°: " if key == "Home" else "+45.0°: ")
        canvas = explorer.stage.locator('[data-picture="pose"]')
        shown = explorer.ink(canvas)
        assert np.abs(shown - images[step].numpy()).max() <= 0.5 / 255 + 1e-4
        explorer.page.keyboard.press("Enter")
        explorer.rest()
        assert torch.equal(explorer.image(), images[step])
        lengths = explorer.trace().lengths
        for text, told, value in zip(rows[step], explorer.lengths(), lengths.tolist(), strict=True):
            assert shows(text, value)
            assert shows(told, value)
    explorer.stage.get_by_role("button", name="Put it back as it was").click()
    explorer.rest()
    assert torch.equal(explorer.image(), images[30])
    # Poses of one drawing are one sweep.
    assert sweeps(explorer) == calls


def test_a_click_and_a_slider_put_the_drawing_into_a_pose(
    explorer: Explorer, samples: dict[int, Strokes]
) -> None:
    explorer.open_stage("pose")
    explorer.clear()
    explorer.draw(samples[2])
    explorer.stage.get_by_role("combobox", name="What is moved").select_option("Shear")
    explorer.stage.get_by_role("spinbutton", name="steps").fill("11")
    explorer.stage.get_by_role("spinbutton", name="steps").blur()
    expect_swept(explorer, "−0.75")
    explorer.until(lambda: len(sent(explorer)) == 11)
    images = sent(explorer)
    assert torch.equal(images[5], explorer.image())
    chart = curves(explorer)
    box = chart.bounding_box()
    line = chart.locator("path[data-line]").first.bounding_box()
    assert box is not None
    assert line is not None
    # The steps lie along the lines.
    explorer.page.mouse.click(line["x"] + 0.3 * line["width"], box["y"] + box["height"] / 2)
    explorer.rest()
    assert torch.equal(explorer.image(), images[3])
    slider = explorer.stage.get_by_role("slider", name="Pose of the drawing")
    expect(slider).to_have_value("3")
    slider.press("ArrowRight")
    explorer.rest()
    assert torch.equal(explorer.image(), images[4])
    expect(slider).to_have_attribute("aria-valuetext", "−0.15")


def test_a_test_picture_is_moved_by_its_pixels(
    explorer: Explorer, capsnet: CapsNet, mnist: Dataset
) -> None:
    explorer.open("?stage=pose&sample=3")
    explorer.page.wait_for_selector('body[data-stage="pose"]')
    expect_swept(explorer, "−45.0°")
    explorer.until(lambda: len(sent(explorer)) == STEPS)
    images = sent(explorer)
    explorer.until(lambda: (sent(explorer)[30].numpy() * 255 == mnist.images[3]).all())
    expect_swept(explorer, "−45.0°")
    images = sent(explorer)
    assert not torch.equal(images[0], images[30])
    lengths = torch.stack([capsnet.trace(image).lengths for image in images])
    explorer.until(lambda: shows(table(explorer, "lengths")[0][0], float(lengths[0, 0])))
    assert_shows(table(explorer, "lengths"), lengths)


def test_without_a_baseline_the_lab_says_how_to_get_one(explorer: Explorer) -> None:
    explorer.open_stage("pose", "without")
    words = explorer.stage.locator('[data-held="baseline"]')
    expect(words).to_contain_text("No baseline is installed. `python -m model.train cnn")


def test_the_words_say_how_far_the_answer_holds(
    explorer: Explorer, capsnet: CapsNet, samples: dict[int, Strokes]
) -> None:
    explorer.open_stage("pose")
    explorer.clear()
    explorer.draw(samples[9])
    box = explorer.stage.get_by_role("spinbutton", name="from")
    box.fill("-180")
    box.blur()
    box = explorer.stage.get_by_role("spinbutton", name="to", exact=True)
    box.fill("180")
    box.blur()
    expect_swept(explorer, "−180.0°")
    explorer.until(lambda: torch.equal(sent(explorer)[30], explorer.image()))
    expect_swept(explorer, "−180.0°")
    winners = [capsnet.trace(image).prediction for image in sent(explorer)]
    first = last = 30
    while first > 0 and winners[first - 1] == winners[30]:
        first -= 1
    while last < 60 and winners[last + 1] == winners[30]:
        last += 1
    assert first > 0, "upside down a 9 is no 9"
    low, high = (
        f"{'−' if degrees < 0 else '+'}{abs(degrees):.1f}°"
        for degrees in (6 * first - 180, 6 * last - 180)
    )
    expect(explorer.stage.locator('[data-held="lengths"]')).to_have_text(
        f"Read as {winners[30]} from {low} to {high}."
    )
    line = explorer.stage.locator(".stage-line")
    expect(line).to_have_text(
        "The network reads your drawing in 61 poses. The orange curve is the digit it reads now."
    )
    steps = explorer.stage.get_by_role("spinbutton", name="steps")
    steps.fill("21")
    steps.blur()
    expect(line).to_contain_text("in 21 poses.")
