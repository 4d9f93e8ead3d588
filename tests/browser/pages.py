"""Pages that are used again: to make one, and fill its caches, costs more than most tests do."""

from __future__ import annotations

from typing import Any, Literal, NoReturn

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.scripts import RECORD_CALLS

WINDOW: ViewportSize = {"width": 1440, "height": 900}
ColorScheme = Literal["light", "dark"]
Motion = Literal["no-preference", "reduce"]


class Pages:
    """Hands out pages, of which no two that are in use at once share a context."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: list[Page] = []
        self._free: list[Page] = []

    def take(
        self,
        *,
        own: bool = False,
        clock: bool = False,
        viewport: ViewportSize = WINDOW,
        color_scheme: ColorScheme = "light",
        reduced_motion: Motion = "no-preference",
        **options: Any,
    ) -> Page:
        """A page that stores nothing.

        One with other options is the caller's own, and so is one whose clock can be put forward.
        Else it may have been used before: its cache is warm, and it refuses what would stay.
        """
        if not (own or clock or options):
            page = self._free.pop() if self._free else self._make()
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
            return page
        self.leave()
        context = self._browser.new_context(
            viewport=viewport, color_scheme=color_scheme, reduced_motion=reduced_motion, **options
        )
        context.add_init_script(RECORD_CALLS)
        if clock:
            context.clock.install()
        return context.new_page()

    def _make(self) -> Page:
        context = self._browser.new_context()
        context.add_init_script(RECORD_CALLS)
        page = context.new_page()
        page.add_init_script = _refuse  # type: ignore[method-assign]
        page.expose_binding = page.expose_function = _refuse  # type: ignore[method-assign]
        self._kept.append(page)
        return page

    def leave(self) -> None:
        """Leave the pages blank that nobody uses: what was left playing would go on meanwhile.

        Not after each test: the next one's page would need a new process, which takes as long
        again as to open it.
        """
        for page in self._free:
            if page.url != "about:blank":
                page.goto("about:blank")

    def give_back(self, page: Page, origin: str) -> None:
        """Close a page, or forget what it stored and keep it for another test."""
        if page not in self._kept:
            page.context.close()
            return
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all()
        # Of all kinds of storage; the cache of what was fetched is none.
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()
        page.mouse.up()
        page.mouse.move(0, 0)
        self._free.append(page)


def _refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("this would stay with the page: ask for your own, new_page(own=True)")
