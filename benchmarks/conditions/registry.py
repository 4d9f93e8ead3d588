"""The conditions: each makes a picture of a digit as people bring it, as a file's bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.conditions.scene import Scene
from model.data.pendigits import Stroke

Make = Callable[[Sequence[Stroke], np.random.Generator], Image.Image]
Encode = Callable[[Image.Image], bytes]
CONDITIONS: dict[str, tuple[Make, Encode]] = {}
"""Name -> what makes the picture, and what makes a file of it."""

PENCIL = (0.45, 0.45, 0.47)
BLUE = (0.15, 0.2, 0.6)
RED = (0.75, 0.12, 0.15)
BOARD = (0.12, 0.2, 0.16)
CHALK = (0.85, 0.86, 0.82)
TABLE = (0.3, 0.2, 0.13)
DRAWN: dict[str, Any] = {"paper": (1, 1, 1), "ink": (0, 0, 0)}


def save(kind: str, **options: Any) -> Encode:
    """What writes a picture as a file of some kind."""

    def encode(image: Image.Image) -> bytes:
        file = io.BytesIO()
        image.save(file, kind, **options)
        return file.getvalue()

    return encode


PNG = save("PNG")
JPEG = save("JPEG", quality=88)


def condition(name: str, encode: Encode = PNG) -> Callable[[Make], Make]:
    """Register what makes the pictures of a condition."""

    def register(make: Make) -> Make:
        CONDITIONS[name] = make, encode
        return make

    return register


def drawn(name: str, encode: Encode = PNG, mode: str = "L", **options: Any) -> None:
    """Register a clean drawing on a screen."""

    def make(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
        return Scene(strokes, generator, **{**DRAWN, **options}).write().image().convert(mode)

    CONDITIONS[name] = make, encode


def photo(name: str, *, noise: float = 0.012, blur: float = 0.7, **options: Any) -> None:
    """Register a photo of a digit on paper under a soft light from one side."""

    def make(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
        scene = Scene(strokes, generator, **options).write()
        rows, columns = scene.grid()
        tilt = generator.uniform(-0.15, 0.15, 2)
        return scene.light(0.85 + tilt[0] * (rows - 0.5) + tilt[1] * (columns - 0.5)).camera(
            noise, blur
        )

    CONDITIONS[name] = make, JPEG
