"""Light and lenses: shadows, glare, folds, screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.conditions import scene as s
from benchmarks.conditions.registry import (
    CONDITIONS,
    JPEG,
    Make,
    condition,
)
from benchmarks.conditions.scene import BLACK, Scene
from model.data.pendigits import Stroke


@condition("whiteboard with glare", JPEG)
def _whiteboard(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=(0.78, 0.8, 0.8), ink=(0.15, 0.2, 0.35), pen=0.06)
    return _glare(scene.write(), 0.2, 0.22).camera()


@condition("lamp on paper", JPEG)
def _lamp(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=(0.62, 0.62, 0.6))
    return _glare(scene.write(), 0.4, 0.15).camera()


def _glare(scene: Scene, strength: float, spread: float) -> Scene:
    rows, columns = scene.grid()
    y, x = scene.generator.uniform(0.15, 0.85, 2)
    glow = np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * spread**2))
    scene.pixels += np.float32(strength) * glow[..., None]
    return scene


def _in_shadow(softness: float, depth: float, outline: Callable[[Scene], s.Painter]) -> Make:
    def make(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
        scene = Scene(strokes, generator).write()
        shadow = scene.mask(outline(scene))
        if softness:
            shadow = s.soften(shadow, softness)
        return scene.light(1 - depth * shadow).camera()

    return make


def _half(scene: Scene) -> s.Painter:
    x = scene.width * scene.generator.uniform(0.35, 0.65)
    return s.box(x, -5, scene.width + 5, scene.height + 5)


def _diagonal(scene: Scene) -> s.Painter:
    lean = scene.width * scene.generator.uniform(0.2, 0.4)
    x = scene.width * scene.generator.uniform(0.3, 0.6)
    far = scene.width + 5
    return s.polygon([(x - lean, -5), (far, -5), (far, scene.height + 5), (x + lean, 325)])


def _phone(scene: Scene) -> s.Painter:
    left, right = scene.width * 0.25, scene.width * 0.8
    top = scene.height * scene.generator.uniform(0.2, 0.5)
    return s.polygon([(left, top + 20), (right, top), (right + 40, 400), (left - 30, 400)])


def _hand(scene: Scene) -> s.Painter:
    x, y = scene.width * 0.95, scene.height * 0.9
    return s.oval(x - 170, y - 190, x + 200, y + 200)


def _blind(scene: Scene) -> s.Painter:
    return s.rules(110, 50, slope=0.3)


CONDITIONS["hard shadow"] = _in_shadow(0, 0.4, _half), JPEG
CONDITIONS["slanted shadow"] = _in_shadow(1.5, 0.5, _diagonal), JPEG
CONDITIONS["the phone's shadow"] = _in_shadow(6, 0.4, _phone), JPEG
CONDITIONS["a hand's shadow"] = _in_shadow(12, 0.45, _hand), JPEG
CONDITIONS["light through a blind"] = _in_shadow(4, 0.35, _blind), JPEG


@condition("dark corners", JPEG)
def _corners(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator).write()
    rows, columns = scene.grid()
    return scene.light(1 - 0.9 * ((rows - 0.5) ** 2 + (columns - 0.5) ** 2)).camera()


@condition("crumpled paper", JPEG)
def _crumpled(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator).write()
    return scene.light(0.75 + 0.25 * s.cloud(scene, 7)).camera()


@condition("folded paper", JPEG)
def _folded(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator).write()
    columns = scene.grid()[1]
    x = generator.uniform(0.3, 0.7)
    crease = 1 - 0.25 * np.exp(-(((columns - x) / 0.006) ** 2))
    return scene.light(np.where(columns < x, 0.95, 0.8).astype(np.float32) * crease).camera()


@condition("print shines through", JPEG)
def _through(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, pen=0.07)
    words = []
    for y in range(20, scene.height, 22):
        x = 15.0
        while x < scene.width - 20:
            long = generator.uniform(4, 16)
            words.append(s.box(x, y, x + long, y + 9))
            x += long + 5
    scene.lay(0.07 * s.soften(scene.mask(s.both(*words)), 1.5), BLACK)
    return scene.write().camera()


@condition("photo of a screen", JPEG)
def _screen(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=(0.9, 0.92, 0.97), ink=(0.08, 0.08, 0.1)).write()
    rows, columns = scene.grid()
    turn = generator.uniform(0.5, 1.5)
    moire = np.sin(120 * turn * columns + 14 * rows) * np.sin(100 * rows - 9 * turn * columns)
    scene.light(0.85 + 0.06 * moire)
    return scene.paint(s.box(-5, -5, 405, 16), (0.05, 0.05, 0.06)).camera(0.015, 0.8)


@condition("moved camera", JPEG)
def _moved(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator).write()
    kernel = np.zeros((5, 5), np.float32)
    kernel[2] = 0.2
    moved = scene.image().filter(ImageFilter.Kernel((5, 5), tuple(kernel.ravel()), scale=1))
    return s.photographed(moved, scene, 0.015)
