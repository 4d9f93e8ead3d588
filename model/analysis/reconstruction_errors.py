"""Reconstruction errors: how well a network draws held-out pictures again.

Of each picture the squared error, summed over pixels, of what the decoder draws from the longest
capsule. What is far beyond them is hardly a picture of the data set (Frosst, Sabour and Hinton,
2018).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor
from tqdm import tqdm

from model.checkpoints.checkpoint import Checkpoint
from model.checkpoints.sidecar import ERRORS, Tensors
from model.data.dataset import Dataset
from model.errors import DataError
from model.network.capsule_network import CapsuleNetwork
from model.network.trace import Trace

BATCH = 50
FALSE_ALARMS = 0.01
"""Share of held-out pictures that may look like none of their data set."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ErrorsFile:
    """Reconstruction errors of a checkpoint's test pictures."""

    errors: npt.NDArray[np.float32]
    """One a picture, from the smallest."""
    dataset: str
    digest: str
    """sha256 of the file itself."""


def reconstruction_errors(
    capsnet: CapsuleNetwork, images: Float[Tensor, "batch channels height width"]
) -> Float[Tensor, " batch"]:
    """Squared error, summed over pixels, of what the decoder draws from the longest capsule."""
    pictures = capsnet.draw_longest(capsnet(images))
    return (pictures.view_as(images) - images).square().flatten(start_dim=1).sum(dim=1)


def reconstruction_error(trace: Trace) -> float:
    """The same of one image that was traced."""
    return float((trace.reconstructions[trace.prediction] - trace.image).square().sum())


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


def threshold_for(errors: npt.NDArray[np.float32], share: float = FALSE_ALARMS) -> float:
    """The least error above which at most a share of the errors is; they are from the smallest."""
    return float(errors[max(0, math.ceil((1 - share) * len(errors)) - 1)])


def save_errors(checkpoint: Checkpoint, errors: npt.NDArray[np.float32]) -> Path:
    """The file beside a checkpoint that now holds its errors."""
    return ERRORS.save(checkpoint, {"errors": errors})


def load_errors(checkpoint: Checkpoint) -> ErrorsFile:
    """The errors that lie beside a checkpoint; raises CheckpointError where there are none."""

    def read(tensors: Tensors, metadata: Mapping[str, str], digest: str) -> ErrorsFile:
        errors = tensors["errors"]
        if errors.dtype != np.float32 or errors.ndim != 1 or errors.size == 0:
            raise ValueError(f"tensor 'errors' is {errors.dtype} {errors.shape} (expected float32)")
        if not np.isfinite(errors).all() or (np.diff(errors) < 0).any():
            raise ValueError("the errors are not finite numbers from the smallest")
        return ErrorsFile(errors=errors, dataset=metadata["dataset"], digest=digest)

    return ERRORS.load(checkpoint, read)
