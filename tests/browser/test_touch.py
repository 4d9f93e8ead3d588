"""Touch: a finger draws, and the page stays where it is."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import SPACE, Strokes, thinned


def test_a_finger_draws_and_does_not_scroll_the_page(
    new_page: OpenPage, samples: dict[int, Strokes]
) -> None:
    explorer = new_page(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).open()
    explorer.clear()
    explorer.rest()
    explorer.pad.scroll_into_view_if_needed()
    box = explorer.pad.bounding_box()
    assert box is not None
    place = "[window.scrollX, window.scrollY]"
    before = explorer.page.evaluate(place)
    assert explorer.page.evaluate("document.body.scrollHeight > window.innerHeight")

    devtools = explorer.page.context.new_cdp_session(explorer.page)
    scale = box["width"] / SPACE

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": box["x"] + x * scale, "y": box["y"] + y * scale} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    for stroke in samples[7]:
        points = thinned(stroke)
        touch("touchStart", points[0])
        for point in points[1:]:
            touch("touchMove", point)
        touch("touchEnd")
    explorer.rest()
    assert explorer.page.evaluate(place) == before
    expect(explorer.prediction).to_have_attribute("data-class", "7")
    expect(explorer.page.get_by_role("button", name="Clear the drawing")).to_be_enabled()
