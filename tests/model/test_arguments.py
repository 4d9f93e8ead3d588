from __future__ import annotations

import argparse

import pytest

from model.arguments import as_argument, number, whole, wholes


def test_numbers_in_range_are_read() -> None:
    assert whole(1)("128") == 128
    assert whole(0, 5)("0") == 0
    assert whole(0, 5)("5") == 5
    assert number("any", lambda value: value < 3)("-1e-3") == -0.001


def test_several_numbers_are_read_as_they_are_written() -> None:
    assert wholes(1)("64") == (64,)
    assert wholes(1)(as_argument((64, 128))) == (64, 128)
    for text in ("64,", "64,0", "64;2"):
        with pytest.raises(argparse.ArgumentTypeError, match="expected a whole number of at lea"):
            wholes(1)(text)


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "many", "", "nan"])
def test_whole_numbers_out_of_range_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        whole(1)(text)
    assert str(caught.value) == f"{text} (expected a whole number of at least 1)"


def test_the_upper_bound_is_named_where_there_is_one() -> None:
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        whole(1, 10)("11")
    assert str(caught.value) == "11 (expected a whole number from 1 to 10)"


@pytest.mark.parametrize("text", ["-1", "inf", "nan", "fast", ""])
def test_numbers_out_of_range_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        number("a number above 0", lambda value: value > 0)(text)
    assert str(caught.value) == f"{text} (expected a number above 0)"
