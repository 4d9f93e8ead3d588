"""Figures for papers: the page's pictures and numbers, in type that can be read."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from model.checkpoints.catalogue import load_checkpoint
from tests.browser.conftest import OpenPage
from tests.browser.explorer import Explorer, Strokes
from tests.browser.export.dialog import SVG, open_export, saved_by, words_of
from tests.browser.words import texts

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
    dialog = open_export(explorer)
    view = dialog.locator('[data-figures="The open view"] li').first
    names = texts(dialog.locator('[data-figures="The open view"] li > span'))
    assert names
    for width, column in ((84, "One column"), (174, "Two columns")):
        dialog.get_by_role("button", name=re.compile(column)).click()
        file = saved_by(
            explorer, view.get_by_role("button", name=re.compile(", as SVG$")), tmp_path
        )
        assert file.name.endswith(f"-{width}mm.svg")
        _check_on_paper(explorer, file, width)
        # Whole in itself, and each picture is a panel with its letter and name.
        text = file.read_text()
        assert not re.search(r'class=|style=|url\(|href="(?!data:image/png)', text)
        words = " ".join(words_of(ET.fromstring(text)))
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
    dialog = open_export(explorer)
    link = explorer.page.url
    file = saved_by(
        explorer,
        dialog.locator(".figures li").first.get_by_role("button", name=re.compile("SVG")),
        tmp_path,
    )
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
    printed = re.sub(r"\s", "", "".join(words_of(root)))
    assert re.sub(r"\s", "", caption.rpartition(" ")[0].partition("; the link")[0]) in printed
    receiver = new_page().open(caption.rpartition(" ")[2].removeprefix(explorer.url))
    assert receiver.lengths() == explorer.lengths()


def test_dots_and_links_are_vectors(new_page: OpenPage, tmp_path: Path) -> None:
    explorer = new_page().open("/?stage=routing&tab=votes&switches=plane-2")
    explorer.page.wait_for_selector('body[data-stage="routing"]')
    canvas = explorer.stage.locator('canvas[role="img"]').first
    expect(canvas).to_be_visible()
    explorer.next_frames()
    dialog = open_export(explorer)
    file = saved_by(
        explorer, dialog.get_by_role("button", name=re.compile("^Votes .*as SVG$")).first, tmp_path
    )
    circles = [
        each for each in ET.fromstring(file.read_text()).iter(f"{SVG}circle") if "cx" in each.attrib
    ]
    # Each capsule votes once, and hardly any vote is longer than 2.
    assert 1100 < len(circles) < 1200
    images = [each.attrib["href"] for each in ET.fromstring(file.read_text()).iter(f"{SVG}image")]
    assert len(images) <= 1  # the colours of the legend

    explorer.page.keyboard.press("Escape")
    explorer.open_stage("routing", "links")
    dialog = open_export(explorer)
    file = saved_by(
        explorer, dialog.get_by_role("button", name=re.compile("^Links .*as SVG$")).first, tmp_path
    )
    root = ET.fromstring(file.read_text())
    assert len(list(root.iter(f"{SVG}path"))) > 20
    assert list(root.iter(f"{SVG}image")) == []


def test_a_difference_is_saved_with_its_pixels_and_its_legend(
    explorer: Explorer, tmp_path: Path
) -> None:
    dialog = open_export(explorer)
    button = dialog.get_by_role("button", name=re.compile("minus.*, as SVG$")).first
    file = saved_by(explorer, button, tmp_path)
    root = ET.fromstring(file.read_text())
    words = words_of(root)
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
    dialog = open_export(explorer)
    output = dialog.locator('[data-figures="Output"] li').first
    for width, column in ((84, "One column"), (174, "Two columns")):
        dialog.get_by_role("button", name=re.compile(column)).click()
        file = saved_by(
            explorer, output.get_by_role("button", name=re.compile(", as PNG$")), tmp_path
        )
        picture = Image.open(file)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.width == round(width / 25.4 * 300)
        assert "sha256" in picture.info["Description"]
        assert "read as 3" in picture.info["Description"]
        assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 100


def test_a_dark_page_gives_figures_on_white_and_stays_dark(
    new_page: OpenPage, tmp_path: Path
) -> None:
    shown = []
    for theme in ("light", "dark"):
        explorer = new_page(color_scheme=theme).open("/?stage=conv1")
        explorer.page.wait_for_selector('body[data-stage="conv1"]')
        explorer.rest()
        dialog = open_export(explorer)
        figure = dialog.locator('[data-figures="The open view"] li').first
        file = saved_by(
            explorer, figure.get_by_role("button", name=re.compile(", as PNG$")), tmp_path / theme
        )
        expect(explorer.page.locator("html")).to_have_attribute("data-theme", theme)
        shown.append(np.asarray(Image.open(file).convert("RGB")).astype(int))
    light, dark = shown
    assert light.shape == dark.shape
    assert light[0, 0].tolist() == [255, 255, 255]
    assert np.abs(light - dark).mean() < 0.5


def test_a_picture_is_copied(new_page: OpenPage) -> None:
    explorer = new_page(permissions=["clipboard-read", "clipboard-write"]).open()
    dialog = open_export(explorer)
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


def test_a_comparison_is_one_figure(new_page: OpenPage, tmp_path: Path) -> None:
    explorer = new_page().open("/?stage=compare&tab=layers")
    explorer.page.wait_for_selector('body[data-stage="compare"]')
    explorer.stage.get_by_role("button", name="Pin what is shown as A").click()
    explorer.rest()
    dialog = open_export(explorer)
    names = texts(dialog.locator('[data-figures="The open view"] li > span'))
    assert names[0] == "The open view, as one figure"
    assert any(name.endswith("B − A") for name in names)
    file = saved_by(
        explorer,
        dialog.locator(".figures li").first.get_by_role("button", name=re.compile("SVG")),
        tmp_path,
    )
    root = ET.fromstring(file.read_text())
    panels = [each for each in root.iter(f"{SVG}g") if "data-panel" in each.attrib]
    images = [next(each.iter(f"{SVG}image"), None) for each in panels]
    # A, B and their difference are of one size, side by side.
    sizes = [each.attrib["width"] for each in images[:3] if each is not None]
    assert len(set(sizes)) == 1
