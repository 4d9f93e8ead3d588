"""Metrics: what a server has done, counted for Prometheus by all of its processes together.

The counts stand in memory that is shared from before the processes fork: no request writes a
file, and any process can tell the sum. Each process writes to a row of its own, so that none can
lock out another, whatever moment it dies in; its successor goes on counting in the same row.
"""

from __future__ import annotations

import bisect
import dataclasses
import mmap
import threading
import time
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from app.errors import CODES
from app.timing import PARTS

_EXTENSION = "capsnet_metrics"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SIZES = (1, 2, 4, 8, 16, 32)
_STATUSES = (*(str(status) for status in sorted({200, 304, *CODES})), "other")


@dataclasses.dataclass(frozen=True)
class _Described:
    """A metric and the cells of a row in which it is counted."""

    name: str
    meaning: str
    labels: dict[str, tuple[str, ...]]
    """Name -> every value it can have."""
    buckets: tuple[float, ...] = ()
    """Upper bounds, of a histogram only."""
    gauge: bool = False

    @property
    def combinations(self) -> list[tuple[str, ...]]:
        combined: list[tuple[str, ...]] = [()]
        for values in self.labels.values():
            combined = [(*each, value) for each in combined for value in values]
        return combined

    @property
    def width(self) -> int:
        """Cells of one combination: of a histogram each bucket, what lies above, and the sum."""
        return len(self.buckets) + 2 if self.buckets else 1


class Metrics(Collector):
    """The counts of every process of a server."""

    def __init__(self, *, calls: Sequence[str], rows: int) -> None:
        names = (*calls, "page", "static", "none")
        self._described = {
            each.name: each
            for each in (
                _Described(
                    "capsnet_requests", "Answers", {"call": names, "status": _STATUSES}
                ),
                _Described(
                    "capsnet_request_seconds", "Time of an answer", {"call": names}, _SECONDS
                ),
                _Described(
                    "capsnet_part_seconds", "Time of the parts of an answer",
                    {"part": PARTS[:-1]}, _SECONDS,
                ),
                _Described("capsnet_batch_size", "Requests computed in one pass", {}, _SIZES),
                _Described("capsnet_waiting", "Requests that wait for a pass", {}, gauge=True),
                _Described("capsnet_starts", "Starts of worker processes", {}),
            )
        }  # fmt: skip
        self._cells: dict[tuple[str, ...], int] = {}
        size = 0
        for each in self._described.values():
            for values in each.combinations:
                self._cells[each.name, *values] = size
                size += each.width
        memory = mmap.mmap(-1, rows * size * 8)
        self._rows = np.frombuffer(memory).reshape(rows, size)
        self._row = self._rows[0]
        self._lock = threading.Lock()
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def use_row(self, number: int) -> None:
        """Count in another row: for a process that was just forked."""
        self._row = self._rows[min(number, len(self._rows) - 1)]
        self.set("capsnet_waiting", 0)
        self.count("capsnet_starts")

    def count(self, name: str, *labels: str) -> None:
        """One more."""
        with self._lock:
            self._row[self._cells[name, *labels]] += 1

    def set(self, name: str, value: float) -> None:
        """So many now."""
        self._row[self._cells[name,]] = value

    def observe(self, name: str, value: float, *labels: str) -> None:
        """One more value of a histogram."""
        buckets = self._described[name].buckets
        cell = self._cells[name, *labels]
        bucket = bisect.bisect_left(buckets, value)
        with self._lock:
            self._row[cell + bucket] += 1
            self._row[cell + len(buckets) + 1] += value

    def text(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """The sums over all processes, for the registry."""
        totals = self._rows.sum(axis=0)
        for each in self._described.values():
            family = _family(each)
            for values in each.combinations:
                cell = self._cells[each.name, *values]
                counts = totals[cell : cell + each.width]
                if isinstance(family, HistogramMetricFamily):
                    family.add_metric(values, *_histogram(each.buckets, counts))
                elif counts[0] or not each.labels:
                    family.add_metric(values, counts[0])
            yield family


def init_app(app: Flask, *, calls: Iterable[str], rows: int) -> None:
    """Count every answer of an app."""
    metrics = Metrics(calls=tuple(calls), rows=rows)
    app.extensions[_EXTENSION] = metrics

    @app.after_request
    def count(response: Response) -> Response:
        call = (request.endpoint or "none").rpartition(".")[2]
        status = str(response.status_code)
        metrics.count("capsnet_requests", call, status if status in _STATUSES else "other")
        metrics.observe("capsnet_request_seconds", time.perf_counter() - g.started, call)
        for part, seconds in g.get("timing", {}).items():
            if part in PARTS[:-1]:
                metrics.observe("capsnet_part_seconds", seconds, part)
        return response


def current_metrics() -> Metrics:
    """The metrics of the app that answers this request."""
    return metrics_of(current_app)


def metrics_of(app: Flask) -> Metrics:
    """The metrics of an app."""
    metrics: Metrics = app.extensions[_EXTENSION]
    return metrics


def _family(
    described: _Described,
) -> CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily:
    words = (described.name, described.meaning)
    if described.buckets:
        return HistogramMetricFamily(*words, labels=list(described.labels))
    kind = GaugeMetricFamily if described.gauge else CounterMetricFamily
    return kind(*words, labels=list(described.labels))


def _histogram(
    buckets: tuple[float, ...], counts: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[list[tuple[str, float]], float]:
    """What the client calls buckets: each holds all below its bound; and the sum of values."""
    bounds = [*map(str, buckets), "+Inf"]
    cumulative = counts[:-1].cumsum().tolist()
    return list(zip(bounds, cumulative, strict=True)), float(counts[-1])
