"""A page with a 2 on its routing stage."""

from __future__ import annotations

from collections.abc import Callable

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
    return page_of_a_two.begin_again("routing")


@pytest.fixture
def trace(drawn: Explorer) -> Trace:
    return drawn.trace()
