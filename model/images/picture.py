"""Pictures in files: from bytes to an upright picture, a part of it, or its frames."""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps

from model.errors import ImageError, ImageTooLargeError, PartError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
MAX_PIXELS = 25_000_000


class Picture(NamedTuple):
    """A picture as it was decoded."""

    image: Image.Image
    """Upright, as L, RGB or RGBA; the first frame where there are more."""
    lossy: bool
    """Whether its format may have left ripples beside edges."""


class Box(NamedTuple):
    """A rectangle, in pixels of the picture as it is shown upright."""

    left: int
    top: int
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """The picture in a file's bytes.

    Raises ImageError where the bytes are not a whole picture in one of FORMATS, and
    ImageTooLargeError where it has more than MAX_PIXELS.
    """
    try:
        # By content: names and declared types are never asked. Opening reads the header only.
        image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height <= MAX_PIXELS:
            lossy = image.format in ("JPEG", "MPO", "WEBP")
            return picture_of(image, lossy=lossy)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLargeError(
            f"invalid picture: too many pixels (expected at most {MAX_PIXELS:,})"
        ) from error
    except Exception as error:  # Pillow's decoders raise anything on damaged files
        raise ImageError(
            f"invalid picture: {len(data):,} bytes that cannot be read as one "
            f"(expected a whole PNG, JPEG, WebP, GIF or BMP file)"
        ) from error
    raise ImageTooLargeError(
        f"invalid picture: {image.width:,} x {image.height:,} pixels "
        f"(expected at most {MAX_PIXELS:,} in all)"
    )


def picture_of(image: Image.Image, *, lossy: bool = False) -> Picture:
    """An image of Pillow's, upright and in one of few modes."""
    return Picture(_plain(ImageOps.exif_transpose(image)), lossy)


def frames_of(picture: Picture, count: int) -> list[Picture]:
    """A picture's `count` frames, equally high, one below another.

    Raises ImageError where it cannot be divided so.
    """
    image, lossy = picture
    if image.height % count:
        raise ImageError(
            f"invalid picture: {image.height:,} rows (expected a multiple of {count}, its frames)"
        )
    rows = image.height // count
    return [
        Picture(image.crop((0, top, image.width, top + rows)), lossy)
        for top in range(0, image.height, rows)
    ]


def part_of(picture: Picture, box: Box) -> Picture:
    """A part of a picture. Raises PartError where the picture has no such part."""
    left, top, width, height = box
    whole = picture.image.size
    inside = left >= 0 <= top and left + width <= whole[0] and top + height <= whole[1]
    if not inside or min(width, height) < 1:
        raise PartError(
            f"invalid crop: {left},{top},{width},{height} (expected left, top, width and height "
            f"of a part of {whole[0]:,} x {whole[1]:,} pixels)",
            field="crop",
        )
    return picture._replace(image=picture.image.crop((left, top, left + width, top + height)))


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, dtype=np.float32) / 257
        return Image.fromarray(deep.round().clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def on_paper(image: Image.Image) -> Image.Image:
    """A transparent picture laid on a ground that leaves its ink visible."""
    alpha = np.asarray(image.getchannel("A"))
    grey = np.asarray(image.convert("L"))[alpha > 127]
    if grey.size == 0:
        return Image.new("L", image.size)
    low, high = np.percentile(grey, (5, 95))
    ground = 255 if np.median(grey) < 128 else 0
    if high - low > 64:  # it brings its own paper
        ground = int(np.median(grey))
    paper = Image.new("RGBA", image.size, (ground, ground, ground, 255))
    return Image.alpha_composite(paper, image).convert("RGB")
