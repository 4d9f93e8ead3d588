"""`python -m tests.golden.make` writes the golden answer: trace.safetensors and trace.json.

A preview (precision u8) of a small network's trace, as the server puts it on the wire, and beside
it what a reader must find in it. Python and JavaScript both decode it, so they cannot drift apart.
The weights and the image are sines, not random numbers: no library's generator changes them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from app import wire
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.trace import Trace

FOLDER = Path(__file__).resolve().parent
CONFIG = CapsNetConfig(
    conv1_kernels=6,
    primary_types=3,
    primary_dimensions=4,
    digit_dimensions=5,
    decoder_hidden=(12,),
)
METADATA = {"model": "golden", "class_name": "a “7”", "milliseconds": 1.5, "precision": "u8"}
LEFT_OUT = ("votes", "agreement")
"""Fields that would only make the file larger."""
VALUES = 7
"""Values of each tensor that are written down."""


def make_trace() -> Trace:
    """The trace that the golden answer holds."""
    capsnet = CapsNet(CONFIG).eval().requires_grad_(False)
    for place, parameter in enumerate(capsnet.parameters()):
        parameter.copy_(0.3 * _sines(parameter.shape, 0.7 + place))
    return capsnet.trace(_sines(torch.Size(CONFIG.image_shape), 0.05).square())


def make_answer() -> bytes:
    """The golden answer."""
    trace = make_trace()
    tensors = {name: each.numpy() for name, each in trace.items() if name not in LEFT_OUT}
    texts = {**METADATA, "prediction": trace.prediction, "routing": trace.iterations}
    return wire.encode(tensors, texts, "u8")


def expectations(answer: bytes) -> dict[str, Any]:
    """What a reader must find: metadata, and of each tensor its type, shape and a few values.

    `values` are [place in row-major order, value]; those of bytes are zero + scale * byte.
    """
    size = int.from_bytes(answer[:8], "little")
    header = json.loads(answer[8 : 8 + size])
    metadata = header.pop("__metadata__")
    scales = json.loads(metadata["quantized"])
    found = {}
    for name, entry in sorted(header.items()):
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        kind = {"F32": "<f4", "U8": "u1"}[entry["dtype"]]
        values = np.frombuffer(answer[begin:end], kind).astype(np.float64)
        if name in scales:
            values = scales[name]["zero"] + scales[name]["scale"] * values
        found[name] = {
            "dtype": entry["dtype"],
            "shape": entry["shape"],
            "values": _few(values),
        }
    return {"metadata": dict(sorted(metadata.items())), "tensors": found}


def _few(values: npt.NDArray[np.float64]) -> list[list[float]]:
    places = np.linspace(0, values.size - 1, VALUES).round().astype(int)
    return [[int(place), float(values[place])] for place in places]


def _sines(shape: torch.Size, step: float) -> Tensor:
    return torch.sin(step * torch.arange(shape.numel(), dtype=torch.float64)).float().view(shape)


if __name__ == "__main__":
    answer = make_answer()
    (FOLDER / "trace.safetensors").write_bytes(answer)
    text = json.dumps(expectations(answer), indent=1, ensure_ascii=False)
    (FOLDER / "trace.json").write_text(text + "\n", encoding="utf-8")
