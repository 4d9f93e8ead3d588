"""Export: files that hold the very numbers and pictures of the page, and a program that runs."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
from PIL import Image
from playwright.sync_api import Locator, expect

from app.config import VERSION
from model.checkpoints.catalogue import load_checkpoint
from model.network.trace import FIELDS
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes, numbers, texts
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
def test_the_program_prints_the_lengths_and_the_error_of_the_picture_that_the_page_shows(
    new_page: OpenPage, samples: dict[int, Strokes], tmp_path: Path, routing: int
) -> None:
    explorer = new_page().open(f"/?stage=reconstruction&routing={routing}")
    explorer.clear()
    explorer.draw(samples[9])
    error = explorer.stage.locator("[data-squared-error]")

    def check() -> None:
        lines = _run(_save(explorer, _open(explorer), "Save the program as capsnet.py", tmp_path))
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


def _words(root: ET.Element) -> list[str]:
    """Every line of type in a figure, in order."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]


MEASURE = """
    () => {
      const millimetre = document.documentElement.getBoundingClientRect().width / WIDTH;
      const point = (millimetre * 25.4) / 72;
      const lines = [...document.querySelectorAll("text")].map((text) => {
        const { a, b } = text.getScreenCTM();
        const { left, top, right, bottom } = text.getBoundingClientRect();
        return {
          words: text.textContent,
          size: (parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b)) / point,
          box: [left, top, right, bottom].map((each) => each / point),
        };
      });
      const panels = [...document.querySelectorAll("[data-panel]")].map((panel) => {
        const { left, top, right, bottom } = panel.getBoundingClientRect();
        return [left, top, right, bottom].map((each) => each / point);
      });
      const { width, height } = document.documentElement.getBoundingClientRect();
      return { lines, panels, size: [width / point, height / point] };
    }
"""


def _overlap(one: list[float], other: list[float], slack: float) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > slack and down > slack


def _check_on_paper(explorer: Explorer, file: Path, width: int) -> None:
    """A figure's type can be read at its width, and nothing lies on anything else."""
    assert f'width="{width}mm"' in file.read_text()
    page = explorer.page.context.new_page()
    page.goto(file.as_uri())
    found = page.evaluate(MEASURE.replace("WIDTH", str(width)))
    page.close()
    lines = [line for line in found["lines"] if line["words"].strip()]
    assert len(lines) > 5
    assert min(line["size"] for line in lines) >= 7
    for index, line in enumerate(lines):
        left, top, right, bottom = line["box"]
        assert left > -0.5, line
        assert top > -0.5, line
        assert right < found["size"][0] + 0.5, line
        assert bottom < found["size"][1] + 0.5, line
        for other in lines[index + 1 :]:
            # The boxes of letters have some air below their lines.
            assert not _overlap(line["box"], other["box"], 1), (line["words"], other["words"])
    for index, panel in enumerate(found["panels"]):
        for other in found["panels"][index + 1 :]:
            assert not _overlap(panel, other, 2)


VIEWS = [
    ("conv1", "maps"),
    ("primary", "types"),
    ("routing", "links"),
    ("routing", "votes"),
    ("digits", "numbers"),
    ("digits", "loss"),
    ("reconstruction", None),
    ("compare", None),
]


@pytest.mark.parametrize(("stage", "tab"), VIEWS)
def test_a_view_is_one_figure_that_can_be_read_at_one_column_and_at_two(
    new_page: OpenPage, tmp_path: Path, stage: str, tab: str | None
) -> None:
    explorer = new_page().open(f"/?stage={stage}" + (f"&tab={tab}" if tab else ""))
    explorer.page.wait_for_selector(f'body[data-stage="{stage}"]')
    explorer.next_frames()
    dialog = _open(explorer)
    view = dialog.locator('[data-figures="The open view"] li').first
    names = texts(dialog.locator('[data-figures="The open view"] li > span'))
    assert names
    for width, column in ((84, "One column"), (174, "Two columns")):
        dialog.get_by_role("button", name=re.compile(column)).click()
        with explorer.page.expect_download() as download:
            view.get_by_role("button", name=re.compile(", as SVG$")).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert file.name.endswith(f"-{width}mm.svg")
        _check_on_paper(explorer, file, width)
        # Whole in itself, and each picture is a panel with its letter and name.
        text = file.read_text()
        assert not re.search(r'class=|style=|url\(|href="(?!data:image/png)', text)
        words = " ".join(_words(ET.fromstring(text)))
        for index, name in enumerate(names[1:]):
            assert f" {chr(97 + index)} {name}" in re.sub(r"\s+", " ", words)


def test_the_caption_says_what_was_read_by_which_network_with_the_models_numbers(
    new_page: OpenPage, samples: dict[int, Strokes], checkpoints: tuple[Path, ...], tmp_path: Path
) -> None:
    explorer = new_page().open("/?stage=routing&iteration=2&quantity=couplings&step=couplings")
    explorer.clear()
    explorer.draw(samples[5])
    explorer.page.wait_for_selector('body[data-stage="routing"]')
    lengths = explorer.trace().lengths
    dialog = _open(explorer)
    link = explorer.page.url
    with explorer.page.expect_download() as download:
        dialog.locator(".figures li").first.get_by_role("button", name=re.compile("SVG")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    root = ET.fromstring(file.read_text())
    title, caption = (root.findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))
    assert title.startswith("Routing")
    assert title.endswith("couplings c, digit 5, iteration 2 of 3")
    first, second = lengths.sort(descending=True).indices[:2].tolist()
    assert f"read as {first} (length {lengths[first]:.3f})" in caption
    assert f"then {second} (length {lengths[second]:.3f})" in caption
    card = load_checkpoint(checkpoints[0]).card
    assert card.measured is not None
    assert f"CapsNet, MNIST ({100 * card.measured.error:.2f} % error), 3 routing" in caption
    assert hashlib.sha256(checkpoints[0].read_bytes()).hexdigest() in caption
    assert parse_qs(urlsplit(caption.rpartition(" ")[2]).query) == parse_qs(urlsplit(link).query)
    # What is said is also printed; a hash is broken where its line ends.
    printed = re.sub(r"\s", "", "".join(_words(root)))
    assert re.sub(r"\s", "", caption.rpartition(" ")[0].partition("; the link")[0]) in printed
    receiver = new_page().open(caption.rpartition(" ")[2].removeprefix(explorer.url))
    assert receiver.lengths() == explorer.lengths()


def test_dots_and_links_are_vectors(new_page: OpenPage, tmp_path: Path) -> None:
    explorer = new_page().open("/?stage=routing&tab=votes&switches=plane-2")
    explorer.page.wait_for_selector('body[data-stage="routing"]')
    canvas = explorer.stage.locator('canvas[role="img"]').first
    expect(canvas).to_be_visible()
    explorer.next_frames()
    dialog = _open(explorer)
    with explorer.page.expect_download() as download:
        dialog.get_by_role("button", name=re.compile("^Votes .*as SVG$")).first.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    circles = [
        each for each in ET.fromstring(file.read_text()).iter(f"{SVG}circle") if "cx" in each.attrib
    ]
    # Each capsule votes once, and hardly any vote is longer than 2.
    assert 1100 < len(circles) < 1200
    images = [each.attrib["href"] for each in ET.fromstring(file.read_text()).iter(f"{SVG}image")]
    assert len(images) <= 1  # the colours of the legend

    explorer.page.keyboard.press("Escape")
    explorer.open_stage("routing", "links")
    dialog = _open(explorer)
    with explorer.page.expect_download() as download:
        dialog.get_by_role("button", name=re.compile("^Links .*as SVG$")).first.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    root = ET.fromstring(file.read_text())
    assert len(list(root.iter(f"{SVG}path"))) > 20
    assert list(root.iter(f"{SVG}image")) == []


def test_a_difference_is_saved_with_its_pixels_and_its_legend(
    explorer: Explorer, tmp_path: Path
) -> None:
    dialog = _open(explorer)
    button = dialog.get_by_role("button", name=re.compile("minus.*, as SVG$")).first
    with explorer.page.expect_download() as download:
        button.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    root = ET.fromstring(file.read_text())
    words = _words(root)
    assert {"−1.00", "+1.00"} & set(words) or {"−1.00", "1.00"} <= set(words)
    picture = next(root.iter(f"{SVG}image"))
    saved = np.asarray(
        Image.open(io.BytesIO(base64.b64decode(picture.attrib["href"].partition(",")[2])))
    )
    # Enlarged by whole pixels, to at least 300 to an inch.
    assert saved.shape[0] % 28 == 0
    assert saved.shape[0] >= 84 / 25.4 * 300 * 0.95
    trace = explorer.trace()
    minus = trace.reconstructions[trace.prediction] - trace.image
    cells = [round((index + 0.5) * saved.shape[0] / 28) for index in range(28)]
    shown = saved[np.ix_(cells, cells)].astype(int)
    # Red where there is too much ink, blue where there is too little.
    redness = shown[..., 0] - shown[..., 2]
    clear = minus.abs().numpy() > 0.15
    assert clear.sum() > 5
    assert (np.sign(redness[clear]) == np.sign(minus.numpy()[clear])).all()


def test_a_png_has_300_dots_an_inch_and_its_caption_inside(
    explorer: Explorer, tmp_path: Path
) -> None:
    dialog = _open(explorer)
    output = dialog.locator('[data-figures="Output"] li').first
    for width, column in ((84, "One column"), (174, "Two columns")):
        dialog.get_by_role("button", name=re.compile(column)).click()
        with explorer.page.expect_download() as download:
            output.get_by_role("button", name=re.compile(", as PNG$")).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        picture = Image.open(file)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.width == round(width / 25.4 * 300)
        assert "sha256" in picture.info["Description"]
        assert "read as 3" in picture.info["Description"]
        colours = np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0)
        assert len(colours) > 100


def test_a_picture_is_copied(new_page: OpenPage) -> None:
    explorer = new_page(permissions=["clipboard-read", "clipboard-write"]).open()
    dialog = _open(explorer)
    output = dialog.locator('[data-figures="Output"] li').first
    output.get_by_role("button", name=re.compile("^Copy picture")).click()
    expect(dialog.get_by_role("status")).to_contain_text("The picture is copied, 84 ×")
    size = explorer.page.evaluate("""
        async () => {
          const [item] = await navigator.clipboard.read();
          const picture = await createImageBitmap(await item.getType("image/png"));
          return [picture.width, picture.height];
        }
    """)
    assert size[0] == round(84 / 25.4 * 300)


def test_names_of_files_are_whole_and_say_what_is_in_them(
    explorer: Explorer, tmp_path: Path
) -> None:
    explorer.open_stage("digits", "numbers")
    dialog = _open(explorer)
    button = dialog.get_by_role("button", name=re.compile("minus.*, as SVG$")).first
    name = str(button.get_attribute("aria-label")).removesuffix(", as SVG")
    with explorer.page.expect_download() as download:
        button.click()
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    expected = f"mnist-3-digit-capsules-numbers-{words}-84mm.svg"
    assert download.value.suggested_filename == expected


def test_a_comparison_is_one_figure(new_page: OpenPage, tmp_path: Path) -> None:
    explorer = new_page().open("/?stage=compare&tab=layers")
    explorer.page.wait_for_selector('body[data-stage="compare"]')
    explorer.next_frames()
    dialog = _open(explorer)
    names = texts(dialog.locator('[data-figures="The open view"] li > span'))
    assert names[0] == "The open view, as one figure"
    assert any(name.endswith("B − A") for name in names)
    with explorer.page.expect_download() as download:
        dialog.locator(".figures li").first.get_by_role("button", name=re.compile("SVG")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    root = ET.fromstring(file.read_text())
    panels = [each for each in root.iter(f"{SVG}g") if "data-panel" in each.attrib]
    images = [next(each.iter(f"{SVG}image"), None) for each in panels]
    # A, B and their difference are of one size, side by side.
    sizes = [each.attrib["width"] for each in images[:3] if each is not None]
    assert len(set(sizes)) == 1


def test_the_dialog_says_how_to_cite_what_the_citation_file_says(explorer: Explorer) -> None:
    file = (ROOT / "CITATION.cff").read_text()
    fields = dict(re.findall(r'^([\w-]+): "?(.+?)"?$', file, re.MULTILINE))
    assert fields["version"] == VERSION
    words = _open(explorer).locator('[data-part="citation"]').inner_text()
    assert fields["title"] in words
    assert f"version {VERSION}" in words
    assert "The CapsNet Explorer authors" in words
    assert "- name: The CapsNet Explorer authors" in file


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
    expect(explorer.page.locator("body")).to_have_attribute("data-stage", "digits")
    expect(explorer.page.get_by_role("button", name="Export", exact=True)).to_be_focused()


def test_a_server_that_is_away_is_told_in_the_dialog(explorer: Explorer) -> None:
    explorer.expect_problems("ERR_FAILED")
    dialog = _open(explorer)
    explorer.page.route("**/api/trace**", lambda route: route.abort())
    dialog.get_by_role("button", name="Save the trace as NPZ", exact=True).click()
    expect(dialog.get_by_role("status")).to_contain_text("The server does not answer.")
