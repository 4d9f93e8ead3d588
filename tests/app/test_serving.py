"""Processes that die, hang, stop and reload under requests."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.app.servers import SECONDS, Start, ask, trace
from tests.app.test_metrics import read

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run there")


def workers(process: subprocess.Popen[str]) -> set[int]:
    return {child.pid for child in psutil.Process(process.pid).children()}


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def attempt(port: int) -> int:
    """Status of a trace; 0 where the connection broke."""
    try:
        return int(trace(port)[0])
    except (OSError, http.client.HTTPException):
        return 0


def test_a_killed_worker_is_replaced_and_the_others_answer_meanwhile(start: Start) -> None:
    process, port = start("--workers", "2")
    until(lambda: len(workers(process)) == 2)
    before = workers(process)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(attempt, port) for _ in range(60)]
        os.kill(min(before), signal.SIGKILL)
        statuses = [each.result(SECONDS) for each in asked]
    # At most what it had in hand is lost: the requests of four people.
    assert set(statuses) <= {200, 0}
    assert statuses.count(0) <= 4
    until(lambda: len(workers(process) - {min(before)}) == 2)
    assert attempt(port) == 200
    found = read(ask(port, path="/metrics")[1].decode())
    assert found["capsnet_starts_total",] == 3
    assert found["capsnet_requests_total", "trace", "200"] >= statuses.count(200)


def test_a_worker_that_hangs_is_replaced(start: Start) -> None:
    process, port = start("--workers", "1", "--timeout", "2")
    until(lambda: len(workers(process)) == 1)
    (hanging,) = workers(process)
    os.kill(hanging, signal.SIGSTOP)
    until(lambda: bool(workers(process)) and hanging not in workers(process))
    assert attempt(port) == 200


def test_a_stopping_server_first_answers_what_it_was_asked(start: Start) -> None:
    process, port = start()
    with socket.create_connection(("localhost", port), timeout=SECONDS) as connection:
        connection.sendall(
            b"POST /api/trace HTTP/1.1\r\nHost: localhost\r\nContent-Length: 784\r\n"
            b"Content-Type: application/octet-stream\r\n\r\n" + bytes(700)
        )
        time.sleep(0.3)  # until a thread reads it
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        connection.sendall(bytes(84))
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0


def test_a_reload_takes_new_files_and_refuses_nobody(
    start: Start, checkpoint: Path, tmp_path: Path
) -> None:
    served = tmp_path / "served.safetensors"
    shutil.copy(checkpoint, served)
    process, port = start("--checkpoint", str(served))
    until(lambda: bool(workers(process)))  # the address is told before the first is forked
    before = workers(process)
    damaged = served.read_bytes()[:-4]
    served.write_bytes(damaged)
    process.send_signal(signal.SIGHUP)  # the damaged file is not taken
    until(lambda: bool(workers(process)) and not workers(process) & before)
    assert ask(port, path="/api/models")[0] == 200
    before = workers(process)
    served.unlink()
    shutil.copy(checkpoint, served)
    content = served.read_bytes()
    served.write_bytes(content.replace(b'"MNIST"', b'"Mnist"').replace(b"MNIST", b"Mnist"))
    process.send_signal(signal.SIGHUP)
    statuses = []
    while not workers(process) or workers(process) & before:
        statuses.append(attempt(port))
    assert set(statuses) <= {200}
    assert b"Mnist" in ask(port, path="/api/models")[1]


def test_workers_share_the_weights_that_were_loaded_before_them(start: Start) -> None:
    process, port = start("--workers", "2")
    until(lambda: len(workers(process)) == 2)
    assert attempt(port) == 200
    parent = psutil.Process(process.pid).memory_info().rss
    for pid in workers(process):
        own = psutil.Process(pid).memory_full_info().uss
        assert own < parent / 3
