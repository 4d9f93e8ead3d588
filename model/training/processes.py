"""The processes that train together: torchrun starts them, and each finds its place."""

from __future__ import annotations

import dataclasses
import os

import torch
import torch.distributed as dist

from model.errors import ConfigError


@dataclasses.dataclass(frozen=True)
class Process:
    """The place of one process among those that train together."""

    rank: int
    count: int
    device: torch.device


def join(device: str | None) -> Process:
    """The running process, joined with those that torchrun started beside it, if any."""
    rank, count = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    kind = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if kind == "cuda" and not torch.cuda.is_available():
        raise ConfigError("invalid device: cuda (there is none here)")
    if kind == "cuda":
        local = int(os.environ.get("LOCAL_RANK", 0))
        torch.cuda.set_device(local)
        chosen = torch.device("cuda", local)
    else:
        chosen = torch.device(kind)
    if count > 1:
        dist.init_process_group("nccl" if kind == "cuda" else "gloo")
    return Process(rank, count, chosen)
