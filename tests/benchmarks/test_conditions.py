"""Every condition renders a picture that the reader opens, the same each time."""

from __future__ import annotations

import pytest

from benchmarks.conditions.__main__ import describe, render
from benchmarks.conditions.kinds import CONDITIONS
from benchmarks.conditions.sheet import draw_sheet
from model.data.pendigits import PenDigit
from model.images.preprocess import place_picture
from tests.model.pen import line

SEVEN = PenDigit(label=7, writer=3, strokes=(line((10, 10), (80, 10), (40, 110)),))


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_makes_a_picture_with_one_digit(name: str) -> None:
    (file,) = render(name, [SEVEN])
    assert render(name, [SEVEN]) == [file]
    assert not place_picture(file).blank


def test_there_are_as_many_conditions_as_were_asked_for() -> None:
    assert len(CONDITIONS) >= 60


def test_the_table_says_what_was_read_right() -> None:
    text = describe({"plain": 40, "pencil": 38}, 40)
    assert "| pencil    | 38 |" in text
    assert text.endswith("mean 39.00 of 40 under 2 conditions: 97.5 % of plain's")


def test_the_sheet_shows_each_picture_and_what_the_network_receives() -> None:
    files = {name: render(name, [SEVEN])[0] for name in ("plain", "sixteen bits", "circled")}
    sheet = draw_sheet(files)
    colours = {colour for _, colour in sheet.getcolors(1 << 20) or []}
    assert {(0, 130, 60), (200, 40, 30)} <= colours
