"""Catalogue: checkpoints by their names, those in the project's folder."""

from __future__ import annotations

from pathlib import Path

from model.checkpoints.checkpoint import Checkpoint, read_checkpoint
from model.checkpoints.sidecar import SIDECARS
from model.errors import CheckpointError
from model.network.architecture import Network

FOLDER = Path(__file__).resolve().parents[2] / "checkpoints"

_PICKLE = "a file of PyTorch's, which may hold code and is never opened"
FOREIGN = {
    ".pt": _PICKLE,
    ".pth": _PICKLE,
    ".bin": _PICKLE,
    ".ckpt": "a checkpoint of PyTorch's or TensorFlow's",
    ".h5": "a file of Keras' weights",
    ".hdf5": "a file of Keras' weights",
    ".keras": "a network of Keras'",
    ".onnx": "a network in ONNX's format",
    ".npz": "a file of NumPy's arrays",
}
"""What files of other programs are, by how their names end."""


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
    foreign = FOREIGN.get(path.suffix.lower())
    if foreign is not None:
        raise CheckpointError(
            f"{path} is {foreign} (expected a .safetensors file of ours): once its weights are "
            "in a safetensors file, `python -m model.convert WEIGHTS MAPPING NAME` makes one of "
            "them; docs/models.md shows how"
        )
    if path.suffix != ".safetensors":
        path = FOLDER / f"{path.name}.safetensors"
    if not path.is_file():
        names = ", ".join(file.stem for file in shipped())
        raise CheckpointError(
            f"there is no checkpoint {str(name_or_path)!r}: {path} is missing "
            f"(expected the path of a .safetensors file or one of: {names or 'none yet'})"
        )
    return path


def check_free(path: Path, *, overwrite: bool) -> None:
    """Raise CheckpointError where a new checkpoint would take the place of another."""
    if path.exists() and not overwrite:
        raise CheckpointError(
            f"{path} is there already: give another name, or --overwrite to replace it"
        )


def remove_companions(path: Path) -> None:
    """Remove what describes a checkpoint that is about to be replaced: its card, its sidecars."""
    for suffix in (".md", *(sidecar.suffix for sidecar in SIDECARS)):
        path.with_suffix(suffix).unlink(missing_ok=True)


def shipped() -> list[Path]:
    """Every checkpoint in the project's folder."""
    suffixes = tuple(sidecar.suffix for sidecar in SIDECARS)
    files = sorted(FOLDER.glob("*.safetensors"))
    return [path for path in files if not path.name.endswith(suffixes)]
