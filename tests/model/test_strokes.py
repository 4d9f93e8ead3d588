from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from model import strokes
from model.config import CapsNetConfig
from model.errors import DataError
from model.strokes import PenDigit, describe, draw, main, prepare, read_pen_digits
from tests.conftest import skip_without

TWO_DIGITS = """.INCLUDE        dene.doc

.LEXICON "0" "1"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "1"
.COMMENT 1 26   54
.PEN_DOWN
 100  300
 100  100
.PEN_UP
.DT 100

.SEGMENT DIGIT    1-2 ? "4"
.COMMENT 4  3  100
.PEN_DOWN
 100  300
  90  200
 200  200
.PEN_UP
.DT 100
.PEN_DOWN
 180  300
 180  100
.PEN_UP
.DT 100
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two digits, where the data folder's is looked for."""
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    path = tmp_path / strokes.FILE
    path.parent.mkdir()
    path.write_text(TWO_DIGITS)
    return path


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, np.float32)


def test_a_file_is_read_into_labels_writers_and_strokes(file: Path) -> None:
    one, four = read_pen_digits()
    assert (one.label, one.writer, len(one.strokes)) == (1, 26, 1)
    assert (four.label, four.writer, len(four.strokes)) == (4, 3, 2)
    # The file's y grows upwards, the picture's downwards.
    assert four.strokes[0].tolist() == [[100, -300], [90, -200], [200, -200]]


def test_a_missing_file_is_named_with_where_it_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    with pytest.raises(DataError) as caught:
        read_pen_digits()
    for part in (str(tmp_path / strokes.FILE), "UCI Machine Learning", "pendigits-orig.tra.Z"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (".COMMENT 4", ".COMMENT 5", "is damaged at its digit 2: label"),
        (" 180  300", " 180", "is damaged at its digit 2: "),
        (".SEGMENT", "SEGMENT", "holds no digit"),
    ],
)
def test_a_damaged_file_is_refused(file: Path, old: str, new: str, message: str) -> None:
    file.write_text(TWO_DIGITS.replace(old, new))
    with pytest.raises(DataError, match=message):
        read_pen_digits()


def test_a_line_is_drawn_with_round_ends_and_its_pen_width() -> None:
    ink = draw([line((0, 0), (0, 100))], width=0.2, size=120)
    # Pen of 20 around 100 units: 120 units are scaled to 90 % of the canvas.
    pen = 0.2 * 100 * 120 * 0.9 / 120
    length = 100 * 120 * 0.9 / 120
    assert ink.shape == (120, 120)
    assert ink.sum() == pytest.approx(pen * length + np.pi * (pen / 2) ** 2, rel=0.03)
    assert ink[60].sum() == pytest.approx(pen, abs=0.5)
    assert np.allclose(ink, ink[:, ::-1], atol=0.6)


def test_a_dot_is_drawn_as_a_disc() -> None:
    ink = draw([line((7, 7))], width=0.5, size=60)
    radius = 0.5 * 60 * 0.9 / 1.5 / 2
    assert ink.sum() == pytest.approx(np.pi * radius**2, rel=0.05)


def test_pen_digits_are_prepared_as_a_drawing_is(file: Path) -> None:
    images = prepare(read_pen_digits(), CapsNetConfig(), width=0.1)
    assert images.shape == (2, 28, 28)
    assert images[0].sum(dim=1).gt(0).sum() == 20
    assert 1.8 < images[0, 14].sum() < 2.4


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
    file: Path, checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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


def test_the_published_file_holds_thirty_writers() -> None:
    try:
        digits = read_pen_digits()
    except DataError as error:
        skip_without(f"the pen strokes ({error})")
    assert len(digits) == 7_494
    assert {digit.writer for digit in digits} == set(range(1, 31))
    labels = torch.tensor([digit.label for digit in digits])
    assert torch.bincount(labels).tolist() == [780, 779, 780, 719, 780, 720, 720, 778, 719, 719]
