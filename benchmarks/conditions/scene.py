"""Scenes: a pen digit on paper, what else lies there, the light, and the camera."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from model.data.pendigits import Stroke

Array = npt.NDArray[np.float32]
Colour = tuple[float, float, float]
Painter = Callable[[ImageDraw.ImageDraw, "Scene"], None]

SUPERSAMPLING = 3
"""Masks are drawn so many times larger and averaged down: Pillow draws without anti-aliasing."""
WHITE: Colour = (0.93, 0.93, 0.91)
BLACK: Colour = (0.1, 0.1, 0.12)


@dataclasses.dataclass
class Scene:
    """A picture that is being made: red, green and blue in [0, 1], and where its digit lies."""

    strokes: Sequence[Stroke]
    generator: np.random.Generator
    height: int = 320
    width: int = 400
    tall: float = 0.45
    """Extent of the digit's longer side, as a share of the picture's shorter one."""
    pen: float = 0.1
    """Width of the pen as a share of the digit's longer side."""
    paper: Colour = WHITE
    ink: Colour = BLACK
    at: tuple[float, float] | None = None
    """Middle of the digit, as shares of width and height; somewhere near the middle by default."""
    pixels: Array = dataclasses.field(init=False)
    box: tuple[float, float, float, float] = dataclasses.field(init=False)
    """Left, top, right and bottom of the digit, pen included."""

    def __post_init__(self) -> None:
        self.pixels = np.empty((self.height, self.width, 3), np.float32)
        self.pixels[:] = self.paper
        points = np.concatenate(self.strokes)
        corner, extent = points.min(axis=0), np.ptp(points, axis=0)
        size = self.tall * min(self.height, self.width)
        scale = size / max(float(extent.max()), 1) / (1 + self.pen)
        if self.at is None:
            spare = 1 - self.tall - 0.06
            near = self.generator.uniform(-0.5, 0.5, 2) * max(spare, 0) * 0.5
            self.at = (0.5 + float(near[0]), 0.5 + float(near[1]))
        middle = np.array(self.at) * (self.width, self.height)
        self.paths = [(stroke - corner - extent / 2) * scale + middle for stroke in self.strokes]
        self.line = max(1.0, self.pen * size / (1 + self.pen))
        low, high = middle - extent * scale / 2, middle + extent * scale / 2
        half = self.line / 2
        self.box = (low[0] - half, low[1] - half, high[0] + half, high[1] + half)

    @property
    def size(self) -> float:
        """The digit's longer side, in pixels."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])

    def mask(self, paint: Painter) -> Array:
        """How much of each pixel is painted, in [0, 1]."""
        image = Image.new("L", (self.width * SUPERSAMPLING, self.height * SUPERSAMPLING))
        paint(ImageDraw.Draw(image), self)
        return np.asarray(image.reduce(SUPERSAMPLING), np.float32) / 255

    def lay(self, mask: Array, colour: Colour) -> Scene:
        """Cover what the mask says with a colour."""
        self.pixels += mask[..., None] * (np.array(colour, np.float32) - self.pixels)
        return self

    def stain(self, mask: Array, colour: Colour) -> Scene:
        """The same with a translucent colour, which darkens what lies below."""
        self.pixels *= 1 - mask[..., None] * (1 - np.array(colour, np.float32))
        return self

    def write(self, colour: Colour | None = None) -> Scene:
        """Write the digit: dark ink darkens what lies below, light ink covers it."""
        colour = self.ink if colour is None else colour
        cover = self.lay if sum(colour) > sum(self.paper) else self.stain
        return cover(self.mask(digit), colour)

    def paint(self, painter: Painter, colour: Colour) -> Scene:
        """Paint something over the picture."""
        return self.lay(self.mask(painter), colour)

    def light(self, shade: Array) -> Scene:
        """Multiply by the light that falls on each pixel."""
        self.pixels *= shade[..., None]
        return self

    def grid(self) -> tuple[Array, Array]:
        """Row and column of each pixel, from 0 to 1."""
        rows, columns = np.mgrid[0 : 1 : self.height * 1j, 0 : 1 : self.width * 1j]
        return rows.astype(np.float32), columns.astype(np.float32)

    def camera(self, noise: float = 0.012, blur: float = 0.7) -> Image.Image:
        """The picture as a camera takes it: a little soft, and noisy."""
        image = self.image().filter(ImageFilter.GaussianBlur(blur))
        pixels = np.asarray(image, np.float32) / 255
        common = self.generator.standard_normal(pixels.shape[:2])[..., None]
        apart = self.generator.standard_normal(pixels.shape)
        return to_image(pixels + noise * (0.8 * common + 0.6 * apart))

    def image(self) -> Image.Image:
        """The picture as it is."""
        return to_image(self.pixels)


def to_image(pixels: npt.NDArray[np.floating]) -> Image.Image:
    """Values in [0, 1] as an 8-bit picture."""
    return Image.fromarray((255 * pixels).round().clip(0, 255).astype(np.uint8))


def path(points: Sequence[tuple[float, float]], line: float) -> Painter:
    """A line through points, in pixels, with round ends."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        _line(canvas, np.array(points, np.float32), line)

    return paint


def digit(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
    """The scene's digit."""
    for stroke in scene.paths:
        _line(canvas, stroke, scene.line)


def _line(canvas: ImageDraw.ImageDraw, points: Array, line: float) -> None:
    width = max(1, round(line * SUPERSAMPLING))
    places = [(float(x) * SUPERSAMPLING, float(y) * SUPERSAMPLING) for x, y in points]
    if len(places) > 1:
        canvas.line(places, fill=255, width=width, joint="curve")
    for x, y in (places[0], places[-1]):
        half = width / 2
        canvas.ellipse((x - half, y - half, x + half, y + half), fill=255)


def box(left: float, top: float, right: float, bottom: float, line: float | None = None) -> Painter:
    """A rectangle, in pixels: filled, or drawn by a line of some width."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        places = tuple(value * SUPERSAMPLING for value in (left, top, right, bottom))
        if line is None:
            canvas.rectangle(places, fill=255)
        else:
            canvas.rectangle(places, outline=255, width=max(1, round(line * SUPERSAMPLING)))

    return paint


def oval(
    left: float, top: float, right: float, bottom: float, line: float | None = None
) -> Painter:
    """An ellipse, in pixels: filled, or drawn by a line of some width."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        places = tuple(value * SUPERSAMPLING for value in (left, top, right, bottom))
        if line is None:
            canvas.ellipse(places, fill=255)
        else:
            canvas.ellipse(places, outline=255, width=max(1, round(line * SUPERSAMPLING)))

    return paint


def polygon(points: Sequence[tuple[float, float]]) -> Painter:
    """A filled polygon, in pixels."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        canvas.polygon([(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in points], fill=255)

    return paint


def rules(
    gap: float, line: float, *, down: bool = False, slope: float = 0.0, start: float = 0.3
) -> Painter:
    """Parallel lines, `gap` apart, from side to side or from top to bottom."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        long, across = (scene.height, scene.width) if down else (scene.width, scene.height)
        reach = abs(slope) * long
        for place in np.arange(start * gap - reach, across + reach, gap):
            ends = np.array([(-2, place - 2 * slope), (long + 2, place + slope * (long + 2))])
            _line(canvas, (ends[:, ::-1] if down else ends).astype(np.float32), line)

    return paint


def dots(gap: float, side: float) -> Painter:
    """A grid of dots."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        for y in np.arange(gap / 3, scene.height, gap):
            for x in np.arange(gap / 2, scene.width, gap):
                corners = (x - side / 2, y - side / 2, x + side / 2, y + side / 2)
                canvas.ellipse([value * SUPERSAMPLING for value in corners], fill=255)

    return paint


def both(*painters: Painter) -> Painter:
    """Several things painted one after another."""

    def paint(canvas: ImageDraw.ImageDraw, scene: Scene) -> None:
        for painter in painters:
            painter(canvas, scene)

    return paint


def soften(mask: Array, radius: float) -> Array:
    """A mask with soft edges."""
    image = Image.fromarray((255 * mask).clip(0, 255).astype(np.uint8))
    blurred = image.filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(blurred, np.float32) / 255


def cloud(scene: Scene, cells: int) -> Array:
    """Smooth random values in [0, 1], of so many cells a side."""
    values = scene.generator.uniform(0, 255, (cells, cells)).astype(np.uint8)
    image = Image.fromarray(values).resize((scene.width, scene.height), Image.Resampling.BICUBIC)
    return np.asarray(image, np.float32) / 255


def seen_askew(image: Image.Image, scene: Scene, *, by: float, ground: Colour) -> Image.Image:
    """The picture as a sheet that lies askew on a ground."""
    width, height = image.size
    shift = scene.generator.uniform(-1, 1, (4, 2)) * by + 0.5 * by
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64)
    inward = corners + np.where(corners == 0, 1, -1) * np.abs(shift)
    source = corners * (width, height)
    target = inward * (width, height)
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    data = tuple(float(value) for value in np.linalg.solve(np.array(rows), np.array(values)))
    fill = tuple(round(255 * value) for value in ground)
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=fill
    )


def photographed(image: Image.Image, scene: Scene, noise: float = 0.012) -> Image.Image:
    """A finished picture with a camera's noise."""
    pixels = np.asarray(image.convert("RGB"), np.float32) / 255
    return to_image(pixels + noise * scene.generator.standard_normal(pixels.shape))
