"""The lab of two digits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.network.capsnet import CapsNet
from tests.browser.explorer import Explorer


@pytest.fixture(scope="module")
def page_of_a_six(page_of_a: Callable[[int], Explorer]) -> Explorer:
    return page_of_a(6)


@pytest.fixture
def lab(page_of_a_six: Explorer) -> Explorer:
    """The lab, with a 6 drawn by the mouse under the sample 5 that it opens with."""
    return page_of_a_six.begin_again("two-digits")


@pytest.fixture
def pairs(networks: dict[str, CapsNet]) -> CapsNet:
    """The network for two digits that the server has."""
    return networks["pairs"]
