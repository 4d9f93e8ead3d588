"""The server as a process: how soon it answers and how much memory it keeps."""

from __future__ import annotations

import time

from benchmarks.budgets import counted, measured
from benchmarks.figures import Figure
from benchmarks.server import Server

MEGABYTE = 2**20


def measure_start(*, quick: bool) -> list[Figure]:
    """Seconds from the start of the process to the first answered trace, files being cached."""
    seconds = []
    for _ in range(1 if quick else 3):
        with Server() as server:
            server.connect().trace()
            seconds.append(time.perf_counter() - server.started)
    return [measured("start to first answer", seconds)]


def measure_memory(*, quick: bool) -> list[Figure]:
    """Resident memory of the worker after many traces, and what the second half of them added."""
    traces = 200 if quick else 10_000
    with Server() as server:
        client = server.connect()
        resident = []
        for half in range(2):
            for number in range(traces // 2):
                precision = "u8" if number % 2 else "float32"
                client.trace(f"precision={precision}&routing={1 + (half + number) % 10}")
            resident.append(server.worker.memory_info().rss / MEGABYTE)
    return [
        counted("memory of a worker after many traces", resident[1], case=f"{traces:,} traces"),
        counted("memory added by the second half of them", resident[1] - resident[0]),
    ]
