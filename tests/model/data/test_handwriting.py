from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model.data import __main__ as download
from model.data import handwriting, sources
from model.data.handwriting import HandwritingSource
from model.data.idx import IdxSource
from model.data.pen_drawing import draw_anew, draw_as_written
from model.data.pendigits import FILE, TRAINING_WRITERS, read_pen_digits
from model.errors import DataError
from tests.model.pen import TWO_DIGITS
from tests.model.tiny import make_dataset, write_dataset


@pytest.fixture
def images(pen_file: Path) -> IdxSource:
    """Made images of the size that pen strokes are drawn in, beside a digit of each part."""
    folder = pen_file.parents[1]
    three = TWO_DIGITS + TWO_DIGITS[TWO_DIGITS.index(".SEGMENT") :].replace(
        ".COMMENT 4  3", ".COMMENT 4  1"
    )
    pen_file.write_text(three)
    return write_dataset(
        folder / "bars",
        training=make_dataset(40, size=28),
        test=make_dataset(20, size=28, seed=1),
    )


@pytest.fixture
def source(images: IdxSource) -> HandwritingSource:
    return HandwritingSource(
        title="Bars and strokes", class_names=images.class_names, images=images
    )


def test_training_images_are_followed_by_the_training_writers_digits(
    source: HandwritingSource, images: IdxSource
) -> None:
    training = source.read_training(download=False)
    assert len(training) == 24 + handwriting.RENDERINGS
    assert np.array_equal(training.images[:24], images.read_training(download=False).images)
    (drawn,) = [digit for digit in read_pen_digits() if digit.writer in TRAINING_WRITERS]
    expected = draw_anew([drawn], renderings=handwriting.RENDERINGS, seed=handwriting.SEED)
    assert np.array_equal(training.images[24:], (255 * expected).round().byte().numpy())
    assert training.labels[24:].tolist() == [4] * handwriting.RENDERINGS


def test_held_out_images_are_followed_by_the_choosing_writers_digits(
    source: HandwritingSource, images: IdxSource
) -> None:
    held_out = source.read_held_out(download=False)
    assert np.array_equal(held_out.images[:16], images.read_held_out(download=False).images)
    expected = draw_as_written([d for d in read_pen_digits() if d.writer == 26])
    assert torch.equal(torch.tensor(held_out.images[16:]), (255 * expected).round().byte())
    assert held_out.labels[16:].tolist() == [1, 1]


def test_pictures_and_test_images_need_no_pen_strokes(
    source: HandwritingSource, images: IdxSource, pen_file: Path
) -> None:
    pen_file.unlink()
    for split, count in (("train", 40), ("test", 20)):
        pictures = source.read(split, download=False)
        assert len(pictures) == count
        assert np.array_equal(pictures.images, images.read(split, download=False).images)
    for read in (source.read_training, source.read_held_out):
        with pytest.raises(DataError, match=r"pendigits-orig\.tra is missing: .* UCI Machine"):
            read(download=False)


def test_its_card_says_which_writers_it_was_trained_on(source: HandwritingSource) -> None:
    assert source.tested_on == "Bars's test split"
    words = " ".join(source.trained_on.split())
    assert words.startswith(
        "Trained on all images of Bars's training split but its last 16, which are held out. "
        "Trained also on pen strokes"
    )
    for part in (
        "writers 1, 2, 4, 6, 8, 9, 11, 13, 15, 16, 18, 20, 22, 23, 25, 27, 29 and 30",
        "drawn 5 times by a pen of 5 to 18 % of its longer side, turned by up to 7 degrees",
        "sheared by up to 0.12, made wider or narrower by up to 22 %",
        "The digits of writers 5, 12, 19 and 26, drawn once, are held out too",
        "those of writers 3, 7, 10, 14, 17, 21, 24 and 28 are neither trained on nor held out",
    ):
        assert part in words


def test_the_data_command_says_how_to_get_the_strokes_once_the_pictures_are_there(
    images: IdxSource, source: HandwritingSource, pen_file: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setitem(sources.SOURCES, "digits", source)
    assert download.main(["digits"]) == 0
    assert "digits held out: 18 images" in capsys.readouterr().out
    pen_file.unlink()
    assert download.main(["digits"]) == 1
    printed = capsys.readouterr()
    assert "digits test: 20 images" in printed.out
    assert f"{FILE} is missing" in printed.err
