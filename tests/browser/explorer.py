"""Explorer: the page as a person uses it, and what it sent, to be compared with the model."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
import torch
from playwright.sync_api import ConsoleMessage, Locator, Page, Request
from torch import Tensor

from model.images.colour import place_colour
from model.images.preprocess import preprocess
from model.network.capsule_network import CapsuleNetwork
from model.network.trace import Trace
from tests.browser.scripts import AT_REST, FRAMES, GO, PAINTED_AFTER, PIXELS, SENT
from tests.browser.words import shows

Strokes = Sequence[Sequence[tuple[float, float]]]

STAGES = ("draw", "conv1", "primary", "routing", "digits", "reconstruction")
LABS: tuple[str, ...] = ("pose", "ablate", "compare", "is-it-a-digit", "two-digits")
"""Stages that are opened from the menu of labs."""
PATIENCE = 60_000
"""Milliseconds to wait for what must come: many times what an idle machine takes."""
SPACE = 280
"""Side of the space that strokes lie in."""


class Sent(NamedTuple):
    """What the page gave the network last."""

    query: dict[str, str]
    type: str
    body: bytes


class Explorer:
    """One page of its own browser context; `problems` is what it complained of."""

    def __init__(self, page: Page, url: str, networks: Mapping[str, CapsuleNetwork]) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.url = url
        self.networks = networks
        self.problems: list[str] = []
        self.drawing = ""
        """As an address holds it: what tests that share the page begin with."""
        self._expected: list[str] = []
        self._noted: list[tuple[str, Callable[..., None]]] = []
        self.note("console", self._note_message)
        self.note("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.note("requestfailed", self._note_failure)
        self.pad = page.locator("#drawing")
        self.prediction = page.locator("#prediction")
        self.problem = page.locator("#problem")
        self.stage = page.locator("#stage")
        self.picture = page.locator('[data-picture="reconstruction"]')

    def note(self, event: Any, listener: Callable[..., None]) -> None:
        """Listen to the page until it is given back."""
        self.page.on(event, listener)
        self._noted.append((event, listener))

    def forget(self) -> None:
        """Listen to the page no longer."""
        for event, listener in self._noted:
            self.page.remove_listener(event, listener)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text} {message.location}")

    def _note_failure(self, request: Request) -> None:
        # A page that is left gives up what it had asked for.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"request failed: {request.url} {request.failure}")

    def expect_problems(self, pattern: str) -> None:
        """Let the page complain of what matches, and of nothing else."""
        self._expected.append(pattern)

    def unexpected_problems(self) -> list[str]:
        return [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self._expected)
        ]

    def open(self, query: str = "") -> Explorer:
        """Open the page and wait until it shows exact numbers, and a stage."""
        self.page.goto(self.url + query)
        self.rest()
        self.page.wait_for_selector("#stage-title", state="attached")
        return self

    def go(self, query: str) -> Explorer:
        """Let the open page show what an address says, as it does when a person goes back to it."""
        self.page.evaluate(GO, query)
        self.rest()
        return self

    def begin_again(self, stage: str = "digits") -> Explorer:
        """Let the page show what was drawn for all tests, with nothing pinned, chosen or set."""
        self.page.unroute_all()
        self.page.mouse.move(0, 0)
        return self.go("?" + urlencode({"stage": stage, "drawing": self.drawing}))

    def rest(self) -> None:
        """Wait until the newest exact answer is painted."""
        complaint = self.page.evaluate(AT_REST, PATIENCE)
        assert complaint == "", complaint

    def painted_after(self, number: int) -> int:
        """Wait until more traces than `number` are painted; how many are."""
        painted = int(self.page.evaluate(PAINTED_AFTER, number))
        assert painted > number
        return painted

    def next_frames(self) -> None:
        """Wait until the changes made so far are painted, with an answer to them or without."""
        self.page.evaluate(FRAMES)

    @property
    def painted(self) -> int:
        return int(self.page.locator("body").get_attribute("data-painted") or 0)

    # What a person does

    def open_stage(self, name: str, tab: str | None = None) -> None:
        """Open a stage by its card's heading, or a lab from the menu, and one of its sub-tabs; wait
        for exact numbers.
        """
        if name in LABS:
            self.page.locator('[data-control="labs"]').click()
            self.page.locator(f'[data-lab="{name}"]').click()
        elif name == "draw":
            self.page.locator('[data-card="draw"] .seen-button').click()
        else:
            self.page.locator(f'[data-card="{name}"] .card-head').click()
        self.page.wait_for_selector(f'body[data-stage="{name}"]')
        if tab is not None:
            self.page.locator(f'#stage [data-tab="{tab}"]').click()
            self.page.wait_for_selector(f'body[data-stage="{name}"][data-tab="{tab}"]')
        self.rest()

    def open_tab(self, name: str) -> None:
        """Open a sub-tab of the stage, where it is not open; wait for it and for exact numbers."""
        tab = self.stage.locator(f'[data-tab="{name}"]')
        if tab.get_attribute("aria-selected") != "true":
            tab.click()
        self.page.wait_for_selector(f'body[data-tab="{name}"]')
        self.rest()

    def clear(self) -> None:
        self.page.get_by_role("button", name="Clear the drawing").click()

    def move_pen(self, x: float, y: float) -> None:
        """Move the mouse to a point of the drawing's space."""
        box = self.pad.bounding_box()
        assert box is not None
        scale = box["width"] / SPACE
        self.page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)

    def draw(self, strokes: Strokes) -> None:
        """Draw with the mouse, point by point, and wait for exact numbers."""
        self.pad.scroll_into_view_if_needed()
        for stroke in strokes:
            self.move_pen(*stroke[0])
            self.page.mouse.down()
            for point in thinned(stroke)[1:]:
                self.move_pen(*point)
            self.page.mouse.up()
        self.rest()

    def application(self, name: str) -> Locator:
        """The picture of the stage that keys move in, by the beginning of its name."""
        return self.stage.get_by_role("application", name=re.compile("^" + name))

    def point_at(self, picture: Locator, x: int, y: int) -> str:
        """The words for the cell at a pixel of a picture's canvas."""
        canvas = picture.locator("canvas").first  # what lies over it comes later
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        width, height = canvas.evaluate("(canvas) => [canvas.width, canvas.height]")
        self.page.mouse.move(
            box["x"] + (x + 0.5) * box["width"] / width,
            box["y"] + (y + 0.5) * box["height"] / height,
        )
        return self.readout(picture)

    @contextmanager
    def chart_table(self, part: Locator) -> Iterator[Locator]:
        """The table of a chart's numbers, opened from its part of the stage, and closed again."""
        part.get_by_role("button", name="Table", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator("tbody tr").first.wait_for()
        yield dialog.get_by_role("table")
        dialog.get_by_role("button", name="Close the table").click()
        dialog.wait_for(state="detached")

    def open_table(self, name: str, *, keyboard: bool = False) -> Locator:
        """The table of a picture of the stage, by the beginning of its name."""
        button = self.stage.get_by_role("button", name=re.compile(f"^More of {name}")).first
        if keyboard:
            button.focus()
            self.page.keyboard.press("Enter")
            self.page.get_by_role("menuitem", name="Table of numbers").focus()
            self.page.keyboard.press("Enter")
        else:
            button.click()
            self.page.get_by_role("menuitem", name="Table of numbers").click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        return dialog

    def readout(self, picture: Locator) -> str:
        own = picture.locator("xpath=..").locator(".readout")
        # Of several pictures of a lab one line tells what is pointed at.
        return (own if own.count() else self.stage.locator("[data-told]")).inner_text()

    # What the page sent and shows

    def sent(self) -> Sent:
        answer: dict[str, Any] = self.page.evaluate(SENT)
        return Sent(answer["query"], answer["type"], base64.b64decode(answer["body"]))

    def image(self) -> Tensor:
        """What the network received last, by the model's own preprocessing."""
        query, type_, body = self.sent()
        config = self.networks[query["model"]].config
        height, width, channels = config.image_height, config.image_width, config.image_channels
        if type_ == "application/octet-stream":
            pixels = np.frombuffer(body, np.uint8).reshape(config.image_shape)
            return torch.from_numpy(pixels.astype(np.float32) / 255)
        if channels > 1:
            return place_colour(body, channels=channels, height=height, width=width).image
        return preprocess(body, height=height, width=width, center=query["center"] == "1")

    def trace(self) -> Trace:
        """The model's own trace of the very image that the page sent last."""
        self.rest()
        query = self.sent().query
        routing = int(query["routing"]) if "routing" in query else None
        return self.networks[query["model"]].trace(self.image(), routing)

    def lengths(self) -> list[str]:
        """The length shown for each digit, by the digit's number."""
        rows = self.page.locator('[data-part="lengths"] [data-digit]').evaluate_all(
            """(rows) => rows.map((row) => [
                 row.dataset.digit, row.querySelector("[data-length]").textContent])"""
        )
        shown = {int(digit): text for digit, text in rows}
        return [shown[digit] for digit in range(len(shown))]

    def expect_lengths(self) -> None:
        """Wait until the lengths shown are what PyTorch computes."""
        expected = self.trace().lengths.tolist()
        self.until(
            lambda: all(
                shows(text, length) for text, length in zip(self.lengths(), expected, strict=True)
            )
        )

    def slider(self, dimension: int) -> Locator:
        return self.page.locator(f'input[type=range][data-dimension="{dimension}"]')

    def boxes(self) -> list[float]:
        """The numbers beside the sliders, dimension by dimension."""
        boxes = self.page.get_by_role("spinbutton", name=re.compile(r"^Dimension \d+, as a number"))
        return [
            float(text.replace("−", "-"))
            for text in boxes.evaluate_all("(all) => all.map((box) => box.value)")
        ]

    def colours(self, canvas: Locator) -> npt.NDArray[np.uint8]:
        """Red, green and blue of each pixel of a canvas."""
        pixels = canvas.evaluate(PIXELS)
        bytes_ = np.frombuffer(base64.b64decode(pixels["bytes"]), np.uint8)
        return bytes_.reshape(pixels["height"], pixels["width"], 4)[..., :3]

    def ink(self, canvas: Locator) -> npt.NDArray[np.float64]:
        """Ink of each pixel of a canvas that shows grey on paper, in [0, 1]."""
        shown = self.colours(canvas)
        assert (shown[..., 0] == shown[..., 1]).all()
        assert (shown[..., 0] == shown[..., 2]).all()
        return 1 - shown[..., 0].astype(np.float64) / 255

    def expect_picture(self, picture: Tensor) -> None:
        """Wait until the reconstruction's canvas shows a picture, to the next grey level."""
        wanted = picture.numpy()
        self.until(lambda: bool(np.abs(self.ink(self.picture) - wanted).max() <= 0.5 / 255 + 1e-4))

    def expect_decoded(self, digit: int, values: Sequence[float]) -> None:
        """Wait until the canvas shows what the decoder draws from a digit's capsule."""
        capsnet = self.networks["mnist"]
        self.expect_picture(capsnet.decode(torch.tensor([values]), torch.tensor([digit]))[0])

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; it must within some seconds."""
        deadline = time.monotonic() + PATIENCE / 1000
        pause = 20.0
        while not holds():
            assert time.monotonic() < deadline
            self.page.wait_for_timeout(pause)
            pause = min(200, 1.3 * pause)  # to look is work that keeps the page from its own


def thinned(stroke: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Every third point and the last: as much as a quick hand's mouse reports."""
    return [*stroke[:-1:3], stroke[-1]]
