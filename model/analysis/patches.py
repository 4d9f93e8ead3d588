"""Patches: what of training pictures each type of primary capsules responds to most."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from model.checkpoints.checkpoint import Checkpoint
from model.checkpoints.sidecar import PATCHES, Tensors
from model.data.dataset import Dataset
from model.errors import DataError
from model.network.capsule_network import CapsuleNetwork
from model.network.config import CapsuleConfig
from model.network.layers import length

COUNT = 9
"""Patches of each type."""
LIMIT = 10_000
"""Pictures searched where no other number is asked for: two minutes on two cores."""
BATCH = 50


@dataclasses.dataclass(frozen=True, kw_only=True)
class Patches:
    """The patches at which capsules of each type are longest before squash, longest first.

    No picture gives a type more than one.
    """

    patches: npt.NDArray[np.uint8]
    """types N *channels height width: what the capsule sees of a picture; 255 is ink."""
    lengths: npt.NDArray[np.float32]
    """types N: of the capsule, before squash."""
    labels: npt.NDArray[np.uint8]
    """types N: class of the picture."""
    sources: npt.NDArray[np.uint32]
    """types N 3: the picture's place in the training split, and the capsule's row and column."""

    def tensors(self) -> dict[str, npt.NDArray[np.generic]]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


@dataclasses.dataclass(frozen=True, kw_only=True)
class PatchesFile:
    """Patches, and what they were found with."""

    patches: Patches
    dataset: str
    images: int
    """Pictures that were searched."""
    digest: str
    """sha256 of the file itself."""


@torch.inference_mode()
def find_patches(
    capsnet: CapsuleNetwork, dataset: Dataset, *, limit: int = LIMIT, progress: bool = False
) -> Patches:
    """The patches of up to `limit` pictures, evenly spread over a data set.

    Raises DataError where they are too few, or of another size than the network's images.
    """
    config, images = capsnet.config, dataset.images
    if images.shape[1:] != config.image_shape:
        raise DataError(f"the pictures are {images.shape[1:]} (expected {config.image_shape})")
    searched = min(limit, len(images))
    if searched < COUNT:
        raise DataError(f"invalid number of pictures: {searched} (expected at least {COUNT})")
    chosen = np.linspace(0, len(images) - 1, searched).round().astype(np.int64)
    lengths = torch.full((config.primary_types, COUNT), -1.0)
    sources = torch.zeros(config.primary_types, COUNT, 3, dtype=torch.int64)
    bar = tqdm(total=searched, unit="image", disable=not progress)
    for start in range(0, searched, BATCH):
        part = chosen[start : start + BATCH]
        inputs = torch.from_numpy(images[part]).float().div_(255)
        found = length(capsnet.see_raw(inputs))
        longest, places = found.flatten(start_dim=2).max(dim=2)  # batch types
        rows, columns = places // config.primary_width, places % config.primary_width
        numbers = torch.from_numpy(part)[:, None].expand_as(places)
        lengths, order = torch.cat((lengths, longest.T), dim=1).topk(COUNT)
        candidates = torch.cat((sources, torch.stack((numbers, rows, columns)).permute(2, 1, 0)), 1)
        sources = candidates.gather(1, order[..., None].expand(-1, -1, 3))
        bar.update(len(part))
    bar.close()
    size, stride = config.field_size, config.field_stride
    patches = [
        images[number, ..., stride * row :, stride * column :][..., :size, :size]
        for number, row, column in sources.flatten(end_dim=1).tolist()
    ]
    return Patches(
        patches=np.stack(patches).reshape(*lengths.shape, *patches[0].shape),
        lengths=lengths.numpy(),
        labels=dataset.labels[sources[..., 0].numpy()],
        sources=sources.numpy().astype(np.uint32),
    )


def save_patches(checkpoint: Checkpoint, patches: Patches, *, images: int) -> Path:
    """The file beside a checkpoint that now holds its patches."""
    return PATCHES.save(checkpoint, patches.tensors(), images=str(images))


def load_patches(checkpoint: Checkpoint) -> PatchesFile:
    """The patches that lie beside a checkpoint; raises CheckpointError where there are none."""

    def read(tensors: Tensors, metadata: Mapping[str, str], digest: str) -> PatchesFile:
        names = [field.name for field in dataclasses.fields(Patches)]
        patches = Patches(**{name: tensors[name] for name in names})
        _check(patches, checkpoint.capsnet.config)
        return PatchesFile(
            patches=patches,
            dataset=metadata["dataset"],
            images=int(metadata["images"]),
            digest=digest,
        )

    return PATCHES.load(checkpoint, read)


def _check(patches: Patches, config: CapsuleConfig) -> None:
    each = (config.primary_types, COUNT)
    size = config.field_size
    expected = {
        "patches": f"uint8 {(*each, *config.image_shape[:-2], size, size)}",
        "lengths": f"float32 {each}",
        "labels": f"uint8 {each}",
        "sources": f"uint32 {(*each, 3)}",
    }
    for name, values in patches.tensors().items():
        found = f"{values.dtype} {values.shape}"
        if found != expected[name]:
            raise ValueError(f"tensor {name!r} is {found} (expected {expected[name]})")
