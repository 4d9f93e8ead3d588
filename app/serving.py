"""Serving: gunicorn's processes around an app, each watched and replaced where it dies or hangs."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.inference import inference_of
from app.logs import JsonLines
from app.metrics import metrics_of
from model.errors import ModelError
from model.fast.allocator import give_back

_BETWEEN = 10
"""Seconds between two times that a process returns what memory it does not need."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A process that answers with threads, and lets nobody occupy one of them for long."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._served: dict[TConn, float] = {}
        self._gave_back = time.monotonic()

    def handle(self, connection: TConn) -> Any:
        """Serve one request; called in a thread."""
        self._served[connection] = time.monotonic()
        try:
            return super().handle(connection)
        finally:
            self._served.pop(connection, None)

    def notify(self) -> None:
        """Tell the arbiter that all is well, unless a pass hangs; called once a second and more."""
        app = self.app.wsgi()
        for connection, began in list(self._served.items()):
            _hurry(connection, time.monotonic() - began, app.config["PATIENCE"])
        turns = inference_of(app).turns
        if turns.longest_pass() < self.cfg.timeout:
            super().notify()
        if time.monotonic() - self._gave_back > _BETWEEN:
            give_back()
            self._gave_back = time.monotonic()


class JsonLogger(Logger):  # type: ignore[misc]
    """gunicorn's own log, in the form of the app's."""

    def setup(self, config: Any) -> None:
        """Called at each start and reload."""
        super().setup(config)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())

    def warning(self, message: str, *arguments: Any, **options: Any) -> None:
        """Log a warning, unless it quotes a broken request: that may hold a drawing."""
        if message.startswith("Invalid request"):
            self.info("refused what is no request")
        else:
            super().warning(message, *arguments, **options)


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, with an app that is made before the processes fork and shared by them.

    A hang-up signal (SIGHUP) makes it anew, from the files as they are then; the old processes
    first finish what they have begun.
    """

    def __init__(
        self,
        make_app: Callable[[], Flask],
        app: Flask,
        *,
        listener: socket.socket,
        settings: dict[str, Any],
    ) -> None:
        self._make_app = make_app
        self._settings = {
            "bind": f"fd://{listener.fileno()}",
            "worker_class": Worker,
            "logger_class": JsonLogger,
            "preload_app": True,
            "keepalive": 30,
            # A drawing travels in the address: gunicorn's own limit is half of its largest.
            "limit_request_line": 8190,
            "control_socket_disable": True,
            # Files that tell the arbiter which processes live; in memory where there is such.
            "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
            "pre_fork": _give_row,
            "post_fork": _use_row,
            **settings,
        }
        super().__init__()
        self.callable = app

    def load_config(self) -> None:
        """Called at each start and reload."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def reload(self) -> None:
        """Make the app anew; where that fails, the old one goes on."""
        super().reload()
        try:
            self.callable = self._make_app()
        except (OSError, ModelError) as error:
            self.callable.logger.error(f"not reloaded: {error}")


def _hurry(connection: TConn, seconds: float, patience: float) -> None:
    """End what a slow sender has not sent in time, later also what it does not read."""
    if seconds > patience:
        how = socket.SHUT_RDWR if seconds > 2 * patience else socket.SHUT_RD
        try:
            connection.sock.shutdown(how)
        except OSError:
            return  # gone already


def _give_row(arbiter: Arbiter, worker: Worker) -> None:
    taken = {each.row for each in arbiter.WORKERS.values()}
    worker.row = next(row for row in range(len(taken) + 1) if row not in taken)


def _use_row(arbiter: Arbiter, worker: Worker) -> None:
    metrics_of(worker.app.wsgi()).use_row(worker.row)
