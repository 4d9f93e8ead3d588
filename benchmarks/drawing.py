"""The page while a person draws: how late the strip is, and what travels."""

from __future__ import annotations

from playwright.sync_api import Page, Request

from benchmarks.budgets import measured
from benchmarks.figures import Figure
from benchmarks.page import PATIENCE, delays, open_page, rest, wait_until_painted

STAGES = ("routing", "draw", "conv1", "primary", "digits", "reconstruction")
LABS = ("pose", "ablate", "compare", "two-digits", "is-it-a-digit")
SEVEN = ((0.25, 0.22), (0.74, 0.22), (0.42, 0.82))
"""Corners of the stroke, in sides of the drawing."""


def measure(*, quick: bool) -> list[Figure]:
    """Delays of pen moves with each stage and lab open, and bytes of the live updates."""
    strokes = 1 if quick else 6
    stages = STAGES[:1] if quick else STAGES + LABS
    figures, sizes = [], []
    with open_page() as (page, url):
        sent: list[Request] = []
        page.on("requestfinished", lambda request: sent.append(request))
        for stage in stages:
            page.goto(f"{url}?stage={stage}")
            page.wait_for_selector(f'body[data-stage="{stage}"]')
            wait_until_painted(page)
            _draw(page)  # warms the page up
            rest(page)
            page.evaluate("Object.values(notebook).forEach((list) => (list.length = 0))")
            sent.clear()
            for _ in range(strokes):
                page.get_by_role("button", name="Clear the drawing").click()
                rest(page)
                _draw(page)
            rest(page)
            notes = page.evaluate("notebook")
            figures += [
                measured(
                    name, delays(notes["moves"], notes["traces"], notes[ends], moment), case=stage
                )
                for name, ends, moment in (
                    ("pen move until it is sent", "answers", "sent"),
                    ("pen move until its answer is read", "answers", "read"),
                    ("pen move to strip repainted", "strips", "frame"),
                    ("pen move to stage repainted", "paintings", "frame"),
                )
            ]
            live = [_bytes(each) / 1000 for each in sent if "precision=u8" in each.url]
            sizes.append(measured("live update", live, case=stage))
    return figures + sizes


def _draw(page: Page) -> None:
    """One stroke with the mouse, a move a frame."""
    pad = page.locator("#drawing")
    pad.scroll_into_view_if_needed(timeout=PATIENCE)
    box = pad.bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=25)
    page.mouse.up()


def _bytes(request: Request) -> int:
    sizes = request.sizes()
    return sum(sizes.values())
