"""Training: what a run learns, and from what."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from model import train
from model.checkpoints.catalogue import load_checkpoint
from model.data import sources
from model.data.dataset import Dataset
from model.data.idx import IdxSource
from model.data.multimnist import MultiMnistSource
from model.errors import CheckpointError, ConfigError
from model.network.capsnet import CapsNet
from model.network.cnn import Cnn
from model.network.efficient import EfficientCapsNet
from model.training import steps
from model.training.recipe import Recipe
from tests.model.runs import (
    ALONE,
    EFFICIENT,
    SHORT,
    assert_same_state,
    run,
    state_of,
)
from tests.model.tiny import (
    HELD_OUT,
    NETWORK,
    TINY_CNN,
)


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
    held_out = sources.SOURCES["tiny"].read_held_out(download=False)
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
            sources.SOURCES["tiny"],
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
    held_out = sources.SOURCES["tiny"].read_held_out(download=False)
    images = torch.tensor(held_out.images)[:, None] / 255
    wrong = (loaded.network(images).argmax(dim=-1) != torch.tensor(held_out.labels)).sum().item()
    assert history[-1]["held_out_error"] == pytest.approx(wrong / HELD_OUT, abs=1 / HELD_OUT)


def test_a_network_learns_to_find_both_classes_of_a_pair(
    tmp_path: Path, tiny: IdxSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Bars of three heights: which one of them is missing from a pair.
    source = MultiMnistSource(title="Pairs", class_names=tiny.class_names, digits=tiny)
    monkeypatch.setitem(sources.SOURCES, "pairs", source)
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


@pytest.mark.usefixtures("tiny")
def test_an_efficient_capsnet_learns_to_read_the_bars(tmp_path: Path) -> None:
    recipe = {"epochs": 20, "batch_size": 8, "lr": 0.01, "averaging": 0.9, "augmentation": "none"}
    loaded = load_checkpoint(run(tmp_path, **recipe, **EFFICIENT))
    assert isinstance(loaded.network, EfficientCapsNet)
    history = loaded.card.history
    assert history[-1]["margin"] < 0.5 * history[0]["margin"]
    assert history[-1]["held_out_error"] <= 0.1
    # In the file, in float16, is what was measured: averaged weights, and averages of statistics.
    held_out = sources.SOURCES["tiny"].read_held_out(download=False)
    wrong = sum(
        loaded.capsnet.trace(torch.tensor(image) / 255).prediction != label
        for image, label in zip(held_out.images, held_out.labels, strict=True)
    )
    assert history[-1]["held_out_error"] == pytest.approx(wrong / HELD_OUT, abs=1 / HELD_OUT)


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
    to_batch = steps.to_batch

    def record(dataset: Dataset, indices: Tensor, device: torch.device) -> Any:
        used.append(indices)
        return to_batch(dataset, indices, device)

    for module in (train, steps):
        monkeypatch.setattr(module, "to_batch", record)
    run(tmp_path, **{**SHORT, "epochs": 1, "batch_size": 4}, limit=9)
    *taken, held_out = used
    assert len(set(torch.cat(taken).tolist())) == 8  # each image once; the ninth fills no batch
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
