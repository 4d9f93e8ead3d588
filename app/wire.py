"""Wire: tensors as the bytes of a safetensors file, which JavaScript reads without a copy.

safetensors pads its header to a multiple of 8 bytes and puts wider types first, so every tensor
starts at a multiple of its element size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save

Array = npt.NDArray[Any]
Precision = Literal["float32", "u8"]
MEDIA_TYPE = "application/vnd.safetensors"

EXACT_VALUES = 2048
"""Tensors of up to so many values are always exact: they hold the numbers that a page prints."""
_NO_RANGE = 1e-30
"""Ranges below it would overflow when divided by."""


class Quantized(NamedTuple):
    """A tensor as bytes: each stands for zero + scale * byte."""

    values: npt.NDArray[np.uint8]
    scale: float
    zero: float


def quantize(values: npt.NDArray[np.float32]) -> Quantized:
    """The nearest of 256 even steps from the lowest to the highest value; scale 0 if they agree."""
    low, high = float(values.min()), float(values.max())
    if high - low < _NO_RANGE:
        return Quantized(np.zeros(values.shape, np.uint8), 0.0, low)
    scale = (high - low) / 255
    steps = (values - np.float32(low)) * np.float32(1 / scale)
    return Quantized(np.rint(steps, out=steps).astype(np.uint8), scale, low)


def encode(
    tensors: Mapping[str, Array], metadata: Mapping[str, object], precision: Precision = "float32"
) -> bytes:
    """A safetensors file of tensors and, as texts in its header, metadata.

    With precision "u8", float32 tensors of more than EXACT_VALUES are sent as bytes; the metadata
    gets `quantized`, a JSON object of name -> {"scale", "zero"}.
    """
    sent = dict(tensors)
    texts = {name: str(value) for name, value in metadata.items()}
    if precision == "u8":
        scales = {}
        for name, values in tensors.items():
            if values.dtype == np.float32 and values.size > EXACT_VALUES:
                sent[name], scale, zero = quantize(values)
                scales[name] = {"scale": scale, "zero": zero}
        texts["quantized"] = json.dumps(scales)
    # Without a copy where they are contiguous already, as nearly all are.
    return save({name: np.ascontiguousarray(values) for name, values in sent.items()}, texts)
