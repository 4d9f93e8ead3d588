"""Pictures of half-drawn digits as the page sends them, and what the server has to say of each."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import NamedTuple

import torch
from PIL import Image, ImageDraw

from app.config import ROOT, shipped_checkpoints
from model.checkpoints.catalogue import load
from model.images.preprocess import preprocess

SENT = 140
SPACE = 280
"""Sides of the picture that is sent, and of the space that strokes lie in."""
PEN = 20
STEPS = 12
"""Pictures of one digit, from its first dots to all of it."""


class Picture(NamedTuple):
    """What the page sends while the pen moves, and the right answer."""

    body: bytes
    lengths: tuple[float, ...]


def draw_pictures() -> list[Picture]:
    """Every bundled drawing's first strokes, step by step, read by the default network."""
    capsnet = load(shipped_checkpoints()[0])
    torch.set_num_threads(1)
    return [
        Picture(body, tuple(capsnet.trace(preprocess(body)).lengths.tolist())) for body in _bodies()
    ]


def _bodies() -> Iterator[bytes]:
    drawings = json.loads((ROOT / "static/samples/digits.json").read_text())["digits"][:10]
    for drawing in drawings:
        points = sum(len(stroke) for stroke in drawing["strokes"])
        for step in range(1, STEPS + 1):
            yield _bmp(drawing["strokes"], points * step // STEPS)


def _bmp(strokes: list[list[tuple[float, float]]], count: int) -> bytes:
    """The first points of a drawing in the page's format: 8-bit grey, black on white."""
    image = Image.new("L", (SENT, SENT), 255)
    draw = ImageDraw.Draw(image)
    scale = SENT / SPACE
    for stroke in strokes:
        drawn = [(x * scale, y * scale) for x, y in stroke[: max(0, count)]]
        count -= len(stroke)
        if len(drawn) > 1:
            draw.line(drawn, fill=17, width=round(PEN * scale), joint="curve")
    file = io.BytesIO()
    image.save(file, "BMP")
    return file.getvalue()
