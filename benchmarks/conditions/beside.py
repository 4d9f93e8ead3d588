"""What is drawn beside a digit or around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.conditions import scene as s
from benchmarks.conditions.registry import (
    CONDITIONS,
    DRAWN,
    JPEG,
    PNG,
    Make,
)
from benchmarks.conditions.scene import Scene
from model.data.pendigits import Stroke


def _around(painter: Callable[[Scene], s.Painter], *, clean: bool, **options: Any) -> Make:
    """A drawing or a photo with something drawn beside its digit or around it."""

    def make(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
        look = {**DRAWN, **options} if clean else options
        scene = Scene(strokes, generator, **look)
        scene.write().stain(scene.mask(painter(scene)), scene.ink)
        return scene.image() if clean else scene.camera()

    return make


def _room(scene: Scene, share: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = scene.box
    room = share * scene.size
    return left - room, top - room, right + room, bottom + room


def _form_box(scene: Scene) -> s.Painter:
    return s.box(*_room(scene, 0.25), 2)


def _square_box(scene: Scene) -> s.Painter:
    left, top, right, bottom = scene.box
    half = 0.65 * scene.size
    x, y = (left + right) / 2, (top + bottom) / 2
    return s.box(x - half, y - half, x + half, y + half, 5)


def _border(scene: Scene) -> s.Painter:
    return s.box(0, 0, scene.width - 0.3, scene.height - 0.3, 1)


def _circle(scene: Scene) -> s.Painter:
    return s.oval(*_room(scene, 0.35), 0.6 * scene.line)


def _underline(scene: Scene) -> s.Painter:
    left, _, right, bottom = scene.box
    y = bottom + 0.15 * scene.size
    room = 0.25 * scene.size
    return s.path([(left - room, y), (right + room, y - 4)], 0.7 * scene.line)


def _double_underline(scene: Scene) -> s.Painter:
    one = _underline(scene)
    left, _, right, bottom = scene.box
    y = bottom + 0.3 * scene.size
    two = s.path([(left - 20, y), (right + 25, y)], 0.7 * scene.line)
    return s.both(one, two)


def _axes(scene: Scene) -> s.Painter:
    lines = [s.path([(40, 15), (40, 285), (385, 285)], 1.5)]
    lines += [s.path([(35, y), (40, y)], 1.5) for y in range(45, 286, 40)]
    lines += [s.path([(x, 285), (x, 290)], 1.5) for x in range(80, 381, 50)]
    lines += [s.path([(20, y - 3), (28, y + 3)], 1.5) for y in range(45, 286, 40)]
    return s.both(*lines)


def _plot_frame(scene: Scene) -> s.Painter:
    ticks = [s.path([(35, y), (40, y)], 1) for y in range(45, 286, 40)]
    words = [s.box(x, 296, x + 9, 303) for x in range(60, 381, 60)]
    return s.both(s.box(40, 20, 385, 290, 1), *ticks, *words)


def _status_bar(scene: Scene) -> s.Painter:
    clock = [s.path([(12 + 9 * n, 6), (16 + 9 * n, 15)], 2) for n in range(4)]
    battery = [s.box(360, 5, 385, 15, 2), s.box(362, 7, 378, 13), s.oval(335, 5, 347, 15, 2)]
    return s.both(*clock, *battery)


def _window(scene: Scene) -> s.Painter:
    buttons = [s.oval(8 + 18 * n, 7, 20 + 18 * n, 19, 2) for n in range(3)]
    return s.both(s.path([(0, 26), (400, 26)], 1.5), *buttons)


def _caption(scene: Scene) -> s.Painter:
    letters = []
    for n, kind in enumerate("|-|o|/o|-"):
        x = 20 + 11 * n
        letters.append(
            s.oval(x, 290, x + 8, 302, 2) if kind == "o" else s.path([(x, 301), (x + 6, 290)], 2)
        )
    return s.both(*letters)


def _far_mark(scene: Scene) -> s.Painter:
    x, y = (40, 40) if (scene.box[0] + scene.box[2]) / 2 > scene.width / 2 else (360, 280)
    return s.path([(x, y), (x + 14, y + 8), (x + 22, y - 12)], scene.line * 0.6)


def _comb(scene: Scene) -> s.Painter:
    left, top, right, bottom = scene.box
    half = 0.7 * scene.size
    x, y = (left + right) / 2, (top + bottom) / 2
    cells = [
        s.box(x - half + 2 * half * n, y - half, x + half + 2 * half * n, y + half, 2)
        for n in (-1, 0, 1)
    ]
    return s.both(*cells)


def _neighbour(scene: Scene) -> s.Painter:
    y, line = scene.height * 0.5, scene.line
    return s.both(
        s.path([(395, y - 70), (400, y), (385, y + 70)], line),
        s.path([(2, y - 60), (10, y - 20), (-4, y + 10)], line),
    )


for _name, _painter in {
    "form box": _form_box, "thick square box": _square_box, "a canvas' border": _border,
    "circled": _circle, "underlined": _underline, "twice underlined": _double_underline,
    "plot axes": _axes, "plot frame": _plot_frame, "status bar": _status_bar,
    "window's bar": _window, "caption": _caption, "far mark": _far_mark,
    "row of boxes": _comb, "neighbours cut off": _neighbour,
}.items():  # fmt: skip
    CONDITIONS[_name] = _around(_painter, clean=True), PNG
for _name, _painter in {
    "form box, photo": _form_box, "circled, photo": _circle, "underlined, photo": _underline,
    "row of boxes, photo": _comb, "far mark, photo": _far_mark,
}.items():  # fmt: skip
    CONDITIONS[_name] = _around(_painter, clean=False), JPEG
