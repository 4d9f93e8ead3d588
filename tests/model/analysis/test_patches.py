from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from model.analysis.patches import COUNT, LIMIT, find_patches, load_patches, save_patches
from model.checkpoints import catalogue
from model.checkpoints.catalogue import FOLDER, load_checkpoint
from model.checkpoints.checkpoint import Checkpoint, save_card
from model.data.dataset import Dataset
from model.errors import CheckpointError, DataError
from model.network.capsnet import CapsNet
from tests.conftest import skip_without
from tests.model.tiny import NETWORK, make_dataset

PATCH = 5


"""Pixels a side that a primary capsule of the tiny network sees: 3 + 3 - 1."""


def lengths_of(capsnet: CapsNet, picture: np.ndarray) -> np.ndarray:
    """Length before squash of every primary capsule: types rows columns."""
    trace = capsnet.trace(torch.tensor(picture) / 255)
    return trace.primary_raw.norm(dim=-1).numpy()


def test_the_patches_are_those_of_the_longest_capsules(tiny_capsnet: CapsNet) -> None:
    dataset = make_dataset(120, seed=5)  # more than two batches
    found = find_patches(tiny_capsnet, dataset)
    lengths = np.stack([lengths_of(tiny_capsnet, picture) for picture in dataset.images])
    for kind in range(NETWORK.primary_types):
        longest = lengths[:, kind].max(axis=(1, 2))
        order = np.argsort(-longest)[:COUNT]
        assert found.sources[kind, :, 0].tolist() == order.tolist()
        np.testing.assert_allclose(found.lengths[kind], longest[order], rtol=1e-4)
        np.testing.assert_array_equal(found.labels[kind], dataset.labels[order])
        for patch, (number, row, column) in zip(
            found.patches[kind], found.sources[kind].tolist(), strict=True
        ):
            assert lengths[number, kind, row, column] == longest[number]
            top, left = 2 * row, 2 * column  # the stride of the primary capsules
            own = dataset.images[number, top : top + PATCH, left : left + PATCH]
            np.testing.assert_array_equal(patch, own)


def test_a_capsule_sees_no_more_than_its_patch(tiny_capsnet: CapsNet) -> None:
    dataset = make_dataset(60, seed=6)
    found = find_patches(tiny_capsnet, dataset)
    for kind in range(NETWORK.primary_types):
        for rank, (_, row, column) in enumerate(found.sources[kind].tolist()):
            alone = np.full((10, 10), 128, np.uint8)
            top, left = 2 * row, 2 * column
            alone[top : top + PATCH, left : left + PATCH] = found.patches[kind, rank]
            length = lengths_of(tiny_capsnet, alone)[kind, row, column]
            assert length == pytest.approx(found.lengths[kind, rank], rel=1e-4)


def test_a_limit_spreads_the_search_over_the_whole_split(tiny_capsnet: CapsNet) -> None:
    found = find_patches(tiny_capsnet, make_dataset(101), limit=11)
    assert set(found.sources[..., 0].ravel().tolist()) <= set(range(0, 101, 10))
    for kind in range(NETWORK.primary_types):
        assert len(set(found.sources[kind, :, 0].tolist())) == COUNT


def test_pictures_in_colour_have_patches_in_colour(make_capsnet: Callable[..., CapsNet]) -> None:
    config = dataclasses.replace(NETWORK, image_channels=3)
    grey = make_dataset(20)
    colours = np.stack((grey.images, grey.images // 2, 255 - grey.images), axis=1)
    found = find_patches(make_capsnet(config), Dataset(colours, grey.labels))
    assert found.patches.shape == (2, COUNT, 3, PATCH, PATCH)
    number, row, column = found.sources[1, 0].tolist()
    own = colours[number, :, 2 * row : 2 * row + PATCH, 2 * column : 2 * column + PATCH]
    np.testing.assert_array_equal(found.patches[1, 0], own)


def test_too_few_or_too_large_pictures_are_refused(tiny_capsnet: CapsNet) -> None:
    with pytest.raises(DataError, match=r"number of pictures: 8 \(expected at least 9\)"):
        find_patches(tiny_capsnet, make_dataset(8))
    with pytest.raises(DataError, match=r"\(12, 12\) \(expected \(10, 10\)\)"):
        find_patches(tiny_capsnet, make_dataset(20, size=12))


def test_missing_patches_name_the_command(tiny_checkpoint: Path) -> None:
    with pytest.raises(CheckpointError, match=r"of bars are missing: `python -m model.patches ba"):
        load_patches(load_checkpoint(tiny_checkpoint))


def test_patches_of_another_checkpoint_are_refused(
    tiny_checkpoint: Path, tiny_capsnet: CapsNet
) -> None:
    before = load_checkpoint(tiny_checkpoint)
    save_patches(before, find_patches(tiny_capsnet, make_dataset(20)), images=20)
    load_patches(before)
    save_card(tiny_checkpoint, dataclasses.replace(before.card, title="Others"))
    with pytest.raises(CheckpointError, match=rf"made with the checkpoint {before.sha256[:12]}"):
        load_patches(load_checkpoint(tiny_checkpoint))


@pytest.mark.parametrize("damage", ["truncated", "checkpoint", "empty"])
def test_damaged_patches_are_refused(
    tiny_checkpoint: Path, tiny_capsnet: CapsNet, damage: str
) -> None:
    checkpoint = load_checkpoint(tiny_checkpoint)
    path = save_patches(checkpoint, find_patches(tiny_capsnet, make_dataset(20)), images=20)
    whole = path.read_bytes()
    content = {
        "truncated": whole[:-1],
        "checkpoint": tiny_checkpoint.read_bytes(),
        "empty": b"",
    }[damage]
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"^bars.patches.safetensors is damaged: .* again$"):
        load_patches(checkpoint)


def test_patches_that_do_not_fit_the_config_are_refused(
    tiny_checkpoint: Path, tiny_capsnet: CapsNet
) -> None:
    checkpoint = load_checkpoint(tiny_checkpoint)
    found = find_patches(tiny_capsnet, make_dataset(20))
    for wrong, message in (
        (dataclasses.replace(found, patches=found.patches[:, :, 1:]), r"'patches' is uint8 \(2, 9"),
        (dataclasses.replace(found, lengths=found.lengths.astype(np.float64)), "is float64"),
    ):
        save_patches(checkpoint, wrong, images=20)
        with pytest.raises(CheckpointError, match=message):
            load_patches(checkpoint)


def test_patches_are_no_checkpoint(
    tiny_checkpoint: Path, tiny_capsnet: CapsNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = load_checkpoint(tiny_checkpoint)
    path = save_patches(checkpoint, find_patches(tiny_capsnet, make_dataset(20)), images=20)
    with pytest.raises(CheckpointError, match="has format 'capsnet-explorer patches 1'"):
        load_checkpoint(path)
    monkeypatch.setattr(catalogue, "FOLDER", tiny_checkpoint.parent)
    assert catalogue.shipped() == [tiny_checkpoint]


def test_the_shipped_patches_are_those_of_the_shipped_checkpoint(shipped: Checkpoint) -> None:
    if not (FOLDER / "mnist.patches.safetensors").exists():
        skip_without("checkpoints/mnist.patches.safetensors")
    found = load_patches(shipped)
    assert found.images >= LIMIT
    config = shipped.capsnet.config
    generator = np.random.default_rng(0)
    for kind, rank in generator.integers((config.primary_types, COUNT), size=(20, 2)).tolist():
        # The patch alone, at any place, gives a capsule that length.
        canvas = np.zeros((config.image_height, config.image_width), np.uint8)
        size = found.patches.patches.shape[-1]
        canvas[4 : 4 + size, 6 : 6 + size] = found.patches.patches[kind, rank]
        length = lengths_of(shipped.capsnet, canvas)[kind, 2, 3]
        assert length == pytest.approx(found.patches.lengths[kind, rank], rel=1e-3)
