from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.analysis.reconstruction_errors import load_errors, measure_errors, save_errors
from model.checkpoints.catalogue import FOLDER, load_checkpoint, shipped
from model.errors import CheckpointError, DataError
from model.network.capsnet import CapsNet
from tests.conftest import skip_without
from tests.model.tiny import make_dataset


def test_errors_are_those_of_the_longest_capsules_pictures(tiny_capsnet: CapsNet) -> None:
    dataset = make_dataset(120, seed=5)  # more than two batches
    expected = []
    for picture in dataset.images:
        image = torch.tensor(picture) / 255
        trace = tiny_capsnet.trace(image)
        expected.append(float((trace.reconstructions[trace.prediction] - image).square().sum()))
    found = measure_errors(tiny_capsnet, dataset)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, sorted(expected), rtol=1e-4)


def test_pictures_of_another_size_are_refused(tiny_capsnet: CapsNet) -> None:
    with pytest.raises(DataError, match=r"\(12, 12\) \(expected \(10, 10\)\)"):
        measure_errors(tiny_capsnet, make_dataset(20, size=12))


def test_errors_out_of_order_are_damaged(tiny_checkpoint: Path) -> None:
    checkpoint = load_checkpoint(tiny_checkpoint)
    for errors in ([2.0, 1.0], [1.0, float("nan")], []):
        save_errors(checkpoint, np.array(errors, np.float32))
        with pytest.raises(CheckpointError, match=r"bars.errors.safetensors is damaged"):
            load_errors(checkpoint)


@pytest.mark.parametrize("name", ["mnist", "digits"])
def test_the_shipped_networks_have_errors_of_all_test_digits(name: str) -> None:
    path = FOLDER / f"{name}.safetensors"
    if not path.exists():
        skip_without(str(path))
    found = load_errors(load_checkpoint(path))
    assert len(found.errors) == 10_000
    # The card's mean is of the true class's picture, and nearly all are read right.
    measured = load_checkpoint(path).card.measured
    assert measured is not None
    assert found.errors.mean() == pytest.approx(measured.reconstruction_error, rel=0.02)


def test_errors_are_no_checkpoints() -> None:
    assert not [path for path in shipped() if ".errors" in path.name]
