"""What is printed on the paper: rules, squares, dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.conditions import scene as s
from benchmarks.conditions.registry import (
    BLUE,
    CONDITIONS,
    DRAWN,
    JPEG,
    PENCIL,
    PNG,
    Make,
)
from benchmarks.conditions.scene import Scene
from model.data.pendigits import Stroke


def _on_pattern(
    patterns: Sequence[tuple[s.Painter, s.Colour]], *, clean: bool = False, askew: float = 0,
    **options: Any,
) -> Make:  # fmt: skip
    """A digit on paper with a pattern printed on it."""

    def make(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
        scene = Scene(strokes, generator, **options)
        for painter, colour in patterns:
            scene.stain(scene.mask(painter), colour)
        scene.write()
        if askew:
            sheet = s.seen_askew(scene.image(), scene, by=askew, ground=(0.9, 0.9, 0.88))
            wide, high = round(0.1 * sheet.width), round(0.1 * sheet.height)
            cut = sheet.crop((wide, high, sheet.width - wide, sheet.height - high))
            return s.photographed(cut, scene)
        return scene.image() if clean else scene.camera()

    return make


RULE = (0.6, 0.72, 0.85)
for _name, _make in {
    "pencil on narrow rules": _on_pattern([(s.rules(18, 1.6), RULE)], ink=PENCIL, pen=0.05),
    "pen on wide rules": _on_pattern([(s.rules(45, 1.5), RULE)], ink=BLUE, pen=0.06),
    "slanted rules": _on_pattern([(s.rules(26, 1.5, slope=0.07), RULE)], ink=BLUE, pen=0.06),
    "blue ink on blue squares": _on_pattern(
        [(s.rules(17, 1.4), RULE), (s.rules(17, 1.4, down=True), RULE)], ink=BLUE, pen=0.06
    ),
    "pencil on grey squares": _on_pattern(
        [(s.rules(22, 1.4), (0.75,) * 3), (s.rules(22, 1.4, down=True), (0.75,) * 3)],
        ink=PENCIL, pen=0.06,
    ),
    "squares askew": _on_pattern(
        [(s.rules(24, 1.6), RULE), (s.rules(24, 1.6, down=True), RULE)],
        ink=BLUE, pen=0.07, askew=0.06, tall=0.4, at=(0.5, 0.5),
    ),
    "dot grid, photo": _on_pattern([(s.dots(20, 3), (0.6,) * 3)], ink=BLUE, pen=0.06),
    "yellow ruled pad": _on_pattern(
        [
            (s.rules(30, 1.6), (0.6, 0.75, 0.95)),
            (s.path([(60, -5), (60, 325)], 2), (0.95, 0.5, 0.5)),
        ],
        paper=(0.97, 0.92, 0.55), ink=BLUE, pen=0.06, at=(0.56, 0.5),
    ),
}.items():  # fmt: skip
    CONDITIONS[_name] = _make, JPEG
CONDITIONS["dot grid"] = _on_pattern([(s.dots(20, 2.5), (0.7,) * 3)], clean=True, **DRAWN), PNG
CONDITIONS["squares on a screen"] = (
    _on_pattern(
        [(s.rules(20, 1), (0.8,) * 3), (s.rules(20, 1, down=True), (0.8,) * 3)],
        clean=True, **DRAWN,
    ),
    PNG,
)  # fmt: skip
