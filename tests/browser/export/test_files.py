"""Files that hold the very numbers of the page, a program that runs, and how to cite."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
from playwright.sync_api import expect

from app.config import VERSION
from model.network.trace import FIELDS
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.export.dialog import open_export, save
from tests.browser.server import ROOT
from tests.browser.test_accessibility import check_dialog
from tests.browser.words import numbers


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
    dialog = open_export(explorer)
    file = save(explorer, dialog, "Save the trace as safetensors", tmp_path)
    assert file.name == "trace-mnist-5.safetensors"
    tensors = safetensors.numpy.load_file(file)
    torches = safetensors.torch.load_file(file)
    archive = np.load(save(explorer, dialog, "Save the trace as NPZ", tmp_path))
    written = json.loads(save(explorer, dialog, "Save the trace as JSON", tmp_path).read_text())

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
def test_the_program_prints_the_lengths_and_the_error_of_the_picture_that_the_page_shows(
    new_page: OpenPage, samples: dict[int, Strokes], tmp_path: Path, routing: int
) -> None:
    explorer = new_page().open(f"/?stage=reconstruction&routing={routing}")
    explorer.clear()
    explorer.draw(samples[9])
    error = explorer.stage.locator("[data-squared-error]")

    def check() -> None:
        lines = _run(
            save(explorer, open_export(explorer), "Save the program as capsnet.py", tmp_path)
        )
        lengths = [f"{float(line.split()[1]):.2f}" for line in lines[:10]]
        assert lengths == explorer.lengths()
        assert [line.split()[0] for line in lines[:10]] == [*"0123456789"]
        shown = float(numbers(error.inner_text())[0])
        assert float(lines[10].rpartition(" ")[2]) == pytest.approx(shown, abs=0.011)
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


def test_names_of_files_are_whole_and_say_what_is_in_them(
    explorer: Explorer, tmp_path: Path
) -> None:
    explorer.open_stage("digits", "numbers")
    dialog = open_export(explorer)
    button = dialog.get_by_role("button", name=re.compile("minus.*, as SVG$")).first
    name = str(button.get_attribute("aria-label")).removesuffix(", as SVG")
    with explorer.page.expect_download() as download:
        button.click()
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    expected = f"mnist-3-digit-capsules-numbers-{words}-84mm.svg"
    assert download.value.suggested_filename == expected


def test_the_dialog_says_how_to_cite_what_the_citation_file_says(explorer: Explorer) -> None:
    file = (ROOT / "CITATION.cff").read_text()
    fields = dict(re.findall(r'^([\w-]+): "?(.+?)"?$', file, re.MULTILINE))
    assert fields["version"] == VERSION
    words = open_export(explorer).locator('[data-part="citation"]').inner_text()
    assert fields["title"] in words
    assert f"version {VERSION}" in words
    assert "The CapsNet Explorer authors" in words
    assert "- name: The CapsNet Explorer authors" in file


def test_the_dialog_is_left_by_escape_fits_every_width_and_axe_finds_nothing(
    new_page: OpenPage,
) -> None:
    explorer = new_page(bypass_csp=True).open()
    dialog = open_export(explorer)
    check_dialog(explorer, dialog)
    explorer.page.set_viewport_size({"width": 1440, "height": 900})
    explorer.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "digits")
    expect(explorer.page.get_by_role("button", name="Export", exact=True)).to_be_focused()


def test_a_server_that_is_away_is_told_in_the_dialog(explorer: Explorer) -> None:
    explorer.expect_problems("ERR_FAILED")
    dialog = open_export(explorer)
    explorer.page.route("**/api/trace**", lambda route: route.abort())
    dialog.get_by_role("button", name="Save the trace as NPZ", exact=True).click()
    expect(dialog.get_by_role("status")).to_contain_text("The server does not answer.")
