"""Efficient-CapsNet's forward pass in NumPy and float64, written from its paper's formulas.

It shares no code with `model/`. No epsilon is added to any norm.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import safe_open

from tests.reference.capsnet import Array, convolve, decode, norm, see


def reference_trace(path: Path, image: npt.ArrayLike) -> dict[str, Array]:
    """Every field of a Trace for the network in a file, by name."""
    with safe_open(path, framework="np") as file:
        config: dict[str, Any] = json.loads(file.metadata()["config"])
        tensors = {name: np.float64(file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118
    pixels = np.float64(image)
    channels = pixels.reshape(-1, *pixels.shape[-2:])

    conv1 = convolve(channels, tensors["conv1.weight"], tensors["conv1.bias"], stride=1)
    maps = see(conv1, tensors, strides=config["strides"])

    types, dimensions = config["primary_types"], config["primary_dimensions"]
    kernels = tensors["primary.convolution.weight"]
    bias = tensors["primary.convolution.bias"]
    rows, columns = (side - kernels.shape[-1] + 1 for side in maps.shape[1:])
    primary_raw = np.empty((types, rows, columns, dimensions))
    for kind in range(types):
        for dimension in range(dimensions):
            own = slice(kind * dimensions + dimension, kind * dimensions + dimension + 1)
            # A kernel of each map alone.
            primary_raw[kind, :, :, dimension] = convolve(
                maps[own], kernels[own], bias[own], stride=1
            )[0]
    primary = squash(primary_raw)

    votes, passes = route(primary, tensors)
    return {
        "image": pixels,
        "conv1": conv1,
        "primary_raw": primary_raw,
        "primary": primary,
        "votes": votes,
        **{name: values[None] for name, values in passes.items()},
        "lengths": norm(passes["digits"])[:, 0],
        "reconstructions": np.stack(
            [
                decode(tensors, passes["digits"], kind).reshape(pixels.shape)
                for kind in range(len(passes["digits"]))
            ]
        ),
    }


def route(primary: Array, tensors: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
    """The votes, and what the single pass of routing makes of them."""
    # axes: t type, r row, c column, p primary dimension, j class, d digit dimension
    types, rows, columns, _ = primary.shape
    weight, prior = tensors["digits.weight"], tensors["digits.prior"]
    classes, digit_dimensions = weight.shape[-2:]
    votes = np.einsum("trcp,trcpjd->trcjd", primary, weight)
    logits = np.zeros((types, rows, columns, classes))
    for place in np.ndindex(*logits.shape):
        for other in np.ndindex(types, rows, columns):
            logits[place] += votes[place] @ votes[(*other, place[-1])]
    logits /= np.sqrt(digit_dimensions)
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    couplings = exponentials / exponentials.sum(axis=-1, keepdims=True)
    sums = np.einsum("trcj,trcjd->jd", couplings + prior, votes)
    digits = squash(sums)
    directions = np.divide(sums, norm(sums), out=np.zeros_like(sums), where=norm(sums) > 0)
    return votes, {
        "logits": logits,
        "couplings": couplings,
        "sums": sums,
        "digits": digits,
        "agreement": np.einsum("trcjd,jd->trcj", votes, digits),
        "support": (couplings + prior) * np.einsum("trcjd,jd->trcj", votes, directions),
    }


def squash(vectors: Array) -> Array:
    """(1 - exp(-|s|)) * s / |s|; a vector of zeros stays one."""
    lengths = norm(vectors)
    directions = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return (1 - np.exp(-lengths)) * directions
