"""The page while a slider is moved: how late the picture is."""

from __future__ import annotations

from playwright.sync_api import Page

from benchmarks.budgets import measured
from benchmarks.drawing import LABS
from benchmarks.figures import Figure
from benchmarks.page import delays, open_page, wait_until_painted


def measure(*, quick: bool) -> list[Figure]:
    """Delays from a slider's input events, which a dragged mouse makes, to the new picture."""
    figures = []
    with open_page() as (page, url):
        for stage in ("reconstruction",) if quick else ("reconstruction", *LABS):
            page.goto(f"{url}?stage={stage}")
            page.wait_for_selector(f'body[data-stage="{stage}"]')
            wait_until_painted(page)
            page.wait_for_timeout(500)
            _drag(page, drags=2 if quick else 5)
            notes = page.evaluate("notebook")
            if len(notes["decodes"]) < len(notes["pictures"]):
                raise RuntimeError("more pictures than were asked for")
            events = notes["inputs"], notes["decodes"], notes["pictures"]
            figures += [
                measured(name, delays(*events, moment), case=stage)
                for name, moment in (
                    ("slider move to picture repainted", "done"),
                    ("slider move to the frame that shows it", "frame"),
                )
            ]
    return figures


def _drag(page: Page, *, drags: int) -> None:
    """Drag so many sliders to and fro with the mouse, a move a frame."""
    for dimension in range(drags):
        slider = page.locator(f'input[type=range][data-dimension="{dimension}"]')
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.5 * box["width"], middle)
        page.mouse.down()
        for share in (0.9, 0.2, 0.6):
            page.mouse.move(box["x"] + share * box["width"], middle, steps=15)
        page.mouse.up()
        page.wait_for_timeout(300)
