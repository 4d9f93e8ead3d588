"""Accuracy: how often a network reads images wrong, and how well it draws them again."""

from __future__ import annotations

import math

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from tqdm import tqdm

from model.checkpoints.card import Measured
from model.data.dataset import Dataset
from model.errors import DataError
from model.network.architecture import Network, confidences
from model.network.capsule_network import CapsuleNetwork
from model.network.loss import reconstruction_loss

BATCH = 50
TENTHS = 10
"""Ranges of confidence, each a tenth wide, of which accuracies are told apart."""
Z_95 = 1.959963984540054
"""Standard deviations within which 95 % of a normal distribution lies."""


@torch.inference_mode()
def measure(network: Network, dataset: Dataset, *, progress: bool = False) -> Measured:
    """Errors by class and reconstruction error of a network, on the device it is on.

    An image that shows several classes is read right where all of them are found. The
    reconstruction error is that of the true class's capsule, all others masked as in training: it
    measures the picture apart from the classification; of several classes it is the mean. Raises
    DataError where the images are none, or of another size or with more classes than the network's.
    """
    _check(network, dataset)
    device = next(network.parameters()).device
    classes = network.config.classes
    images_each = torch.zeros(classes, dtype=torch.int64)
    errors_each = torch.zeros(classes, dtype=torch.int64)
    errors, squared_error = 0, 0.0
    by_confidence = torch.zeros(TENTHS, 2, dtype=torch.int64)
    bar = tqdm(total=len(dataset), unit="image", disable=not progress)
    for start in range(0, len(dataset), BATCH):
        batch = dataset[start : start + BATCH].to_batch(device)
        labels = batch.labels
        if isinstance(network, CapsuleNetwork):
            found, digits = network(batch.images)
            capsules = digits[torch.arange(len(labels), device=device)[:, None], labels]
            pictures = network.decode(capsules.flatten(0, 1), labels.flatten())
            loss = reconstruction_loss(pictures, batch.parts.reshape(pictures.shape))
            squared_error += loss.item() * len(labels)
        else:
            found = confidences(network, batch.images)
        wrong = misread(found, labels)
        errors += int(wrong.any(dim=-1).sum())
        by_confidence += count_right(found, labels).cpu()
        images_each += labels.flatten().bincount(minlength=classes).cpu()
        errors_each += labels[wrong].bincount(minlength=classes).cpu()
        bar.update(len(labels))
    bar.close()
    return Measured(
        images=len(dataset),
        errors=errors,
        interval=wilson_interval(errors, len(dataset)),
        reconstruction_error=squared_error / len(dataset)
        if isinstance(network, CapsuleNetwork)
        else None,
        per_class=tuple(zip(images_each.tolist(), errors_each.tolist(), strict=True)),
        by_confidence=tuple((read, right) for read, right in by_confidence.tolist()),
    )


def wilson_interval(errors: int, images: int) -> tuple[float, float]:
    """95 % Wilson score interval of a share, which stays sensible where errors are few."""
    share = errors / images
    centre = share + Z_95**2 / (2 * images)
    spread = Z_95 * math.sqrt(share * (1 - share) / images + Z_95**2 / (4 * images**2))
    scale = 1 + Z_95**2 / images
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def misread(
    confidences: Float[Tensor, "batch classes"], labels: Int[Tensor, "batch present"]
) -> Bool[Tensor, "batch present"]:
    """Which of an image's classes are not among those that the network is surest of."""
    found = confidences.topk(labels.shape[1]).indices
    return (labels[:, :, None] != found[:, None, :]).all(dim=-1)


def count_right(
    confidences: Float[Tensor, "batch classes"], labels: Int[Tensor, "batch present"]
) -> Int[Tensor, "tenths 2"]:
    """Of each tenth of confidence, the classes that were read with it, and those that were right.

    As many are read of each image as it shows: those that the network is surest of.
    """
    surest, classes = confidences.topk(labels.shape[1])
    right = (classes[:, :, None] == labels[:, None, :]).any(dim=-1)
    tenths = (surest * TENTHS).long().clamp(0, TENTHS - 1)
    counts = (tenths.flatten(), tenths[right])
    return torch.stack([each.bincount(minlength=TENTHS) for each in counts], dim=-1)


def _check(network: Network, dataset: Dataset) -> None:
    if len(dataset) == 0:
        raise DataError("there are no images to measure on")
    if dataset.images.shape[1:] != network.config.image_shape:
        raise DataError(
            f"the data set's images have shape {dataset.images.shape[1:]} "
            f"(the network expects {network.config.image_shape})"
        )
    if dataset.labels.max() >= network.config.classes:
        raise DataError(
            f"the data set has a label {dataset.labels.max()} "
            f"(the network knows 0 to {network.config.classes - 1})"
        )
