"""The table of `docs/performance.md`, made of saved runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.budgets import KINDS, Kind
from benchmarks.figures import Figure, in_digits
from benchmarks.marked_text import write_between
from benchmarks.results import Run

BEGIN = "<!-- The benchmark writes from here: make bench WRITE=docs/performance.md -->"
END = "<!-- to here -->"
HEADER = "| part | figure | median | p95 | budget |"
UNMEASURED = "–"


def write_table(page: Path, runs: Sequence[Run]) -> None:
    """Put the table of these runs between the marks of a Markdown file.

    Raises ValueError where the file has no such marks, or the runs are of different machines.
    """
    write_between(page, BEGIN, END, render(runs))


def render(runs: Sequence[Run]) -> str:
    """The machine in words, and a row for every figure that there is."""
    machine = runs[0].machine
    if any(run.machine != machine for run in runs):
        raise ValueError("the runs are of different machines: measure both on one")
    quick = ", in the quick form" if any(run.quick for run in runs) else ""
    figures = [each for run in runs for each in run.figures]
    return "\n".join(
        [
            f"{machine['cores']} cores of {machine['processor']}, Python {machine['python']},",
            f"PyTorch {machine['torch']}{quick}:",
            "",
            HEADER,
            "|---|---|---|---|---|",
            *(
                _row(name, kind, [each for each in figures if each.name == name])
                for name, kind in KINDS.items()
            ),
        ]
    )


def budget_in_words(kind: Kind) -> str:
    """As the table shows it."""
    parts = [
        f"{words}{in_digits(value, kind.unit)}"
        for words, value in (("", kind.budget), ("p95 ", kind.budget_p95))
        if value is not None
    ]
    return ", ".join(parts)


def _row(name: str, kind: Kind, figures: Sequence[Figure]) -> str:
    budget = budget_in_words(kind)
    if any(each.met is False for each in figures):
        budget += ": **missed**"
    median = _range([each.median for each in figures], kind.unit) or UNMEASURED
    p95 = _range([each.p95 for each in figures if each.p95 is not None], kind.unit)
    return "| " + " | ".join([f"`{kind.part}`", name, median, p95, budget]) + " |"


def _range(values: Sequence[float], unit: str) -> str:
    """One value, or the least and the most of several."""
    if not values:
        return ""
    least, most = in_digits(min(values)), in_digits(max(values))
    return f"{least} to {most} {unit}".rstrip() if least != most else f"{least} {unit}".rstrip()
