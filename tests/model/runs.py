"""Runs of training on the tiny data set, and what they leave behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from model import train
from model.data import sources
from model.network.architecture import Config
from model.training.processes import Process
from model.training.recipe import Recipe
from tests.model.tiny import (
    NETWORK,
    TINY_EFFICIENT,
)

ROOT = Path(__file__).parents[2]
SHORT = {"epochs": 2, "batch_size": 8, "precision": "float32"}
"""Of the 40 tiny images, 16 are held out: 3 steps an epoch."""

ALONE = Process(0, 1, torch.device("cpu"))


def run(folder: Path, *, config: Config = NETWORK, process: Process = ALONE, **recipe: Any) -> Path:
    return train.train(
        "tiny",
        Recipe(dataset="tiny", **recipe),
        sources.SOURCES["tiny"],
        process,
        runs=folder,
        output=folder,
        config=config,
    )


def run_elsewhere(
    folder: Path, recipe: dict[str, Any], *options: str, launcher: tuple[str, ...] = ("-m",)
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *launcher, "tests.model.train_tiny", str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [*command, json.dumps(recipe), *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


def run_in_two_processes(folder: Path, recipe: dict[str, Any]) -> None:
    """Train as torchrun does."""
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m")
    finished = run_elsewhere(folder, recipe, launcher=launcher)
    assert finished.returncode == 0, finished.stderr


def state_of(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    path = folder / "tiny" / "state.safetensors"
    with safe_open(path, framework="pt") as file:
        progress = json.loads(file.metadata()["progress"])
    for epoch in progress["history"]:
        assert epoch.pop("seconds") >= 0
    progress["running"].pop("seconds", None)
    return progress, load_file(path)


def assert_same_state(folder: Path, other: Path) -> None:
    (progress, tensors), (other_progress, other_tensors) = state_of(folder), state_of(other)
    assert progress == other_progress
    assert tensors.keys() == other_tensors.keys()
    for name, tensor in tensors.items():
        assert torch.equal(tensor, other_tensors[name]), name


EFFICIENT = {
    "architecture": "efficient-capsnet", "routing_iterations": None, "config": TINY_EFFICIENT,
}  # fmt: skip
