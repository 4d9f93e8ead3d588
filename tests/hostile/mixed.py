"""`python -m tests.hostile.mixed` sends good and hostile requests in any order, and checks each.

In the end the worker must hold no more memory than it held after the first tenth of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

import psutil
import torch

from app.config import shipped_checkpoints
from benchmarks.server import Server
from model.checkpoints.catalogue import load
from tests.hostile.requests import CLOSED, GOOD, HOSTILE, UNUSUAL, Target, good_get

GROWTH = 1.1


def run(target: Target, worker: psutil.Process, count: int) -> tuple[Counter[int], float]:
    """Statuses of so many requests, and how much the worker has grown since the first tenth."""
    statuses: Counter[int] = Counter()
    early = 0
    for number in range(count):
        kinds = target.random.choice([GOOD, GOOD, UNUSUAL, HOSTILE, HOSTILE])
        kind = target.random.choice(kinds)
        try:
            statuses[kind(target)] += 1
        except Exception as error:
            raise AssertionError(f"request {number}, {kind.__name__}") from error
        if number == count // 10:
            early = worker.memory_info().rss
    return statuses, worker.memory_info().rss / early


def main(arguments: list[str] | None = None) -> int:
    """Send them; 1 where one was answered wrong or the memory has grown."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.mixed", description=main.__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    with Server() as server:
        capsnet = load(shipped_checkpoints()[0])
        target = Target(int(server.url.rpartition(":")[2]), capsnet, options.seed)
        good_get(target)  # there is a worker once it answers
        statuses, grown = run(target, server.worker, options.requests)
    for status, count in sorted(statuses.items()):
        print(f"{'closed' if status == CLOSED else status}: {count:,}")
    print(f"memory after all / after the first tenth: {grown:.3f} (at most {GROWTH})")
    return int(grown > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
