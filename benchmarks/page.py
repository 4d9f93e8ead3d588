"""The page in a real browser, with a notebook of when things happened in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from benchmarks.server import Server
from tests.browser.chromium import launch_chromium

PATIENCE = 60_000
"""Milliseconds to wait for what must come."""

RECORD = """
  window.notebook = {
    moves: [], traces: [], answers: [], strips: [], paintings: [],
    inputs: [], decodes: [], pictures: [],
  };
  const { fetch: ask } = window;
  const requests = { "/api/trace": ["traces", "moves"], "/api/decode": ["decodes", "inputs"] };
  // A request holds all that was done until it is sent: how much that is identifies it.
  window.fetch = async (resource, options) => {
    const { pathname, searchParams } = new URL(resource, location.href);
    const [list, done] = requests[pathname] ?? [];
    // A trace that names no client is another digit's, which a lab puts beside the drawing; many
    // capsules at once are a grid's.
    const live = list === "traces" ? searchParams.has("client") : options?.body.length <= 2000;
    if (list && live) {
      notebook[list].push(notebook[done].length);
    }
    if (list !== "traces" || !live) return ask(resource, options);
    const times = { sent: performance.now(), read: 0 };
    notebook.answers.push(times);
    const answer = await ask(resource, options);
    const read = answer.arrayBuffer.bind(answer);
    answer.arrayBuffer = async () => {
      const content = await read();
      times.read = performance.now();
      return content;
    };
    return answer;
  };
  // The page takes the first word of a move, where the browser gives it before the frame's.
  const first = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";
  addEventListener(first, ({ buttons, timeStamp, target }) => {
    if (buttons && target.id === "drawing") notebook.moves.push(timeStamp);
  }, { capture: true });
  addEventListener("input", ({ target, timeStamp }) => {
    if (target.matches("input[type=range][data-dimension]")) notebook.inputs.push(timeStamp);
  }, { capture: true });
  addEventListener("DOMContentLoaded", () => {
    const shown = { strip: 0, painted: 0, moved: 0 };
    const lists = { strip: "strips", painted: "paintings", moved: "pictures" };
    new MutationObserver(() => {
      const times = { done: performance.now(), frame: 0 };
      requestAnimationFrame(() => (times.frame = performance.now()));
      // One entry an answer, also where several are shown at once.
      for (const [name, list] of Object.entries(lists)) {
        for (; shown[name] < Number(document.body.dataset[name] ?? 0); shown[name]++) {
          // A picture that the page drew itself, without asking, holds all that was done.
          const { decodes, pictures, inputs } = notebook;
          if (name === "moved" && decodes.length === pictures.length) decodes.push(inputs.length);
          notebook[list].push(times);
        }
      }
    }).observe(document.body, { attributeFilter: ["data-strip", "data-painted", "data-moved"] });
  });
"""


@contextmanager
def open_page(*, record: bool = True) -> Iterator[tuple[Page, str]]:
    """A page of 1440 x 900, not yet at the address that comes with it."""
    with Server() as server, launch_chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        if record:
            page.add_init_script(RECORD)
        yield page, server.url


def wait_until_painted(page: Page) -> None:
    page.wait_for_selector('body[data-painted]:not([data-painted="0"])')


def rest(page: Page) -> None:
    """Wait until every trace that was asked for is painted, and no more are asked for."""
    deadline = time.monotonic() + PATIENCE / 1000
    before = None
    while time.monotonic() < deadline:
        page.wait_for_timeout(400)
        now = page.evaluate("[notebook.traces.length, notebook.paintings.length]")
        if now[0] == now[1] and now == before:
            return
        before = now
    raise RuntimeError(f"{before[0]} traces were asked for, {before[1]} were painted")


def delays(
    events: list[float], requests: list[int], answers: list[dict[str, float]], moment: str
) -> list[float]:
    """Milliseconds from each event to the moment of the first answer that holds it.

    `requests` says of each request how many events had happened when it was sent; `answers` are
    theirs, in the same order. Events that no answer holds are left out.
    """
    found = []
    place = 0
    for index, happened in enumerate(events):
        while place < len(requests) and requests[place] <= index:
            place += 1
        if place < len(answers):
            found.append(answers[place][moment] - happened)
    return found
