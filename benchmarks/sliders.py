"""The page while a slider is moved: how late the picture is."""

from __future__ import annotations

from benchmarks.figures import Figure, figure
from benchmarks.page import delays, open_page, wait_until_painted


def measure(*, quick: bool) -> list[Figure]:
    """Delays from a slider's input events, which a dragged mouse makes, to the new picture."""
    drags = 2 if quick else 10
    with open_page() as (page, url):
        page.goto(f"{url}?stage=reconstruction")
        wait_until_painted(page)
        page.wait_for_timeout(500)
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
        notes = page.evaluate("notebook")
    if len(notes["decodes"]) < len(notes["pictures"]):
        raise RuntimeError("more pictures than were asked for")
    events = notes["inputs"], notes["decodes"], notes["pictures"]
    return [
        figure("slider move to picture repainted", delays(*events, "done"), unit="ms",
               budget=16, budget_p95=33),
        figure("slider move to the frame that shows it", delays(*events, "frame"), unit="ms"),
    ]  # fmt: skip
