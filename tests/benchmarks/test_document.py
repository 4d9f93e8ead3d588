"""The table of docs/performance.md is the benchmark's."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from app.config import ROOT
from benchmarks.__main__ import MEASURES
from benchmarks.budgets import KINDS, counted, measured
from benchmarks.document import BEGIN, END, HEADER, budget_in_words, render, write_table
from benchmarks.results import Run

PAGE = ROOT / "docs" / "performance.md"
MACHINE = {"processor": "Some Processor", "cores": 2, "python": "3.11.2", "torch": "2.13.0"}
RUN = Run(
    machine=MACHINE,
    quick=False,
    figures=[
        measured("pen move to strip repainted", [20.0] * 20, case="routing"),
        measured("pen move to strip repainted", [25.0] * 18 + [70.0] * 2, case="draw"),
        counted("start to first answer", 1.3456),
        counted("40 people drawing, failures", 0),
    ],
)


def rows(text: str) -> list[list[str]]:
    """The cells of the table between the marks."""
    lines = text.split(HEADER)[1].split(END)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line]


def numbers(cell: str) -> list[float]:
    return [float(each.replace(",", "")) for each in re.findall(r"\d[\d,.]*", cell)]


def test_the_page_has_a_row_for_each_figure_with_the_budget_of_the_code() -> None:
    found = [
        (part.strip("`"), name, budget.removesuffix(": **missed**"))
        for part, name, _, _, budget in rows(PAGE.read_text(encoding="utf-8"))
    ]
    assert found == [(kind.part, name, budget_in_words(kind)) for name, kind in KINDS.items()], (
        "docs/performance.md has other rows than benchmarks/budgets.py: make bench WRITE=..."
    )


def test_the_page_says_missed_where_its_numbers_exceed_their_budgets() -> None:
    for _, name, median, p95, budget in rows(PAGE.read_text(encoding="utf-8")):
        kind = KINDS[name]
        missed = any(
            allowed is not None and max(numbers(cell), default=0) > allowed
            for cell, allowed in ((median, kind.budget), (p95, kind.budget_p95))
        )
        assert ("**missed**" in budget) == missed, name


def test_every_figure_is_of_a_part_that_can_be_asked_for() -> None:
    assert {kind.part for kind in KINDS.values()} == {*MEASURES, "make load"}


def test_a_row_is_the_least_and_the_most_of_its_cases() -> None:
    text = render([RUN])
    assert text.startswith("2 cores of Some Processor, Python 3.11.2,\nPyTorch 2.13.0:\n\n| part")
    table = {name: cells for _, name, *cells in rows(text)}
    assert table["pen move to strip repainted"] == [
        "20 to 25 ms", "20 to 70 ms", "30 ms, p95 60 ms: **missed**"
    ]  # fmt: skip
    assert table["start to first answer"] == ["1.35 s", "", "4 s"]
    assert table["40 people drawing, failures"] == ["0", "", "0"]
    assert table["first visit, requests"] == ["–", "", "40"]


def test_the_table_is_put_between_its_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")
    write_table(page, [RUN])
    assert page.read_text(encoding="utf-8") == (
        f"Before.\n\n{BEGIN}\n{render([RUN])}\n{END}\n\nAfter.\n"
    )
    page.write_text("No marks.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md has no place to write to"):
        write_table(page, [RUN])
    assert page.read_text(encoding="utf-8") == "No marks.\n"


def test_runs_of_two_machines_are_not_put_into_one_table() -> None:
    other = dataclasses.replace(RUN, machine={**MACHINE, "cores": 8})
    with pytest.raises(ValueError, match="different machines"):
        render([RUN, other])
