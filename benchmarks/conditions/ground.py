"""What the paper lies on, and what lies on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from benchmarks.conditions import scene as s
from benchmarks.conditions.registry import (
    BLUE,
    CONDITIONS,
    JPEG,
    TABLE,
    Make,
    condition,
)
from benchmarks.conditions.scene import Scene
from model.data.pendigits import Stroke


def _on_table(askew: float) -> Make:
    def make(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
        scene = Scene(strokes, generator, tall=0.4, at=(0.5, 0.5), pen=0.08).write()
        if askew:
            sheet = s.seen_askew(scene.image(), scene, by=askew, ground=TABLE)
            return s.photographed(sheet, scene)
        margin = scene.height * generator.uniform(0.08, 0.16)
        for strip in (
            (-5, -5, 405, margin), (-5, 320 - margin, 405, 325),
            (-5, -5, margin, 325), (400 - margin, -5, 405, 325),
        ):  # fmt: skip
            scene.paint(s.box(*strip), TABLE)
        return scene.camera()

    return make


CONDITIONS["sheet on a dark table"] = _on_table(0), JPEG
CONDITIONS["sheet askew on a table"] = _on_table(0.12), JPEG


@condition("wooden table on two sides", JPEG)
def _wood(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, tall=0.4, at=(0.42, 0.45)).write()
    rows, columns = scene.grid()
    grain = 0.5 + 0.2 * np.sin(90 * rows + 6 * s.cloud(scene, 4)) + 0.2 * s.cloud(scene, 9)
    wood = grain[..., None] * np.array([0.7, 0.48, 0.3], np.float32)
    x, y = generator.uniform(0.76, 0.86, 2)
    table = ((columns + 0.1 * rows > x + 0.05) | (rows - 0.06 * columns > y))[..., None]
    scene.pixels = np.where(table, wood, scene.pixels).astype(np.float32)
    return scene.camera()


@condition("strip of table", JPEG)
def _strip(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, tall=0.5).write()
    wide = generator.uniform(10, 34)
    strips = [(-5, -5, wide, 325), (400 - wide, -5, 405, 325), (-5, -5, 405, wide),
              (-5, 320 - wide, 405, 325)]  # fmt: skip
    return scene.paint(s.box(*strips[generator.integers(4)]), (0.35, 0.33, 0.3)).camera()


@condition("sticky note", JPEG)
def _note(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=(0.45, 0.4, 0.36), tall=0.4, at=(0.5, 0.5))
    scene.paint(s.polygon([(90, 45), (310, 55), (300, 275), (85, 270)]), (0.95, 0.9, 0.4))
    return scene.write(BLUE).camera()


@condition("scan with a black edge", JPEG)
def _scan(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=(1, 1, 1)).write()
    left, top = generator.uniform(2, 14, 2)
    scene.paint(s.box(-5, -5, left, 325), (0, 0, 0)).paint(s.box(-5, -5, 405, top), (0, 0, 0))
    return scene.camera(0.008, 0.5)


@condition("scan with a grey edge", JPEG)
def _grey_scan(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=(1, 1, 1)).write()
    edge = [(396, 0), (400, 0), (400, 320), (385, 320)]
    return scene.paint(s.polygon(edge), (0.55, 0.55, 0.55)).camera(0.008, 0.5)


@condition("punched holes", JPEG)
def _holes(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, at=(0.55, 0.5)).write()
    for y in (70, 245):
        scene.paint(s.oval(18, y, 38, y + 20), (0.15, 0.14, 0.13))
    return scene.camera()


@condition("seen askew", JPEG)
def _askew(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, tall=0.5, at=(0.5, 0.5)).write()
    return s.photographed(s.seen_askew(scene.image(), scene, by=0.06, ground=WHITE_GROUND), scene)


WHITE_GROUND = (0.9, 0.9, 0.88)
