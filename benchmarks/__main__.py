"""`python -m benchmarks` measures everything, prints one table and keeps it as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from app.config import ROOT
from benchmarks import (
    answering,
    computing,
    drawing,
    growth,
    limit,
    loading,
    running,
    sliders,
    training,
)
from benchmarks.document import write_table
from benchmarks.figures import Figure, table
from benchmarks.results import LATEST, LOAD, Run, read_medians, read_run, save

MEASURES: dict[str, Callable[..., list[Figure]]] = {
    "compute": computing.measure,
    "limit": limit.measure,
    "growth": growth.measure,
    "requests": answering.measure_requests,
    "start": running.measure_start,
    "load": loading.measure,
    "draw": drawing.measure,
    "sliders": sliders.measure,
    "crowd": answering.measure_crowd,
    "memory": running.measure_memory,
    "train": training.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and save; 1 where a budget was missed. Control-C keeps what there is."""
    options = _parse(arguments)
    before = read_medians(options.compare) if options.compare else None
    run = read_run(LATEST) if options.saved else _measure(options)
    print(table(run.figures, before))
    if options.write:
        write_table(options.write, [run, read_run(LOAD)] if LOAD.exists() else [run])
    return int(any(each.met is False for each in run.figures))


def _measure(options: argparse.Namespace) -> Run:
    """Each part that was asked for; the saved run."""
    figures: list[Figure] = []
    try:
        for name in options.only or MEASURES:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            figures += MEASURES[name](quick=options.quick)
    except KeyboardInterrupt:
        print("stopped: only the parts that were measured follow", file=sys.stderr)
    run = save(LATEST, figures, quick=options.quick)
    print(f"saved as {LATEST.relative_to(ROOT)}: --compare with it later", file=sys.stderr)
    return run


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats: about a minute")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="show an earlier run beside")
    parser.add_argument(
        "--only", action="append", choices=MEASURES, help="one part; may be repeated"
    )
    parser.add_argument("--saved", action="store_true", help="show the latest run; measure nothing")
    parser.add_argument(
        "--write",
        type=Path,
        metavar="FILE",
        help="put the table into this Markdown file, with the latest run of benchmarks.load",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
