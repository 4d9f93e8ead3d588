from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import torch

from model.data import pendigits
from model.data.pendigits import (
    CHOOSING_WRITERS,
    TRAINING_WRITERS,
    UNSEEN_WRITERS,
    of_writers,
    read_pen_digits,
)
from model.errors import DataError
from tests.conftest import skip_without
from tests.model.pen import TWO_DIGITS


def test_a_file_is_read_into_labels_writers_and_strokes(pen_file: Path) -> None:
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
    for part in (str(tmp_path / pendigits.FILE), "UCI Machine Learning", "pendigits-orig.tra.Z"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (".COMMENT 4", ".COMMENT 5", "is damaged at its digit 2: label"),
        (" 180  300", " 180", "is damaged at its digit 2: "),
        (".SEGMENT", "SEGMENT", "holds no digit"),
    ],
)
def test_a_damaged_file_is_refused(pen_file: Path, old: str, new: str, message: str) -> None:
    pen_file.write_text(TWO_DIGITS.replace(old, new))
    with pytest.raises(DataError, match=message):
        read_pen_digits()


def test_every_writer_has_one_part_and_no_part_shares_one() -> None:
    parts = (TRAINING_WRITERS, CHOOSING_WRITERS, UNSEEN_WRITERS)
    assert [len(part) for part in parts] == [18, 4, 8]
    counted = Counter(writer for part in parts for writer in part)
    assert counted == dict.fromkeys(range(1, 31), 1)


@pytest.mark.usefixtures("pen_file")
def test_digits_are_chosen_by_their_writers() -> None:
    digits = read_pen_digits()
    assert of_writers(digits, UNSEEN_WRITERS) == [digits[1]]
    assert of_writers(digits, (26, 3)) == digits
    assert of_writers(digits, TRAINING_WRITERS) == []


def test_the_published_file_holds_thirty_writers() -> None:
    try:
        digits = read_pen_digits()
    except DataError as error:
        skip_without(f"the pen strokes ({error})")
    assert len(digits) == 7_494
    assert {digit.writer for digit in digits} == set(range(1, 31))
    labels = torch.tensor([digit.label for digit in digits])
    assert torch.bincount(labels).tolist() == [780, 779, 780, 719, 780, 720, 720, 778, 719, 719]
    assert len(of_writers(digits, TRAINING_WRITERS)) == 4_497
    assert len(of_writers(digits, CHOOSING_WRITERS)) == 1_000
    assert len(of_writers(digits, UNSEEN_WRITERS)) == 1_997
