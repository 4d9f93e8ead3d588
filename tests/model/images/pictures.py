"""The same 5 in pictures of every kind."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

FIVE = [(0.9, 0.0), (0.2, 0.02), (0.12, 0.42), (0.6, 0.38), (0.88, 0.66), (0.6, 0.96), (0.08, 0.94)]


def draw_five(
    size: tuple[int, int] = (280, 280),
    *,
    corner: tuple[float, float] = (90, 60),
    extent: tuple[float, float] = (100, 150),
    pen: float = 18,
) -> Image.Image:
    """A mask of a 5, 255 on its strokes, drawn at four times the size for smooth edges."""
    mask = Image.new("L", (4 * size[0], 4 * size[1]))
    canvas = ImageDraw.Draw(mask)
    points = [(4 * (corner[0] + x * extent[0]), 4 * (corner[1] + y * extent[1])) for x, y in FIVE]
    canvas.line(points, fill=255, width=max(1, round(4 * pen)), joint="curve")
    for x, y in (points[0], points[-1]):
        canvas.ellipse((x - 2 * pen, y - 2 * pen, x + 2 * pen, y + 2 * pen), fill=255)
    return mask.reduce(4)


def paint(ink: Any, paper: Any, mode: str = "RGB", mask: Image.Image | None = None) -> Image.Image:
    mask = mask or draw_five()
    return Image.composite(Image.new(mode, mask.size, ink), Image.new(mode, mask.size, paper), mask)


def encode(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo(*, noise: float = 0.0, gradient: float = 0.0, shadow: float = 0.0) -> Image.Image:
    """Dark blue ink on greyish paper under a lamp."""
    mask = np.asarray(draw_five((640, 480), corner=(240, 90), extent=(190, 280), pen=26)) / 255
    y, x = np.mgrid[-1:1:480j, -1:1:640j]
    light = 0.78 + gradient * (0.6 * x + 0.4 * y) - shadow * (x * x + y * y)
    paper, ink = np.array([1.0, 0.98, 0.93]), np.array([0.3, 0.33, 0.45])
    color = light[..., None] * (paper * (1 - mask[..., None]) + ink * mask[..., None])
    color = color + noise * np.random.default_rng(0).standard_normal(color.shape)
    return Image.fromarray((255 * color).clip(0, 255).astype(np.uint8))


def transparent(ink: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGBA", (280, 280), (*ink, 0))
    image.paste(Image.new("RGBA", (280, 280), (*ink, 255)), mask=draw_five())
    return image


def card_with_round_corners() -> Image.Image:
    image = paint((20, 20, 20), (250, 250, 250)).convert("RGBA")
    corners = Image.new("L", image.size)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, 279, 279), 40, fill=255)
    image.putalpha(corners)
    return image


def sixteen_bit() -> Image.Image:
    return Image.fromarray(65535 - 257 * np.asarray(draw_five(), np.uint16))


def lying_on_its_side() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter clockwise
    upright = paint(0, 255, "L")
    return encode(upright.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)


def two_frames() -> bytes:
    first, second = paint(0, 255, "L"), Image.new("L", (280, 280), 128)
    return encode(first, "GIF", save_all=True, append_images=[second])


def elsewhere(size: tuple[int, int], corner: tuple[float, float], zoom: float) -> Image.Image:
    mask = draw_five(size, corner=corner, extent=(100 * zoom, 150 * zoom), pen=18 * zoom)
    return paint(0, 255, "L", mask)


PICTURES: dict[str, Callable[[], bytes]] = {
    "white on black": lambda: encode(paint(255, 0, "L")),
    "grey on grey": lambda: encode(paint(120, 150, "L")),
    "BMP": lambda: encode(paint(0, 255, "L"), "BMP"),
    "GIF": lambda: encode(paint(0, 255, "L"), "GIF"),
    "WebP": lambda: encode(paint(0, 255), "WEBP", quality=90),
    "JPEG": lambda: encode(paint(0, 255), "JPEG", quality=80),
    "two colours of ink and paper": lambda: encode(
        paint(0, 255, "L").convert("1", dither=Image.Dither.NONE)
    ),
    "palette": lambda: encode(paint((10, 10, 60), (255, 255, 240)).quantize(16)),
    "red on white": lambda: encode(paint((220, 30, 40), (255, 255, 255))),
    "yellow on white": lambda: encode(paint((255, 240, 0), (255, 255, 255))),
    "red on a green that is as bright": lambda: encode(paint((200, 0, 0), (0, 102, 0))),
    "light blue on navy": lambda: encode(paint((150, 200, 255), (10, 10, 50))),
    "CMYK": lambda: encode(paint((0, 0, 0, 255), (0, 0, 0, 0), "CMYK"), "JPEG", quality=90),
    "16 bits": lambda: encode(sixteen_bit()),
    "black on nothing": lambda: encode(transparent((0, 0, 0))),
    "white on nothing": lambda: encode(transparent((255, 255, 255))),
    "a card with round corners": lambda: encode(card_with_round_corners()),
    "grey with alpha": lambda: encode(transparent((0, 0, 0)).convert("LA")),
    "palette with alpha": lambda: encode(transparent((0, 0, 0)).quantize(8)),
    "on its side, turned by EXIF": lying_on_its_side,
    "first of two frames": two_frames,
    "photo under a lamp": lambda: encode(photo(gradient=0.2, noise=0.02), "JPEG"),
    "photo with dark corners": lambda: encode(photo(shadow=0.2, noise=0.03), "JPEG"),
    "photo of black paper": lambda: encode(
        Image.eval(photo(gradient=0.1, noise=0.02), lambda value: 255 - value)
    ),
    "in a corner": lambda: encode(elsewhere((280, 280), (12, 12), 1)),
    "on a wide canvas": lambda: encode(elsewhere((900, 200), (700, 20), 1)),
    "small": lambda: encode(elsewhere((280, 280), (200, 30), 0.3)),
    "huge": lambda: encode(elsewhere((1400, 1400), (300, 100), 8)),
}
