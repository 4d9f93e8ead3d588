"""The lab of two digits."""

from __future__ import annotations

import pytest

from model.network.capsnet import CapsNet
from tests.browser.explorer import Explorer, Strokes


@pytest.fixture
def lab(explorer: Explorer, samples: dict[int, Strokes]) -> Explorer:
    """The lab, with a freshly drawn 6 under the sample 5 that it opens with."""
    explorer.open_stage("two-digits")
    explorer.clear()
    explorer.draw(samples[6])
    return explorer


@pytest.fixture
def pairs(networks: dict[str, CapsNet]) -> CapsNet:
    """The network for two digits that the server has."""
    return networks["pairs"]
