"""Figures: what was measured, what it may be, and the table that says so."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Iterable, Mapping, Sequence


@dataclasses.dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table."""

    name: str
    unit: str
    median: float
    p95: float | None = None
    budget: float | None = None
    """Of the median; None where the figure only explains another one."""
    budget_p95: float | None = None
    count: int = 1
    """How many values were measured."""
    case: str = ""
    """Of which one of several it is: a stage, a number of images, ..."""

    @property
    def label(self) -> str:
        """The figure's name in full."""
        return f"{self.name}, {self.case}" if self.case else self.name

    @property
    def met(self) -> bool | None:
        """Whether every budget was kept; None where there is none."""
        kept = [
            value <= budget
            for value, budget in ((self.median, self.budget), (self.p95, self.budget_p95))
            if value is not None and budget is not None
        ]
        return all(kept) if kept else None


def figure(
    name: str,
    values: Sequence[float],
    *,
    unit: str,
    budget: float | None = None,
    budget_p95: float | None = None,
    case: str = "",
) -> Figure:
    """The figure of repeated measurements; a 95th percentile only where there are 20 or more."""
    return Figure(
        name=name,
        unit=unit,
        median=statistics.median(values),
        p95=percentile(values, 95) if len(values) >= 20 else None,
        budget=budget,
        budget_p95=budget_p95,
        count=len(values),
        case=case,
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least so many percent of them do not exceed."""
    ordered = sorted(values)
    rank = -(-percent * len(ordered) // 100)  # rounded up
    return ordered[max(0, int(rank) - 1)]


def table(figures: Iterable[Figure], before: Mapping[str, float] | None = None) -> str:
    """The figures as a text for people; `before` holds medians to compare with, by label."""
    heads = ["figure", "median", "p95", "budget", ""]
    if before is not None:
        heads += ["before", "change"]
    rows = [heads]
    for each in figures:
        row = [each.label, in_digits(each.median, each.unit), in_digits(each.p95), _budget(each)]
        row.append({True: "met", False: "MISSED", None: ""}[each.met])
        if before is not None:
            old = before.get(each.label)
            row.append(in_digits(old))
            row.append(f"{100 * (each.median / old - 1):+.0f} %" if old else "")
        rows.append(row)
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column in (0, 4) else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def in_digits(value: float | None, unit: str = "") -> str:
    """A value with three digits or so, and its unit; nothing of None."""
    if value is None:
        return ""
    decimals = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f} {unit}".rstrip()


def _budget(each: Figure) -> str:
    parts = [in_digits(each.budget), each.budget_p95 and f"p95 {in_digits(each.budget_p95)}"]
    return ", ".join(part for part in parts if part)
