"""The forward pass once more, in NumPy and float64, written from the paper's formulas.

It shares no code with `model/`: it reads a checkpoint's file itself and knows nothing of PyTorch.
No epsilon is added to any norm; a vector of zeros has length zero and no direction.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import safe_open

Array = npt.NDArray[np.float64]
EPSILON = 1e-3
"""Added to the variances of batch normalisation, as the authors of Efficient-CapsNet do."""


def reference_trace(path: Path, image: npt.ArrayLike, *, routing: int) -> dict[str, Array]:
    """Every field of a Trace for the network in a file, by name."""
    with safe_open(path, framework="np") as file:
        config: dict[str, Any] = json.loads(file.metadata()["config"])
        tensors = {name: np.float64(file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118
    pixels = np.float64(image)
    channels = pixels.reshape(-1, *pixels.shape[-2:])

    conv1 = convolve(channels, tensors["conv1.weight"], tensors["conv1.bias"], stride=1)
    types, dimensions = config["primary_types"], config["primary_dimensions"]
    kernels = tensors["primary.convolution.weight"]
    bias = tensors.get("primary.convolution.bias", np.zeros(len(kernels)))
    seen = see(conv1, tensors, strides=config.get("strides", []))
    maps = convolve(seen, kernels, bias, stride=config["primary_stride"])
    rows, columns = maps.shape[1:]
    primary_raw = np.empty((types, rows, columns, dimensions))
    for kind in range(types):
        for dimension in range(dimensions):
            primary_raw[kind, :, :, dimension] = maps[kind * dimensions + dimension]
    primary = squash(primary_raw)

    # axes: t type, r row, c column, p primary dimension, j class, d digit dimension
    weight = tensors["digits.weight"]
    classes, digit_dimensions = weight.shape[-2:]
    digit_bias = tensors.get("digits.bias", np.zeros((classes, digit_dimensions)))
    votes = np.einsum("trcp,trcpjd->trcjd", primary, weight)
    passes: dict[str, list[Array]] = {
        name: [] for name in ("logits", "couplings", "sums", "digits", "agreement", "support")
    }
    logits = np.zeros((types, rows, columns, classes))
    for _ in range(routing):
        exponentials = np.exp(logits)
        couplings = exponentials / exponentials.sum(axis=-1, keepdims=True)
        sums = np.einsum("trcj,trcjd->jd", couplings, votes) + digit_bias
        digits = squash(sums)
        agreement = np.einsum("trcjd,jd->trcj", votes, digits)
        directions = np.divide(sums, norm(sums), out=np.zeros_like(sums), where=norm(sums) > 0)
        support = couplings * np.einsum("trcjd,jd->trcj", votes, directions)
        found = (logits, couplings, sums, digits, agreement, support)
        for values, of_this_pass in zip(passes.values(), found, strict=True):
            values.append(of_this_pass)
        logits = logits + agreement

    last = passes["digits"][-1]
    return {
        "image": pixels,
        "conv1": conv1,
        "primary_raw": primary_raw,
        "primary": primary,
        "votes": votes,
        **{name: np.stack(values) for name, values in passes.items()},
        "lengths": norm(last)[:, 0],
        "reconstructions": np.stack(
            [decode(tensors, last, kind).reshape(pixels.shape) for kind in range(classes)]
        ),
    }


def see(conv1: Array, tensors: dict[str, Array], *, strides: list[int]) -> Array:
    """What the primary kernels read: Conv1's maps after ReLU, or those of later convolutions."""
    maps = np.maximum(conv1, 0)
    if not strides:
        return maps
    maps = normalise(maps, tensors, layer=1)
    for index, stride in enumerate(strides):
        layer = 2 + 3 * index
        weight, bias = (tensors[f"convolutions.{layer}.{name}"] for name in ("weight", "bias"))
        after = np.maximum(convolve(maps, weight, bias, stride=stride), 0)
        maps = normalise(after, tensors, layer=layer + 2)
    return maps


def normalise(maps: Array, tensors: dict[str, Array], *, layer: int) -> Array:
    """Batch normalisation by the running averages, map by map."""
    mean, variance, weight, bias = (
        tensors[f"convolutions.{layer}.{name}"][:, None, None]
        for name in ("mean", "variance", "weight", "bias")
    )
    return (maps - mean) / np.sqrt(variance + EPSILON) * weight + bias


def convolve(channels: Array, kernels: Array, bias: Array, *, stride: int) -> Array:
    """Cross-correlation without padding, one output position at a time."""
    size = kernels.shape[-1]
    height = (channels.shape[1] - size) // stride + 1
    width = (channels.shape[2] - size) // stride + 1
    maps = np.empty((len(kernels), height, width))
    for row in range(height):
        for column in range(width):
            top, left = row * stride, column * stride
            patch = channels[:, top : top + size, left : left + size]
            maps[:, row, column] = np.tensordot(kernels, patch, axes=3) + bias
    return maps


def norm(vectors: Array) -> Array:
    """Length of the vectors on the last axis, which stays with size 1."""
    return np.sqrt((vectors**2).sum(axis=-1, keepdims=True))


def squash(vectors: Array) -> Array:
    """|s|^2 / (1 + |s|^2) * s / |s|, which is s * |s| / (1 + |s|^2)."""
    lengths = norm(vectors)
    return vectors * lengths / (1 + lengths**2)


def decode(tensors: dict[str, Array], digits: Array, kind: int) -> Array:
    """The decoder's picture of one class, flat: the capsules of all others are zero."""
    masked = np.zeros_like(digits)
    masked[kind] = digits[kind]
    values = masked.reshape(-1)
    layers = sorted({int(name.split(".")[1]) for name in tensors if name.startswith("decoder.")})
    for layer in layers:
        values = tensors[f"decoder.{layer}.weight"] @ values + tensors[f"decoder.{layer}.bias"]
        if layer != layers[-1]:
            values = np.maximum(values, 0)
    return 1 / (1 + np.exp(-values))
