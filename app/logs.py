"""Logs: one line of JSON for each thing that happened, and nothing in it of what anybody drew."""

from __future__ import annotations

import json
import logging
import time

from flask import Flask, Response, g, request
from flask.logging import default_handler

SLOW = 5.0
"""Seconds after which an answer is worth a line."""


class JsonLines(logging.Formatter):
    """A record as one line: time, level, process, event, and what the record was given."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "process": record.process,
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask, *, level: str) -> None:
    """Log what an app answers: failures, refusals and slowness as warnings, all else as info."""
    default_handler.setFormatter(JsonLines())
    app.logger.addHandler(default_handler)
    app.logger.setLevel(level.upper())

    @app.after_request
    def log(response: Response) -> Response:
        seconds = time.perf_counter() - g.started
        bad = response.status_code >= 500 or seconds > SLOW
        level = logging.WARNING if bad else logging.INFO
        if app.logger.isEnabledFor(level):
            # The path alone: the address of the page holds the drawing.
            facts = {
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round(1000 * seconds, 1),
            }
            app.logger.log(level, "answered", extra={"facts": facts})
        return response
