"""What the inspector said of one unit, section by section, against the network's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from tests.inspector.ask import Asked, Network

Section = dict[str, Any]
Line = dict[str, Any]

FLOAT32 = 1e-6
"""Error of a float32 computation, relative to values above 1."""
PRINTED = 5
"""Terms of a long sum that are printed."""
UNCOUNTED = ("part", "formula", "words")


class Explanation:
    """What the inspector said of a unit: its sections one after another."""

    def __init__(self, network: Network, asked: Asked, explanation: dict[str, Any]) -> None:
        self.unit, drawing, self.iteration = asked
        self.trace = network.traces[drawing]
        self.sections: Iterator[Section] = iter(explanation["sections"])

    def next(self, kind: str) -> Section:
        """The next section of a kind; what has no numbers is passed over."""
        section = next(each for each in self.sections if each["type"] not in UNCOUNTED)
        assert section["type"] == kind
        return section

    def ends(self) -> None:
        assert {each["type"] for each in self.sections} <= set(UNCOUNTED)

    def bars(self, expected: Tensor | list[float], kind: str = "bars") -> Section:
        section = self.next(kind)
        for line, value in zip(section["terms"], expected, strict=True):
            assert_shows(line["value"], float(value))
        return section

    def grid(self, expected: Tensor) -> Section:
        section = self.next("grid")
        parts = section.get("parts", 1)
        for text, value in zip(section["values"], expected.flatten(), strict=True):
            assert_shows(text, parts * float(value), least=0 if parts == 100 else 2)
        return section

    def sum(
        self,
        terms: Tensor,
        *,
        place: Callable[[Line], int] | None = None,
        inputs: Callable[[int], tuple[float, float]] | None = None,
        bias: float | None = None,
        total: float,
        then: list[float],
    ) -> Section:
        """A sum of `terms`; `place` tells which of them a line is about."""
        section = self.next("sum")
        if len(terms) > 0:
            assert_adds_up(section)
        lines = section["terms"]
        count = len(terms) if place is None else min(PRINTED, len(terms))
        assert len(lines) == count
        places = [place(line) for line in lines] if place else list(range(count))
        for line, index in zip(lines, places, strict=True):
            assert_shows(line["value"], float(terms[index]))
            if inputs:
                for text, value in zip(line["input"].split(" × "), inputs(index), strict=True):
                    assert_shows(text, value)
        if place:
            largest = terms.abs().sort(descending=True).values[:count]
            assert torch.allclose(terms[places].abs(), largest, rtol=0, atol=2e-5)
        left = len(terms) - count
        assert (section["rest"] is not None) == (left > 0)
        if left:
            assert section["rest"]["name"] == f"{left:,} other{'s' if left > 1 else ''}"
            assert_shows(section["rest"]["value"], float(terms.sum() - terms[places].sum()))
        assert (section["bias"] is not None) == (bias is not None)
        if bias is not None:
            assert_shows(section["bias"]["value"], bias)
        assert_shows(section["total"]["value"], total)
        for line, value in zip(section["then"], then, strict=True):
            assert_shows(line["value"], value)
        return section


def assert_shows(text: str, value: float, least: int = 2) -> None:
    """A printed number is a value to its last digit, but for float32's own error."""
    decimals = len(text.partition(".")[2])
    assert decimals >= least
    error = abs(float(text.replace("−", "-")) - value)
    assert error <= 0.6 * 10**-decimals + FLOAT32 * (1 + abs(value)), (text, value)


def assert_adds_up(section: Section) -> None:
    """Printed terms make the printed total, but for the rounding of each."""
    lines = [*section["terms"], section["rest"], section["bias"]]
    printed = [float(line["value"].replace("−", "-")) for line in lines if line]
    total = float(section["total"]["value"].replace("−", "-"))
    rounding = 0.5e-4 * (len(printed) + 1) + FLOAT32 * (1 + abs(total))
    assert abs(sum(printed) - total) <= rounding, section["name"]
