"""The queue by itself, with work whose order and company can be seen."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.batching import Batchable, Turns
from app.errors import ApiError


class Desk:
    """Turns of one place, and a record of every batch that was computed there."""

    def __init__(self, **settings: float) -> None:
        self.turns = Turns(
            **{"places": 1, "max_batch": 8, "max_waiting": 64, "max_wait": 30, **settings}  # type: ignore[arg-type]
        )
        self.batches: list[list[str]] = []
        self.gate = threading.Event()
        self._flask = Flask(__name__)

    def compute(self, items: Sequence[str]) -> list[str]:
        self.batches.append(list(items))
        if "gate" in items:
            assert self.gate.wait(30)
        if "bad" in items:
            raise ValueError("a bad one")
        return [item.upper() for item in items]

    def ask(self, item: str, *, client: str = "", key: str = "", newest: bool = False) -> str:
        with self._flask.test_request_context():
            work = Batchable(key, self.compute)
            return self.turns.run(work, item, client=client or item, newest=newest)

    @contextmanager
    def closed(self, threads: ThreadPoolExecutor) -> Iterator[Callable[..., Future[str]]]:
        """Starter of requests that all wait: the place is taken until the block ends."""
        first = threads.submit(self.ask, "gate", key="gate")
        _until(lambda: self.batches == [["gate"]])

        def start(item: str, **options: object) -> Future[str]:
            before = self.turns.waiting
            future = threads.submit(self.ask, item, **options)  # type: ignore[arg-type]
            _until(lambda: self.turns.waiting > before or future.done() or bool(options))
            return future

        yield start
        self.gate.set()
        assert first.result(30) == "GATE"


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_who_is_alone_computes_at_once_and_in_its_own_thread() -> None:
    desk = Desk()
    seen: list[int] = []

    def compute(items: Sequence[str]) -> Sequence[str]:
        seen.append(threading.get_ident())
        return items

    with Flask(__name__).test_request_context():
        assert desk.turns.run(Batchable("", compute), "x", client="") == "x"
    assert seen == [threading.get_ident()]


def test_those_that_wait_share_one_batch_of_at_most_so_many() -> None:
    desk = Desk(max_batch=3)
    with ThreadPoolExecutor(9) as threads:
        with desk.closed(threads) as start:
            answers = [start(item) for item in "abcde"]
        assert [each.result(30) for each in answers] == list("ABCDE")
    assert desk.batches == [["gate"], ["a", "b", "c"], ["d", "e"]]


def test_only_what_has_the_same_key_shares_a_batch() -> None:
    desk = Desk()
    with ThreadPoolExecutor(9) as threads:
        with desk.closed(threads) as start:
            answers = []
            for item, key in (("a", "x"), ("b", "y"), ("c", "x"), ("d", "y")):
                answers.append(start(item, key=key))
                _until(lambda: desk.turns.waiting == len(answers))
        assert [each.result(30) for each in answers] == list("ABCD")
    assert desk.batches == [["gate"], ["a", "c"], ["b", "d"]]


def test_clients_take_turns_however_many_jobs_each_has_sent() -> None:
    desk = Desk(max_batch=2)
    with ThreadPoolExecutor(12) as threads:
        with desk.closed(threads) as start:
            answers = []
            for item in ("a1", "a2", "a3", "a4", "b1", "c1"):
                answers.append(start(item, client=item[0]))
                _until(lambda: desk.turns.waiting == len(answers))
        for each in answers:
            each.result(30)
    assert desk.batches == [["gate"], ["a1", "b1"], ["c1", "a2"], ["a3", "a4"]]


def test_the_newest_takes_the_place_of_the_older_and_keeps_its_turn() -> None:
    desk = Desk(max_batch=1)
    with ThreadPoolExecutor(9) as threads:
        with desk.closed(threads) as start:
            older = start("a1", client="a", newest=True)
            _until(lambda: desk.turns.waiting == 1)
            other = start("b1", client="b", newest=True)
            _until(lambda: desk.turns.waiting == 2)
            newer = start("a2", client="a", newest=True)
            with pytest.raises(ApiError) as caught:
                older.result(30)
            assert caught.value.status == 409
        assert newer.result(30) == "A2"
        assert other.result(30) == "B1"
    assert desk.batches == [["gate"], ["a2"], ["b1"]]


def test_a_full_queue_refuses_at_once_and_takes_more_when_it_has_room() -> None:
    desk = Desk(max_waiting=2)
    with ThreadPoolExecutor(9) as threads:
        with desk.closed(threads) as start:
            answers = [start("a"), start("b")]
            with pytest.raises(ApiError) as caught:
                desk.ask("c")
            assert (caught.value.status, caught.value.retry_after) == (503, 1)
        assert [each.result(30) for each in answers] == ["A", "B"]
    assert desk.ask("c") == "C"


def test_whose_turn_does_not_come_in_time_is_refused_and_forgotten() -> None:
    desk = Desk(max_wait=0.05)
    with ThreadPoolExecutor(9) as threads:
        with desk.closed(threads), pytest.raises(ApiError) as caught:
            desk.ask("late")
        assert (caught.value.status, caught.value.retry_after) == (503, 1)
    assert desk.turns.waiting == 0
    assert desk.ask("next") == "NEXT"
    assert desk.batches == [["gate"], ["next"]]


def test_one_that_fails_takes_no_other_of_its_batch_with_it() -> None:
    desk = Desk()
    with ThreadPoolExecutor(9) as threads:
        with desk.closed(threads) as start:
            answers = [start(item) for item in ("a", "bad", "c")]
        assert answers[0].result(30) == "A"
        assert answers[2].result(30) == "C"
        with pytest.raises(ValueError, match="a bad one"):
            answers[1].result(30)
    assert desk.ask("next") == "NEXT"


@settings(max_examples=25, deadline=None)
@given(
    jobs=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans()), max_size=24
    ),
    places=st.integers(1, 3),
    max_batch=st.integers(1, 4),
)
def test_every_job_is_answered_with_its_own_result_or_was_overtaken(
    jobs: list[tuple[str, str, bool]], places: int, max_batch: int
) -> None:
    desk = Desk(places=places, max_batch=max_batch)
    with ThreadPoolExecutor(24) as threads:
        answers = [
            threads.submit(desk.ask, f"job {number}", client=client, key=key, newest=newest)
            for number, (client, key, newest) in enumerate(jobs)
        ]
        for number, answer in enumerate(answers):
            if answer.exception(30) is None:
                assert answer.result() == f"JOB {number}"
            else:
                error = answer.exception()
                assert isinstance(error, ApiError)
                assert error.status == 409
                assert jobs[number][2]
    assert desk.turns.waiting == 0
    assert desk.turns._free == places
    assert all(len(batch) <= max_batch for batch in desk.batches)


def test_results_are_freed_as_soon_as_they_are_handed_out() -> None:
    class Answer:
        """Something that can be watched."""

    flask, opened, watched = Flask(__name__), threading.Event(), []
    turns = Turns(places=1, max_batch=4, max_waiting=64, max_wait=30)

    def compute(items: Sequence[int]) -> list[Answer]:
        assert opened.wait(30)
        answers = [Answer() for _ in items]
        watched.extend(map(weakref.ref, answers))
        return answers

    def ask(item: int) -> None:
        with flask.test_request_context():
            turns.run(Batchable("all", compute), item, client=str(item))

    gc.disable()
    try:
        with ThreadPoolExecutor(9) as threads:
            asked = [threads.submit(ask, item) for item in range(9)]
            _until(lambda: turns.waiting == 8)
            opened.set()
            for each in asked:
                each.result(30)
        assert len(watched) == 9
        assert [each() for each in watched] == [None] * 9
    finally:
        gc.enable()
