from __future__ import annotations

import dataclasses
import hashlib
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from model import evaluate
from model.analysis.accuracy import measure
from model.checkpoints import catalogue
from model.checkpoints.card import Card
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import save_checkpoint
from model.data.idx import IdxSource
from model.data.sources import Dataset
from model.errors import DataError
from model.network.capsnet import CapsNet
from model.network.cnn import Cnn
from tests.conftest import skip_without
from tests.model.tiny import NETWORK, TINY_CNN, make_dataset


@pytest.fixture
def tiny_checkpoint(tiny_capsnet: CapsNet, tiny: IdxSource, tmp_path: Path) -> Path:
    path = tmp_path / "bars.safetensors"
    card = Card(
        title=tiny.title,
        dataset="tiny",
        class_names=tiny.class_names,
        recipe={"dataset": "tiny", "processes": 1},
    )
    save_checkpoint(
        path,
        config=NETWORK,
        card=card,
        tensors=tiny_capsnet.state_dict(),
        dtype=torch.float16,
    )
    return path


def test_a_network_without_capsules_is_measured_by_its_probabilities(
    tiny: IdxSource, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cnn = Cnn(TINY_CNN).eval().requires_grad_(False)
    dataset = make_dataset(70, seed=3)
    wrong = [
        int(label)
        for image, label in zip(dataset.images, dataset.labels, strict=True)
        if cnn(torch.tensor(image)[None, None] / 255).argmax() != label
    ]
    measured = measure(cnn, dataset)
    assert measured.errors == len(wrong) > 0
    assert [errors for _, errors in measured.per_class] == [wrong.count(k) for k in range(3)]
    assert measured.reconstruction_error is None
    path = tmp_path / "bars.safetensors"
    names = tiny.class_names
    card = Card(title="Bars", dataset="tiny", class_names=names, recipe={"dataset": "tiny"})
    save_checkpoint(path, config=TINY_CNN, card=card, tensors=cnn.state_dict())
    assert evaluate.main([str(path), "--save"]) == 0
    printed = capsys.readouterr().out
    assert "of 20), 95 % interval " in printed
    assert "reconstruction" not in printed
    assert path.with_suffix(".md").read_text(encoding="utf-8") == evaluate.render_card(path)
    assert "without capsules" in evaluate.render_card(path)


def test_the_report_of_pairs_says_what_an_error_is(tiny_capsnet: CapsNet) -> None:
    card = Card(title="B", dataset="b", class_names=("x", "y", "z"), recipe={}, present=2)
    words = "the 2 classes that it shows are the 2 of the longest capsules"
    measured = measure(tiny_capsnet, make_dataset(5))
    assert words in evaluate.report(card, measured)
    assert words not in evaluate.report(dataclasses.replace(card, present=1), measured)


def test_a_class_without_images_counts_none(tiny_capsnet: CapsNet) -> None:
    dataset = make_dataset(50)
    without = Dataset(dataset.images[dataset.labels != 1], dataset.labels[dataset.labels != 1])
    assert measure(tiny_capsnet, without).per_class[1] == (0, 0)


def test_the_command_prints_what_it_measured(
    tiny_checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main([str(tiny_checkpoint)]) == 0
    printed = capsys.readouterr().out
    measured = measure(load_checkpoint(tiny_checkpoint).capsnet, make_dataset(20, seed=1))
    sha256 = hashlib.sha256(tiny_checkpoint.read_bytes()).hexdigest()
    parameters = sum(tensor.numel() for tensor in load_file(tiny_checkpoint).values())
    assert f"bars, {parameters:,} parameters, sha256 {sha256}," in printed
    assert "on 20 images of Bars's test split in " in printed
    assert f"{100 * measured.error:.2f} % ({measured.errors} of 20)" in printed
    assert f"reconstruction error  {measured.reconstruction_error:.2f} " in printed
    for name, (images, errors) in zip(("top", "middle", "bottom"), measured.per_class, strict=True):
        row = f"{name:<6}  {images:>7} {errors:>7} {100 * errors / images:>6.2f} %"
        assert row in printed.splitlines()


def test_the_held_out_split_is_the_end_of_the_training_images(
    tiny_checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main([str(tiny_checkpoint), "--split", "held-out", "--limit", "10"]) == 0
    measured = measure(load_checkpoint(tiny_checkpoint).capsnet, make_dataset(40)[24:34])
    printed = capsys.readouterr().out
    assert "on 10 images of what is held out of Bars" in printed
    assert f"({measured.errors} of 10)" in printed
    assert f"reconstruction error  {measured.reconstruction_error:.2f} " in printed


def test_saving_stores_the_numbers_and_the_card_and_leaves_the_tensors(
    tiny_checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load_file(tiny_checkpoint)
    assert evaluate.main([str(tiny_checkpoint), "--save"]) == 0
    page = tiny_checkpoint.with_suffix(".md")
    assert f"saved in {tiny_checkpoint} and in {page}" in capsys.readouterr().out
    after = load_file(tiny_checkpoint)
    assert before.keys() == after.keys()
    for name, tensor in before.items():
        assert after[name].dtype == torch.float16
        assert torch.equal(after[name], tensor), name
    loaded = load_checkpoint(tiny_checkpoint)
    assert loaded.card.measured == measure(loaded.capsnet, make_dataset(20, seed=1))
    text = page.read_text(encoding="utf-8")
    assert text == evaluate.render_card(tiny_checkpoint)
    # The checksum on the page is that of the file as it now lies there.
    assert hashlib.sha256(tiny_checkpoint.read_bytes()).hexdigest() in text


def test_saving_twice_changes_nothing(tiny_checkpoint: Path) -> None:
    page = tiny_checkpoint.with_suffix(".md")
    contents = set()
    for _ in range(3):
        assert evaluate.main([str(tiny_checkpoint), "--save"]) == 0
        contents.add((tiny_checkpoint.read_bytes(), page.read_bytes()))
    assert len(contents) == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "the following arguments are required: checkpoint"),
        (["mnist", "--split", "train"], "--split: invalid choice: 'train'"),
        (["mnist", "--limit", "0"], "--limit: 0 (expected a whole number of at least 1)"),
        (["mnist", "--limit", "all"], "--limit: all (expected a whole number of at least 1)"),
        (["mnist", "--save", "--limit", "5"], "--save stores results of the whole test split"),
        (["mnist", "--save", "--split", "held-out"], "--save stores results of the whole test"),
        (["mnist", "--device", "tpu"], "--device: invalid choice: 'tpu'"),
    ],
)
def test_the_command_refuses_bad_arguments(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        evaluate.main(arguments)
    assert caught.value.code == 2
    assert expected in capsys.readouterr().err


def test_the_command_says_what_stops_it(
    tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert evaluate.main([str(tmp_path / "none.safetensors")]) == 1
    assert "there is no checkpoint" in capsys.readouterr().err
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path / "empty"))
    assert evaluate.main([str(tiny_checkpoint)]) == 1
    assert "is missing: `python -m model.data tiny` downloads it" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("path", catalogue.shipped(), ids=lambda path: path.stem)
def test_each_shipped_network_reads_500_test_pictures_as_its_card_says(path: Path) -> None:
    loaded = load_checkpoint(path)
    stated = loaded.card.measured
    if stated is None:
        skip_without(f"a measurement of {path.name}")
    try:
        pictures = loaded.source(None).read("test", download=False)
    except DataError as error:
        skip_without(str(error))
    sample = np.random.default_rng(0).permutation(len(pictures))[:500]
    measured = measure(loaded.network, pictures[sample])
    # Three deviations of what 500 pictures tell about the error of all.
    deviation = math.sqrt(stated.error * (1 - stated.error) / 500)
    assert abs(measured.error - stated.error) < 3 * deviation
    if stated.reconstruction_error is None:
        assert measured.reconstruction_error is None
    else:
        assert measured.reconstruction_error == pytest.approx(stated.reconstruction_error, rel=0.1)
