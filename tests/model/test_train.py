from __future__ import annotations

import copy
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from model import data, train
from model.architecture import Config
from model.capsnet import CapsNet
from model.checkpoint import load_checkpoint
from model.cnn import Cnn
from model.config import CapsNetConfig
from model.dataset import Dataset
from model.efficient import EfficientCapsNet
from model.errors import CheckpointError, ConfigError
from model.idx import IdxSource
from model.multimnist import MultiMnistSource
from model.process import Process
from model.recipe import Recipe
from model.train import one_cycle
from tests.model.tiny import (
    HELD_OUT,
    NETWORK,
    TINY_CNN,
    TINY_EFFICIENT,
    make_dataset,
    write_dataset,
)

ROOT = Path(__file__).parents[2]
SHORT = {"epochs": 2, "batch_size": 8, "precision": "float32"}
"""Of the 40 tiny images, 16 are held out: 3 steps an epoch."""
ALONE = Process(0, 1, torch.device("cpu"))


def run(folder: Path, *, config: Config = NETWORK, **recipe: Any) -> Path:
    return train.train(
        "tiny",
        Recipe(dataset="tiny", **recipe),
        data.SOURCES["tiny"],
        ALONE,
        runs=folder,
        output=folder,
        config=config,
    )


def run_elsewhere(
    folder: Path, recipe: dict[str, Any], *options: str, launcher: tuple[str, ...] = ("-m",)
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *launcher, "tests.model.train_tiny", str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [*command, json.dumps(recipe), *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


def state_of(folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    path = folder / "tiny" / "state.safetensors"
    with safe_open(path, framework="pt") as file:
        progress = json.loads(file.metadata()["progress"])
    for epoch in progress["history"]:
        assert epoch.pop("seconds") >= 0
    progress["running"].pop("seconds", None)
    return progress, load_file(path)


def assert_same_state(folder: Path, other: Path) -> None:
    (progress, tensors), (other_progress, other_tensors) = state_of(folder), state_of(other)
    assert progress == other_progress
    assert tensors.keys() == other_tensors.keys()
    for name, tensor in tensors.items():
        assert torch.equal(tensor, other_tensors[name]), name


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

        monkeypatch.setattr("model.progress.os.replace", replace_or_die)

    return at_save


@pytest.mark.usefixtures("tiny")
def test_training_reads_the_bars_and_writes_a_checkpoint(tmp_path: Path) -> None:
    path = run(tmp_path, epochs=20, batch_size=8, lr=0.01, averaging=0.9, augmentation="none")
    loaded = load_checkpoint(path)
    assert loaded.dtype == "float16"
    assert loaded.card.title == "Bars"
    assert loaded.card.class_names == ("top", "middle", "bottom")
    assert loaded.card.recipe == {
        **dataclasses.asdict(Recipe(dataset="tiny", epochs=20, batch_size=8, lr=0.01)),
        "averaging": 0.9,
        "augmentation": "none",
        "processes": 1,
    }
    history = loaded.card.history
    assert [epoch["epoch"] for epoch in history] == list(range(1, 21))
    assert history[-1]["margin"] < 0.5 * history[0]["margin"]
    assert history[-1]["held_out_error"] <= 0.1
    # The error in the history is that of the averaged weights, which the checkpoint holds.
    held_out = data.SOURCES["tiny"].read_held_out(download=False)
    wrong = sum(
        loaded.capsnet.trace(torch.tensor(image) / 255).prediction != label
        for image, label in zip(held_out.images, held_out.labels, strict=True)
    )
    assert history[-1]["held_out_error"] == pytest.approx(wrong / HELD_OUT, abs=1 / HELD_OUT)


@pytest.mark.usefixtures("tiny")
def test_the_same_seed_gives_the_same_weights_and_another_gives_others(tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("again", 1), ("two", 2)):
        run(tmp_path / folder, **SHORT, seed=seed)
    assert_same_state(tmp_path / "one", tmp_path / "again")
    _, one = state_of(tmp_path / "one")
    _, two = state_of(tmp_path / "two")
    assert not torch.equal(one["network.digits.weight"], two["network.digits.weight"])


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


@pytest.mark.usefixtures("tiny")
def test_a_run_can_start_from_the_weights_of_a_checkpoint(tmp_path: Path) -> None:
    start = run(tmp_path / "first", **SHORT)
    # So slow that weights stay where they started.
    path = run(tmp_path / "second", **{**SHORT, "epochs": 1, "lr": 1e-12, "start": str(start)})
    before, after = load_file(start), load_file(path)
    for name, tensor in before.items():
        assert torch.allclose(after[name], tensor, atol=1e-3), name
    first, second = load_checkpoint(start), load_checkpoint(path)
    assert second.card.recipe["start"] == str(start)
    assert second.card.seen == ("tiny",)
    assert second.card.trained_on == (
        f"{first.card.trained_on}\n\nIts weights started as those of `tiny` (sha256 "
        f"`{first.sha256}`):\n{first.card.trained_on}"
    )


@pytest.mark.usefixtures("tiny")
def test_a_checkpoint_of_another_network_is_not_started_from(tmp_path: Path) -> None:
    start = run(tmp_path / "first", **SHORT)
    with pytest.raises(ConfigError) as caught:
        train.train(
            "tiny",
            Recipe(dataset="tiny", start=str(start), **SHORT),
            data.SOURCES["tiny"],
            ALONE,
            runs=tmp_path,
            output=tmp_path,
            config=dataclasses.replace(NETWORK, digit_dimensions=5, classes=4),
        )
    assert str(caught.value) == (
        f"{start} cannot be started from: it has classes 3 (now 4), digit_dimensions 4 (now 5)"
    )
    with pytest.raises(CheckpointError, match="there is no checkpoint 'nothing'"):
        run(tmp_path / "third", **SHORT, start="nothing")


@pytest.mark.usefixtures("tiny")
def test_a_batch_larger_than_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        run(tmp_path, **{**SHORT, "batch_size": 25})
    assert str(caught.value) == "invalid batch_size: 25 (expected at most the 24 images)"
    assert not (tmp_path / "tiny.safetensors").exists()


@pytest.mark.usefixtures("tiny")
def test_a_network_without_capsules_is_trained_by_its_cross_entropy(tmp_path: Path) -> None:
    recipe = {
        "epochs": 20, "batch_size": 8, "lr": 0.01, "averaging": 0.9, "augmentation": "none",
        "architecture": "cnn", "reconstruction_weight": None, "routing_iterations": None,
    }  # fmt: skip
    loaded = load_checkpoint(run(tmp_path, **recipe, config=TINY_CNN))
    assert isinstance(loaded.network, Cnn)
    history = loaded.card.history
    assert set(history[0]) == {"epoch", "held_out_error", "lr", "cross_entropy", "seconds"}
    assert history[-1]["cross_entropy"] < 0.5 * history[0]["cross_entropy"]
    assert history[-1]["held_out_error"] <= 0.1
    held_out = data.SOURCES["tiny"].read_held_out(download=False)
    images = torch.tensor(held_out.images)[:, None] / 255
    wrong = (loaded.network(images).argmax(dim=-1) != torch.tensor(held_out.labels)).sum().item()
    assert history[-1]["held_out_error"] == pytest.approx(wrong / HELD_OUT, abs=1 / HELD_OUT)


def test_a_network_learns_to_find_both_classes_of_a_pair(
    tmp_path: Path, tiny: IdxSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Bars of three heights: which one of them is missing from a pair.
    source = MultiMnistSource(title="Pairs", class_names=tiny.class_names, digits=tiny)
    monkeypatch.setitem(data.SOURCES, "pairs", source)
    recipe = Recipe(
        dataset="pairs", epochs=60, batch_size=24, lr=0.01, averaging=0.9, augmentation="none",
        conv1_kernels=8, conv1_kernel_size=5, primary_types=4, primary_dimensions=4,
        primary_kernel_size=5, digit_dimensions=4,
    )  # fmt: skip
    path = train.train("pairs", recipe, source, ALONE, runs=tmp_path, output=tmp_path)
    loaded = load_checkpoint(path)
    assert loaded.capsnet.config.image_shape == (18, 18)
    assert loaded.capsnet.config.primary_grid == (4, 5, 5)
    assert loaded.card.present == 2
    history = loaded.card.history
    assert history[-1]["margin"] < 0.7 * history[0]["margin"]
    assert history[-1]["reconstruction"] < 0.7 * history[0]["reconstruction"]
    held_out = source.read_held_out(download=False)
    wrong = 0
    for image, labels in zip(held_out.images, held_out.labels, strict=True):
        lengths = loaded.capsnet.trace(torch.tensor(image) / 255).lengths
        wrong += set(lengths.topk(2).indices.tolist()) != set(labels.tolist())
    # The card says what the weights did before they were rounded to float16.
    assert history[-1]["held_out_error"] == pytest.approx(wrong / HELD_OUT, abs=1 / HELD_OUT)


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


EFFICIENT = {
    "architecture": "efficient-capsnet", "routing_iterations": None, "config": TINY_EFFICIENT,
}  # fmt: skip


@pytest.mark.usefixtures("tiny")
def test_an_efficient_capsnet_learns_to_read_the_bars(tmp_path: Path) -> None:
    recipe = {"epochs": 20, "batch_size": 8, "lr": 0.01, "averaging": 0.9, "augmentation": "none"}
    loaded = load_checkpoint(run(tmp_path, **recipe, **EFFICIENT))
    assert isinstance(loaded.network, EfficientCapsNet)
    history = loaded.card.history
    assert history[-1]["margin"] < 0.5 * history[0]["margin"]
    assert history[-1]["held_out_error"] <= 0.1
    # In the file, in float16, is what was measured: averaged weights, and averages of statistics.
    held_out = data.SOURCES["tiny"].read_held_out(download=False)
    wrong = sum(
        loaded.capsnet.trace(torch.tensor(image) / 255).prediction != label
        for image, label in zip(held_out.images, held_out.labels, strict=True)
    )
    assert history[-1]["held_out_error"] == pytest.approx(wrong / HELD_OUT, abs=1 / HELD_OUT)


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


@pytest.mark.usefixtures("tiny")
def test_a_checkpoint_of_another_architecture_is_not_started_from(tmp_path: Path) -> None:
    start = run(tmp_path / "first", **SHORT)
    with pytest.raises(ConfigError) as caught:
        run(tmp_path / "second", **SHORT, architecture="cnn", start=str(start), config=TINY_CNN)
    assert str(caught.value) == (
        f"{start} cannot be started from: it has architecture 'capsnet' (now 'cnn')"
    )


@pytest.mark.usefixtures("tiny")
def test_a_limit_leaves_out_the_other_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Tensor] = []
    to_batch = train._to_batch

    def record(dataset: Dataset, indices: Tensor, device: torch.device) -> Any:
        used.append(indices)
        return to_batch(dataset, indices, device)

    monkeypatch.setattr(train, "_to_batch", record)
    run(tmp_path, **{**SHORT, "epochs": 1, "batch_size": 4}, limit=9)
    *steps, held_out = used
    assert len(set(torch.cat(steps).tolist())) == 8  # each image once; the ninth fills no batch
    assert held_out.tolist() == list(range(9))


@pytest.mark.parametrize(("precision", "found"), [("float32", False), ("bf16", True)])
@pytest.mark.usefixtures("tiny")
def test_training_and_its_held_out_error_compute_in_the_precision_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, precision: str, found: bool
) -> None:
    enabled = []
    forward = CapsNet.forward

    def record(capsnet: CapsNet, images: Tensor) -> Any:
        enabled.append(torch.is_autocast_enabled("cpu"))
        return forward(capsnet, images)

    monkeypatch.setattr(CapsNet, "forward", record)
    run(tmp_path, epochs=1, batch_size=8, precision=precision)
    assert enabled == [found] * 4  # three steps and one held-out batch


def test_two_processes_train_with_the_average_of_their_gradients(
    tmp_path: Path, tiny: IdxSource
) -> None:
    del tiny
    one_step = {
        "epochs": 1, "batch_size": 24, "augmentation": "none", "precision": "float32",
    }  # fmt: skip
    run(tmp_path / "one", **one_step)
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m")
    finished = run_elsewhere(tmp_path / "two", one_step, launcher=launcher)
    assert finished.returncode == 0, finished.stderr
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


def test_two_processes_have_the_mean_of_their_running_averages(
    tmp_path: Path, tiny: IdxSource
) -> None:
    del tiny
    one_step = {
        "epochs": 1, "batch_size": 24, "augmentation": "none", "precision": "float32",
        "routing_iterations": None, "architecture": "efficient-capsnet",
    }  # fmt: skip
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "-m")
    finished = run_elsewhere(tmp_path / "two", one_step, launcher=launcher)
    assert finished.returncode == 0, finished.stderr
    _, double = state_of(tmp_path / "two")
    torch.manual_seed(0)
    network = EfficientCapsNet(TINY_EFFICIENT)
    training = data.SOURCES["tiny"].read_training(download=False)
    (order,) = train._batches(24, Recipe(dataset="tiny", batch_size=24), 0, skip=0)
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
        train.train(
            "tiny",
            Recipe(dataset="tiny", **SHORT),
            data.SOURCES["tiny"],
            second_of_three,
            runs=tmp_path,
            output=tmp_path,
            config=NETWORK,
        )
    assert str(caught.value) == "invalid batch_size: 8 (expected a multiple of the 3 processes)"


def test_the_learning_rate_rises_for_a_fifth_and_falls_to_almost_nothing() -> None:
    rates = [one_cycle(step, 1000, peak=2.0) for step in range(1000)]
    assert rates[0] == pytest.approx(0.08)
    assert rates[100] == pytest.approx(2 * (0.04 + 0.96 / 2))
    assert max(rates) == rates[200] == 2.0
    assert rates[600] == pytest.approx(2 * (0.001 + 0.999 / 2))
    assert rates[-1] == pytest.approx(0.002, rel=0.02)
    assert all(np.diff(rates[:201]) > 0)
    assert all(np.diff(rates[200:]) < 0)


def test_every_epoch_has_each_image_once_in_another_order() -> None:
    recipe = Recipe(dataset="tiny", batch_size=4)
    first, again, second = (
        torch.cat(list(train._batches(20, recipe, epoch, skip=0))).tolist() for epoch in (0, 0, 1)
    )
    assert sorted(first) == sorted(second) == list(range(20))
    assert first == again != second
    assert torch.cat(list(train._batches(20, recipe, 0, skip=2))).tolist() == first[8:]


def test_the_command_trains_the_papers_network(
    tmp_path: Path, tiny: IdxSource, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    # 17 pixels are the fewest that the paper's kernels take.
    source = write_dataset(
        data.data_folder() / "tiny",
        training=make_dataset(20, size=17),
        test=make_dataset(4, size=17),
    )
    monkeypatch.setitem(data.SOURCES, "tiny", dataclasses.replace(source, held_out=5))
    options = ["--limit", "4", "--batch-size", "4", "--epochs", "1", "--device", "cpu"]
    folders = ["--runs", str(tmp_path / "runs"), "--output", str(tmp_path / "out")]
    assert train.main(["mine", "--dataset", "tiny", *options, *folders]) == 0
    path = tmp_path / "out" / "mine.safetensors"
    assert f"`python -m model.evaluate {path}`" in capsys.readouterr().out
    config = load_checkpoint(path).capsnet.config
    assert (config.image_shape, config.classes) == ((17, 17), 3)
    assert config.primary_grid == (32, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["cnn"], ("cnn", "mnist", "cnn", None, None)),
        (["capsnet"], ("capsnet", "mnist", "capsnet", 0.005, 3)),
        (["mnist"], ("mnist", "mnist", "capsnet", 0.005, 3)),
        (
            ["mnist", "--architecture", "cnn", "--lr", "0.1"],
            ("mnist", "mnist", "cnn", None, None),
        ),
        (["cnn", "--dataset", "digits"], ("cnn", "digits", "cnn", None, None)),
        (["cnn-digits"], ("cnn-digits", "digits", "cnn", None, None)),
        (
            ["efficient-mnist"],
            ("efficient-mnist", "mnist", "efficient-capsnet", 0.005, None),
        ),
        (
            ["small", "--architecture", "efficient-capsnet", "--dataset", "digits"],
            ("small", "digits", "efficient-capsnet", 0.005, None),
        ),
        (["cnn", "--architecture", "capsnet"], ("cnn", "mnist", "capsnet", 0.005, 3)),
        (
            ["mnist", "--reconstruction-weight", "0", "--routing-iterations", "1"],
            ("mnist", "mnist", "capsnet", 0.0, 1),
        ),
    ],
)
def test_a_name_says_what_is_trained_where_nothing_else_does(
    arguments: list[str], expected: tuple[Any, ...]
) -> None:
    options = train._parse(arguments)
    names = ("name", "dataset", "architecture", "reconstruction_weight", "routing_iterations")
    assert tuple(getattr(options, name) for name in names) == expected


def test_the_sizes_of_a_capsule_network_can_be_given(tiny: IdxSource) -> None:
    options = train._parse(
        ["mnist", "--conv1-kernels", "5", "--conv1-kernel-size", "3", "--primary-types", "2",
         "--primary-dimensions", "4", "--primary-kernel-size", "2", "--primary-stride", "1",
         "--digit-dimensions", "6"]
    )  # fmt: skip
    fields = [field.name for field in dataclasses.fields(Recipe)]
    recipe = Recipe(**{name: getattr(options, name) for name in fields})
    found = train.config_for(tiny, make_dataset(1), recipe)
    assert found == CapsNetConfig(
        image_height=10,
        image_width=10,
        classes=3,
        conv1_kernels=5,
        conv1_kernel_size=3,
        primary_types=2,
        primary_dimensions=4,
        primary_kernel_size=2,
        primary_stride=1,
        digit_dimensions=6,
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "the following arguments are required: name"),
        (["mine"], "'mine' is no data set: say which with --dataset"),
        (["--dataset", "mnist"], "the following arguments are required: name"),
        (["mnist", "--dataset", "mnist", "--data", "."], "--data and --dataset both name the data"),
        (["mnist", "--fit", "whole"], "--image-size, --channels and --fit are for the pictures of"),
        (["--data", ".", "--channels", "2"], "--channels: invalid choice: 2"),
        (["--data", ".", "--channels", "3", "--fit", "drawing"], "--fit drawing looks for ink"),
        (["mine", "--dataset", "emnist"], "--dataset: invalid choice: 'emnist'"),
        (["mnist", "--epochs", "0"], "--epochs: 0 (expected a whole number of at least 1)"),
        (["mnist", "--epochs", "2.5"], "--epochs: 2.5 (expected a whole number of at least 1)"),
        (["mnist", "--batch-size", "-1"], "--batch-size: -1 (expected a whole number"),
        (["mnist", "--lr", "0"], "--lr: 0 (expected a number above 0)"),
        (["mnist", "--lr", "nan"], "--lr: nan (expected a number above 0)"),
        (["mnist", "--lr", "fast"], "--lr: fast (expected a number above 0)"),
        (["mnist", "--averaging", "1"], "--averaging: 1 (expected 0 to below 1)"),
        (["mnist", "--reconstruction-weight", "-1"], "-1 (expected a number of at least 0)"),
        (["mnist", "--routing-iterations", "11"], "11 (expected a whole number from 1 to 10)"),
        (["mnist", "--primary-types", "0"], "--primary-types: 0 (expected a whole number of"),
        (["mnist", "--architecture", "rnn"], "--architecture: invalid choice: 'rnn'"),
        (
            ["cnn", "--primary-types", "8"],
            "--primary-types is for capsule networks with routing by agreement, and this is a conv",
        ),
        (
            ["efficient", "--routing-iterations", "3"],
            "and this is a capsule network with self-attention routing",
        ),
        (["efficient-lines"], "'efficient-lines' is no data set: say which with --dataset"),
        (["cnn", "--reconstruction-weight", "1"], "is for capsule networks, and this is a conv"),
        (["cnn", "--routing-iterations", "3"], "--routing-iterations is for capsule networks"),
        (["mnist", "--augmentation", "flip"], "--augmentation: invalid choice: 'flip'"),
        (["mnist", "--seed", "99999999999"], "(expected a whole number from 0 to 2147483647)"),
        (["mnist", "--precision", "int8"], "--precision: invalid choice: 'int8'"),
        (["mnist", "--device", "tpu"], "--device: invalid choice: 'tpu'"),
        (["mnist", "--limit", "0"], "--limit: 0 (expected a whole number of at least 1)"),
    ],
)
def test_the_command_refuses_bad_arguments(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        train.main(arguments)
    assert caught.value.code == 2
    assert expected in capsys.readouterr().err


def test_the_command_says_what_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert train.main(["mnist", "--device", "cuda"]) == 1
    assert capsys.readouterr().err == "invalid device: cuda (there is none here)\n"
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(b"damaged")
    assert train.main(["mnist", "--device", "cpu", "--runs", str(tmp_path)]) == 1
    assert "train-images-idx3-ubyte.gz cannot be read" in capsys.readouterr().err
