"""The run command in processes of its own, and requests to what it serves."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Callable

from app.config import ROOT

COMMAND = [sys.executable, str(ROOT / "run_visualization.py")]
SECONDS = 300
"""Far more than anything here takes; a machine may be busy with other things."""

Start = Callable[..., tuple[subprocess.Popen[str], int]]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False
    )


def ask(port: int, method: str = "GET", path: str = "/healthz", **options: object) -> tuple:
    connection = http.client.HTTPConnection("localhost", port, timeout=SECONDS)
    try:
        connection.request(method, path, **options)  # type: ignore[arg-type]
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def trace(port: int) -> tuple:
    headers = {"Content-Type": "application/octet-stream"}
    return ask(port, "POST", "/api/trace", body=bytes(784), headers=headers)
