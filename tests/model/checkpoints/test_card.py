from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from model import train
from model.checkpoints.card import Card, CheckpointFile, Measured, ReadStrokes
from model.checkpoints.card_page import render, training_command
from model.checkpoints.catalogue import load_checkpoint, shipped
from model.errors import CheckpointError
from model.evaluate import render_card
from model.network.capsnet import CapsNetConfig
from model.network.cnn import CnnConfig
from model.network.efficient import EfficientCapsNetConfig
from model.training.recipe import Recipe
from tests.conftest import skip_without

MEASURED = Measured(
    images=10_000,
    errors=41,
    interval=(0.003023, 0.005558),
    reconstruction_error=12.3456,
    per_class=((980, 1), (1135, 2), *[(985, 4)] * 7, (990, 10)),
)
RECIPE = {**dataclasses.asdict(Recipe(dataset="mnist", epochs=2, lr=0.002)), "processes": 1}
CARD = Card(
    title="MNIST",
    dataset="mnist",
    class_names=tuple("0123456789"),
    recipe=RECIPE,
    trained_on="Trained on what was there.",
    seen=("fashion-mnist", "mnist"),
    history=(
        {
            "epoch": 1,
            "held_out_error": 0.0166,
            "lr": 0.001,
            "margin": 0.2,
            "reconstruction": 30.25,
            "seconds": 400.0,
        },
        {
            "epoch": 2,
            "held_out_error": 0.0072,
            "lr": 0.0005,
            "margin": 0.0512345,
            "reconstruction": 21.004,
            "seconds": 410.0,
        },
    ),
    measured=MEASURED,
    strokes=(
        ReadStrokes(writers=(1, 2), part="trained on", digits=500, errors=1),
        ReadStrokes(writers=(3,), part="never seen", digits=1_250, errors=25),
    ),
)
FILE = CheckpointFile(
    name="mnist", size=16_433_344, dtype="float16", sha256="ab" * 32, parameters=8_215_728
)


def test_a_card_survives_json() -> None:
    assert Card.from_dict(json.loads(json.dumps(CARD.to_dict()))) == CARD
    undrawn = dataclasses.replace(MEASURED, reconstruction_error=None)
    pairs = dataclasses.replace(CARD, present=2, measured=undrawn)
    assert Card.from_dict(json.loads(json.dumps(pairs.to_dict()))) == pairs
    unmeasured = dataclasses.replace(CARD, measured=None)
    assert Card.from_dict(json.loads(json.dumps(unmeasured.to_dict()))) == unmeasured


def test_the_error_is_the_share_of_wrong_images() -> None:
    assert MEASURED.error == 0.0041


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"class_names": None}, "invalid class_names: None (expected a valid tuple)"),
        ({"recipe": 3}, "invalid recipe: 3 (expected a valid dictionary)"),
        ({"history": [5]}, "invalid history.0: 5 (expected a valid dictionary)"),
        ({"measured": {}}, "measured has no 'images'"),
        ({"measured": {**MEASURED.__dict__, "interval": [0.1]}}, "measured.interval has no '1'"),
        (
            {"measured": {**MEASURED.__dict__, "images": 0}},
            "invalid measured.images: 0 (expected greater than or equal to 1)",
        ),
        (
            {"measured": {**MEASURED.__dict__, "errors": "none"}},
            "invalid measured.errors: 'none' (expected a valid integer",
        ),
        (
            {"measured": {**MEASURED.__dict__, "per_class": [[1, 2, 3]]}},
            "invalid measured.per_class.0: [1, 2, 3] (Tuple should have at most 2 items",
        ),
        ({"seen": 5}, "invalid seen: 5 (expected a valid tuple)"),
        ({"strokes": [{"writers": [1], "part": "held out"}]}, "strokes.0 has no 'digits'"),
        (
            {"strokes": [{"writers": [1], "part": "held out", "digits": 0, "errors": 0}]},
            "invalid strokes.0.digits: 0 (expected greater than or equal to 1)",
        ),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(CheckpointError) as caught:
        Card.from_dict({**CARD.to_dict(), **change})
    assert str(caught.value).startswith(f"the card cannot be read: {problem}")


@pytest.mark.parametrize("missing", ["title", "dataset", "class_names", "recipe", "history"])
def test_a_card_without_a_part_is_refused(missing: str) -> None:
    values = {name: value for name, value in CARD.to_dict().items() if name != missing}
    with pytest.raises(CheckpointError, match=missing):
        Card.from_dict(values)


def test_the_training_command_trains_with_the_recipe() -> None:
    recipe = {**RECIPE, "limit": 500, "augmentation": "shift", "precision": "bf16"}
    start, *arguments = training_command("mine", recipe).split(" -m model.train ")
    assert start == "python"
    options = train._parse(arguments[0].split())
    assert options.name == "mine"
    for name, value in recipe.items():
        if name != "processes":
            assert getattr(options, name) == value, name


def test_the_training_command_of_several_processes_starts_them() -> None:
    command = training_command("mnist", {**RECIPE, "processes": 4})
    assert command.startswith("torchrun --nproc_per_node 4 -m model.train mnist --dataset mnist ")
    assert "--processes" not in command
    assert "--limit" not in command


def test_the_page_of_a_folder_names_it_and_downloads_nothing() -> None:
    recipe = {**RECIPE, "dataset": "my letters/", "image_size": 32, "channels": 3, "fit": "whole"}
    card = dataclasses.replace(CARD, title="my letters", dataset="my letters/", recipe=recipe)
    names = ("a|b", *CARD.class_names[1:])
    lines = render(dataclasses.replace(card, class_names=names), CapsNetConfig(), FILE).splitlines()
    assert "python -m model.evaluate mnist --data 'my letters/' --save" in lines
    (command,) = [line for line in lines if line.startswith("python -m model.train")]
    assert " --data 'my letters/' --architecture capsnet --epochs 2 " in command
    assert command.endswith(" --image-size 32 --channels 3 --fit whole")
    assert not any("model.data" in line for line in lines)
    assert "| a\\|b | 980 | 1 | 0.10 % |" in lines


def test_the_page_has_the_facts() -> None:
    page = render(CARD, CapsNetConfig(), FILE)
    lines = page.splitlines()
    for line in (
        "# mnist",
        "| image | 28 x 28 |",
        "| Conv1 | 256 kernels of 9 x 9, ReLU |",
        "| primary capsules | 32 types x 6 x 6 = 1,152 of 8 dimensions |",
        "| digit capsules | 10 of 16 dimensions, 3 routing iterations |",
        "| decoder | 160 -> 512 -> 1,024 -> image |",
        "| parameters | 8,215,728 |",
        "| file | `mnist.safetensors`, 16,433,344 bytes, weights in float16 |",
        f"| sha256 | `{'ab' * 32}` |",
        "python -m model.data mnist",
        training_command("mnist", RECIPE),
        "| 1 | 1.66 % | 0.2000 | 30.25 |",
        "| 2 | 0.72 % | 0.0512 | 21.00 |",
        "python -m model.evaluate mnist --save",
        "| test error | 0.41 % (41 of 10,000 images) |",
        "| 95 % Wilson interval | 0.30 % to 0.56 % |",
        "| reconstruction error | 12.35 |",
        "| 1 | 1,135 | 2 | 0.18 % |",
        "| 9 | 990 | 10 | 1.01 % |",
    ):
        assert line in lines, line
    for name, value in RECIPE.items():
        assert (f"| `{name}` | `{value}` |" in lines) == (value is not None), name


def test_the_page_says_what_the_network_cannot_do() -> None:
    limits = render(CARD, CapsNetConfig(), FILE).split("## Limits")[1]
    for words in ("centred", "no answer for anything else", "no robustness", "not clean factors"):
        assert words in limits


def test_the_page_says_on_which_pictures_it_was_measured() -> None:
    assert "On MNIST's test split, in float32" in render(CARD, CapsNetConfig(), FILE)
    other = dataclasses.replace(CARD, title="MNIST and more", tested_on="MNIST's test split")
    assert "On MNIST's test split, in float32" in render(other, CapsNetConfig(), FILE)


def test_the_page_of_a_network_without_capsules_speaks_of_none() -> None:
    recipe = {**RECIPE, "architecture": "cnn", "reconstruction_weight": None}
    card = dataclasses.replace(
        CARD,
        recipe={**recipe, "routing_iterations": None},
        history=({"epoch": 1, "held_out_error": 0.03, "cross_entropy": 0.25, "seconds": 60.0},),
        measured=dataclasses.replace(MEASURED, reconstruction_error=None),
    )
    page = render(card, CnnConfig(kernels=(4, 6), strides=(2, 1), hidden=(1_200, 9)), FILE)
    lines = page.splitlines()
    for line in (
        "| convolution 1 | 4 kernels of 5 x 5, stride 2, ReLU -> 12 x 12 |",
        "| convolution 2 | 6 kernels of 5 x 5, stride 1, ReLU -> 8 x 8 |",
        "| dense layers | 1,200 -> 9 -> 10, ReLU between them, softmax after the last |",
        "| dropout | 50 % before the last, while training |",
        "| epoch | held-out error | cross-entropy |",
        "| 1 | 3.00 % | 0.2500 |",
        "| test error | 0.41 % (41 of 10,000 images) |",
    ):
        assert line in lines, line
    assert "A convolutional network without capsules" in page
    assert "--architecture cnn" in page
    for word in ("outing", "decoder draw", "econstruction", "margin", "Couplings"):
        assert word not in page, word


def test_the_page_of_an_efficient_capsnet_has_its_layers() -> None:
    recipe = {**RECIPE, "architecture": "efficient-capsnet", "routing_iterations": None}
    card = dataclasses.replace(CARD, recipe=recipe)
    page = render(card, EfficientCapsNetConfig(), FILE)
    lines = page.splitlines()
    for line in (
        "| Conv1 | 32 kernels of 5 x 5, ReLU, batch normalisation |",
        "| convolution 2 | 64 kernels of 3 x 3, stride 1, ReLU, batch normalisation |",
        "| convolution 4 | 128 kernels of 3 x 3, stride 2, ReLU, batch normalisation |",
        "| depthwise convolution | 128 kernels of 9 x 9, one a map |",
        "| primary capsules | 16 types x 1 x 1 = 16 of 8 dimensions |",
        "| digit capsules | 10 of 16 dimensions, self-attention routing in one pass |",
        "| decoder | 160 -> 512 -> 1,024 -> image |",
    ):
        assert line in lines, line
    assert "An Efficient-CapsNet, the small capsule network" in page
    assert "--architecture efficient-capsnet" in page
    for words in ("agreement", "iterations", "close to even"):
        assert words not in page, words


def test_the_page_of_a_capsnet_behind_convolutions_has_its_layers() -> None:
    sizes: dict[str, Any] = {"kernels": (64, 128), "kernel_sizes": (3, 3), "strides": (2, 1)}
    card = dataclasses.replace(CARD, recipe={**RECIPE, **sizes})
    config = CapsNetConfig(conv1_kernels=32, conv1_kernel_size=5, primary_kernel_size=3, **sizes)
    page = render(card, config, FILE)
    lines = page.splitlines()
    for line in (
        "| Conv1 | 32 kernels of 5 x 5, ReLU, batch normalisation |",
        "| convolution 2 | 64 kernels of 3 x 3, stride 2, ReLU, batch normalisation |",
        "| convolution 3 | 128 kernels of 3 x 3, stride 1, ReLU, batch normalisation |",
        "| convolution 4 | 256 kernels of 3 x 3, stride 2 |",
        "| primary capsules | 32 types x 4 x 4 = 512 of 8 dimensions |",
        "| digit capsules | 10 of 16 dimensions, 3 routing iterations |",
        "| `kernels` | `64,128` |",
    ):
        assert line in lines, line
    assert "but with\nmore and smaller convolutions before its primary capsules" in page
    assert "--kernels 64,128 --kernel-sizes 3,3 --strides 2,1" in page
    assert "as Sabour, Frosst and Hinton described it in 2017,\ntrained" not in page


def test_the_page_says_how_often_each_length_is_right() -> None:
    assert CARD.measured is not None
    assert "by their" not in render(CARD, CapsNetConfig(), FILE)
    tenths = ((0, 0),) * 8 + ((24, 17), (9_976, 9_942))
    measured = dataclasses.replace(CARD.measured, by_confidence=tenths)
    page = render(dataclasses.replace(CARD, measured=measured), CapsNetConfig(), FILE)
    assert "How often the capsules that were read were right, by their length:" in page
    lines = page.splitlines()
    for line in (
        "| 0.7 to 0.8 | 0 | 0 | - |",
        "| 0.8 to 0.9 | 24 | 17 | 70.8 % |",
        "| 0.9 to 1.0 | 9,976 | 9,942 | 99.7 % |",
    ):
        assert line in lines, line


def test_the_page_of_a_network_of_two_digits_says_what_an_error_is() -> None:
    page = render(dataclasses.replace(CARD, present=2), CapsNetConfig(), FILE)
    assert "read right where the 2 classes that it shows are the 2 of the longest" in page
    assert "2 different classes in every picture" in page
    assert "centred" not in page.split("## Limits")[1]
    assert "classes that it shows" not in render(CARD, CapsNetConfig(), FILE)


def test_a_network_that_was_not_measured_says_so() -> None:
    page = render(dataclasses.replace(CARD, measured=None), CapsNetConfig(), FILE)
    assert "Not yet measured on the test split" in page
    assert "test error" not in page


def test_the_page_names_only_the_images_used() -> None:
    limited = dataclasses.replace(CARD, recipe={**RECIPE, "limit": 1500})
    words = "Only the first 1,500 images were trained on."
    assert words in render(limited, CapsNetConfig(), FILE)
    assert words not in render(CARD, CapsNetConfig(), FILE)


def test_the_page_says_what_the_network_was_trained_on_and_how_it_reads_strokes() -> None:
    page = render(CARD, CapsNetConfig(), FILE)
    assert CARD.trained_on in page
    lines = page.splitlines()
    assert "python -m model.strokes mnist --save" in lines
    assert "| trained on | 1, 2 | 500 | 1 | 99.80 % |" in lines
    assert "| never seen | 3 | 1,250 | 25 | 98.00 % |" in lines
    without = render(dataclasses.replace(CARD, strokes=()), CapsNetConfig(), FILE)
    assert "model.strokes" not in without


def test_a_card_from_before_they_named_their_data_says_what_was_so_for_all() -> None:
    values = {
        name: value
        for name, value in CARD.to_dict().items()
        if name not in ("trained_on", "seen", "present", "strokes")
    }
    card = Card.from_dict(values)
    assert card.trained_on == (
        "Trained on all images of MNIST's training split but its last 5,000, which are held out."
    )
    assert card.seen == ("mnist",)
    assert card.present == 1
    assert card.strokes == ()


def test_the_card_beside_each_shipped_checkpoint_is_what_its_file_says() -> None:
    checkpoints = shipped()
    if not checkpoints:
        skip_without("a checkpoint")
    for path in checkpoints:
        if load_checkpoint(path).card.measured is None:
            skip_without(f"a measurement of {path.name}")
        beside = path.with_suffix(".md").read_text(encoding="utf-8")
        assert beside == render_card(path), f"`python -m model.evaluate {path.stem} --save`"
