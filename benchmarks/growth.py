"""How the cost of an answer grows: with its fields, with routing, with the images of a pass."""

from __future__ import annotations

import torch

from app.config import AppConfig
from app.inference import Inference
from app.schemas import DEFAULT_FIELDS
from app.wire import Precision, encode
from benchmarks.budgets import measured
from benchmarks.computing import in_turn
from benchmarks.figures import Figure
from model.network.capsnet import CapsNet
from model.network.config import MAX_ITERATIONS
from model.network.trace import FIELDS

STRIP = ("image", "conv1", "primary", "support", "sums", "digits", "lengths", "reconstructions")
FIELD_SETS: dict[str, tuple[tuple[str, ...], Precision]] = {
    "lengths alone": (("lengths",), "float32"),
    "the strip's, as u8": (STRIP, "u8"),
    "the strip's": (STRIP, "float32"),
    "all but votes": (DEFAULT_FIELDS, "float32"),
    "all": (tuple(FIELDS), "float32"),
}
BATCHES = (1, 2, 4, 8, 16, 32, 64)


def measure(*, quick: bool) -> list[Figure]:
    """Each in turn, so that all meet the same machine."""
    config = AppConfig()
    capsnet = Inference(config).find(None).capsnet
    torch.set_num_threads(config.threads)
    rounds = 20 if quick else 100
    with torch.inference_mode():
        return [
            *_by_fields(capsnet, rounds),
            *_by_routing(capsnet, rounds),
            *_by_batch(capsnet, max(20, rounds // 4)),
        ]


def _by_fields(capsnet: CapsNet, rounds: int) -> list[Figure]:
    image = torch.rand(capsnet.config.image_shape)

    def answer(fields: tuple[str, ...], precision: Precision) -> bytes:
        trace = capsnet.trace(image)
        return encode({name: getattr(trace, name).numpy() for name in fields}, {}, precision)

    times = in_turn(
        {name: lambda asked=asked: answer(*asked) for name, asked in FIELD_SETS.items()},
        rounds=rounds,
    )
    return [
        measured(
            "answer by its fields",
            each,
            case=f"{name}, {len(answer(*FIELD_SETS[name])) // 1000} KB",
        )
        for name, each in times.items()
    ]


def _by_routing(capsnet: CapsNet, rounds: int) -> list[Figure]:
    image = torch.rand(capsnet.config.image_shape)
    times = in_turn(
        {
            str(count): lambda count=count: capsnet.trace(image, count)
            for count in range(1, MAX_ITERATIONS + 1)
        },
        rounds=rounds,
    )
    return [
        measured("trace by routing iterations", each, case=count) for count, each in times.items()
    ]


def _by_batch(capsnet: CapsNet, rounds: int) -> list[Figure]:
    images = torch.rand(max(BATCHES), *capsnet.config.image_shape)
    times = in_turn(
        {str(size): lambda size=size: capsnet.trace_batch(images[:size]) for size in BATCHES},
        rounds=rounds,
    )
    return [
        measured(
            "an image by how many share a pass", [each / int(size) for each in values], case=size
        )
        for size, values in times.items()
    ]
