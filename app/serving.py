"""Serving: gunicorn's processes around an app, each watched and replaced where it dies or hangs."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http import errors as refused
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.errors import CODES
from app.inference import inference_of
from app.logs import JsonLines
from app.metrics import metrics_of
from model.errors import ModelError
from model.fast.allocator import give_back

_LONGEST_LINE, _LONGEST_HEADER, _MOST_HEADERS = 8_190, 65_536, 100
"""A drawing travels in the address: gunicorn's own limit of it is half of its largest. And browsers
send all cookies of localhost to each of its ports."""
_REFUSALS = (
    (
        refused.LimitRequestLine, 414,
        f"invalid address: too long (expected at most {_LONGEST_LINE:,} bytes)",
    ),
    (
        refused.LimitRequestHeaders, 431,
        f"invalid headers: too many or too long (expected at most {_MOST_HEADERS} of "
        f"{_LONGEST_HEADER:,} bytes): delete this address's cookies, or open a private window",
    ),
    (refused.ExpectationFailed, 417, "invalid Expect: (expected 100-continue)"),
    (refused.UnsupportedTransferCoding, 501, "invalid Transfer-Encoding: (expected chunked)"),
)  # fmt: skip
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

    def handle_error(self, request: Any, client: socket.socket, address: Any, error: Any) -> None:
        """Answer what never reaches the app, in the one shape of errors."""
        status, message = refusal(error)
        if status < 500:
            self.log.warning("Invalid request: %s", error)
        else:
            self.log.error("a request failed", exc_info=error)
        try:
            util.write_nonblock(client, _answer(status, message))
        except OSError:
            logging.getLogger(__name__).debug("who asked is gone")

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
            "limit_request_line": _LONGEST_LINE,
            "limit_request_field_size": _LONGEST_HEADER,
            "limit_request_fields": _MOST_HEADERS,
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


def refusal(error: Exception) -> tuple[int, str]:
    """Status and message for what gunicorn refuses before the app is asked."""
    for kind, status, message in _REFUSALS:
        if isinstance(error, kind):
            return status, message
    if isinstance(error, refused.ParseException):
        return 400, "invalid request: it is no HTTP/1.1 (expected a request line and headers)"
    return 500, "the server failed; its log says why"


def _answer(status: int, message: str) -> bytes:
    error = {"code": CODES.get(status, "malformed"), "message": message, "field": None}
    body = json.dumps({"error": error}).encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


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
