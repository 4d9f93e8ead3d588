"""`python -m benchmarks` measures everything, prints one table and keeps it as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import torch

from app.config import ROOT, available_cores
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
from benchmarks.figures import Figure, table

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
LATEST = ROOT / "benchmarks" / "results" / "latest.json"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and save; 1 where a budget was missed. Control-C keeps what there is."""
    options = _parse(arguments)
    before = read_medians(options.compare) if options.compare else None
    figures: list[Figure] = []
    try:
        for name in options.only or MEASURES:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            figures += MEASURES[name](quick=options.quick)
    except KeyboardInterrupt:
        print("stopped: only the parts that were measured follow", file=sys.stderr)
    print(table(figures, before))
    save(LATEST, figures, quick=options.quick)
    print(f"\nsaved as {LATEST.relative_to(ROOT)}: --compare with it later", file=sys.stderr)
    return int(any(each.met is False for each in figures))


def save(path: Path, figures: list[Figure], *, quick: bool) -> None:
    """Write figures, and the machine they are of, as JSON."""
    content = {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": available_cores(),
            "python": platform.python_version(),
            "torch": torch.__version__,
        },
        "quick": quick,
        "figures": [dataclasses.asdict(each) for each in figures],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n")


def read_medians(path: Path) -> dict[str, float]:
    """Medians of a saved run, by the figures' names."""
    return {each["name"]: each["median"] for each in json.loads(path.read_text())["figures"]}


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats: about a minute")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="show an earlier run beside")
    parser.add_argument(
        "--only", action="append", choices=MEASURES, help="one part; may be repeated"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
