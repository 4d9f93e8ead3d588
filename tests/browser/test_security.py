"""What the answers' headers forbid, forbidden by a real browser."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.explorer import STAGES, Explorer
from tests.browser.server import serve

VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      window.violations.push(`${violatedDirective}: ${blockedURI}`);
    });
"""


@contextmanager
def serving(page: str) -> Iterator[str]:
    """The address of somebody else's page."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


def test_no_part_of_the_page_is_against_its_own_policy(new_page: OpenPage) -> None:
    explorer = new_page(own=True)
    explorer.page.add_init_script(VIOLATIONS)
    explorer.open()
    for stage in STAGES:
        explorer.open_stage(stage)
    explorer.page.get_by_role("button", name="Tour", exact=True).click()
    expect(explorer.page.locator("#tour")).to_be_visible()
    assert violations(explorer.page) == []


def test_the_policy_stops_scripts_styles_and_requests_that_are_not_the_pages(
    new_page: OpenPage,
) -> None:
    explorer = new_page(own=True)
    explorer.expect_problems("Content Security Policy|ERR_|example.invalid")
    explorer.page.add_init_script(VIOLATIONS)
    explorer.open()
    explorer.page.evaluate(
        """async () => {
          const script = document.createElement("script");
          script.textContent = "window.intruded = true";
          document.body.append(script);
          const button = document.createElement("button");
          button.setAttribute("onclick", "window.intruded = true");
          document.body.append(button);
          button.click();
          const style = document.createElement("style");
          style.textContent = "body { outline: 7px solid red }";
          document.head.append(style);
          await fetch("https://example.invalid/").catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, 100));
        }"""
    )
    assert explorer.page.evaluate("window.intruded") is None
    assert explorer.page.evaluate("getComputedStyle(document.body).outlineWidth") != "7px"
    directives = {each.split(":")[0] for each in violations(explorer.page)}
    assert {"script-src-elem", "script-src-attr", "style-src-elem", "connect-src"} <= directives


def test_another_origin_can_neither_frame_the_page_nor_read_an_answer(
    explorer: Explorer, server: str
) -> None:
    script = f"""
      window.outcome = (async () => {{
        const read = (url, options) => fetch(url, options).then((r) => r.text(), () => "refused");
        const type = {{ "Content-Type": "application/octet-stream" }};
        return [
          await read("{server}/api/models"),
          await read("{server}/api/trace", {{ method: "POST", headers: type, body: "x" }}),
        ];
      }})();
    """
    foreign = f'<iframe src="{server}/"></iframe><script>{script}</script>'
    with serving(foreign) as url:
        page = explorer.page.context.new_page()
        page.goto(url)
        assert page.evaluate("window.outcome") == ["refused", "refused"]
        frame = page.frames[1]
        frame.wait_for_load_state()
        assert frame.locator("#drawing").count() == 0
        page.close()


def test_a_changed_script_is_never_shown_with_an_old_page(
    new_page: OpenPage, checkpoints: tuple[Path, ...]
) -> None:
    with serve(checkpoints[:1]) as url:
        _expect_asked_again(new_page(url).open())


def _expect_asked_again(explorer: Explorer) -> None:
    stale = []

    def note(response: object) -> None:
        if "/static/vendor/" not in response.url and "/static/" in response.url:  # type: ignore[attr-defined]
            stale.append(response.headers.get("cache-control"))  # type: ignore[attr-defined]

    explorer.note("response", note)
    with explorer.page.expect_response(explorer.url + "/") as answer:
        explorer.page.reload()
    assert answer.value.headers["cache-control"] == "no-cache"
    explorer.rest()
    # Each is asked for again, and only then taken from the browser's cache.
    assert len(stale) > 10
    assert set(stale) == {"no-cache"}
