"""Training in several processes."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import torch

from model.data import sources
from model.data.idx import IdxSource
from model.errors import ConfigError
from model.network.efficient import EfficientCapsNet
from model.training.processes import Process
from model.training.recipe import Recipe
from model.training.steps import batches
from tests.model.runs import (
    SHORT,
    run,
    run_in_two_processes,
    state_of,
)
from tests.model.tiny import (
    TINY_EFFICIENT,
)


@pytest.mark.slow
def test_two_processes_train_with_the_average_of_their_gradients(
    tmp_path: Path, tiny: IdxSource
) -> None:
    del tiny
    one_step = {
        "epochs": 1, "batch_size": 24, "augmentation": "none", "precision": "float32",
    }  # fmt: skip
    run(tmp_path / "one", **one_step)
    run_in_two_processes(tmp_path / "two", one_step)
    (alone, single), (together, double) = state_of(tmp_path / "one"), state_of(tmp_path / "two")
    assert together["recipe"] == {**alone["recipe"], "processes": 2}
    assert together["history"] == [pytest.approx(alone["history"][0], rel=1e-4)]
    compared = 0
    for name, tensor in single.items():
        if name.startswith("optimizer.exp_avg."):
            # After the first step it is a tenth of the gradient.
            scale = tensor.abs().max().item()
            assert scale > 0
            assert torch.allclose(double[name], tensor, rtol=1e-3, atol=1e-4 * scale), name
            compared += 1
    assert compared == 10
    assert (tmp_path / "two" / "tiny.safetensors").exists()


@pytest.mark.slow
def test_two_processes_have_the_mean_of_their_running_averages(
    tmp_path: Path, tiny: IdxSource
) -> None:
    del tiny
    one_step = {
        "epochs": 1, "batch_size": 24, "augmentation": "none", "precision": "float32",
        "routing_iterations": None, "architecture": "efficient-capsnet",
    }  # fmt: skip
    run_in_two_processes(tmp_path / "two", one_step)
    _, double = state_of(tmp_path / "two")
    torch.manual_seed(0)
    network = EfficientCapsNet(TINY_EFFICIENT)
    training = sources.SOURCES["tiny"].read_training(download=False)
    (order,) = batches(24, Recipe(dataset="tiny", batch_size=24), 0, skip=0)
    found = []
    for part in order.chunk(2):
        one = copy.deepcopy(network)
        one(torch.tensor(training.images[part.numpy()])[:, None] / 255)
        found.append(dict(one.named_buffers()))
    for name, tensor in found[0].items():
        assert not torch.equal(tensor, found[1][name])
        mean = (tensor + found[1][name]) / 2
        torch.testing.assert_close(double[f"network.{name}"], mean, rtol=1e-4, atol=1e-6)


@pytest.mark.usefixtures("tiny")
def test_a_batch_that_the_processes_cannot_share_evenly_is_refused(tmp_path: Path) -> None:
    second_of_three = Process(1, 3, torch.device("cpu"))
    with pytest.raises(ConfigError) as caught:
        run(tmp_path, **SHORT, process=second_of_three)
    assert str(caught.value) == "invalid batch_size: 8 (expected a multiple of the 3 processes)"
