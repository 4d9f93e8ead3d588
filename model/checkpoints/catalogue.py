"""Catalogue: checkpoints by their names, those in the project's folder."""

from __future__ import annotations

from pathlib import Path

from model.checkpoints.checkpoint import Checkpoint, read_checkpoint
from model.checkpoints.sidecar import SIDECARS
from model.errors import CheckpointError
from model.network.architecture import Network

FOLDER = Path(__file__).resolve().parents[2] / "checkpoints"


def load(name_or_path: str | Path) -> Network:
    """The network of a checkpoint, in float32 and evaluation mode; see `load_checkpoint`."""
    return load_checkpoint(name_or_path).network


def load_checkpoint(name_or_path: str | Path) -> Checkpoint:
    """A checkpoint by its name ("mnist") or by the path of its file.

    Raises CheckpointError where it is missing, and as `read_checkpoint` does.
    """
    return read_checkpoint(find(name_or_path))


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
    suffixes = tuple(sidecar.suffix for sidecar in SIDECARS)
    files = sorted(FOLDER.glob("*.safetensors"))
    return [path for path in files if not path.name.endswith(suffixes)]
