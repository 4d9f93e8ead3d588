"""The command `python -m model.train`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch

from model import train
from model.arguments import as_argument
from model.checkpoints.card_page import training_command
from model.checkpoints.catalogue import load_checkpoint
from model.data import sources
from model.data.idx import IdxSource
from model.network.capsnet import CapsNetConfig
from model.training.recipe import Recipe
from tests.model.tiny import TINY_CNN, TINY_EFFICIENT, make_dataset, write_dataset


def test_the_command_trains_the_papers_network(
    tmp_path: Path, tiny: IdxSource, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    # 17 pixels are the fewest that the paper's kernels take.
    source = write_dataset(
        sources.data_folder() / "tiny",
        training=make_dataset(20, size=17),
        test=make_dataset(4, size=17),
    )
    monkeypatch.setitem(sources.SOURCES, "tiny", dataclasses.replace(source, held_out=5))
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


SIZES = {
    "capsnet": CapsNetConfig(
        image_height=10,
        image_width=10,
        classes=3,
        conv1_kernels=5,
        conv1_kernel_size=3,
        kernels=(6, 7),
        kernel_sizes=(2, 1),
        strides=(1, 2),
        primary_types=2,
        primary_dimensions=4,
        primary_kernel_size=2,
        primary_stride=1,
        digit_dimensions=6,
        decoder_hidden=(9, 8),
        routing_iterations=2,
    ),
    "efficient-capsnet": dataclasses.replace(TINY_EFFICIENT, decoder_hidden=(9, 8)),
    "cnn": TINY_CNN,
}
"""Of each architecture, none as by default."""


@pytest.mark.parametrize("architecture", SIZES)
def test_every_size_of_every_architecture_can_be_given(architecture: str, tiny: IdxSource) -> None:
    config = SIZES[architecture]
    given = {
        name: value
        for name, value in config.to_dict().items()
        if name not in ("image_height", "image_width", "image_channels", "classes")
        and not isinstance(value, bool)
    }
    assert all(value != getattr(type(config)(), name) for name, value in given.items())
    words = [
        word
        for name, value in given.items()
        for word in (f"--{name.replace('_', '-')}", as_argument(value))
    ]
    options = train._parse(["mnist", "--architecture", architecture, *words])
    fields = [field.name for field in dataclasses.fields(Recipe)]
    recipe = Recipe(**{name: getattr(options, name) for name in fields})
    assert train.config_for(tiny, make_dataset(1), recipe) == config
    command = training_command("mnist", dataclasses.asdict(recipe))
    for name, value in given.items():
        assert f"--{name.replace('_', '-')} {as_argument(value)}" in command


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
            "--primary-types is for capsule networks, and this is a convolutional network without",
        ),
        (
            ["efficient", "--primary-stride", "2"],
            "--primary-stride is for capsule networks with routing by agreement, and this is a",
        ),
        (
            ["mnist", "--hidden", "8"],
            "--hidden is for convolutional networks without capsules, and",
        ),
        (["mnist", "--strides", "2,x"], "--strides: x (expected a whole number of at least 1)"),
        (["mnist", "--kernels", ""], "--kernels:  (expected a whole number of at least 1)"),
        (["mnist", "--epochs", "4", "--cool-down", "4"], "--cool-down 4 leaves no epoch of 4"),
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
    asked = ["trial", "--dataset", "mnist", "--device", "cpu", "--runs", str(tmp_path)]
    assert train.main(asked) == 1
    assert "train-images-idx3-ubyte.gz cannot be read" in capsys.readouterr().err
