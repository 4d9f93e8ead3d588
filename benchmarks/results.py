"""Runs of the benchmark as JSON files: the figures, and the machine that they are of."""

from __future__ import annotations

import dataclasses
import json
import platform
from pathlib import Path
from typing import Any

import torch

from app.config import ROOT, available_cores
from benchmarks.figures import Figure

FOLDER = ROOT / "benchmarks" / "results"
LATEST = FOLDER / "latest.json"
"""The latest run of `python -m benchmarks`."""
LOAD = FOLDER / "load.json"
"""The latest run of `python -m benchmarks.load`."""
CPUINFO = Path("/proc/cpuinfo")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    """One run."""

    machine: dict[str, Any]
    quick: bool
    figures: list[Figure]


def save(path: Path, figures: list[Figure], *, quick: bool) -> Run:
    """Write figures as a run of this machine; the run."""
    run = Run(machine=describe_machine(), quick=quick, figures=figures)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(dataclasses.asdict(run), indent=1) + "\n", encoding="utf-8")
    return run


def read_run(path: Path) -> Run:
    """A saved run."""
    content = json.loads(path.read_text(encoding="utf-8"))
    figures = [Figure(**each) for each in content.pop("figures")]
    return Run(**content, figures=figures)


def read_medians(path: Path) -> dict[str, float]:
    """Medians of a saved run, by the figures' labels."""
    return {each.label: each.median for each in read_run(path).figures}


def describe_machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "processor": _processor(),
        "cores": available_cores(),
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def _processor() -> str:
    """Its full name on Linux, elsewhere what Python knows of it."""
    if CPUINFO.exists():
        for line in CPUINFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
