"""The run command in real processes: what it prints, what it answers, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import run_visualization
from app.config import LOCAL_HOSTS, shipped_checkpoints
from tests.app.servers import SECONDS, Start, ask, run, trace


def test_the_server_answers_once_it_says_so_and_control_c_ends_it(start: Start) -> None:
    process, port = start()
    status, body = ask(port)
    assert status == 200
    assert json.loads(body)["model"] == "small"
    assert trace(port)[0] == 200
    assert ask(port, path="/")[0] == 200
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert output == ""


def test_several_workers_answer_many_requests_at_once(start: Start) -> None:
    _, port = start("--workers", "2", "--threads", "4")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(trace, [port] * 40))
    assert {status for status, _ in answers} == {200}


def test_a_gigabyte_is_refused_and_the_next_request_works(start: Start) -> None:
    _, port = start()
    with socket.create_connection(("localhost", port), timeout=SECONDS) as connection:
        connection.sendall(
            b"POST /api/trace HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n"
            b"Content-Type: application/octet-stream\r\n\r\nthe first bytes"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
    assert trace(port)[0] == 200


def test_other_names_are_answered_only_where_they_are_allowed(start: Start) -> None:
    _, port = start("--allow-host", "classroom.example")
    assert ask(port, headers={"Host": f"classroom.example:{port}"})[0] == 200
    assert ask(port, headers={"Host": f"evil.example:{port}"})[0] == 421


def test_a_busy_port_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--port", str(port))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert f"port {port} of 127.0.0.1 cannot be used: Address already in use" in ended.stderr
    assert f"--port {port + 1}" in ended.stderr


@pytest.fixture
def refuse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """What the command complains of in one line, in this process; it must not begin to serve."""

    def serve(*_: object) -> None:
        raise AssertionError("it serves")

    def refuse(*arguments: str) -> str:
        assert run_visualization.main(list(arguments)) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.count("\n") == 1
        return printed.err

    for name in ("_serve_with_gunicorn", "_serve_with_waitress"):
        monkeypatch.setattr(run_visualization, name, serve)
    monkeypatch.setattr(run_visualization, "share_pools", lambda: None)
    return refuse


def test_a_damaged_checkpoint_is_told_in_one_line(
    checkpoint: Path, refuse: Callable[..., str]
) -> None:
    content = checkpoint.read_bytes()
    damaged = checkpoint.with_name("damaged.safetensors")
    damaged.write_bytes(content[: len(content) // 2])
    told = refuse("--port", "0", "--checkpoint", str(damaged))
    assert f"{damaged} is not a safetensors file" in told


@pytest.mark.parametrize("name", ["nowhere", "nowhere.safetensors", "../../etc/passwd"])
def test_a_missing_checkpoint_is_told_in_one_line(name: str, refuse: Callable[..., str]) -> None:
    assert f"there is no checkpoint {name!r}" in refuse("--port", "0", "--checkpoint", name)


@pytest.mark.parametrize("arguments", [("--port", "65536"), ("--workers", "0"), ("--threads", "x")])
def test_arguments_out_of_range_are_refused(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run_visualization.main(list(arguments))
    assert ended.value.code == 2
    assert f"argument {arguments[0]}" in capsys.readouterr().err


def configure(*arguments: str) -> object:
    return run_visualization.configure(run_visualization._parse(list(arguments)))


def test_only_this_machine_is_answered_by_default() -> None:
    config = configure()
    assert config.allowed_hosts == LOCAL_HOSTS
    assert not config.allow_addresses
    assert config.checkpoints == shipped_checkpoints()


def test_a_server_for_everybody_is_reached_by_any_address() -> None:
    config = configure("--host", "0.0.0.0", "--allow-host", "classroom.example")
    assert config.allow_addresses
    assert {*LOCAL_HOSTS, "classroom.example", socket.gethostname()} <= set(config.allowed_hosts)


def test_one_address_is_reached_by_itself() -> None:
    assert "[::1]" in configure("--host", "::1").allowed_hosts
    assert "192.168.0.7" in configure("--host", "192.168.0.7").allowed_hosts


def test_a_class_gets_a_second_process_where_there_is_a_core_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for cores, workers in ((1, 1), (2, 2), (16, 2)):
        monkeypatch.setattr("app.config.available_cores", lambda cores=cores: cores)
        assert configure("--host", "0.0.0.0").workers == workers
        assert configure("--host", "0.0.0.0", "--workers", "1").workers == 1
        for alone in ("127.0.0.1", "localhost", "::1"):
            assert configure("--host", alone).workers == 1


def test_workers_share_the_cores() -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    for workers in (1, 2, 64):
        config = configure("--workers", str(workers))
        assert 1 <= config.threads <= 4
        assert config.threads * config.max_concurrent <= max(1, (cores or 1) // workers)
