"""While one draws, nothing makes the browser lay the page out before it has to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.explorer import SPACE, STAGES, Strokes


def forced_layouts(trace: Path) -> list[str]:
    """The functions of the page within which it was laid out, of what Chromium recorded."""
    events: list[dict[str, Any]] = json.loads(trace.read_text())["traceEvents"]
    timed = [event for event in events if event["ph"] == "X"]
    calls = [event for event in timed if event["name"] == "FunctionCall"]
    layouts = [event for event in timed if event["name"] == "Layout"]
    assert layouts
    assert calls
    return [
        f"{data.get('url', '').rpartition('/')[2]}:{data.get('lineNumber')}"
        for layout in layouts
        for call in calls
        if call["tid"] == layout["tid"]
        and call["ts"] <= layout["ts"] < call["ts"] + call["dur"]
        and "/static/js/" in (data := call["args"]["data"]).get("url", "")
    ]


@pytest.mark.parametrize("stage", STAGES)
def test_no_layout_is_read_while_a_digit_is_drawn(
    new_page: OpenPage, samples: dict[int, Strokes], tmp_path: Path, stage: str
) -> None:
    explorer = new_page().open(f"/?stage={stage}")
    page = explorer.page
    page.wait_for_selector(f'body[data-stage="{stage}"]')
    page.wait_for_selector("#capsule .slider-reading:not(:empty)")  # of what comes last
    browser = page.context.browser
    assert browser is not None
    pad = page.locator("#drawing").bounding_box()
    assert pad is not None
    scale = pad["width"] / SPACE
    first, *others = [(pad["x"] + x * scale, pad["y"] + y * scale) for x, y in samples[3][0]]
    browser.start_tracing(page=page, path=tmp_path / "trace", categories=["devtools.timeline"])
    try:
        page.mouse.move(*first)
        page.mouse.down()
        for place in others:
            page.mouse.move(*place)
        explorer.painted_after(explorer.painted)
        page.mouse.up()
    finally:
        browser.stop_tracing()
    assert forced_layouts(tmp_path / "trace") == []
