"""What the server computes, without the way there: traces and decoded capsules."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np
import torch

from app.config import AppConfig
from app.inference import Inference
from app.schemas import DEFAULT_FIELDS
from app.wire import encode
from benchmarks.budgets import measured
from benchmarks.figures import Figure
from benchmarks.plain_capsnet import make_plain_capsnet
from benchmarks.server import IMAGE


def measure(*, quick: bool) -> list[Figure]:
    """Times of the trace and of its peer, taken in turn, and of the decoder."""
    config = AppConfig()
    capsnet = Inference(config).find(None).capsnet
    plain = make_plain_capsnet()
    torch.set_num_threads(config.threads)  # as the server's own lane does
    image = torch.from_numpy(np.frombuffer(IMAGE, np.uint8).reshape(28, 28).astype(np.float32))
    image /= 255
    batch = image[None, None]
    capsules, classes = torch.randn(176, capsnet.config.digit_dimensions), torch.arange(176) % 10

    def answer() -> bytes:
        trace = capsnet.trace(image)
        return encode({name: getattr(trace, name).numpy() for name in DEFAULT_FIELDS}, {})

    def decode(count: int) -> bytes:
        pictures = capsnet.decode(capsules[:count], classes[:count])
        return encode({"images": pictures.numpy()}, {})

    with torch.inference_mode():
        times = in_turn(
            {
                "plain": lambda: plain(batch),
                "model": lambda: capsnet.trace(image),
                "answer": answer,
                "one": lambda: decode(1),
                "grid": lambda: decode(176),
            },
            rounds=40 if quick else 400,
        )
    ratios = [mine / peer for mine, peer in zip(times["answer"], times["plain"], strict=True)]
    return [
        measured("plain CapsNet, forward pass alone", times["plain"]),
        measured("trace, the model alone", times["model"]),
        measured("trace, with its bytes", times["answer"]),
        measured("trace / plain CapsNet", ratios),
        measured("decode 1 capsule", times["one"]),
        measured("decode 176 capsules", times["grid"]),
    ]


def in_turn(jobs: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each job, a round of all after the other: they meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + rounds // 10 + 1):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            if number > rounds // 10:  # the first ones warm caches up
                times[name].append(1000 * (time.perf_counter() - started))
    return times
