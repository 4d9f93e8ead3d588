"""Checkpoints: a network's weights, config and card in one safetensors file."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from model.checkpoints.card import Card
from model.data.dataset import Source
from model.data.folder import Preparation
from model.data.sources import find_source
from model.errors import CheckpointError
from model.network.architecture import Config, Network, build, find_architecture
from model.network.capsnet import CapsNetConfig
from model.network.capsule_network import CapsuleNetwork

FORMAT = "capsnet-explorer 1"
DTYPES = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
"""What weights may be stored in; they are computed with in float32."""


class Checkpoint(NamedTuple):
    """A network that is ready to use, and where it came from."""

    name: str
    network: Network
    card: Card
    sha256: str
    path: Path
    dtype: str
    """What the file stores weights in, for instance "float16"."""

    @property
    def capsnet(self) -> CapsuleNetwork:
        """The network, where it is one of capsules; otherwise raises CheckpointError."""
        if not isinstance(self.network, CapsuleNetwork):
            kind = find_architecture(self.network.config.architecture).title
            raise CheckpointError(f"{self.name} is a {kind} (expected a capsule network)")
        return self.network

    def source(self, folder: Path | None) -> Source:
        """The data set that the network was trained on; see `find_source`."""
        config = self.network.config
        preparation = Preparation(
            size=config.image_height,
            channels=config.image_channels,
            fit=self.card.recipe.get("fit", "drawing"),
        )
        return find_source(self.card.dataset, self.card.class_names, preparation, folder)


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file.

    Raises CheckpointError, naming what is wrong, where it is damaged, not one of ours, or its
    tensors do not fit its config.
    """
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
        config = _read_config(metadata)
        card = Card.from_dict(json.loads(metadata["card"]))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise CheckpointError(f"the metadata of {path} cannot be read: {error}") from error
    if len(card.class_names) != config.classes:
        raise CheckpointError(
            f"{path} names {len(card.class_names)} classes (expected {config.classes})"
        )
    # Built without memory first: a damaged config may ask for more than there is.
    try:
        with torch.device("meta"):
            network = build(config)
    except (RuntimeError, TypeError, OverflowError) as error:
        raise CheckpointError(f"no network is as large as the config of {path} asks") from error
    _check_tensors(path, tensors, network.state_dict())
    network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, assign=True)
    network.requires_grad_(False).eval()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    dtypes = sorted({str(tensor.dtype).removeprefix("torch.") for tensor in tensors.values()})
    return Checkpoint(path.stem, network, card, sha256, path, " and ".join(dtypes))


def save_checkpoint(
    path: Path,
    *,
    config: Config,
    card: Card,
    tensors: dict[str, Tensor],
    dtype: torch.dtype | None = None,
) -> None:
    """Write a checkpoint in one step, so that a kill never leaves half a file."""
    metadata = {
        "format": FORMAT,
        "architecture": config.architecture,
        "config": json.dumps(config.to_dict()),
        "card": json.dumps(card.to_dict()),
    }
    write_file(path, {name: tensor.to(dtype=dtype) for name, tensor in tensors.items()}, metadata)


def write_file(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Write a safetensors file in one step; the same content always has the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = save({name: tensor.contiguous() for name, tensor in tensors.items()}, metadata)
    # Not by safetensors' own `save_file`, whose files only their owner may read.
    partial = path.with_suffix(".partial")
    partial.write_bytes(_order_metadata(content))
    os.replace(partial, path)


def save_card(path: Path, card: Card) -> None:
    """Give a checkpoint another card; its config and its tensors stay as they are."""
    with safe_open(path, framework="pt") as file:
        config = _read_config(file.metadata())
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    save_checkpoint(path, config=config, card=card, tensors=tensors)


def _read_config(metadata: dict[str, str]) -> Config:
    """The config in a file's metadata; older files do not name the architecture."""
    architecture = find_architecture(metadata.get("architecture", CapsNetConfig.architecture))
    return architecture.config.from_dict(json.loads(metadata["config"]))


def _check_tensors(path: Path, found: dict[str, Tensor], expected: dict[str, Tensor]) -> None:
    for name, tensor in expected.items():
        if name not in found:
            raise CheckpointError(f"{path} lacks tensor {name!r} of shape {tuple(tensor.shape)}")
        if found[name].shape != tensor.shape:
            raise CheckpointError(
                f"tensor {name!r} of {path} has shape {tuple(found[name].shape)} "
                f"(its config expects {tuple(tensor.shape)})"
            )
        if found[name].dtype not in DTYPES:
            raise CheckpointError(
                f"tensor {name!r} of {path} has type {found[name].dtype} (expected one of {DTYPES})"
            )
        if not found[name].float().isfinite().all():
            raise CheckpointError(f"tensor {name!r} of {path} holds values that are not finite")
    unknown = sorted(set(found) - set(expected))
    if unknown:
        raise CheckpointError(f"{path} holds tensor {unknown[0]!r}, which its config does not have")


def _order_metadata(content: bytes) -> bytes:
    """The same safetensors file with its metadata in alphabetical order.

    safetensors writes it in a random order: one checkpoint would have many checksums.
    """
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the tensors begin at a multiple of 8, as the format wants
    return len(text).to_bytes(8, "little") + text + content[end:]
