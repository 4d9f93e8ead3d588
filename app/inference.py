"""Inference: the models, loaded once, and the turns in which requests compute with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import torch
from flask import Flask, current_app, request
from jaxtyping import Float, Int
from torch import Tensor

from app import timing
from app.batching import Batchable, Turns
from app.config import AppConfig
from app.errors import ApiError, shorten
from app.metrics import metrics_of
from model.analysis.reconstruction_errors import (
    load_errors,
    reconstruction_error,
    threshold_for,
)
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import Checkpoint
from model.errors import CheckpointError, ConfigError
from model.fast.packing import pack
from model.network.capsule_network import CapsuleNetwork
from model.network.cnn import Cnn
from model.network.trace import Trace

Result = TypeVar("Result")
_EXTENSION = "capsnet_inference"


class Lane:
    """A few jobs at the same time; the others wait for their turn.

    Each runs in the thread of its request: handed to another thread it would wait twice more for
    a processor, which a browser on the same machine keeps busy.
    """

    def __init__(self, *, places: int, max_wait: float) -> None:
        self._places = threading.Semaphore(places)
        self._max_wait = max_wait

    def run(self, job: Callable[[], Result], *, part: str) -> Result:
        """What the job returns, its time recorded as a part of the request.

        Raises ApiError 503 where its turn does not come in time.
        """
        with timing.measured("queue"):
            free = self._places.acquire(timeout=self._max_wait)
        if not free:
            raise ApiError(503, "too many requests at once: try again in a second", retry_after=1)
        try:
            with timing.measured(part):
                return job()
        finally:
            self._places.release()


class Inference:
    """The models of a server and the bounds within which they compute."""

    def __init__(self, config: AppConfig) -> None:
        # OpenMP's threads do not survive a fork, and gunicorn forks once all is loaded: no pool
        # may start before. Every job says with how many it computes.
        torch.set_num_threads(1)
        self._threads = config.threads
        self._checkpoints: dict[str, Checkpoint] = {}
        self._thresholds: dict[str, float | None] = {}
        for name_or_path in config.checkpoints:
            checkpoint = load_checkpoint(name_or_path)
            if checkpoint.name in self._checkpoints:
                raise CheckpointError(
                    f"two checkpoints are named {checkpoint.name!r} (expected different names)"
                )
            if isinstance(checkpoint.network, CapsuleNetwork):
                pack(checkpoint.network)
            self._checkpoints[checkpoint.name] = checkpoint
            self._thresholds[checkpoint.name] = _threshold(checkpoint)
        if not self.checkpoints:
            raise CheckpointError(
                "there is no checkpoint of a capsule network that reads one digit to serve: "
                "`make train` makes one"
            )
        self.turns = Turns(
            places=config.max_concurrent,
            max_batch=config.max_batch,
            max_waiting=config.max_waiting,
            max_wait=config.max_wait,
        )
        self.pictures = Lane(places=config.max_pictures, max_wait=config.max_wait)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Every model that the stages show: capsule networks of one class an image.

        The first is the default.
        """
        return self._showing(1)

    @property
    def pair_readers(self) -> tuple[Checkpoint, ...]:
        """Every capsule network that reads two digits in one image."""
        return self._showing(2)

    def _showing(self, present: int) -> tuple[Checkpoint, ...]:
        return tuple(
            checkpoint
            for checkpoint in self._checkpoints.values()
            if isinstance(checkpoint.network, CapsuleNetwork) and checkpoint.card.present == present
        )

    def find(self, name: str | None) -> Checkpoint:
        """A model of the stages by its name, or the default.

        Raises ApiError 404 where there is none.
        """
        if name is None:
            return self.checkpoints[0]
        return _named(name, self.checkpoints)

    def find_pair_reader(self, name: str | None) -> Checkpoint:
        """A network for two digits by its name, or the first.

        Raises ApiError 404 where there is none.
        """
        if not self.pair_readers:
            raise ApiError(
                404,
                "no network for two digits is loaded (expected one that "
                "`python -m model.train multimnist` trained)",
                field="model",
            )
        return self.pair_readers[0] if name is None else _named(name, self.pair_readers)

    def find_any(self, name: str) -> Checkpoint:
        """A loaded network by its name, also one that the stages do not show.

        Raises ApiError 404 where there is none.
        """
        return _named(name, tuple(self._checkpoints.values()))

    def find_baseline(self, checkpoint: Checkpoint) -> Checkpoint | None:
        """The first network without capsules that tells the same classes of the same images."""
        shape = checkpoint.network.config.image_shape
        for other in self._checkpoints.values():
            if (
                isinstance(other.network, Cnn)
                and other.network.config.image_shape == shape
                and other.card.class_names == checkpoint.card.class_names
            ):
                return other
        return None

    def trace(
        self,
        checkpoint: Checkpoint,
        image: Float[Tensor, "*image_shape"],
        routing: int | None,
        *,
        client: str | None = None,
    ) -> Trace:
        """The forward pass of one image, in one batch with others that wait.

        Raises ApiError 503 where too many wait, and 409 where a newer image of the client took
        this one's place in the queue, and 422 where the model cannot route so many times.
        """
        routing = iterations_of(checkpoint, routing)

        def compute(images: Sequence[Tensor]) -> Sequence[Trace]:
            with self._computing():
                return checkpoint.capsnet.trace_batch(torch.stack(list(images)), routing)

        work = Batchable(("trace", checkpoint.name, routing), compute)
        return self.turns.run(work, image, client=_known_as(client), newest=client is not None)

    def is_unlike(self, checkpoint: Checkpoint, trace: Trace) -> bool | None:
        """Whether a network draws an image again worse than nearly all held-out ones.

        By the test of the page's lab; None where their errors were not measured.
        """
        threshold = self._thresholds[checkpoint.name]
        if threshold is None:
            return None
        return reconstruction_error(trace) > threshold

    def draw(
        self, checkpoint: Checkpoint, digits: Float[Tensor, "batch classes dimensions"]
    ) -> Float[Tensor, "batch *image_shape"]:
        """The decoder's picture of all digit capsules together; raises ApiError 503."""
        (picture,) = self.in_turns([lambda: checkpoint.capsnet.draw(digits)])
        return picture

    def decode(
        self,
        checkpoint: Checkpoint,
        capsules: Float[Tensor, "batch dimensions"],
        classes: Int[Tensor, " batch"],
    ) -> Float[Tensor, "batch *image_shape"]:
        """The decoder's picture of each capsule; raises ApiError 503 where too many wait."""

        def compute(items: Sequence[tuple[Tensor, Tensor]]) -> Sequence[Tensor]:
            rows, kinds = zip(*items, strict=True)
            with self._computing():
                images = checkpoint.capsnet.decode(torch.cat(rows), torch.cat(kinds))
            return torch.split(images, [len(each) for each in kinds])

        work = Batchable(("decode", checkpoint.name), compute)
        return self.turns.run(work, (capsules, classes), client=_known_as(None))

    def in_turns(self, jobs: Iterable[Callable[[], Result]]) -> list[Result]:
        """What each of many jobs returns; raises ApiError 503 where too many wait.

        Each queues on its own, so that a drawing stays live while many are computed.
        """

        def compute(items: Sequence[Callable[[], Result]]) -> Sequence[Result]:
            with self._computing():
                return [job() for job in items]

        return [
            # A key of its own: nothing else is computed in the same turn.
            self.turns.run(Batchable(object(), compute), job, client=_known_as(None))
            for job in jobs
        ]

    @contextmanager
    def _computing(self) -> Iterator[None]:
        torch.set_num_threads(self._threads)  # of this thread's own jobs
        with torch.inference_mode():
            yield


def iterations_of(checkpoint: Checkpoint, asked: int | None) -> int:
    """The routing iterations of a request; raises ApiError 422 where the model has not so many."""
    config = checkpoint.capsnet.config
    iterations = config.routing_iterations if asked is None else asked
    try:
        config.check_iterations(iterations)
    except ConfigError as error:
        raise ApiError(422, str(error), field="routing") from error
    return iterations


def _threshold(checkpoint: Checkpoint) -> float | None:
    """The error above which an image is unlike a network's own; None where it was not measured."""
    try:
        return threshold_for(load_errors(checkpoint).errors)
    except CheckpointError:  # whoever asks for the errors themselves is told why
        return None


def _known_as(client: str | None) -> str:
    """Whose turn a request takes: its page's, where it says which; else its address's."""
    return f"address {request.remote_addr}" if client is None else f"page {client}"


def _named(name: str, checkpoints: tuple[Checkpoint, ...]) -> Checkpoint:
    for checkpoint in checkpoints:
        if checkpoint.name == name:
            return checkpoint
    expected = ", ".join(checkpoint.name for checkpoint in checkpoints)
    raise ApiError(
        404, f"unknown model: {shorten(name)} (expected one of {expected})", field="model"
    )


def init_app(app: Flask, config: AppConfig) -> None:
    """Load an app's models. Raises CheckpointError where one is missing or damaged."""
    inference = app.extensions[_EXTENSION] = Inference(config)
    metrics = metrics_of(app)

    def observe(size: int) -> None:
        metrics.observe("capsnet_batch_size", size)
        metrics.set("capsnet_waiting", inference.turns.waiting)

    inference.turns.observe = observe


def current_inference() -> Inference:
    """The models of the app that answers this request."""
    return inference_of(current_app)


def inference_of(app: Flask) -> Inference:
    """The models of an app."""
    inference: Inference = app.extensions[_EXTENSION]
    return inference
