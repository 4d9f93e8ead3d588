"""Turns: jobs of many people, a few batches of them computed at the same time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from app import timing
from app.errors import ApiError

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batchable(Generic[Item, Result]):
    """Work that computes several items in one pass; `key` is the same for what may go together."""

    def __init__(
        self, key: Hashable, compute: Callable[[Sequence[Item]], Sequence[Result]]
    ) -> None:
        self.key = key
        self.compute = compute


class Turns:
    """A bounded queue in front of a few places, fair between clients.

    Whoever finds a place free computes at once. Others wait, and whoever finishes hands its place
    to the first that waits, together with all that can share its pass. Each batch is computed in
    the thread of one of its requests: handed to another thread it would wait twice more for a
    processor, which a browser on the same machine keeps busy.

    Clients take turns: each has one job in a round, however many it has sent.
    """

    def __init__(self, *, places: int, max_batch: int, max_waiting: int, max_wait: float) -> None:
        self._free = places
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._max_wait = max_wait
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._count = 0
        self._passes: dict[int, float] = {}
        self.observe: Callable[[int], None] = lambda size: None
        """Told of the size of every batch that is computed."""

    @property
    def waiting(self) -> int:
        """How many jobs wait for their turn."""
        return self._count

    @property
    def full(self) -> bool:
        """Whether the next that has to wait is refused."""
        return self._count >= self._max_waiting

    def longest_pass(self) -> float:
        """For how many seconds the oldest batch is being computed; 0 where none is."""
        begun = list(self._passes.values())
        return time.monotonic() - min(begun) if begun else 0.0

    def run(
        self,
        work: Batchable[Item, Result],
        item: Item,
        *,
        client: str,
        newest: bool = False,
    ) -> Result:
        """What the work computes of an item, times recorded as `queue` and `model`.

        With `newest`, a client's job takes the place of an older one of it that still waits.
        Raises ApiError 503 where too many wait or the turn does not come in time, and 409 where a
        newer job of the client took the place of this one.
        """
        job = _Job(work, item, client, newest)
        with self._lock:
            batch = self._enter(job)
        if not batch:
            batch = self._wait(job)
        timing.record("queue", job.began - job.arrived)
        if batch:
            self._lead(batch)
        timing.record("model", job.ended - job.began)
        if job.error is not None:
            raise job.error
        result: Result = job.result
        return result

    def _enter(self, job: _Job) -> list[_Job]:
        """The job as a batch of its own where a place is free; else it is put in the queue."""
        if self._free:
            self._free -= 1
            job.began = job.arrived
            return [job]
        jobs = self._waiting.get(job.client)
        if job.newest and jobs is not None:
            for place, older in enumerate(jobs):
                if older.newest:
                    jobs[place] = job
                    older.end(ApiError(409, "a newer request of this client took its place"))
                    return []
        if self.full:
            raise _overloaded()
        self._waiting.setdefault(job.client, deque()).append(job)
        self._count += 1
        return []

    def _wait(self, job: _Job) -> list[_Job]:
        """The batch that the job is to lead; empty once it was computed in another's."""
        if not job.woken.wait(self._max_wait):
            with self._lock:
                if not job.taken and not job.woken.is_set():
                    self._remove(job)
                    raise _overloaded()
            job.woken.wait()  # its turn came, at the last moment
        # A job that held its own batch would keep all its results until the next sweep for cycles.
        batch, job.batch = job.batch, []
        return batch

    def _lead(self, batch: list[_Job]) -> None:
        """Compute a batch, then hand the place on."""
        self._passes[threading.get_ident()] = time.monotonic()
        try:
            self.observe(len(batch))
            _compute(batch)
        finally:
            del self._passes[threading.get_ident()]
            with self._lock:
                following = self._take()
                if not following:
                    self._free += 1
            for job in batch[1:]:
                job.woken.set()
            if following:
                following[0].batch = following
                following[0].woken.set()

    def _take(self) -> list[_Job]:
        """The next batch: the first of the queue and what may share its pass, in turns."""
        batch: list[_Job] = []
        found = True
        while found and len(batch) < self._max_batch:
            found = False
            for client in list(self._waiting):
                jobs = self._waiting[client]
                if batch and jobs[0].work.key != batch[0].work.key:
                    continue
                found = True
                batch.append(jobs.popleft())
                if jobs:
                    self._waiting.move_to_end(client)
                else:
                    del self._waiting[client]
                if len(batch) == self._max_batch:
                    break
        self._count -= len(batch)
        now = time.perf_counter()
        for job in batch:
            job.taken = True
            job.began = now
        return batch

    def _remove(self, job: _Job) -> None:
        jobs = self._waiting[job.client]
        jobs.remove(job)
        if not jobs:
            del self._waiting[job.client]
        self._count -= 1


class _Job:
    """One request's item on its way through the queue."""

    def __init__(self, work: Batchable[Any, Any], item: object, client: str, newest: bool) -> None:
        self.work = work
        self.item = item
        self.client = client
        self.newest = newest
        self.arrived = self.began = self.ended = time.perf_counter()
        self.taken = False
        self.batch: list[_Job] = []
        """What it is to compute, where it leads."""
        self.result: Any = None
        self.error: BaseException | None = None
        self.woken = threading.Event()

    def end(self, error: BaseException) -> None:
        self.error = error
        self.began = self.ended = time.perf_counter()
        self.woken.set()


def _compute(batch: list[_Job]) -> None:
    """Give every job its result, or its error: one that fails takes no other with it."""
    try:
        results = batch[0].work.compute([job.item for job in batch])
        for job, result in zip(batch, results, strict=True):
            job.result = result
    except BaseException as error:
        if len(batch) > 1:
            for job in batch:
                _compute([job])
            return
        batch[0].error = error
    ended = time.perf_counter()
    for job in batch:
        job.ended = ended


def _overloaded() -> ApiError:
    return ApiError(503, "too many requests at once: try again in a second", retry_after=1)
