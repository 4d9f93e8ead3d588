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
from model.errors import CheckpointError
from model.network.architecture import Config, Network, build, find_architecture
from model.network.capsule_network import CapsuleNetwork
from model.network.config import CapsNetConfig

FOLDER = Path(__file__).resolve().parents[2] / "checkpoints"
FORMAT = "capsnet-explorer 1"
PATCHES_SUFFIX = ".patches.safetensors"
ERRORS_SUFFIX = ".errors.safetensors"
"""Of the file beside a checkpoint that says what its primary capsules respond to."""
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


def load(name_or_path: str | Path) -> Network:
    """The network of a checkpoint, in float32 and evaluation mode; see `load_checkpoint`."""
    return load_checkpoint(name_or_path).network


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


def find(name_or_path: str | Path) -> Path:
    """The file of a checkpoint. Raises CheckpointError where there is none."""
    path = Path(name_or_path)
    if path.suffix != ".safetensors":
        path = FOLDER / f"{path.name}.safetensors"
    if not path.is_file():
        names = ", ".join(file.stem for file in shipped())
        raise CheckpointError(
            f"there is no checkpoint {str(name_or_path)!r}: {path} is missing "
            f"(expected the path of a .safetensors file or one of: {names or 'none yet'})"
        )
    return path


def shipped() -> list[Path]:
    """Every checkpoint in the project's folder."""
    files = sorted(FOLDER.glob("*.safetensors"))
    return [path for path in files if not path.name.endswith((PATCHES_SUFFIX, ERRORS_SUFFIX))]


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
