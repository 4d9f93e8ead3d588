"""A page that tests of the inspector share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.explorer import Explorer
from tests.browser.inspector.panel import (
    let_go,
)


@pytest.fixture(scope="module")
def page_of_a_six(page_of_a: Callable[[int], Explorer]) -> Explorer:
    """The page with a 6 drawn by the mouse, to which nothing is pinned. Tests here only look."""
    return page_of_a(6)


@pytest.fixture
def drawn(page_of_a_six: Explorer) -> Explorer:
    page_of_a_six.page.mouse.move(0, 0)
    let_go(page_of_a_six)
    # A tile of the reconstruction's grid takes the capsule in hand.
    reset = page_of_a_six.page.get_by_role("button", name="Reset all")
    if reset.is_enabled():
        reset.click()
    return page_of_a_six
