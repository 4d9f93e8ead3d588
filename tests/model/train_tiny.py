"""Trains on the tiny data set in a process of its own, alone or under torchrun."""

from __future__ import annotations

import argparse
import json
import os
import signal
from pathlib import Path

import torch
import torch.distributed as dist

from model import train
from model.data import sources
from model.training.processes import join
from model.training.recipe import Recipe
from tests.model.tiny import NETWORK, TINY_EFFICIENT, make_dataset, write_dataset


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("recipe", type=json.loads)
    parser.add_argument("--kill-at-save", type=int)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rank = os.environ.get("RANK", "0")
    os.environ["CAPSNET_DATA"] = str(options.folder / f"data-of-{rank}")
    sources.SOURCES["tiny"] = write_dataset(
        sources.data_folder() / "tiny", training=make_dataset(40), test=make_dataset(20, seed=1)
    )
    if options.kill_at_save:
        kill_at_save(options.kill_at_save)
    networks = {config.architecture: config for config in (NETWORK, TINY_EFFICIENT)}
    train.train(
        "tiny",
        Recipe(dataset="tiny", **options.recipe),
        sources.SOURCES["tiny"],
        join("cpu"),
        runs=options.folder,
        output=options.folder,
        config=networks[options.recipe.get("architecture", NETWORK.architecture)],
    )
    if dist.is_initialized():
        dist.destroy_process_group()


def kill_at_save(number: int) -> None:
    """Save after every step, and die of SIGKILL when a save has been written but not yet named."""
    train.SAVE_SECONDS = -1
    replace, saves = os.replace, 0

    def replace_or_die(source: Path, target: Path) -> None:
        nonlocal saves
        saves += 1
        if saves == number:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(source, target)

    os.replace = replace_or_die  # type: ignore[assignment]


if __name__ == "__main__":
    main()
