"""Drawer: a person who draws without pause, as the load tool plays one.

What it sends, and when, is what `static/js/server/live-trace.js` does: the newest update alone,
one request under way at most, and between two a pause as long as others made the last one wait.
"""

from __future__ import annotations

import itertools
import json
import time
from typing import Any, ClassVar

import gevent
import numpy as np
from locust import FastHttpUser, task
from safetensors.numpy import load

from app.wire import MEDIA_TYPE
from benchmarks.live import live_query
from benchmarks.pictures import STEPS, Picture

UPDATES = 10
"""A second."""
SHARED_PACE = 0.1
CLOSE = 1e-3


class Drawer(FastHttpUser):
    """Forty of them are a class."""

    network_timeout = connection_timeout = 60.0
    pictures: ClassVar[list[Picture]] = []
    counts: ClassVar[dict[str, int]] = {}
    """Updates that were dropped for newer ones, refusals, and connections that broke."""
    number: ClassVar = itertools.count()

    def on_start(self) -> None:
        """Each begins with another digit."""
        number = next(self.number)
        self._name = f"drawer-{number}"
        self._first = STEPS * number
        self._began = time.monotonic()
        self._sent = -1
        self._pause = 0.0

    @task
    def draw(self) -> None:
        """Send the pen's newest position once there is one."""
        newest = int((time.monotonic() - self._began) * UPDATES)
        if newest == self._sent:
            gevent.sleep(self._began + (newest + 1) / UPDATES - time.monotonic())
            return
        self.counts["dropped"] += newest - self._sent - 1
        self._sent = newest
        sent_at = time.monotonic()
        self._ask(self.pictures[(self._first + newest) % len(self.pictures)])
        gevent.sleep(max(0.0, min(self._pause, sent_at + SHARED_PACE - time.monotonic())))

    def _ask(self, picture: Picture) -> None:
        url = f"/api/trace?{live_query()}&center=1&client={self._name}"
        headers = {"Content-Type": "image/bmp", "Accept": "*/*"}
        with self.client.post(
            url, data=picture.body, headers=headers, name="trace", catch_response=True
        ) as response:
            if response.status_code == 503:
                self.counts["refused"] += 1
                response.success()
                gevent.sleep(float(response.headers["Retry-After"]))
            elif response.status_code == 0 or _is_cut_off(response):
                # The page says so and tries again.
                self.counts["broken"] += 1
                response.success()
                gevent.sleep(1)
            elif problem := self._problem(response, picture):
                response.failure(problem)

    def _problem(self, response: Any, picture: Picture) -> str | None:
        """What is wrong with an answer."""
        if response.status_code != 200:
            return f"status {response.status_code}"
        content = response.content
        if response.headers["Content-Type"] != MEDIA_TYPE:
            return f"an answer of type {response.headers['Content-Type']}"
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
        self._pause = float(header["__metadata__"]["queued"]) / 1000
        difference = np.abs(load(content)["lengths"] - np.float32(picture.lengths)).max()
        return None if difference < CLOSE else f"lengths that are off by {difference}"


def _is_cut_off(response: Any) -> bool:
    """Whether an answer ended early, as one of a process that was killed does."""
    return len(response.content or b"") < int(response.headers.get("Content-Length", 0))
