"""Server: `run_visualization.py` in a process of its own, as a user starts it."""

from __future__ import annotations

import http.client
import io
import subprocess
import sys
import time
from types import TracebackType
from urllib.parse import urlsplit

import psutil
from PIL import Image, ImageDraw

from app.config import ROOT

IMAGE = bytes(
    255 if 11 <= column <= 15 and 4 <= row <= 23 else 0 for row in range(28) for column in range(28)
)
"""A one, as raw pixels."""
RAW = {"Content-Type": "application/octet-stream"}

POSES = 61
"""Pictures of a sweep, as many as the page asks for unless it is told otherwise."""


def draw_strip() -> bytes:
    """A one, turned from -45 to 45 degrees, in frames one below another as the page sends them."""
    side = 140
    frame = Image.new("L", (side, side), 255)
    ImageDraw.Draw(frame).line((side // 2, 25, side // 2, 115), fill=17, width=10)
    strip = Image.new("L", (side, POSES * side))
    for index in range(POSES):
        turned = frame.rotate(
            45 - 90 * index / (POSES - 1), Image.Resampling.BILINEAR, fillcolor=255
        )
        strip.paste(turned, (0, index * side))
    file = io.BytesIO()
    strip.save(file, "BMP")
    return file.getvalue()


STRIP = draw_strip()


class Server:
    """A running server; as a context manager it ends with its block."""

    def __init__(self, *arguments: str) -> None:
        self.started = time.perf_counter()
        command = [sys.executable, "run_visualization.py", "--port", "0", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the server did not start: its complaint stands above")
        self.url = line.removeprefix("CapsNet Explorer:").strip()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    @property
    def worker(self) -> psutil.Process:
        """The process that computes."""
        return self.workers[0]

    @property
    def workers(self) -> list[psutil.Process]:
        """Every process that computes."""
        process = psutil.Process(self._process.pid)
        return process.children() or [process]

    def connect(self) -> Client:
        return Client(self.url)


class Client:
    """One kept-open connection to a server."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def trace(self, query: str = "") -> bytes:
        """The answer to a trace of IMAGE. Raises RuntimeError where it is an error."""
        return self._post(f"/api/trace?{query}", IMAGE, RAW)

    def sweep(self) -> bytes:
        """The answer to a sweep of STRIP. Raises RuntimeError where it is an error."""
        return self._post(f"/api/sweep?count={POSES}", STRIP, {"Content-Type": "image/bmp"})

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> bytes:
        self._connection.request("POST", url, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"the server answered {response.status}: {content[:200]!r}")
        return content
