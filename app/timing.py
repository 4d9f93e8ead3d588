"""Timing: how long the parts of an answer took, told in its Server-Timing header."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, g, request

PARTS = ("preprocess", "queue", "model", "serialise", "total")


def init_app(app: Flask) -> None:
    """Measure every request; calls of the API say what was measured."""
    app.before_request(_start)
    app.after_request(_tell)


def record(part: str, seconds: float) -> None:
    """Add to the time that a part of this request took."""
    parts = g.setdefault("timing", {})
    parts[part] = parts.get(part, 0.0) + seconds


@contextmanager
def measured(part: str) -> Iterator[None]:
    """Record how long the block takes as a part of this request."""
    started = time.perf_counter()
    try:
        yield
    finally:
        record(part, time.perf_counter() - started)


def milliseconds(part: str) -> float:
    """How long a part of this request took so far."""
    return round(1000 * float(g.timing[part]), 3)


def _start() -> None:
    g.started = time.perf_counter()


def _tell(response: Response) -> Response:
    if request.path.startswith("/api/"):
        record("total", time.perf_counter() - g.started)
        response.headers["Server-Timing"] = ", ".join(
            f"{part};dur={1000 * g.timing[part]:.3f}" for part in PARTS if part in g.timing
        )
    return response
