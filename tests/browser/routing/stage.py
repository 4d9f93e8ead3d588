"""What the tests of the routing stage do there, and read from it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from model.network.trace import Trace
from tests.browser.explorer import Explorer
from tests.browser.words import shows

READ_CELLS = """
    (frame, step) => {
      const canvas = frame.querySelector("canvas");
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const readout = frame.parentElement.querySelector(".readout");
      const texts = Array.from({ length: canvas.width * canvas.height / step }, (_, place) => {
        const pixel = step * place;
        const clientX = left + ((pixel % canvas.width) + 0.5) * (width / canvas.width);
        const clientY = top + (Math.floor(pixel / canvas.width) + 0.5) * (height / canvas.height);
        frame.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
        return readout.textContent;
      });
      frame.dispatchEvent(new PointerEvent("pointerleave"));
      return texts;
    }
"""

LINKS = """
    (svg) => {
      const round = (value) => Number(value).toFixed(3);
      const sources = [...svg.querySelectorAll(".type-names text")]
        .map((text) => round(text.getAttribute("y")));
      const digits = [...svg.querySelectorAll(".class-node")]
        .map((node) => node.getAttribute("transform").match(/-?[\\d.]+/g))
        .map(([, y]) => round(y));
      return [...svg.querySelectorAll(".link-paths path")].map((path) => {
        const points = path.getAttribute("d").match(/-?[\\d.]+/g);
        return {
          source: sources.indexOf(round(points[1])),
          digit: digits.indexOf(round(points.at(-1))),
          width: Number(path.getAttribute("stroke-width")),
          look: path.getAttribute("class"),
        };
      });
    }
"""

QUANTITIES = {
  "support": "support",
  "coupling": "couplings",
  "logit": "logits",
  "agreement": "agreement",
}  # fmt: skip
"""Field of a trace by its name on the page."""
IN_WORDS = {
  "support": "support",
  "coupling": "coupling c",
  "logit": "logit b",
  "agreement": "agreement û·v",
}  # fmt: skip
"""The same names where there is more room."""
STEPS = {"b": "logits", "c": "couplings", "s": "sums", "v": "digits", "û·v": "agreement"}
"""The same of the steps of an iteration."""


def diagram(explorer: Explorer) -> Locator:
    return explorer.stage.locator(".diagram svg")


def inspector(explorer: Explorer) -> Locator:
    return explorer.page.locator("#inspector")


def press(explorer: Explorer, group: str, name: str, keyboard: bool = False) -> None:
    """Press a button of a group, with the pointer or with the keyboard."""
    buttons = explorer.stage.get_by_role("group", name=group, exact=True)
    button = buttons.get_by_role("button", name=name, exact=True)
    if keyboard:
        button.focus()
        explorer.page.keyboard.press("Enter")
    else:
        button.click()
    explorer.rest()
    expect(button).to_have_attribute("aria-pressed", "true")


def timeline(explorer: Explorer) -> Locator:
    return explorer.stage.get_by_role("slider", name="Steps of routing")


def tick(explorer: Explorer, iteration: int, step: str) -> Locator:
    place = list(STEPS).index(step)
    return explorer.stage.locator(f'[data-moment="{iteration * len(STEPS) + place}"]')


def press_tick(explorer: Explorer, iteration: int, step: str) -> None:
    tick(explorer, iteration, step).click()
    explorer.rest()


def beside(explorer: Explorer) -> list[str]:
    """The numbers beside the classes."""
    return explorer.stage.locator(".class-length").all_text_contents()


def class_numbers(trace: Trace, field: str, iteration: int) -> list[float]:
    """What a step says of each class: the length of s or v, else the mean over capsules."""
    values = getattr(trace, field)[iteration]
    own = values.norm(dim=-1) if field in ("sums", "digits") else values.mean((0, 1, 2))
    return [float(value) for value in own]


def expect_moment(explorer: Explorer, trace: Trace, iteration: int, step: str) -> None:
    counted = f"Iteration {iteration + 1} of {trace.iterations}"
    expect(explorer.stage.locator(".stage-line")).to_contain_text(f"{counted}. ")
    expect(timeline(explorer)).to_have_attribute("aria-valuetext", re.compile(f"^{counted}: "))
    expect(tick(explorer, iteration, step)).to_have_attribute("data-chosen", "")
    expect(explorer.stage.locator(".tick[data-chosen]")).to_have_count(1)
    wanted = class_numbers(trace, STEPS[step], iteration)
    for text, value in zip(beside(explorer), wanted, strict=True):
        assert shows(text, value)
