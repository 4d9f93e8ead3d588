"""Export: files that hold the very numbers and pictures of the page, and a program that runs."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
from PIL import Image
from playwright.sync_api import Locator, expect

from model.network.trace import FIELDS
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes, texts
from tests.browser.server import ROOT
from tests.browser.test_accessibility import AXE, VIOLATIONS
from tests.browser.test_layout import CLIPPED
from tests.conftest import skip_without

SVG = "{http://www.w3.org/2000/svg}"


def _open(explorer: Explorer) -> Locator:
    """The dialog, with the program of what the page shows."""
    explorer.page.get_by_role("button", name="Export", exact=True).click()
    dialog = explorer.page.locator("#export[open]")
    expect(dialog.locator("pre")).to_contain_text("from model import load")
    return dialog


def _save(explorer: Explorer, dialog: Locator, name: str, folder: Path) -> Path:
    """The file that a button of the dialog saves."""
    with explorer.page.expect_download() as download:
        dialog.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _run(program: Path) -> list[str]:
    """Lines that a program prints, run as its first line says."""
    done = subprocess.run(
        [sys.executable, program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_trace_is_saved_in_three_forms_with_its_names_shapes_and_numbers(
    explorer: Explorer, samples: dict[int, Strokes], tmp_path: Path
) -> None:
    explorer.clear()
    explorer.draw(samples[5])
    expected = explorer.trace()
    dialog = _open(explorer)
    file = _save(explorer, dialog, "Save the trace as safetensors", tmp_path)
    assert file.name == "trace-mnist-5.safetensors"
    tensors = safetensors.numpy.load_file(file)
    torches = safetensors.torch.load_file(file)
    archive = np.load(_save(explorer, dialog, "Save the trace as NPZ", tmp_path))
    written = json.loads(_save(explorer, dialog, "Save the trace as JSON", tmp_path).read_text())

    assert set(tensors) == set(torches) == set(archive.files) == set(written["tensors"])
    assert set(tensors) == set(FIELDS)
    for name, values in expected.items():
        assert tensors[name].dtype == archive[name].dtype == np.float32
        assert tensors[name].shape == archive[name].shape == tuple(values.shape)
        np.testing.assert_allclose(
            tensors[name], values.numpy(), rtol=1e-4, atol=1e-4, err_msg=name
        )
        np.testing.assert_array_equal(archive[name], tensors[name])
        np.testing.assert_array_equal(torches[name].numpy(), tensors[name])
        np.testing.assert_array_equal(np.float32(written["tensors"][name]), tensors[name])
    assert json.loads(archive.zip.comment)["class_name"] == "5"
    expect(dialog.get_by_role("status")).to_contain_text("trace-mnist-5.json")


@pytest.mark.parametrize("routing", [2, 3])
def test_the_program_prints_the_lengths_and_the_error_that_the_page_shows(
    new_page: OpenPage, samples: dict[int, Strokes], tmp_path: Path, routing: int
) -> None:
    explorer = new_page().open(f"/?stage=reconstruction&routing={routing}")
    explorer.clear()
    explorer.draw(samples[9])
    shown = re.compile(r"Squared error, summed over the pixels: ([\d.]+)")

    def check() -> None:
        lines = _run(_save(explorer, _open(explorer), "Save the program as capsnet.py", tmp_path))
        assert lines[:10] == [f"{digit} {text}" for digit, text in enumerate(explorer.lengths())]
        found = shown.search(explorer.stage.inner_text())
        assert found is not None
        assert float(lines[10].rpartition(" ")[2]) == pytest.approx(float(found[1]), abs=0.011)
        explorer.page.locator("#export").get_by_role("button", name="Close", exact=True).click()

    check()
    if routing == 3:
        digit = explorer.trace().digits[-1, 4].tolist()
        explorer.page.keyboard.press("4")
        box = explorer.page.get_by_role("spinbutton", name="Dimension 6, as a number")
        box.fill("-0.8")
        box.press("Enter")
        explorer.expect_decoded(4, [*digit[:6], -0.8, *digit[7:]])
        check()


def test_a_picture_is_saved_as_svg_with_its_pixels_its_legend_and_its_words(
    explorer: Explorer, tmp_path: Path
) -> None:
    explorer.open_stage("reconstruction")
    name = "The reconstruction minus the network's input"
    dialog = _open(explorer)
    file = _save(explorer, dialog, f"{name}, as SVG", tmp_path)
    root = ET.fromstring(file.read_text())
    words = [element.text for element in root.iter(f"{SVG}text")]
    legend = texts(explorer.stage.locator(".both .legend-text span"))
    assert words[0] == name
    assert words[1:4] == legend == ["−1.00", "too much ink is red, too little blue", "+1.00"]
    assert "reads 3, length" in str(words[4])
    assert not re.search(r'class=|style=|url\(|href="(?!data:image/png)', file.read_text())

    picture = next(root.iter(f"{SVG}image"))
    saved = np.asarray(
        Image.open(io.BytesIO(base64.b64decode(picture.attrib["href"].partition(",")[2])))
    )
    trace = explorer.trace()
    minus = trace.reconstructions[trace.prediction] - trace.image
    cells = [round((index + 0.5) * saved.shape[0] / 28) for index in range(28)]
    shown = saved[np.ix_(cells, cells)].astype(int)
    # Red where there is too much ink, blue where there is too little.
    redness = shown[..., 0] - shown[..., 2]
    clear = minus.abs().numpy() > 0.15
    assert clear.sum() > 5
    assert (np.sign(redness[clear]) == np.sign(minus.numpy()[clear])).all()

    picture_file = Image.open(_save(explorer, dialog, f"{name}, as PNG", tmp_path))
    assert picture_file.size == tuple(
        round(2 * float(root.attrib[side])) for side in ("width", "height")
    )
    assert len(np.unique(np.asarray(picture_file.convert("RGB")).reshape(-1, 3), axis=0)) > 100


def test_a_chart_is_saved_as_svg_that_looks_the_same_without_the_pages_styles(
    explorer: Explorer, tmp_path: Path
) -> None:
    label = "Length of 3 by iteration"
    chart = explorer.stage.locator(".chart svg").first
    expect(chart).to_have_attribute("aria-label", re.compile(label))
    dialog = _open(explorer)
    file = _save(explorer, dialog, f"{label}, as SVG", tmp_path)
    root = ET.fromstring(file.read_text())
    words = {element.text: element.attrib for element in root.iter(f"{SVG}text")}
    assert {"iteration", "length ‖v‖", "0.0", "0.5", "1.0", "1", "2", "3"} <= set(words)
    assert words["iteration"]["fill"].startswith("rgb(")
    assert words["iteration"]["font-size"] == "9.5px"
    assert "class=" not in file.read_text()

    page = explorer.page.context.new_page()
    page.goto(file.as_uri())
    drawn = page.locator("svg svg path[stroke='rgb(194, 65, 12)']")
    expect(drawn).to_have_count(1)
    page.close()
    copy = next(root.iter(f"{SVG}svg")).find(f"{SVG}svg")
    assert copy is not None
    assert copy.attrib["viewBox"] == chart.get_attribute("viewBox")
    sides = [float(copy.attrib[side]) for side in ("width", "height")]
    assert sides[0] / sides[1] == pytest.approx(420 / 150, rel=0.01)


def test_the_numbers_of_all_capsules_are_saved_as_a_picture_of_words(
    explorer: Explorer, tmp_path: Path
) -> None:
    explorer.open_stage("digits")
    dialog = _open(explorer)
    file = _save(explorer, dialog, "Numbers of the 10 capsules, as SVG", tmp_path)
    words = [element.text for element in ET.fromstring(file.read_text()).iter(f"{SVG}text")]
    cells = texts(explorer.stage.locator("table.matrix tbody td.number"))
    assert [text for text in words if text in set(cells)][:17] == cells[:17]


def test_the_dialog_is_left_by_escape_fits_every_width_and_axe_finds_nothing(
    new_page: OpenPage,
) -> None:
    if not AXE.exists():
        skip_without("axe-core (npm ci)")
    explorer = new_page(bypass_csp=True).open()
    explorer.page.add_script_tag(path=AXE)
    dialog = _open(explorer)
    for theme in ("light", "dark"):
        explorer.page.emulate_media(color_scheme=theme)
        explorer.page.wait_for_selector(f'html[data-theme="{theme}"]')
        assert explorer.page.evaluate(VIOLATIONS) == []
    for width in (1440, 320):
        explorer.page.set_viewport_size({"width": width, "height": 800})
        assert explorer.page.evaluate(CLIPPED) == []
        assert dialog.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 0
    explorer.page.set_viewport_size({"width": 1440, "height": 900})
    explorer.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "routing")
    expect(explorer.page.get_by_role("button", name="Export", exact=True)).to_be_focused()


def test_a_server_that_is_away_is_told_in_the_dialog(explorer: Explorer) -> None:
    explorer.expect_problems("ERR_FAILED")
    dialog = _open(explorer)
    explorer.page.route("**/api/trace**", lambda route: route.abort())
    dialog.get_by_role("button", name="Save the trace as NPZ", exact=True).click()
    expect(dialog.get_by_role("status")).to_contain_text("The server does not answer.")
