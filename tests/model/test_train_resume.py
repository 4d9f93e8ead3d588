"""Runs that are stopped, and go on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from model import train
from model.errors import CheckpointError
from tests.model.runs import (
    EFFICIENT,
    SHORT,
    assert_same_state,
    run,
    run_elsewhere,
    state_of,
)
from tests.model.tiny import (
    TINY_CNN,
)


@pytest.fixture
def saving_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "SAVE_SECONDS", -1)


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the run die in its save of that number, after writing, before naming the file."""

    def at_save(number: int) -> None:
        replace, saves = os.replace, 0

        def replace_or_die(source: Path, target: Path) -> None:
            nonlocal saves
            saves += 1
            if saves == number:
                raise KeyboardInterrupt
            replace(source, target)

        monkeypatch.setattr("model.training.run_state.os.replace", replace_or_die)

    return at_save


@pytest.mark.usefixtures("tiny")
def test_a_run_killed_while_saving_goes_on_to_bit_identical_weights(tmp_path: Path) -> None:
    run(tmp_path / "whole", **SHORT)
    killed = run_elsewhere(tmp_path / "killed", SHORT, "--kill-at-save", "3")
    assert killed.returncode == -9, killed.stderr
    progress, _ = state_of(tmp_path / "killed")
    assert progress["step"] == 2
    assert not (tmp_path / "killed" / "tiny.safetensors").exists()
    run(tmp_path / "killed", **SHORT)
    assert_same_state(tmp_path / "killed", tmp_path / "whole")
    exported = [load_file(tmp_path / name / "tiny.safetensors") for name in ("killed", "whole")]
    for name, tensor in exported[0].items():
        assert torch.equal(tensor, exported[1][name]), name


@pytest.mark.usefixtures("tiny", "saving_every_step")
@pytest.mark.parametrize("save", [4, 5, 8])
def test_a_run_that_dies_around_the_end_of_an_epoch_loses_nothing_of_it(
    tmp_path: Path, interrupt: Callable[[int], None], save: int
) -> None:
    # Saves 1 to 3 follow the steps of the first epoch and 4 its measurement; 8 is the last of all.
    run(tmp_path / "whole", **SHORT)
    interrupt(save)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", **SHORT)
    run(tmp_path / "stopped", **SHORT)
    assert_same_state(tmp_path / "stopped", tmp_path / "whole")


@pytest.mark.usefixtures("tiny")
def test_a_finished_run_started_again_only_writes_its_checkpoint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run(tmp_path, **SHORT).read_bytes()
    (tmp_path / "tiny.safetensors").unlink()
    assert run(tmp_path, **SHORT).read_bytes() == before
    assert "state.safetensors at step 6" in capsys.readouterr().out


@pytest.mark.usefixtures("tiny")
def test_another_recipe_does_not_go_on_with_the_run(tmp_path: Path) -> None:
    run(tmp_path, **SHORT)
    with pytest.raises(CheckpointError, match=r"was trained with epochs=2 \(now 3\): give the"):
        run(tmp_path, **{**SHORT, "epochs": 3})


@pytest.mark.usefixtures("tiny", "saving_every_step")
@pytest.mark.parametrize("planned", [(2, 1), (5, 1), (5, 3)])
def test_until_it_cools_down_a_run_may_be_made_longer_or_shorter(
    tmp_path: Path, interrupt: Callable[[int], None], planned: tuple[int, int]
) -> None:
    recipe = {**SHORT, "epochs": 3, "cool_down": 1}
    run(tmp_path / "whole", **recipe)
    interrupt(3)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", **{**recipe, "epochs": planned[0], "cool_down": planned[1]})
    run(tmp_path / "stopped", **recipe)
    assert_same_state(tmp_path / "stopped", tmp_path / "whole")


@pytest.mark.usefixtures("tiny", "saving_every_step")
def test_a_run_that_cools_down_keeps_its_epochs(
    tmp_path: Path, interrupt: Callable[[int], None]
) -> None:
    recipe = {**SHORT, "epochs": 3, "cool_down": 2}
    interrupt(6)  # of the second epoch: three steps and a measurement are saved before
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, **recipe)
    with pytest.raises(CheckpointError, match=r"was trained with epochs=3 \(now 4\)"):
        run(tmp_path, **{**recipe, "epochs": 4})


@pytest.mark.usefixtures("tiny")
def test_a_run_with_sizes_in_its_recipe_goes_on(tmp_path: Path) -> None:
    sizes = {"kernels": (4,), "kernel_sizes": (2,), "strides": (1,)}
    before = run(tmp_path, **SHORT, **sizes).read_bytes()
    assert run(tmp_path, **SHORT, **sizes).read_bytes() == before


@pytest.mark.usefixtures("tiny", "saving_every_step")
def test_a_resumed_run_leaves_out_the_same_units(
    tmp_path: Path, interrupt: Callable[[int], None]
) -> None:
    recipe = {**SHORT, "architecture": "cnn", "config": TINY_CNN}
    run(tmp_path / "whole", **recipe)
    interrupt(3)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", **recipe)
    torch.rand(1)  # another process would not stand at the same random numbers
    run(tmp_path / "stopped", **recipe)
    assert_same_state(tmp_path / "stopped", tmp_path / "whole")


@pytest.mark.usefixtures("tiny", "saving_every_step")
def test_a_resumed_run_goes_on_with_the_same_running_averages(
    tmp_path: Path, interrupt: Callable[[int], None]
) -> None:
    run(tmp_path / "whole", **SHORT, **EFFICIENT)
    interrupt(3)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", **SHORT, **EFFICIENT)
    run(tmp_path / "stopped", **SHORT, **EFFICIENT)
    assert_same_state(tmp_path / "stopped", tmp_path / "whole")
    _, tensors = state_of(tmp_path / "whole")
    moved = {name for name in tensors if name.endswith((".mean", ".variance"))}
    assert len(moved) == 2 * 2 * 3  # of the network and of its average, a pair a normalised layer
    for name in moved:
        assert not torch.equal(tensors[name], torch.full_like(tensors[name], "variance" in name))
