"""Units by the names that the address gives them, and their numbers in a trace."""

from __future__ import annotations

from typing import Any

import torch

from model.network.capsnet import CapsNet
from model.network.trace import Trace

Unit = dict[str, Any]
INDICES: dict[str, tuple[str, ...]] = {
    "pixel": ("row", "column"),
    "kernel": ("map",),
    "conv1": ("map", "row", "column"),
    "type": ("type",),
    "capsule": ("type", "row", "column"),
    "component": ("type", "row", "column", "dimension"),
    "vote": ("type", "row", "column", "digit"),
    "link": ("type", "digit"),
    "position": ("row", "column", "digit"),
    "digit": ("digit",),
    "dimension": ("digit", "dimension"),
    "hidden": ("digit", "layer", "index"),
    "decoded": ("digit", "row", "column"),
}


def parse_unit(text: str) -> Unit:
    kind, *indices = text.split("-")
    return {"kind": kind, **dict(zip(INDICES[kind], map(int, indices), strict=True))}


def numbers_of(unit: Unit, trace: Trace, capsnet: CapsNet) -> dict[str, float]:
    """What the panel must print of a unit, by the names of its lines."""
    kind = unit["kind"]
    row, column, digit = unit.get("row", 0), unit.get("column", 0), unit.get("digit", 0)
    type_, dimension = unit.get("type", 0), unit.get("dimension", 0)
    place = (type_, row, column)
    if kind == "pixel":
        return {"ink": float(trace.image[row, column])}
    if kind == "kernel":
        after = trace.conv1[unit["map"]].relu()
        return {"mean": float(after.mean()), "maximum": float(after.max())}
    if kind == "conv1":
        value = trace.conv1[unit["map"], row, column]
        return {"before ReLU": float(value), "after ReLU": float(value.relu())}
    if kind == "type":
        lengths = trace.primary[type_].norm(dim=-1)
        return {"mean": float(lengths.mean()), "longest": float(lengths.max())}
    if kind == "capsule":
        before, after = trace.primary_raw[place].norm(), trace.primary[place].norm()
        return {"its root, ‖s‖": float(before), "‖u‖ = ‖s‖² / (1 + ‖s‖²)": float(after)}
    if kind == "component":
        before, after = trace.primary_raw[place], trace.primary[place]
        return {"before squash": float(before[dimension]), "after squash": float(after[dimension])}
    if kind == "vote":
        return {
            "logit b": float(trace.logits[(-1, *place, digit)]),
            "coupling c": float(trace.couplings[(-1, *place, digit)]),
            "agreement û · v": float(trace.agreement[(-1, *place, digit)]),
            "support": float(trace.support[(-1, *place, digit)]),
        }
    if kind == "link":
        return {
            f"support of type {type_}": float(trace.support[-1, type_, ..., digit].sum()),
            "mean": float(trace.couplings[-1, type_, ..., digit].mean()),
        }
    if kind == "position":
        return {
            "support of this position": float(trace.support[-1, :, row, column, digit].sum()),
            "mean": float(trace.couplings[-1, :, row, column, digit].mean()),
        }
    if kind == "digit":
        length = trace.sums[-1, digit].norm()
        return {"‖s‖": float(length), "‖v‖ = ‖s‖² / (1 + ‖s‖²)": float(trace.lengths[digit])}
    if kind == "dimension":
        before, after = trace.sums[-1, digit], trace.digits[-1, digit]
        return {"before squash": float(before[dimension]), "after squash": float(after[dimension])}
    if kind == "decoded":
        return {"sigmoid: ink, 0 to 1": float(trace.reconstructions[digit, row, column])}
    masked = torch.zeros_like(trace.digits[-1])
    masked[digit] = trace.digits[-1, digit]
    # Each hidden layer is followed by its ReLU.
    value = capsnet.decoder[: 2 * unit["layer"] + 2](masked.flatten())[unit["index"]]
    return {"after ReLU": float(value)}
