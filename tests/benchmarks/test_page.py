from __future__ import annotations

from benchmarks.page import delays

ANSWERS = [{"done": 30.0, "frame": 40.0}, {"done": 60.0, "frame": 70.0}]


def test_an_event_waits_for_the_first_answer_that_holds_it() -> None:
    # The first request was sent after two moves, the second after three.
    assert delays([10.0, 20.0, 35.0], [2, 3], ANSWERS, "frame") == [30.0, 20.0, 35.0]
    assert delays([10.0, 20.0, 35.0], [2, 3], ANSWERS, "done") == [20.0, 10.0, 25.0]


def test_requests_without_new_events_answer_none() -> None:
    assert delays([10.0], [0, 1], ANSWERS, "done") == [50.0]


def test_events_that_no_answer_holds_are_left_out() -> None:
    assert delays([10.0, 50.0], [1, 1], ANSWERS, "done") == [20.0]
    assert delays([10.0], [], [], "done") == []
