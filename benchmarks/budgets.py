"""Every figure that is measured: which part measures it, in what unit, and what it may be at most.

Budgets are meant for two processor cores. `docs/performance.md` has a row for each figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.figures import Figure, figure


class Kind(NamedTuple):
    """What is known of a figure before it is measured."""

    part: str
    """Of the benchmark, as `--only` names it, or `make load`."""
    unit: str
    budget: float | None = None
    """Of the median; None where the figure only explains another one."""
    budget_p95: float | None = None


KINDS: dict[str, Kind] = {
    "plain CapsNet, forward pass alone": Kind("compute", "ms"),
    "trace, the model alone": Kind("compute", "ms"),
    "trace, with its bytes": Kind("compute", "ms", 6),
    "trace / plain CapsNet": Kind("compute", "x", 0.6),
    "decode 1 capsule": Kind("compute", "ms", 0.5),
    "decode 176 capsules": Kind("compute", "ms", 5),
    "operations of a trace": Kind("limit", "M"),
    "bytes of a trace": Kind("limit", "MB"),
    "peak of a matrix product": Kind("limit", "G/s"),
    "memory bandwidth, reading": Kind("limit", "GB/s"),
    "least time of a trace on this machine": Kind("limit", "ms"),
    "trace beside it": Kind("limit", "ms", 4),
    "trace / least time": Kind("limit", "x"),
    "answer by its fields": Kind("growth", "ms"),
    "trace by routing iterations": Kind("growth", "ms"),
    "an image by how many share a pass": Kind("growth", "ms"),
    "round trip, all fields but votes": Kind("requests", "ms"),
    "round trip, live fields as u8": Kind("requests", "ms"),
    "sweep of 61 pictures": Kind("requests", "ms", 1500),
    "round trip, live fields as u8, while sweeps are computed": Kind("requests", "ms"),
    "start to first answer": Kind("start", "s", 4),
    "first visit, transferred": Kind("load", "KB", 300),
    "first visit, requests": Kind("load", "", 40),
    "first visit, until painted": Kind("load", "ms"),
    "pen move until it is sent": Kind("draw", "ms"),
    "pen move until its answer is read": Kind("draw", "ms"),
    "pen move to strip repainted": Kind("draw", "ms", 30, 60),
    "pen move to stage repainted": Kind("draw", "ms"),
    "live update": Kind("draw", "KB", 200),
    "slider move to picture repainted": Kind("sliders", "ms", 16, 33),
    "slider move to the frame that shows it": Kind("sliders", "ms"),
    "40 people drawing, an answer": Kind("crowd", "ms", None, 500),
    "40 people drawing, failures": Kind("crowd", "", 0),
    "40 people drawing, answers to each": Kind("crowd", "/s"),
    "memory of a worker after many traces": Kind("memory", "MB", 600),
    "memory added by the second half of them": Kind("memory", "MB", 10),
    "training, a plain float32 loop": Kind("train", "images/s"),
    "training, our step": Kind("train", "images/s"),
    "training, our step / plain loop": Kind("train", "x"),
    "training, one process": Kind("train", "images/s"),
    "training, two processes": Kind("train", "images/s"),
    "training, two processes / one": Kind("train", "x"),
    "a class drawing, an answer": Kind("make load", "ms", None, 500),
    "a class drawing, 99 % of the answers within": Kind("make load", "ms"),
    "a class drawing, failures and wrong answers": Kind("make load", "", 0),
    "a class drawing, connections broken": Kind("make load", "", 0),
    "a class drawing, refused (503)": Kind("make load", ""),
    "a class drawing, updates dropped for newer ones": Kind("make load", ""),
    "a class drawing, answers a second": Kind("make load", "/s"),
    "a class drawing, memory of a worker": Kind("make load", "MB", 600),
    "answers a second, one by one": Kind("make load", "/s"),
    "answers a second, in batches": Kind("make load", "/s"),
    "one by one / in batches": Kind("make load", "x", 0.5),
    "a worker killed, failures": Kind("make load", "", 0),
    "a worker killed, requests lost of each drawer": Kind("make load", "", 1),
    "more and more drawers, an answer": Kind("make load", "ms"),
}


def measured(name: str, values: Sequence[float], *, case: str = "") -> Figure:
    """The figure of repeated measurements; `case` says of which one of several.

    Raises KeyError where `KINDS` has no such figure.
    """
    kind = KINDS[name]
    return figure(
        name,
        values,
        unit=kind.unit,
        budget=kind.budget,
        budget_p95=kind.budget_p95,
        case=case,
    )


def counted(name: str, value: float, *, case: str = "") -> Figure:
    """The figure of a value that is taken once."""
    return measured(name, [value], case=case)
