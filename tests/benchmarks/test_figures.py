from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.budgets import counted, measured
from benchmarks.figures import Figure, figure, percentile, table
from benchmarks.results import read_medians, read_run, save


@pytest.mark.parametrize(("percent", "expected"), [(95, 19), (100, 20), (50, 10), (1, 1), (0, 1)])
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(percent: int, expected: int) -> None:
    assert percentile([float(value) for value in range(20, 0, -1)], percent) == expected


def test_few_values_have_a_median_and_no_percentile() -> None:
    few = figure("start", [3.0, 1.0, 2.0], unit="s")
    assert (few.median, few.p95, few.count) == (2.0, None, 3)
    many = figure("trace", [float(value) for value in range(1, 101)], unit="ms")
    assert (many.median, many.p95, many.count) == (50.5, 95.0, 100)


@pytest.mark.parametrize(
    ("median", "p95", "budget", "budget_p95", "met"),
    [
        (6.0, None, 6, None, True),
        (6.1, None, 6, None, False),
        (6.0, 70.0, 6, 60, False),
        (9.0, 50.0, None, 60, True),
        (9.0, 50.0, None, None, None),
        (9.0, None, None, 60, None),
    ],
)
def test_a_figure_is_met_where_every_budget_is_kept(
    median: float, p95: float | None, budget: float | None, budget_p95: float | None, met: bool
) -> None:
    made = Figure(name="a", unit="ms", median=median, p95=p95, budget=budget, budget_p95=budget_p95)
    assert made.met is met


def test_the_table_shows_budgets_and_what_they_were_before() -> None:
    figures = [
        Figure(name="trace", unit="ms", median=4.5, p95=5.25, budget=6, budget_p95=9),
        Figure(name="memory", unit="MB", median=1234.0, budget=600),
        Figure(name="new", unit="", median=7),
    ]
    lines = table(figures, {"trace": 5.0, "memory": 1000.0}).splitlines()
    assert [line.split("  ") for line in map(" ".join, map(str.split, lines))] == [
        ["figure median p95 budget before change"],
        ["trace 4.50 ms 5.25 6, p95 9 met 5 -10 %"],
        ["memory 1,234 MB 600 MISSED 1,000 +23 %"],
        ["new 7"],
    ]
    assert "before" not in table(figures)


def test_a_saved_run_is_read_back_for_comparison(tmp_path: Path) -> None:
    path = tmp_path / "results" / "latest.json"
    run = save(
        path,
        [
            figure("trace", [4.0, 5.0, 6.0], unit="ms"),
            measured("live update", [150.0, 190.0, 170.0], case="routing"),
        ],
        quick=True,
    )
    assert read_medians(path) == {"trace": 5.0, "live update, routing": 170.0}
    assert read_run(path) == run
    assert set(run.machine) == {"processor", "cores", "python", "torch"}


def test_a_figure_has_the_unit_and_budgets_of_its_name() -> None:
    moved = measured("slider move to picture repainted", [10.0] * 19 + [40.0, 40.0], case="pose")
    assert (moved.unit, moved.budget, moved.budget_p95) == ("ms", 16, 33)
    assert (moved.median, moved.p95, moved.met) == (10, 40, False)
    assert moved.label == "slider move to picture repainted, pose"
    assert counted("first visit, requests", 40).met is True
    with pytest.raises(KeyError, match="first visit, guesses"):
        counted("first visit, guesses", 1)
