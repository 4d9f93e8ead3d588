"""Whole requests over loopback, one person's and forty's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from benchmarks.budgets import counted, measured
from benchmarks.figures import Figure
from benchmarks.live import live_query
from benchmarks.server import POSES, Server

LIVE = live_query()
PEOPLE = 40
UPDATES = 10
"""A second, of each person."""


def measure_requests(*, quick: bool) -> list[Figure]:
    """Round trips of a client that asks one thing after the other."""
    rounds = 40 if quick else 400
    with Server() as server:
        client = server.connect()
        whole = [_timed(client.trace) for _ in range(rounds)]
        live = [_timed(lambda: client.trace(LIVE)) for _ in range(rounds)]
        swept = [_timed(client.sweep) for _ in range(2 if quick else 12)]
        beside = _time_beside_sweeps(server, rounds)
    return [
        measured("round trip, all fields but votes", whole[rounds // 10 :]),
        measured("round trip, live fields as u8", live[rounds // 10 :]),
        measured(f"sweep of {POSES} pictures", swept[1:]),
        measured("round trip, live fields as u8, while sweeps are computed", beside),
    ]


def _time_beside_sweeps(server: Server, rounds: int) -> list[float]:
    """Answer times of one person who draws while another asks for one sweep after the other."""
    done = threading.Event()

    def sweep() -> None:
        client = server.connect()
        while not done.is_set():
            client.sweep()

    with ThreadPoolExecutor(1) as other:
        sweeping = other.submit(sweep)
        client = server.connect()
        times = [_timed(lambda: client.trace(LIVE)) for _ in range(rounds)]
        done.set()
        sweeping.result()
    return times


def measure_crowd(*, quick: bool) -> list[Figure]:
    """Answer times of forty people who all draw; each page asks again when it has its answer."""
    seconds = 5 if quick else 30

    def draw(server: Server) -> tuple[list[float], int]:
        client = server.connect()
        times: list[float] = []
        failures = 0
        end = time.perf_counter() + seconds
        while (started := time.perf_counter()) < end:
            try:
                client.trace(LIVE)
                times.append(1000 * (time.perf_counter() - started))
            except (OSError, RuntimeError):
                failures += 1
                client = server.connect()
            # Of updates that come while an answer is awaited, the page sends the newest alone.
            time.sleep(max(0.0, 1 / UPDATES - (time.perf_counter() - started)))
        return times, failures

    with Server() as server, ThreadPoolExecutor(PEOPLE) as people:
        drawn = list(people.map(draw, [server] * PEOPLE))
    times = [value for each, _ in drawn for value in each]
    failures = sum(count for _, count in drawn)
    return [
        measured(f"{PEOPLE} people drawing, an answer", times),
        counted(f"{PEOPLE} people drawing, failures", failures),
        counted(f"{PEOPLE} people drawing, answers to each", len(times) / seconds / PEOPLE),
    ]


def _timed(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return 1000 * (time.perf_counter() - started)
