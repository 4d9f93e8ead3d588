"""Checkpoints: a network's weights, config and card in one safetensors file."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from model.capsnet import CapsNet
from model.card import Card
from model.config import CapsNetConfig
from model.errors import CheckpointError

FOLDER = Path(__file__).resolve().parent.parent / "checkpoints"
FORMAT = "capsnet-explorer 1"


class Checkpoint(NamedTuple):
    """A network that is ready to use, and where it came from."""

    name: str
    capsnet: CapsNet
    card: Card
    sha256: str


def load(name_or_path: str | Path) -> CapsNet:
    """The network of a checkpoint, in float32 and evaluation mode; see `load_checkpoint`."""
    return load_checkpoint(name_or_path).capsnet


def load_checkpoint(name_or_path: str | Path) -> Checkpoint:
    """A checkpoint by its name ("mnist") or by the path of its file.

    Raises CheckpointError, naming what is wrong, where it is missing, damaged, not one of ours, or
    its tensors do not fit its config.
    """
    path = find(name_or_path)
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(f"{path} is not a safetensors file: {error}") from error
    if metadata.get("format") != FORMAT:
        raise CheckpointError(
            f"{path} has format {metadata.get('format')!r} in its metadata (expected {FORMAT!r})"
        )
    try:
        config = CapsNetConfig.from_dict(json.loads(metadata["config"]))
        card = Card.from_dict(json.loads(metadata["card"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"the metadata of {path} cannot be read: {error}") from error
    if len(card.class_names) != config.classes:
        raise CheckpointError(
            f"{path} names {len(card.class_names)} classes (expected {config.classes})"
        )
    # Built without memory first: a damaged config may ask for more than there is.
    with torch.device("meta"):
        capsnet = CapsNet(config)
    _check_tensors(path, tensors, capsnet.state_dict())
    capsnet.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, assign=True)
    capsnet.requires_grad_(False).eval()
    return Checkpoint(path.stem, capsnet, card, hashlib.sha256(path.read_bytes()).hexdigest())


def save_checkpoint(
    path: Path,
    *,
    config: CapsNetConfig,
    card: Card,
    tensors: dict[str, Tensor],
    dtype: torch.dtype | None = None,
) -> None:
    """Write a checkpoint in one step, so that a kill never leaves half a file."""
    metadata = {
        "format": FORMAT,
        "config": json.dumps(config.to_dict()),
        "card": json.dumps(card.to_dict()),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    save_file(
        {name: tensor.to(dtype=dtype).contiguous() for name, tensor in tensors.items()},
        partial,
        metadata,
    )
    os.replace(partial, path)


def find(name_or_path: str | Path) -> Path:
    """The file of a checkpoint. Raises CheckpointError where there is none."""
    path = Path(name_or_path)
    if path.suffix != ".safetensors":
        path = FOLDER / f"{path.name}.safetensors"
    if not path.is_file():
        shipped = ", ".join(sorted(file.stem for file in FOLDER.glob("*.safetensors")))
        raise CheckpointError(
            f"there is no checkpoint {str(name_or_path)!r}: {path} is missing "
            f"(expected the path of a .safetensors file or one of: {shipped or 'none yet'})"
        )
    return path


def _check_tensors(path: Path, found: dict[str, Tensor], expected: dict[str, Tensor]) -> None:
    for name, tensor in expected.items():
        if name not in found:
            raise CheckpointError(f"{path} lacks tensor {name!r} of shape {tuple(tensor.shape)}")
        if found[name].shape != tensor.shape:
            raise CheckpointError(
                f"tensor {name!r} of {path} has shape {tuple(found[name].shape)} "
                f"(its config expects {tuple(tensor.shape)})"
            )
        if not found[name].is_floating_point() or not found[name].isfinite().all():
            raise CheckpointError(f"tensor {name!r} of {path} holds values that are not finite")
    unknown = sorted(set(found) - set(expected))
    if unknown:
        raise CheckpointError(f"{path} holds tensor {unknown[0]!r}, which its config does not have")
