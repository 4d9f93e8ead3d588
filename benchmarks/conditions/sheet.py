"""A sheet of pictures: what was found on one of each condition, and what the network receives."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw

from model.images.preprocess import place_picture

WIDTH, HEIGHT, GAP = 192, 144, 6
COLUMNS = 4
TAKEN, LEFT_OUT = (0, 130, 60), (200, 40, 30)


def draw_sheet(files: Mapping[str, bytes]) -> Image.Image:
    """Each condition's picture with boxes around what is taken (green) and left out (red), and
    beside it what the network receives.
    """
    tile = WIDTH + HEIGHT + 3 * GAP, HEIGHT + 4 * GAP
    rows = -(-len(files) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * tile[0], rows * tile[1]), "white")
    for index, (name, data) in enumerate(files.items()):
        left, top = index % COLUMNS * tile[0] + GAP, index // COLUMNS * tile[1] + GAP
        ImageDraw.Draw(sheet).text((left, top), name, fill="black")
        placed = place_picture(data)
        sheet.paste(_with_boxes(data), (left, top + 2 * GAP))
        seen = Image.fromarray((255 * placed.image.numpy()).round().astype(np.uint8))
        seen = seen.resize((HEIGHT, HEIGHT), Image.Resampling.NEAREST)
        sheet.paste(seen, (left + WIDTH + GAP, top + 2 * GAP))
    return sheet


def _with_boxes(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    if image.mode.startswith("I"):
        image = Image.fromarray((np.asarray(image) / 257).astype(np.uint8))
    picture = image.convert("RGBA")
    shown = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    scale = min(WIDTH / shown.width, HEIGHT / shown.height)
    shown = shown.resize((round(scale * shown.width), round(scale * shown.height)))
    canvas = ImageDraw.Draw(shown)
    for box, taken in reversed(place_picture(data).strokes):
        corners = (box.left, box.top, box.left + box.width, box.top + box.height)
        colour = TAKEN if taken else LEFT_OUT
        canvas.rectangle([scale * value for value in corners], outline=colour, width=2)
    return shown
