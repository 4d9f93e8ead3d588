"""A server of one small network, and things to send to it."""

from __future__ import annotations

import io
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from app import create_app
from app.config import AppConfig
from model.checkpoints.catalogue import load
from model.fast.packing import pack
from model.network.capsnet import CapsNet
from tests.app.servers import COMMAND, SECONDS, Start


@pytest.fixture
def make_app(checkpoint: Path) -> Callable[..., Flask]:
    """Maker of servers of the small network."""

    def make(**settings: object) -> Flask:
        values = {"checkpoints": (checkpoint,), "threads": 1, **settings}
        return create_app(AppConfig(**values))  # type: ignore[arg-type]

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A client whose server still computes after whatever a test did to it."""
    client = app.test_client()
    yield client
    assert client.get("/healthz").status_code == 200


@pytest.fixture
def capsnet(checkpoint: Path) -> CapsNet:
    """The network that the server serves, loaded and packed a second time."""
    capsnet = load(checkpoint)
    pack(capsnet)  # sums in another order differ in their last digit
    return capsnet


@pytest.fixture
def pixels() -> bytes:
    """A raw image of 28 x 28."""
    return np.random.default_rng(0).integers(0, 256, 784, dtype=np.uint8).tobytes()


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Maker of picture files of a black 7 on white paper."""

    def make(form: str = "PNG", size: int = 200) -> bytes:
        image = Image.new("L", (size, size), 255)
        line = [(0.3 * size, 0.2 * size), (0.7 * size, 0.2 * size), (0.45 * size, 0.8 * size)]
        ImageDraw.Draw(image).line(line, fill=0, width=size // 14)
        file = io.BytesIO()
        image.save(file, form)
        return file.getvalue()

    return make


@pytest.fixture
def start(checkpoint: Path) -> Iterator[Start]:
    """Starter of servers of the small network on a free port; gives the process and the port."""
    processes = []

    def start(
        *arguments: str, tree: Path | None = None, **options: Any
    ) -> tuple[subprocess.Popen[str], int]:
        command = COMMAND if tree is None else [COMMAND[0], str(tree / "run_visualization.py")]
        process = subprocess.Popen(
            [*command, "--port", "0", "--checkpoint", str(checkpoint), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )
        processes.append(process)
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        assert line.startswith("CapsNet Explorer: http://"), line + process.stdout.read()
        return process, urlsplit(line.rpartition(" ")[2]).port or 0

    yield start
    for process in processes:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS)
