"""Inference: the models, loaded once, and the lanes in which requests take their turns."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import torch
from flask import Flask, current_app
from jaxtyping import Float, Int
from torch import Tensor

from app import timing
from app.config import AppConfig
from app.errors import ApiError, shorten
from model.checkpoint import Checkpoint, load_checkpoint
from model.errors import CheckpointError
from model.packing import pack
from model.trace import Trace

Result = TypeVar("Result")
_EXTENSION = "capsnet_inference"


class Lane:
    """A few threads that take jobs in the order in which they came."""

    def __init__(
        self, *, threads: int, max_wait: float, initializer: Callable[[], None] | None = None
    ) -> None:
        # The threads start with the first job, so after a server has forked its workers.
        self._executor = ThreadPoolExecutor(threads, initializer=initializer)
        self._max_wait = max_wait

    def run(self, job: Callable[[], Result], *, part: str) -> Result:
        """What the job returns, its time recorded as a part of the request.

        Raises ApiError 503 where its turn does not come in time.
        """
        asked = time.perf_counter()

        def timed() -> tuple[Result, float, float]:
            started = time.perf_counter()
            result = job()
            return result, started - asked, time.perf_counter() - started

        future = self._executor.submit(timed)
        wait([future], timeout=self._max_wait)
        if future.cancel():  # it had not begun
            raise ApiError(503, "too many requests at once: try again in a second", retry_after=1)
        result, queued, took = future.result()
        timing.record("queue", queued)
        timing.record(part, took)
        return result


class Inference:
    """The models of a server and the bounds within which they compute."""

    def __init__(self, config: AppConfig) -> None:
        # OpenMP's threads do not survive a fork, and gunicorn forks once all is loaded: no pool
        # may start before. The lane's own threads set the number they compute with.
        torch.set_num_threads(1)
        self._checkpoints: dict[str, Checkpoint] = {}
        for name_or_path in config.checkpoints:
            checkpoint = load_checkpoint(name_or_path)
            if checkpoint.name in self._checkpoints:
                raise CheckpointError(
                    f"two checkpoints are named {checkpoint.name!r} (expected different names)"
                )
            pack(checkpoint.capsnet)
            self._checkpoints[checkpoint.name] = checkpoint
        if not self._checkpoints:
            raise CheckpointError("there is no checkpoint to serve: `make train` makes one")
        self._models = Lane(
            threads=config.max_concurrent,
            max_wait=config.max_wait,
            initializer=lambda: torch.set_num_threads(config.threads),
        )
        self.pictures = Lane(threads=config.max_pictures, max_wait=config.max_wait)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Every model; the first is the default."""
        return tuple(self._checkpoints.values())

    def find(self, name: str | None) -> Checkpoint:
        """A model by its name, or the default. Raises ApiError 404 where there is none."""
        if name is None:
            return self.checkpoints[0]
        if name not in self._checkpoints:
            expected = ", ".join(self._checkpoints)
            raise ApiError(
                404,
                f"unknown model: {shorten(name)} (expected one of {expected})",
                field="model",
            )
        return self._checkpoints[name]

    def trace(
        self, checkpoint: Checkpoint, image: Float[Tensor, "*image_shape"], routing: int | None
    ) -> Trace:
        """The forward pass of one image; raises ApiError 503 where too many wait."""
        return self._models.run(lambda: checkpoint.capsnet.trace(image, routing), part="model")

    def decode(
        self,
        checkpoint: Checkpoint,
        capsules: Float[Tensor, "batch dimensions"],
        classes: Int[Tensor, " batch"],
    ) -> Float[Tensor, "batch *image_shape"]:
        """The decoder's picture of each capsule; raises ApiError 503 where too many wait."""

        def job() -> Tensor:
            with torch.inference_mode():
                return checkpoint.capsnet.decode(capsules, classes)

        return self._models.run(job, part="model")


def init_app(app: Flask, config: AppConfig) -> None:
    """Load an app's models. Raises CheckpointError where one is missing or damaged."""
    app.extensions[_EXTENSION] = Inference(config)


def current_inference() -> Inference:
    """The models of the app that answers this request."""
    inference: Inference = current_app.extensions[_EXTENSION]
    return inference
