from __future__ import annotations

import socket

import psutil
import pytest

from model.network.capsnet import CapsNet
from tests.app.servers import SECONDS, Start, ask
from tests.app.test_metrics import read
from tests.hostile import mixed
from tests.hostile.requests import GOOD, HOSTILE, UNUSUAL, Target, good_get, good_trace, head


@pytest.mark.slow
def test_good_and_hostile_requests_in_any_order_are_answered_as_documented(
    start: Start, capsnet: CapsNet
) -> None:
    process, port = start()
    target = Target(port, capsnet)
    good_get(target)  # there is a worker once it answers
    (worker,) = psutil.Process(process.pid).children()
    statuses, grown = mixed.run(target, worker, 400)
    assert sum(statuses.values()) == 400
    assert statuses[200] > 150
    assert not any(status >= 500 for status in statuses)
    assert grown < mixed.GROWTH
    counts = read(ask(port, path="/metrics")[1].decode())
    answered = [name[-1] for name in counts if name[0] == "capsnet_requests_total"]
    assert not any(status.startswith("5") for status in answered)


def test_after_each_hostile_request_the_next_good_one_is_answered(
    start: Start, capsnet: CapsNet
) -> None:
    _, port = start()
    target = Target(port, capsnet)
    for kind in (*UNUSUAL, *HOSTILE):
        kind(target)
        for good in GOOD:
            assert good(target) == 200, kind.__name__


def test_slow_senders_are_cut_off_and_others_are_answered_meanwhile(
    start: Start, capsnet: CapsNet
) -> None:
    _, port = start("--threads", "4", "--patience", "2")
    target = Target(port, capsnet)
    slow = [socket.create_connection(("localhost", port), timeout=SECONDS) for _ in range(3)]
    for connection, sent in zip(
        slow, (b"", b"POST /api/tr", head("Content-Length: 784")), strict=True
    ):
        connection.sendall(sent)
    assert good_trace(target) == 200
    for connection in slow[1:]:
        answered = connection.recv(100)
        assert answered == b"" or answered.startswith(b"HTTP/1.1 4")
    for connection in slow:
        connection.close()
    assert good_trace(target) == 200
