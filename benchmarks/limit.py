"""The machine's own limit: the least time in which it could compute a trace."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.utils.flop_counter import FlopCounterMode

from app.config import AppConfig, shipped_checkpoints
from app.inference import Inference
from benchmarks.budgets import counted, measured
from benchmarks.computing import in_turn
from benchmarks.figures import Figure
from model.checkpoints.catalogue import load
from model.network.capsnet import CapsNet

SIDE = 1024
"""Of the square matrices whose product is the peak."""
READ = 64 * 2**20
"""Bytes that are read once: more than caches hold."""


class Work(NamedTuple):
    """What a trace cannot do without."""

    operations: int
    """Multiplications and additions of its convolutions and matrix products."""
    bytes: int
    """Weights read once and fields written once."""


def work_of(capsnet: CapsNet) -> Work:
    """The work of one image's trace by a network that is not packed."""
    with FlopCounterMode(display=False) as counter:
        trace = capsnet.trace(torch.zeros(capsnet.config.image_shape))
    weights = sum(each.numel() for each in capsnet.parameters())
    fields = sum(tensor.numel() for _, tensor in trace.items())
    return Work(int(counter.get_total_flops()), 4 * (weights + fields))


def least_time(work: Work, *, operations: float, bandwidth: float) -> float:
    """Seconds at so many operations and bytes a second, one beside the other."""
    return max(work.operations / operations, work.bytes / bandwidth)


def measure(*, quick: bool) -> list[Figure]:
    """Peak and bandwidth, the time that follows from them, and the trace beside it."""
    config = AppConfig()
    work = work_of(load(shipped_checkpoints()[0]))
    capsnet = Inference(config).find(None).capsnet
    torch.set_num_threads(config.threads)  # as the server's own turns do
    left, right = torch.randn(SIDE, SIDE), torch.randn(SIDE, SIDE)
    many = torch.randn(READ // 4)
    image = torch.rand(capsnet.config.image_shape)
    with torch.inference_mode():
        times = in_turn(
            {
                "product": lambda: left @ right,
                "read": many.sum,
                "trace": lambda: capsnet.trace(image),
            },
            rounds=20 if quick else 100,
        )
    peaks = [2 * SIDE**3 / (each / 1000) for each in times["product"]]
    bandwidths = [READ / (each / 1000) for each in times["read"]]
    least = [
        1000 * least_time(work, operations=peak, bandwidth=bandwidth)
        for peak, bandwidth in zip(peaks, bandwidths, strict=True)
    ]
    above = [trace / limit for trace, limit in zip(times["trace"], least, strict=True)]
    return [
        counted("operations of a trace", work.operations / 1e6),
        counted("bytes of a trace", work.bytes / 1e6),
        measured("peak of a matrix product", [each / 1e9 for each in peaks]),
        measured("memory bandwidth, reading", [each / 1e9 for each in bandwidths]),
        measured("least time of a trace on this machine", least),
        measured("trace beside it", times["trace"]),
        measured("trace / least time", above),
    ]
