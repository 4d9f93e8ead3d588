"""`python -m model.reconstruction_errors NAME` measures how well held-out pictures are drawn again.

For every test picture: the squared error, summed over pixels, of what the decoder draws from the
longest capsule. They are written to NAME.errors.safetensors beside the checkpoint; what is far
beyond them is hardly a picture of the data set (Frosst, Sabour and Hinton, 2018).
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from torch import Tensor
from tqdm import tqdm

from model.capsules import CapsuleNetwork
from model.checkpoint import ERRORS_SUFFIX, Checkpoint, load_checkpoint, write_file
from model.dataset import Dataset
from model.errors import CheckpointError, DataError, ModelError
from model.evaluate import find_source

FORMAT = "capsnet-explorer reconstruction errors 1"
BATCH = 50


@dataclasses.dataclass(frozen=True, kw_only=True)
class ErrorsFile:
    """Reconstruction errors of a checkpoint's test pictures."""

    errors: npt.NDArray[np.float32]
    """One a picture, from the smallest."""
    dataset: str
    digest: str
    """sha256 of the file itself."""


def main(arguments: list[str] | None = None) -> int:
    """Measure how well a checkpoint draws the pictures again that it was not trained on."""
    options = _parse(arguments)
    try:
        checkpoint = load_checkpoint(options.checkpoint)
        source = find_source(checkpoint.card, checkpoint.capsnet.config, options.data)
        dataset = source.read("test", download=False)
        started = time.monotonic()
        errors = measure_errors(checkpoint.capsnet, dataset, progress=True)
        path = save_errors(checkpoint, errors)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    low, middle, high = np.quantile(errors, (0.05, 0.5, 0.95))
    print(
        f"{path}: {len(errors):,} pictures in {time.monotonic() - started:.0f} s; "
        f"median {middle:.1f}, 90 % between {low:.1f} and {high:.1f}"
    )
    return 0


def reconstruction_errors(
    capsnet: CapsuleNetwork, images: Float[Tensor, "batch channels height width"]
) -> Float[Tensor, " batch"]:
    """Squared error, summed over pixels, of what the decoder draws from the longest capsule."""
    lengths, digits = capsnet(images)
    winners = lengths.argmax(dim=1)
    pictures = capsnet.decode(digits[torch.arange(len(images)), winners], winners)
    return (pictures.view_as(images) - images).square().flatten(start_dim=1).sum(dim=1)


@torch.inference_mode()
def measure_errors(
    capsnet: CapsuleNetwork, dataset: Dataset, *, progress: bool = False
) -> npt.NDArray[np.float32]:
    """The reconstruction error of every picture, from the smallest.

    Raises DataError where the pictures are of another size than the network's.
    """
    config, images = capsnet.config, dataset.images
    if images.shape[1:] != config.image_shape:
        raise DataError(f"the pictures are {images.shape[1:]} (expected {config.image_shape})")
    errors = []
    for start in tqdm(range(0, len(images), BATCH), disable=not progress):
        part = torch.from_numpy(images[start : start + BATCH].astype(np.float32)).div_(255)
        inputs = part.view(len(part), config.image_channels, *part.shape[-2:])
        errors.append(reconstruction_errors(capsnet, inputs))
    found: npt.NDArray[np.float32] = torch.cat(errors).sort().values.numpy()
    return found


def save_errors(checkpoint: Checkpoint, errors: npt.NDArray[np.float32]) -> Path:
    """The file beside a checkpoint that now holds its errors."""
    path = checkpoint.path.with_suffix(ERRORS_SUFFIX)
    metadata = {
        "format": FORMAT,
        "dataset": checkpoint.card.dataset,
        "sha256": checkpoint.sha256,
    }
    write_file(path, {"errors": torch.from_numpy(errors)}, metadata)
    return path


def load_errors(checkpoint: Checkpoint) -> ErrorsFile:
    """The errors that lie beside a checkpoint.

    Raises CheckpointError, saying which command measures them, where they are missing, damaged, or
    those of another file of that name.
    """
    path = checkpoint.path.with_suffix(ERRORS_SUFFIX)
    remedy = f"`python -m model.reconstruction_errors {checkpoint.name}` measures them"
    if not path.is_file():
        raise CheckpointError(
            f"the reconstruction errors of {checkpoint.name} are missing: {remedy}"
        )
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with safe_open(path, framework="np") as file:
            metadata = file.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise ValueError(f"format {metadata.get('format')!r} (expected {FORMAT!r})")
            errors = file.get_tensor("errors")
        if errors.dtype != np.float32 or errors.ndim != 1 or errors.size == 0:
            raise ValueError(f"tensor 'errors' is {errors.dtype} {errors.shape} (expected float32)")
        if not np.isfinite(errors).all() or (np.diff(errors) < 0).any():
            raise ValueError("the errors are not finite numbers from the smallest")
        dataset, sha256 = metadata["dataset"], metadata["sha256"]
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        raise CheckpointError(f"{path.name} is damaged: {error}; {remedy} again") from error
    if sha256 != checkpoint.sha256:
        raise CheckpointError(
            f"{path.name} was made with the checkpoint {sha256[:12]}… "
            f"(expected {checkpoint.sha256[:12]}…): {remedy} again"
        )
    return ErrorsFile(errors=errors, dataset=dataset, digest=digest)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m model.reconstruction_errors", description=main.__doc__
    )
    parser.add_argument("checkpoint", help="name of a checkpoint, or path of its file")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="where the pictures lie, for a network that was trained on a folder",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
