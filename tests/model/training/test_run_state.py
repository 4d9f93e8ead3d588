from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

from model.errors import CheckpointError
from model.network.convolutions import BatchNorm
from model.training.run_state import AveragedWeights, RunState

RECIPE: dict[str, Any] = {"lr": 0.01, "limit": None}


def run_state(**recipe: Any) -> RunState:
    network = nn.Linear(3, 2)
    return RunState(
        network=network,
        averaged=AveragedWeights(network, decay=0.9),
        optimizer=torch.optim.Adam(network.parameters(), lr=0.01),
        recipe={**RECIPE, **recipe},
    )


def advance(state: RunState, steps: int) -> None:
    for _ in range(steps):
        inputs = torch.full((4, 3), 0.1 * (state.step + 1))
        state.optimizer.zero_grad()
        (state.network(inputs) - 1).square().sum().backward()
        state.optimizer.step()
        state.step += 1
        state.averaged.update(state.network, state.step)


def weights(state: RunState) -> list[torch.Tensor]:
    networks = (state.network, state.averaged.network)
    return [parameter for network in networks for parameter in network.parameters()]


def test_the_average_moves_by_the_share_that_the_step_allows() -> None:
    network = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(network.weight)
    averaged = AveragedWeights(network, decay=0.9)
    nn.init.ones_(network.weight)
    averaged.update(network, 1)  # decay 2 / 11 so early
    assert averaged.network.weight.item() == pytest.approx(9 / 11)
    nn.init.zeros_(network.weight)
    averaged.update(network, 1000)  # the decay asked for
    assert averaged.network.weight.item() == pytest.approx(0.9 * 9 / 11)
    assert not averaged.network.weight.requires_grad


def test_running_averages_of_batch_normalisation_are_averaged_as_the_weights_are() -> None:
    network = BatchNorm(2)
    averaged = AveragedWeights(network, decay=0.9)
    network.mean += 1
    network.variance += 2
    averaged.update(network, 1)  # decay 2 / 11 so early
    torch.testing.assert_close(averaged.network.mean, torch.full((2,), 9 / 11))
    torch.testing.assert_close(averaged.network.variance, torch.full((2,), 1 + 2 * 9 / 11))
    averaged.network(torch.randn(4, 2, 3, 3))  # reading moves nothing
    torch.testing.assert_close(averaged.network.mean, torch.full((2,), 9 / 11))


def test_a_resumed_state_goes_on_to_the_same_numbers(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "state.safetensors"
    whole, stopped, resumed = run_state(), run_state(), run_state()
    stopped.network.load_state_dict(whole.network.state_dict())
    stopped.averaged.network.load_state_dict(whole.network.state_dict())
    whole.averaged.network.load_state_dict(whole.network.state_dict())
    advance(whole, 7)
    advance(stopped, 4)
    stopped.history.append({"epoch": 1, "held_out_error": 0.1 + 0.2})
    stopped.running = {"margin": 1 / 3, "batches": 2}
    stopped.save(path)
    resumed.resume(path)
    assert resumed.step == 4
    assert resumed.history == stopped.history
    assert resumed.running == stopped.running
    advance(resumed, 3)
    for ours, theirs in zip(weights(resumed), weights(whole), strict=True):
        assert torch.equal(ours, theirs)


def test_a_state_saved_before_the_first_step_can_be_resumed(tmp_path: Path) -> None:
    state = run_state()
    state.save(tmp_path / "state.safetensors")
    resumed = run_state()
    resumed.resume(tmp_path / "state.safetensors")
    assert resumed.step == 0
    for ours, theirs in zip(weights(resumed), weights(state), strict=True):
        assert torch.equal(ours, theirs)


def test_another_recipe_is_refused_by_the_argument_that_differs(tmp_path: Path) -> None:
    path = tmp_path / "state.safetensors"
    run_state().save(path)
    with pytest.raises(CheckpointError) as caught:
        run_state(lr=0.02).resume(path)
    assert str(caught.value) == (
        f"{path} was trained with lr=0.01 (now 0.02): "
        "give the same arguments, or delete it to start again"
    )


def test_damaged_states_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.safetensors"
    state = run_state()
    state.save(path)
    content = path.read_bytes()
    for damaged in (content[:50], content[:-10], b"\x00" * 100):
        path.write_bytes(damaged)
        with pytest.raises(CheckpointError, match=r"cannot be resumed: .*; delete it$"):
            run_state().resume(path)
    save_file({"weights": torch.zeros(1)}, path)
    with pytest.raises(CheckpointError, match="cannot be resumed"):
        run_state().resume(path)


def test_the_state_of_another_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.safetensors"
    state = run_state()
    state.save(path)
    with safe_open(path, framework="pt") as file:
        progress = file.metadata()["progress"]
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    assert json.loads(progress)["recipe"] == RECIPE
    for changed in (
        {**tensors, "network.weight": torch.zeros(1, 3)},  # would broadcast
        {name: tensor for name, tensor in tensors.items() if name != "averaged.bias"},
    ):
        save_file(changed, path, {"progress": progress})
        with pytest.raises(CheckpointError, match="is of another network: delete it"):
            run_state().resume(path)
