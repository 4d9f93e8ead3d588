"""Pens, papers and files: clean drawings and plain photos."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from benchmarks.conditions import scene as s
from benchmarks.conditions.registry import (
    BLUE,
    BOARD,
    CHALK,
    DRAWN,
    JPEG,
    PENCIL,
    RED,
    condition,
    drawn,
    photo,
    save,
)
from benchmarks.conditions.scene import Scene
from model.data.pendigits import Stroke

drawn("plain")
drawn("white on black", paper=(0, 0, 0), ink=(1, 1, 1))
drawn("dark mode", paper=(0.12, 0.12, 0.14), ink=(0.9, 0.9, 0.92), mode="RGB")
drawn("thin pen", pen=0.03)
drawn("thick pen", pen=0.22)
drawn("tiny canvas", height=48, width=48, tall=0.7)
drawn("tiny digit on a large canvas", height=900, width=1400, tall=0.07)
drawn("strong JPEG", save("JPEG", quality=25), mode="RGB")
drawn("palette GIF", save("GIF"), mode="P")
drawn("one bit", mode="1")
drawn("WebP", save("WEBP", quality=70), mode="RGB")
drawn("CMYK JPEG", save("JPEG", quality=85), mode="CMYK")
drawn("yellow ink", ink=(1, 0.92, 0.1), mode="RGB")
drawn("grey on grey", paper=(0.55, 0.55, 0.55), ink=(0.42, 0.42, 0.42))
drawn("cropped closely", height=200, width=200, tall=0.97, at=(0.5, 0.5))
photo("photo")
photo("noisy photo", noise=0.05)
photo("out of focus", blur=4)
photo("pencil", ink=PENCIL, pen=0.04)
photo("thin ballpoint", ink=BLUE, pen=0.025)
photo("red pen", ink=RED, pen=0.06)
photo("bold marker, cropped", height=150, width=150, tall=0.8, pen=0.1)
photo("bolder marker, cropped", height=150, width=150, tall=0.8, pen=0.15)
photo("boldest marker, cropped", height=150, width=150, tall=0.8, pen=0.2)
photo("yellow paper", paper=(0.95, 0.88, 0.45), ink=BLUE)
photo("pink paper", paper=(0.95, 0.65, 0.75))
photo("kraft paper", paper=(0.62, 0.48, 0.33), ink=(0.12, 0.1, 0.1))
photo("white on green", paper=(0.1, 0.45, 0.25), ink=(0.9, 0.95, 0.9))
photo("highlighter", ink=(0.95, 0.98, 0.35), pen=0.18)
photo("tiny digit in a large photo", height=1200, width=1600, tall=0.08, pen=0.08)
photo("small photo", height=72, width=96, tall=0.6)


@condition("sixteen bits")
def _sixteen(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    grey = Scene(strokes, generator, **DRAWN).write().pixels[..., 0]
    return Image.fromarray((65535 * grey).astype(np.uint16))


@condition("ink on transparent")
def _transparent(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, **DRAWN)
    picture = Image.new("RGBA", (scene.width, scene.height), (0, 0, 0, 0))
    picture.putalpha(s.to_image(scene.mask(s.digit)))
    return picture


@condition("chalk", JPEG)
def _chalk(strokes: Sequence[Stroke], generator: np.random.Generator) -> Image.Image:
    scene = Scene(strokes, generator, paper=BOARD)
    smears = s.cloud(scene, 5)[..., None] * np.float32(0.12)
    scene.pixels += smears
    grain = generator.uniform(0.45, 1, (scene.height, scene.width)).astype(np.float32)
    return scene.lay(scene.mask(s.digit) * grain, CHALK).camera()
