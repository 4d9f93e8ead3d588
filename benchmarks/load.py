"""`python -m benchmarks.load` lets a class draw on a server and says how it fared.

Drawers and server share the machine: what the drawers take is taken from the server.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import signal
import sys
import time
from typing import Any

from app.config import workers_of_a_class
from benchmarks.budgets import KINDS, counted, measured
from benchmarks.figures import Figure, table
from benchmarks.pictures import draw_pictures
from benchmarks.results import LOAD, save
from benchmarks.running import MEGABYTE
from benchmarks.server import Server

DRAWERS = 40
SLOWEST = KINDS["a class drawing, an answer"].budget_p95
"""Milliseconds that 95 % of the answers may take."""
PAIRS = 3
"""Stretches one by one, each compared with one in batches."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Crowd:
    """How one stretch of drawing went."""

    drawers: int
    answers: int
    failures: int
    dropped: int
    refused: int
    broken: int
    throughput: float
    p50: float
    p95: float
    p99: float
    memory: float


def main(arguments: list[str] | None = None) -> int:
    """Let them draw; 1 where an answer failed, was wrong or, in the long form, came too late."""
    options = _parse(arguments)
    pictures = draw_pictures()
    figures: list[Figure] = []
    if options.short:
        crowd = draw(pictures, options, drawers=options.drawers, seconds=options.seconds)
        print(table(figures_of(crowd, timed=False)))
        return int(crowd.failures > 0 or crowd.broken > 0 or crowd.answers == 0)
    phase = max(2, options.seconds // 4)
    crowd = draw(pictures, options, drawers=options.drawers, seconds=options.seconds)
    figures += figures_of(crowd)
    figures += compare(pictures, options, seconds=max(2, options.seconds / 6))
    if options.kill:
        killed = draw(pictures, options, drawers=options.drawers, seconds=phase, kill=True)
        figures += [
            counted("a worker killed, failures", killed.failures),
            counted(
                "a worker killed, requests lost of each drawer", killed.broken / killed.drawers
            ),
        ]
    if options.steps:
        drawers = options.drawers
        while crowd.p95 <= SLOWEST and drawers < 1000:
            drawers = drawers * 5 // 4
            crowd = draw(pictures, options, drawers=drawers, seconds=phase)
            figures.append(_answer_times("more and more drawers, an answer", crowd))
    print(table(figures))
    save(LOAD, figures, quick=False)
    return int(any(each.met is False for each in figures))


def draw(
    pictures: list[Any],
    options: argparse.Namespace,
    *,
    drawers: int,
    seconds: float,
    batch: int | None = None,
    kill: bool = False,
) -> Crowd:
    """Let so many draw for so long on a fresh server."""
    # Here, once torch is loaded: locust replaces much of what the standard library waits with.
    import gevent
    from locust.env import Environment

    from benchmarks.drawer import Drawer

    workers = max(2, options.workers) if kill else options.workers
    more = [] if batch is None else ["--batch", str(batch)]
    print(
        f"{drawers} drawers, {seconds:g} s{', one by one' if batch == 1 else ''}",
        file=sys.stderr, flush=True,
    )  # fmt: skip
    with Server("--workers", str(workers), *more) as server:
        Drawer.pictures = pictures
        Drawer.counts = {"dropped": 0, "refused": 0, "broken": 0}
        environment = Environment(user_classes=[Drawer], host=server.url)
        runner = environment.create_local_runner()
        runner.start(drawers, spawn_rate=drawers)
        gevent.sleep(min(2.0, seconds / 2))  # connections, threads and caches
        environment.stats.reset_all()
        Drawer.counts.update(dropped=0)
        began = time.monotonic()
        gevent.sleep(seconds / 2)
        if kill:
            os.kill(server.workers[0].pid, signal.SIGKILL)
        gevent.sleep(seconds / 2)
        took = time.monotonic() - began
        total = environment.stats.total
        for error in environment.stats.errors.values():
            print(error.to_name(), file=sys.stderr)
        answers = total.num_requests - total.num_failures
        crowd = Crowd(
            drawers=drawers,
            answers=answers,
            failures=total.num_failures,
            throughput=answers / took,
            p50=total.get_response_time_percentile(0.5),
            p95=total.get_response_time_percentile(0.95),
            p99=total.get_response_time_percentile(0.99),
            memory=max(each.memory_info().rss for each in server.workers) / MEGABYTE,
            **Drawer.counts,
        )
        runner.quit()
    return crowd


def compare(pictures: list[Any], options: argparse.Namespace, *, seconds: float) -> list[Figure]:
    """Answers a second one by one and in batches, a short stretch of each in turn.

    How fast a machine is comes and goes with what it shares with others: each stretch is compared
    with the one that follows it.
    """
    rates = [
        [
            draw(
                pictures, options, drawers=options.drawers, seconds=seconds, batch=batch
            ).throughput
            for batch in (1, None)
        ]
        for _ in range(PAIRS)
    ]
    alone, together = zip(*rates, strict=True)
    return [
        measured("answers a second, one by one", alone),
        measured("answers a second, in batches", together),
        measured("one by one / in batches", [one / many for one, many in rates]),
    ]


def figures_of(crowd: Crowd, *, timed: bool = True) -> list[Figure]:
    """Lines of the table for one stretch."""
    answer = _answer_times("a class drawing, an answer", crowd)
    counts = {
        "99 % of the answers within": crowd.p99,
        "failures and wrong answers": crowd.failures,
        "connections broken": crowd.broken,
        "refused (503)": crowd.refused,
        "updates dropped for newer ones": crowd.dropped,
        "answers a second": crowd.throughput,
        "memory of a worker": crowd.memory,
    }
    return [
        answer if timed else dataclasses.replace(answer, budget_p95=None),
        *(counted(f"a class drawing, {name}", value) for name, value in counts.items()),
    ]


def _answer_times(name: str, crowd: Crowd) -> Figure:
    """How long answers took, of how many drawers."""
    return dataclasses.replace(
        counted(name, crowd.p50, case=f"{crowd.drawers} drawers"),
        p95=crowd.p95,
        count=crowd.answers,
    )


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--drawers", type=int, default=DRAWERS)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=workers_of_a_class())
    parser.add_argument("--kill", action="store_true", help="also kill -9 a worker in the middle")
    parser.add_argument("--steps", action="store_true", help="more and more until it is too slow")
    parser.add_argument("--short", action="store_true", help="one stretch; no time is judged")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
