"""A page with a 2 on its routing stage."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from model.network.trace import Trace
from tests.browser.explorer import Explorer


@pytest.fixture(scope="module")
def page_of_a_two(page_of_a: Callable[[int], Explorer]) -> Explorer:
    """The page with a 2 drawn by the mouse: not what it opens with."""
    return page_of_a(2)


@pytest.fixture
def drawn(page_of_a_two: Explorer) -> Explorer:
    """The page with a 2 on its routing stage as it opens, nothing pinned nor chosen."""
    page = page_of_a_two.page
    page.mouse.move(0, 0)
    page.wait_for_url(re.compile("drawing=."))
    (drawing,) = parse_qs(urlsplit(page.url).query)["drawing"]
    return page_of_a_two.go("?" + urlencode({"drawing": drawing}))


@pytest.fixture
def trace(drawn: Explorer) -> Trace:
    return drawn.trace()
