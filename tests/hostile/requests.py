"""Requests that a server meets: good ones, unusual ones, and those that mean it no good.

Each function sends one and checks its answer: a good one must be answered, right; any other
refused as docs/api.md says, or by gunicorn before the app sees it. It returns the status.
"""

from __future__ import annotations

import http.client
import io
import json
import random
import socket
import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import load

from model.network.capsnet import CapsNet

SECONDS = 120
RAW = "application/octet-stream"
CLOSE = 1e-4
CLOSED = 0
"""Instead of a status: the connection ended without an answer, as it may for a broken request."""


class Answer(NamedTuple):
    status: int
    body: bytes


class Target:
    """A server, and the network that it serves."""

    def __init__(self, port: int, capsnet: CapsNet, seed: int = 0) -> None:
        self.port = port
        self.capsnet = capsnet
        self.random = random.Random(seed)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = RAW,
        **headers: str,
    ) -> Answer:
        """The answer to a request that is whole, in a connection of its own."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=SECONDS)
        try:
            if body is not None:
                headers["Content-Type"] = content_type
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()

    def send(self, data: bytes, *, half_close: bool = False, read: bool = True) -> bytes:
        """All that is answered to bytes that need not be a request, until the connection ends."""
        with socket.create_connection(("localhost", self.port), timeout=SECONDS) as connection:
            try:
                connection.sendall(data)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
                answered = b""
                while read and (part := connection.recv(65536)):
                    answered += part
            except OSError:
                return b""
            return answered

    def image(self) -> bytes:
        return self.random.randbytes(784)

    def expect_trace(self, answer: Answer, image: bytes) -> int:
        """The status; the answer must hold the network's own numbers."""
        assert answer.status == 200, answer.body[:300]
        pixels = torch.from_numpy(np.frombuffer(image, np.uint8).astype(np.float32) / 255)
        expected = self.capsnet.trace(pixels.view(28, 28)).lengths.numpy()
        assert np.abs(load(answer.body)["lengths"] - expected).max() < CLOSE
        return answer.status


def expect_error(answer: Answer, *statuses: int) -> int:
    """The status, one of those; the answer must have the one shape of errors."""
    assert answer.status in statuses, (answer.status, answer.body[:300])
    assert set(json.loads(answer.body)["error"]) == {"code", "message", "field"}
    return answer.status


def expect_status(answered: bytes, *statuses: int) -> int:
    """The status that bytes begin with; CLOSED where nothing was answered."""
    status = int(answered.split(b" ", 2)[1]) if answered else CLOSED
    assert status in statuses, answered[:300]
    return status


def good_trace(target: Target) -> int:
    image = target.image()
    routing = target.random.choice(["", "&routing=3", "&precision=u8", "&client=somebody"])
    path = f"/api/trace?fields=lengths,conv1{routing}"
    return target.expect_trace(target.ask("POST", path, image), image)


def good_picture(target: Target) -> int:
    pixels = np.frombuffer(target.image(), np.uint8).reshape(28, 28)
    form = target.random.choice(["PNG", "BMP", "JPEG", "GIF", "WEBP"])
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    answer = target.ask("POST", "/api/preprocess", file.getvalue(), f"image/{form.lower()}")
    assert answer.status == 200, answer.body
    assert answer.body.startswith(b"\x89PNG")
    return answer.status


def good_decode(target: Target) -> int:
    dimensions = target.capsnet.config.digit_dimensions
    values = [target.random.uniform(-1, 1) for _ in range(dimensions)]
    digit = target.random.randrange(10)
    body = json.dumps({"capsules": [[digit, values]]}).encode()
    answer = target.ask("POST", "/api/decode", body, "application/json")
    assert answer.status == 200, answer.body
    with torch.no_grad():
        expected = target.capsnet.decode(torch.tensor([values]), torch.tensor([digit])).numpy()
    assert np.abs(load(answer.body)["images"] - expected).max() < CLOSE
    return answer.status


def good_get(target: Target) -> int:
    path = target.random.choice(
        [
            "/",
            "/healthz",
            "/readyz",
            "/metrics",
            "/api/models",
            "/api/openapi.json",
            "/static/js/main.js",
        ]
    )
    answer = target.ask("GET", path)
    assert answer.status == 200, answer.body
    return answer.status


def chunked(target: Target) -> int:
    image = target.image()
    parts = [image[:10], image[10:500], image[500:]]
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    start = head("Transfer-Encoding: chunked", "Connection: close", path="?fields=lengths")
    answered = target.send(start + body)
    expect_status(answered, 200)
    return target.expect_trace(_parsed(answered), image)


def damaged_chunks(target: Target) -> int:
    body = target.random.choice(
        [b"zz\r\nabc", b"ffffffffffffffffff\r\n", b"5\r\nabc\r\n", b"-1\r\n"]
    )
    return expect_status(
        target.send(head("Transfer-Encoding: chunked") + body, half_close=True), 400, 413, CLOSED
    )


def pipelined(target: Target) -> int:
    images = [target.image(), target.image()]
    first = head("Content-Length: 784", path="?fields=lengths") + images[0]
    second = head("Content-Length: 784", "Connection: close", path="?fields=lengths") + images[1]
    answered = target.send(first + second)
    one, two = (b"HTTP/1.1 " + part for part in answered.split(b"HTTP/1.1 ")[1:])
    target.expect_trace(_parsed(one), images[0])
    return target.expect_trace(_parsed(two), images[1])


def half_closed(target: Target) -> int:
    image = target.image()
    start = head("Content-Length: 784", path="?fields=lengths")
    return target.expect_trace(_parsed(target.send(start + image, half_close=True)), image)


def too_little(target: Target) -> int:
    sent = target.random.randrange(784)
    answered = target.send(head("Content-Length: 784") + bytes(sent), half_close=True)
    return expect_status(answered, 400, CLOSED)


def gone(target: Target) -> int:
    """Someone who does not wait for the answer, or for the end of the request."""
    sent = target.random.choice([0, 100, 784])
    target.send(head("Content-Length: 784") + bytes(sent), read=False)
    return CLOSED


def two_lengths(target: Target) -> int:
    more = target.random.choice(["Content-Length: 3", "Transfer-Encoding: chunked"])
    answered = target.send(head("Content-Length: 784", more) + bytes(784), half_close=True)
    return expect_status(answered, 400, CLOSED)


def wrong_length(target: Target) -> int:
    length = target.random.choice(["-1", "x", "1e3", "", "9" * 30, "+5", str(2**40)])
    answered = target.send(head(f"Content-Length: {length}") + bytes(10), half_close=True)
    return expect_status(answered, 400, 413, CLOSED)


def no_request(target: Target) -> int:
    data = target.random.choice(
        [target.random.randbytes(200), b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"\r\n" * 50]
    )
    return expect_status(target.send(data + b"\r\n\r\n", half_close=True), 400, 505, CLOSED)


def long_line(target: Target) -> int:
    answered = target.send(b"GET /?d=" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n", half_close=True)
    return expect_status(answered, 400, 414, CLOSED)


def long_header(target: Target) -> int:
    answered = target.send(head("X: " + "x" * 20_000), half_close=True)
    return expect_status(answered, 400, 431, CLOSED)


def damaged_picture(target: Target) -> int:
    file = io.BytesIO()
    form = target.random.choice(["PNG", "BMP", "JPEG", "GIF", "WEBP"])
    Image.fromarray(np.zeros((40, 40), np.uint8)).save(file, form)
    data = bytearray(file.getvalue())
    for _ in range(target.random.randint(1, 20)):
        data[target.random.randrange(len(data))] = target.random.randrange(256)
    data = data[: target.random.randint(0, len(data))]
    answer = target.ask("POST", "/api/trace?fields=lengths", bytes(data), f"image/{form.lower()}")
    # Some damage does not show.
    return 200 if answer.status == 200 else expect_error(answer, 400, 413)


def bomb(target: Target) -> int:
    width, height = target.random.choice(
        [(60_000, 60_000), (2**31 - 1, 1), (0, 0), (30_000, 9_000)]
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    png += struct.pack(">I", zlib.crc32(chunk)) + b"\x00" * 50
    return expect_error(target.ask("POST", "/api/trace", png, "image/png"), 400, 413)


def wrong_body(target: Target) -> int:
    size = target.random.choice([0, 1, 783, 785, 100_000])
    answer = target.ask("POST", "/api/trace", target.random.randbytes(size))
    return expect_error(answer, 400)


def too_large(target: Target) -> int:
    answered = target.send(head(f"Content-Length: {2**33}") + bytes(1000), half_close=True)
    return expect_status(answered, 413)


def wrong_type(target: Target) -> int:
    kind = target.random.choice(["text/html", "image/svg+xml", "x", "multipart/form-data"])
    return expect_error(target.ask("POST", "/api/trace", b"<svg/>", kind), 415)


def wrong_query(target: Target) -> int:
    query = target.random.choice(
        (
            "routing=11",
            "routing=nan",
            "fields=secret",
            "fields=",
            "x=1",
            "center=2",
            "client=",
            "precision=u4",
            "routing=3&routing=4",
            "client=../..",
            "fields=" + "lengths," * 300,
        )
    )
    return expect_error(target.ask("POST", f"/api/trace?{query}", target.image()), 422)


def wrong_model(target: Target) -> int:
    name = target.random.choice(["nobody", "../../etc/passwd", "%00", "a" * 3000])
    return expect_error(target.ask("POST", f"/api/trace?model={name}", target.image()), 404, 422)


def wrong_json(target: Target) -> int:
    body = target.random.choice(
        (
            b"",
            b"{",
            b"[" * 50_000,
            b'{"capsules": [[0, [NaN]]]}',
            b"\xff",
            b"9" * 5000,
            b'{"capsules": [[99, [0]]]}',
            b'{"capsules": ' + b"[[0,[0]]," * 600 + b"]}",
        )
    )
    return expect_error(target.ask("POST", "/api/decode", body, "application/json"), 400, 422)


def wrong_path(target: Target) -> int:
    path = target.random.choice(
        (
            "/nowhere",
            "/static/../app/config.py",
            "/static/%2e%2e/%2e%2e/etc/passwd",
            "/api/",
            "/static/js/..%2f..%2frun_visualization.py",
            "/api/models/x/kernels",
            "/%00",
            "/static/",
        )
    )
    return expect_error(target.ask("GET", path), 404)


def wrong_method(target: Target) -> int:
    method = target.random.choice(["PUT", "DELETE", "PATCH", "GET"])
    return expect_error(target.ask(method, "/api/decode"), 405)


def wrong_host(target: Target) -> int:
    answer = target.ask(
        "GET", "/api/models", Host=target.random.choice(["evil.example", "a b", ""])
    )
    return expect_status(b"x %d " % answer.status, 400, 421)


def head(*headers: str, path: str = "") -> bytes:
    """The head of a trace's request."""
    lines = [f"POST /api/trace{path} HTTP/1.1", "Host: localhost", f"Content-Type: {RAW}", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def _parsed(answered: bytes) -> Answer:
    start, _, body = answered.partition(b"\r\n\r\n")
    return Answer(int(start.split(b" ", 2)[1]), body)


GOOD: tuple[Callable[[Target], int], ...] = (good_trace, good_picture, good_decode, good_get)
UNUSUAL: tuple[Callable[[Target], int], ...] = (chunked, pipelined, half_closed)
"""Rare in browsers, but right: they are answered as well."""
HOSTILE: tuple[Callable[[Target], int], ...] = (
    damaged_chunks,
    too_little,
    gone,
    two_lengths,
    wrong_length,
    no_request,
    long_line,
    long_header,
    damaged_picture,
    bomb,
    wrong_body,
    too_large,
    wrong_type,
    wrong_query,
    wrong_model,
    wrong_json,
    wrong_path,
    wrong_method,
    wrong_host,
)
