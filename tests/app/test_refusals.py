"""What never reaches the app is refused in the one shape of errors too."""

from __future__ import annotations

import json
import socket
import sys
import threading

import pytest

import run_visualization
from tests.app.servers import SECONDS, Start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run there")

HEAD = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n"
REFUSED = {
    "an address of 9,000 characters": (414, f"GET /{'a' * 9_000} HTTP/1.1\r\n\r\n"),
    "101 headers": (431, HEAD + "".join(f"X-{n}: 1\r\n" for n in range(101)) + "\r\n"),
    "70,000 bytes of cookies": (431, f"{HEAD}Cookie: a={'b' * 70_000}\r\n\r\n"),
    "a space in the address": (400, "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "an unknown version": (400, "GET / HTTP/7.3\r\nHost: localhost\r\n\r\n"),
    "an expectation": (417, f"{HEAD}Expect: foo\r\n\r\n"),
}


def send(port: int, text: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer to whatever is sent."""
    with socket.create_connection(("localhost", port), timeout=SECONDS) as connection:
        connection.sendall(text.encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().splitlines()
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


def test_every_refusal_is_json_and_many_cookies_are_none(start: Start) -> None:
    _, port = start()
    for what, (status, text) in REFUSED.items():
        found, headers, body = send(port, text)
        assert (what, found) == (what, status)
        assert headers["content-type"] == "application/json"
        assert headers["cache-control"] == "no-store"
        error = json.loads(body)["error"]
        assert list(error) == ["code", "message", "field"]
        assert "expected" in error["message"], what
    assert "cookies" in json.loads(send(port, REFUSED["101 headers"][1])[2])["error"]["message"]
    cookies = f"Cookie: a={'b' * 9_000}\r\nConnection: close\r\n\r\n"
    assert send(port, HEAD + cookies)[0] == 200


class Other(threading.Thread):
    """Another program that takes every call to a port and says nothing, as AirPlay's does."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.taken: list[socket.socket] = []
        self.start()

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.join()
        for each in self.taken:
            each.close()

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def run(self) -> None:
        while True:
            try:
                taken, _ = self.listener.accept()
                self.taken.append(taken)
            except OSError:
                return


def test_the_next_port_is_taken_where_another_program_has_the_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Other()
    monkeypatch.setattr(run_visualization, "PORT", other.port)
    listener, url = run_visualization.listen("127.0.0.1", None)
    with listener:
        found = listener.getsockname()[1]
        assert found > other.port
        assert url == f"http://localhost:{found}"
    assert f"port {other.port} of 127.0.0.1 cannot be used" in capsys.readouterr().err
    other.close()


def test_a_port_whose_callers_reach_another_program_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Other()
    free = socket.create_server(("127.0.0.1", 0))
    mine = free.getsockname()[1]
    free.close()
    monkeypatch.setattr(run_visualization, "PORT", mine)
    connect = socket.create_connection

    def answered_by_airplay(address: tuple[str, int], timeout: float) -> socket.socket:
        host, port = address
        return connect((host, other.port if port == mine else port), timeout)

    monkeypatch.setattr(socket, "create_connection", answered_by_airplay)
    listener, url = run_visualization.listen("127.0.0.1", None)
    with listener:
        assert listener.getsockname()[1] > mine
        assert url.endswith(f":{listener.getsockname()[1]}")
    assert f"port {mine} is answered by another program" in capsys.readouterr().err
    other.close()


def test_the_bound_address_is_printed_where_its_name_leads_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reaches = run_visualization.reaches
    monkeypatch.setattr(
        run_visualization,
        "reaches",
        lambda listener, name: name != "localhost" and reaches(listener, name),
    )
    listener, url = run_visualization.listen("127.0.0.1", 0)
    with listener:
        assert url == f"http://127.0.0.1:{listener.getsockname()[1]}"
