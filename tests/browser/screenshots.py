"""Pictures of every stage, in light and in dark: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from model.checkpoints.catalogue import FOLDER
from tests.browser.chromium import launch_chromium
from tests.browser.explorer import LABS, STAGES
from tests.browser.server import ROOT, serve

SIZES = ((1440, 900), (1280, 720), (1024, 768), (390, 844))
THEMES = ("light", "dark")
PATIENCE = 120_000
"""Milliseconds to wait for what must come, on however busy a machine."""
SEVEN = ((0.28, 0.25), (0.73, 0.22), (0.42, 0.80))
"""Corners of the stroke that is drawn, in sides of the drawing."""
REST = 1_500
"""Milliseconds in which exact numbers and the decoded tiles follow the drawing."""


def main(arguments: list[str] | None = None) -> int:
    """Take every picture, or with --readme the two that the README shows."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots", description=__doc__
    )
    parser.add_argument("--readme", action="store_true", help="write docs/page.png, page-dark.png")
    options = parser.parse_args(arguments)
    shown = [FOLDER / f"{name}.safetensors" for name in ("mnist", "cnn", "multimnist")]
    with serve(shown) as url, launch_chromium() as browser:
        if options.readme:
            take_for_readme(browser, url)
        else:
            take_all(browser, url, ROOT / "screenshots")
    return 0


def take_all(browser: Browser, url: str, folder: Path) -> None:
    """Every sub-tab of every stage and lab at every size of window in both themes."""
    folder.mkdir(exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            with open_page(browser, url, size, theme) as page:
                draw(page)
                for stage in (*STAGES, *LABS):
                    open_stage(page, stage)
                    page.wait_for_selector(f'body[data-stage="{stage}"]')
                    for tab in tabs_of(page):
                        if tab:
                            page.locator(f'#stage [data-tab="{tab}"]').click()
                            page.wait_for_selector(f'body[data-tab="{tab}"]')
                        page.mouse.move(0, 0)
                        page.wait_for_timeout(REST)
                        expect(page.locator("progress:visible")).to_have_count(0, timeout=PATIENCE)
                        place = f"{stage}-{tab}" if tab else stage
                        name = f"{place}-{size[0]}x{size[1]}-{theme}.png"
                        page.screenshot(path=folder / name, full_page=True)
                        print(folder / name)


def tabs_of(page: Page) -> list[str]:
    """Names of the open stage's sub-tabs; an empty one where it has none."""
    tabs = page.locator("#stage [role=tab]").evaluate_all("(all) => all.map((e) => e.dataset.tab)")
    return tabs or [""]


def take_for_readme(browser: Browser, url: str) -> None:
    """The routing stage in light, and in dark the reconstruction with a slider moved."""
    with open_page(browser, url, SIZES[0], "light") as page:
        draw(page)
        page.wait_for_timeout(REST)
        save_small(page.screenshot(), ROOT / "docs" / "page.png")
    with open_page(browser, f"{url}?stage=reconstruction", SIZES[0], "dark") as page:
        draw(page)
        page.wait_for_timeout(REST)
        # The box beside the slider takes any number and needs no aim.
        box = page.get_by_role("spinbutton", name="Dimension 5, as a number")
        box.fill("0.5")
        box.blur()
        page.wait_for_selector("body[data-moved]:not([data-moved='0'])")
        page.wait_for_timeout(REST)
        save_small(page.screenshot(), ROOT / "docs" / "page-dark.png")


@contextmanager
def open_page(browser: Browser, url: str, size: tuple[int, int], theme: str) -> Iterator[Page]:
    """The page with its first trace painted."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=theme, has_touch=width < 500
    )
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    wait_until_painted(page, 0)
    yield page
    page.close()


def open_stage(page: Page, name: str) -> None:
    """Open a stage by its card, or a lab from the menu."""
    if name in LABS:
        page.locator('[data-control="labs"]').click()
        page.locator(f'[data-lab="{name}"]').click()
    elif name == "draw":
        page.locator('[data-card="draw"] .seen-button').click()
    else:
        page.locator(f'[data-card="{name}"] .card-head').click()


def draw(page: Page) -> None:
    """Draw a seven with the mouse in place of what was there."""
    page.get_by_role("button", name="Clear the drawing").click()
    pad = page.locator("#drawing")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    before = painted(page)
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=12)
    page.mouse.up()
    wait_until_painted(page, before)
    page.wait_for_selector('#prediction[data-class="7"]')


def painted(page: Page) -> int:
    return int(page.locator("body").get_attribute("data-painted") or 0)


def wait_until_painted(page: Page, before: int) -> None:
    """Wait until more traces than `before` are painted."""
    while painted(page) <= before:
        page.wait_for_timeout(20)


def save_small(screenshot: bytes, path: Path) -> None:
    """Save a picture with a palette of its own 256 colours: a third of its size."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    sys.exit(main())
