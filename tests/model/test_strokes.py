from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
from PIL import Image

from model.checkpoints.card import Card, ReadStrokes
from model.checkpoints.catalogue import load_checkpoint, shipped
from model.checkpoints.checkpoint import save_card, save_checkpoint
from model.data.pen_drawing import draw_as_written
from model.data.pendigits import (
    CHOOSING_WRITERS,
    TRAINING_WRITERS,
    UNSEEN_WRITERS,
    PenDigit,
    of_writers,
    read_pen_digits,
)
from model.errors import DataError
from model.evaluate import render_card
from model.network.cnn import Cnn, CnnConfig
from model.strokes import by_part, describe, main, read
from tests.conftest import skip_without
from tests.model.pen import line


def test_a_description_counts_by_digit_by_writer_and_by_confusion() -> None:
    dot = (line((0, 0)),)
    digits = [PenDigit(1, 5, dot), PenDigit(1, 5, dot), PenDigit(1, 6, dot), PenDigit(7, 6, dot)]
    lines = describe(digits, [1, 7, 7, 7]).splitlines()
    assert lines == [
        "all  50.00 % of 4",
        "",
        "digit  1  33.33 % of 3",
        "digit  7 100.00 % of 1",
        "",
        "writer  5  50.00 % of 2",
        "writer  6  50.00 % of 2",
        "",
        "1 read as 7: 2",
    ]


def test_the_command_prints_accuracy_and_draws_what_is_misread(
    pen_file: Path, checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "misread.png"
    assert main([str(checkpoint), "--width", "0.12", "--montage", str(picture)]) == 0
    printed = capsys.readouterr().out
    assert "% of 2\n" in printed
    assert "writer  3" in printed
    with Image.open(picture) as sheet:
        assert sheet.mode == "L"


def test_the_command_says_what_is_missing(
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    assert main([str(checkpoint)]) == 1
    assert "pendigits-orig.tra is missing" in capsys.readouterr().err


def test_writers_are_counted_by_what_they_were_for_the_network() -> None:
    dot = (line((0, 0)),)
    digits = [
        PenDigit(4, writer, dot)
        for writer in (TRAINING_WRITERS[0], CHOOSING_WRITERS[0], *UNSEEN_WRITERS[:2])
    ]
    assert by_part(digits, [4, 9, 4, 9], trained=True) == (
        ReadStrokes(writers=TRAINING_WRITERS, part="trained on", digits=1, errors=0),
        ReadStrokes(writers=CHOOSING_WRITERS, part="held out", digits=1, errors=1),
        ReadStrokes(writers=UNSEEN_WRITERS, part="never seen", digits=2, errors=1),
    )
    untrained = by_part(digits, [4, 9, 4, 9], trained=False)
    assert [group.part for group in untrained] == ["never seen"] * 3
    assert [group.accuracy for group in untrained] == [1, 0, 0.5]
    lines = describe(digits, [4, 9, 4, 9], untrained).splitlines()
    assert lines[1:4] == [
        "never seen: 100.00 % of 1 "
        "(writers 1, 2, 4, 6, 8, 9, 11, 13, 15, 16, 18, 20, 22, 23, 25, 27, 29, 30)",
        "never seen: 0.00 % of 1 (writers 5, 12, 19, 26)",
        "never seen: 50.00 % of 2 (writers 3, 7, 10, 14, 17, 21, 24, 28)",
    ]


@pytest.mark.usefixtures("pen_file")
@pytest.mark.parametrize(("seen", "part"), [("mnist", "never seen"), ("digits", "held out")])
def test_saving_stores_what_the_writers_were_for_the_network(
    checkpoint: Path, tmp_path: Path, seen: str, part: str
) -> None:
    before = load_checkpoint(checkpoint)
    path = tmp_path / "copy.safetensors"
    save_checkpoint(
        path,
        config=before.capsnet.config,
        card=dataclasses.replace(before.card, seen=(seen,)),
        tensors=before.capsnet.state_dict(),
    )
    assert main([str(path), "--save"]) == 0
    held_out, unseen = load_checkpoint(path).card.strokes
    assert (held_out.part, unseen.part) == (part, "never seen")
    assert (held_out.writers, held_out.digits) == (CHOOSING_WRITERS, 1)
    assert (unseen.writers, unseen.digits) == (UNSEEN_WRITERS, 1)
    assert path.with_suffix(".md").read_text(encoding="utf-8") == render_card(path)


@pytest.mark.usefixtures("pen_file")
def test_a_network_that_reads_no_digits_is_refused(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load_checkpoint(checkpoint)
    path = tmp_path / "letters.safetensors"
    save_checkpoint(
        path,
        config=before.capsnet.config,
        card=dataclasses.replace(before.card, class_names=tuple("abcdefghij")),
        tensors=before.capsnet.state_dict(),
    )
    assert main([str(path)]) == 1
    assert "letters reads no digits (expected classes 0 to 9" in capsys.readouterr().err
    save_card(path, dataclasses.replace(before.card, present=2))
    assert main([str(path)]) == 1
    assert "letters reads 2 digits at once (expected 1)" in capsys.readouterr().err


@pytest.mark.usefixtures("pen_file")
def test_a_network_without_capsules_reads_strokes_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = CnnConfig(kernels=(2,), strides=(4,), hidden=(5,))
    path, cnn = tmp_path / "plain.safetensors", Cnn(config).eval()
    digits = tuple("0123456789")
    card = Card(title="MNIST", dataset="mnist", class_names=digits, recipe={})
    save_checkpoint(path, config=config, card=card, tensors=cnn.state_dict())
    assert main([str(path)]) == 0
    written = read_pen_digits()
    answers = cnn(draw_as_written(written)[:, None]).argmax(dim=-1).tolist()
    groups = by_part(written, answers, trained=False)
    assert describe(written, answers, groups) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--width", "0"], "invalid --width: 0.0 (expected above 0, at most 1)"),
        (["--save", "--width", "0.2"], "--save stores results of the usual pen"),
    ],
)
def test_the_command_refuses_bad_arguments(
    options: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["mnist", *options])
    assert caught.value.code == 2
    assert expected in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_each_shipped_network_reads_unseen_writers_as_its_card_says(path: Path) -> None:
    loaded = load_checkpoint(path)
    stated = [group for group in loaded.card.strokes if group.writers == UNSEEN_WRITERS]
    if not stated:
        return  # nothing is said of strokes
    try:
        digits = of_writers(read_pen_digits(), UNSEEN_WRITERS)[::10]
    except DataError as error:
        skip_without(f"the pen strokes ({error})")
    answers = read(loaded.network, draw_as_written(digits)).tolist()
    right = sum(digit.label == answer for digit, answer in zip(digits, answers, strict=True))
    share = stated[0].accuracy
    deviation = math.sqrt(share * (1 - share) / len(digits))
    assert abs(right / len(digits) - share) < 3 * deviation
