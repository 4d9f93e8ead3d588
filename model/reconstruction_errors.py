"""`python -m model.reconstruction_errors NAME` measures how well held-out pictures are drawn again.

For every test picture: the squared error, summed over pixels, of what the decoder draws from the
longest capsule. They are written to NAME.errors.safetensors beside the checkpoint; what is far
beyond them is hardly a picture of the data set (Frosst, Sabour and Hinton, 2018).
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor
from tqdm import tqdm

from model.checkpoints.checkpoint import ERRORS_SUFFIX, Checkpoint, load_checkpoint
from model.checkpoints.sidecar import Companion, Tensors, command_parser
from model.data.dataset import Dataset
from model.errors import DataError, ModelError
from model.evaluate import find_source
from model.network.capsule_network import CapsuleNetwork

COMPANION = Companion(
    suffix=ERRORS_SUFFIX,
    format="capsnet-explorer reconstruction errors 1",
    content="reconstruction errors",
    command="python -m model.reconstruction_errors",
    makes="measures",
)
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
    return COMPANION.save(checkpoint, {"errors": errors})


def load_errors(checkpoint: Checkpoint) -> ErrorsFile:
    """The errors that lie beside a checkpoint; raises CheckpointError where there are none."""

    def read(tensors: Tensors, metadata: Mapping[str, str], digest: str) -> ErrorsFile:
        errors = tensors["errors"]
        if errors.dtype != np.float32 or errors.ndim != 1 or errors.size == 0:
            raise ValueError(f"tensor 'errors' is {errors.dtype} {errors.shape} (expected float32)")
        if not np.isfinite(errors).all() or (np.diff(errors) < 0).any():
            raise ValueError("the errors are not finite numbers from the smallest")
        return ErrorsFile(errors=errors, dataset=metadata["dataset"], digest=digest)

    return COMPANION.load(checkpoint, read)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = command_parser(COMPANION.command, main.__doc__)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
