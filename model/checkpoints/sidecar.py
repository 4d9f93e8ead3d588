"""Sidecars: files that commands make of a checkpoint, beside it, and that know which it was."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy.typing as npt
import torch
from safetensors import SafetensorError, safe_open

from model.checkpoints.checkpoint import Checkpoint, write_file
from model.errors import CheckpointError

Found = TypeVar("Found")
Tensors = Mapping[str, npt.NDArray[Any]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sidecar:
    """One kind of file beside checkpoints."""

    suffix: str
    format: str
    content: str
    """What it holds, in words."""
    command: str
    makes: str
    """What the command does to the content: "finds"."""

    def save(self, checkpoint: Checkpoint, tensors: Tensors, **metadata: str) -> Path:
        """The file beside a checkpoint that now holds the tensors."""
        path = checkpoint.path.with_suffix(self.suffix)
        known = {
            "format": self.format,
            "dataset": checkpoint.card.dataset,
            "sha256": checkpoint.sha256,
        }
        held = {name: torch.from_numpy(values) for name, values in tensors.items()}
        write_file(path, held, known | metadata)
        return path

    def check_free(self, checkpoint: Checkpoint, *, overwrite: bool) -> None:
        """Raise CheckpointError where the file beside a checkpoint was made of another one."""
        path = checkpoint.path.with_suffix(self.suffix)
        if overwrite or not path.exists():
            return
        try:
            with safe_open(path, framework="np") as file:
                metadata = file.metadata() or {}
        except (SafetensorError, OSError):
            metadata = {}
        if metadata.get("sha256") != checkpoint.sha256:
            raise CheckpointError(
                f"{path} exists and was not made with {checkpoint.path.name} as it is now: "
                "--overwrite replaces it"
            )

    def load(
        self, checkpoint: Checkpoint, read: Callable[[Tensors, Mapping[str, str], str], Found]
    ) -> Found:
        """What `read` makes of the file's tensors, its metadata and its sha256.

        Raises CheckpointError, saying which command makes it, where the file is missing, damaged
        (of which `read` tells by ValueError or KeyError), or of another checkpoint of that name.
        """
        path = checkpoint.path.with_suffix(self.suffix)
        remedy = f"`{self.command} {checkpoint.name}` {self.makes} them"
        anew = f"`{self.command} {checkpoint.name}` with --overwrite {self.makes} them"
        if not path.is_file():
            raise CheckpointError(f"the {self.content} of {checkpoint.name} are missing: {remedy}")
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            with safe_open(path, framework="np") as file:
                metadata = file.metadata() or {}
                if metadata.get("format") != self.format:
                    raise ValueError(
                        f"format {metadata.get('format')!r} (expected {self.format!r})"
                    )
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            found, sha256 = read(tensors, metadata, digest), metadata["sha256"]
        except (SafetensorError, OSError, ValueError, KeyError) as error:
            raise CheckpointError(f"{path.name} is damaged: {error}; {anew} again") from error
        if sha256 != checkpoint.sha256:
            raise CheckpointError(
                f"{path.name} was made with the checkpoint {sha256[:12]}… "
                f"(expected {checkpoint.sha256[:12]}…): {anew} again"
            )
        return found


PATCHES = Sidecar(
    suffix=".patches.safetensors",
    format="capsnet-explorer patches 1",
    content="patches",
    command="python -m model.patches",
    makes="finds",
)
ERRORS = Sidecar(
    suffix=".errors.safetensors",
    format="capsnet-explorer reconstruction errors 1",
    content="reconstruction errors",
    command="python -m model.reconstruction_errors",
    makes="measures",
)
SIDECARS = (PATCHES, ERRORS)
