"""How fast a network is trained: our step beside a plain loop's, and two processes beside one."""

from __future__ import annotations

import argparse
import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from app.config import ROOT, available_cores
from benchmarks.budgets import counted, measured
from benchmarks.computing import in_turn
from benchmarks.figures import Figure
from benchmarks.plain_capsnet import PlainCapsNet
from benchmarks.plain_efficient import PlainEfficientCapsNet
from model.data.dataset import Dataset
from model.data.sources import SOURCES
from model.fast.allocator import keep_large_blocks
from model.network.architecture import Config, build
from model.network.capsnet import CapsNetConfig
from model.network.efficient import EfficientCapsNetConfig
from model.network.loss import margin_loss, reconstruction_loss
from model.training.objective import Objective
from model.training.processes import Process, join
from model.training.recipe import Recipe, fast_precision
from model.training.run_state import AveragedWeights, RunState
from model.training.steps import take_step

BATCH = 128


def measure(*, quick: bool) -> list[Figure]:
    """Images a second of each loop, and how far a second process helps."""
    torch.set_num_threads(available_cores())
    alone = Process(0, 1, torch.device("cpu"))
    loops = {
        "the paper's network": (make_plain_step(PlainCapsNet), make_step(alone)),
        "the small network": (
            make_plain_step(PlainEfficientCapsNet), make_step(alone, EfficientCapsNetConfig()),
        ),
    }  # fmt: skip
    figures = [
        figure
        for case, (plain, ours) in loops.items()
        for figure in _compare(plain, ours, case=case, quick=quick)
    ]
    threads = max(1, available_cores() // 2)
    one, two = (_rate_of_processes(count, threads, steps=2 if quick else 10) for count in (1, 2))
    of_threads = "1 thread" if threads == 1 else f"{threads} threads"
    return [
        *figures,
        counted("training, one process", one, case=of_threads),
        counted("training, two processes", two, case=f"{of_threads} each"),
        counted("training, two processes / one", two / one),
    ]


def _compare(
    plain: Callable[[], None], ours: Callable[[], None], *, case: str, quick: bool
) -> list[Figure]:
    """Images a second of a plain loop and of ours, each once in turn."""
    times = in_turn({"plain": plain, "ours": ours}, rounds=2 if quick else 10)
    ratios = [slow / fast for slow, fast in zip(times["plain"], times["ours"], strict=True)]
    rates = {
        name: [1000 * BATCH / milliseconds for milliseconds in each] for name, each in times.items()
    }
    return [
        measured("training, a plain float32 loop", rates["plain"], case=case),
        measured("training, our step", rates["ours"], case=case),
        measured("training, our step / plain loop", ratios, case=case),
    ]


def make_step(process: Process, config: Config | None = None) -> Callable[[], None]:
    """The step of `python -m model.train`, on images that are the same in every process.

    Of the paper's network, where no other config is given.
    """
    keep_large_blocks()
    config = config or CapsNetConfig()
    recipe = Recipe(
        dataset="mnist",
        architecture=config.architecture,
        augmentation="none",
        precision=fast_precision(),
    )
    torch.manual_seed(0)
    network = build(config)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs
    state = RunState(
        network=network,
        averaged=AveragedWeights(network, decay=recipe.averaging),
        optimizer=torch.optim.Adam(network.parameters(), lr=recipe.lr, fused=True),
        recipe=dataclasses.asdict(recipe),
    )
    objective: nn.Module = Objective(network, recipe)
    if process.count > 1:
        objective = DistributedDataParallel(objective)
    images, indices = _images(), torch.arange(BATCH)
    source = SOURCES[recipe.dataset]
    return lambda: take_step(state, objective, source, images, indices, recipe, process, recipe.lr)


def make_plain_step(kind: type[PlainCapsNet] | type[PlainEfficientCapsNet]) -> Callable[[], None]:
    """A step of a plain network, with our losses and optimiser."""
    torch.manual_seed(0)
    network = kind()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    batch = _images().to_batch(torch.device("cpu"))
    labels = batch.labels[:, 0]

    def step() -> None:
        lengths, pictures = network(batch.images, labels)
        reconstruction = reconstruction_loss(pictures, batch.images.flatten(start_dim=1))
        loss = margin_loss(lengths, labels) + 0.005 * reconstruction
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


def _images() -> Dataset:
    generator = np.random.default_rng(0)
    return Dataset(
        generator.integers(0, 256, (BATCH, 28, 28), dtype=np.uint8),
        generator.integers(0, 10, BATCH, dtype=np.uint8),
    )


def _rate_of_processes(count: int, threads: int, *, steps: int) -> float:
    """Images a second of so many processes together, by a run of this module in them."""
    launcher = ["-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={count}"]
    finished = subprocess.run(
        [sys.executable, *launcher, "-m", "benchmarks.training", str(steps)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": str(threads)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(finished.stdout)


def main() -> None:
    """Print the images a second of some steps, taken by as many processes as torchrun started."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("steps", type=int)
    steps = parser.parse_args().steps
    process = join("cpu")
    step = make_step(process)
    step()  # warms caches up
    started = time.perf_counter()
    for _ in range(steps):
        step()
    if process.rank == 0:
        print(steps * BATCH / (time.perf_counter() - started))
    if dist.is_initialized():
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
