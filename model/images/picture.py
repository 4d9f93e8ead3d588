"""Pictures in files: from the bytes of a drawing or a photo to how much ink each pixel holds."""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from model.errors import ImageError, ImageTooLargeError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
MAX_PIXELS = 25_000_000
WORKING_SIDE = 1_024
"""Larger pictures are first averaged down to this side; a digit needs far less."""

_FAINTEST = 0.03
"""Contrast, as a share of black to white, below which a picture counts as blank."""
_RIPPLE = 0.12
"""Share of full ink that lossy compression leaves beside strokes."""
_NOISE_SIGMAS = 5.0
"""A pixel of a photo is ink where it differs from the paper by so many times its noise."""

Grey = npt.NDArray[np.float32]


class Picture(NamedTuple):
    """A picture as it was decoded."""

    image: Image.Image
    """Upright, as L, RGB or RGBA; the first frame where there are more."""
    lossy: bool
    """Whether its format may have left ripples beside edges."""


class FoundInk(NamedTuple):
    """The ink of a picture."""

    ink: Grey
    """In [0, 1]; 0 is paper."""
    reduction: int
    """Pixels of the picture, along a side, that were averaged into one."""


def read_ink(picture: Picture) -> FoundInk:
    """The ink of a picture, whatever its colours."""
    image, lossy = picture
    reduction = -(-max(image.size) // WORKING_SIDE)
    if reduction > 1:
        image = image.reduce(reduction)
    return FoundInk(find_ink(_brightness(image), lossy=lossy), reduction)


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
            return Picture(_plain(ImageOps.exif_transpose(image)), lossy)
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


def find_ink(brightness: Grey, *, lossy: bool = False) -> Grey:
    """Ink in [0, 1] of a picture of bright or dark strokes on paper that may be unevenly lit."""
    paper = float(np.median(_border(brightness)))
    contrast = brightness - np.float32(paper)
    # Drawn by a program: most pixels are exactly paper, and every other one is meant.
    drawn = bool(np.count_nonzero(np.abs(contrast) < 1 / 512) * 2 > contrast.size)
    noise = 0.0
    if not drawn:
        contrast = brightness - _lighting(brightness)
        noise = 1.4826 * float(np.median(np.abs(contrast)))
    if contrast.sum(dtype=np.float64) < 0:
        contrast = -contrast
    faintest = max(_FAINTEST, 1.5 * _NOISE_SIGMAS * noise)
    positive = np.maximum(contrast, 0)
    if positive.max() < faintest:
        return np.zeros_like(contrast)
    if drawn:
        return _stretch_drawing(positive, ripple=_RIPPLE if lossy else 0.0)
    return _stretch_photo(positive, noise)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, dtype=np.float32) / 257
        return Image.fromarray(deep.round().clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.convert("RGB")


def _brightness(image: Image.Image) -> Grey:
    if image.mode == "RGBA":
        image = _on_paper(image)
    pixels = np.asarray(image, dtype=np.float32) / np.float32(255)
    if image.mode == "L":
        return pixels
    # Along the colour in which the picture differs most from its paper: yellow ink on white is
    # hardly darker than the paper, but far less blue.
    flat = pixels.reshape(-1, 3)
    away = flat - np.median(_border(pixels).reshape(-1, 3), axis=0)
    _, axes = np.linalg.eigh(away.T @ away)
    direction = axes[:, -1]
    projected: Grey = (away @ direction).reshape(pixels.shape[:2])
    return projected


def _on_paper(image: Image.Image) -> Image.Image:
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


def _border(pixels: Grey) -> Grey:
    return np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))


def _lighting(brightness: Grey) -> Grey:
    """Brightness of the paper everywhere: a quadratic surface through the pixels that hold none."""
    rows, columns = (_span(size) for size in brightness.shape)
    step = max(1, max(brightness.shape) // 64)
    sample = brightness[::step, ::step]
    surface = _quadratic(rows[::step], columns[::step])
    values = sample.ravel()
    weights = np.ones_like(values)
    for _ in range(12):
        fitted, *_ = np.linalg.lstsq(surface * weights[:, None], values * weights, rcond=None)
        away = np.abs(values - surface @ fitted)
        spread = max(1.4826 * float(np.median(away)), 1 / 512)
        weights = 1 / (1 + (away / (2 * spread)) ** 2)  # strokes lose their say
    lighting: Grey = (_quadratic(rows, columns) @ fitted).reshape(brightness.shape)
    return lighting


def _span(size: int) -> Grey:
    return np.linspace(-1, 1, size, dtype=np.float32)


def _quadratic(rows: Grey, columns: Grey) -> Grey:
    y, x = (axis.ravel() for axis in np.meshgrid(rows, columns, indexing="ij"))
    return np.stack((np.ones_like(x), x, y, x * x, x * y, y * y), axis=1).astype(np.float32)


def _stretch_drawing(positive: Grey, *, ripple: float) -> Grey:
    # Not the darkest is full: where a thin line was averaged, a few pixels hold twice as much.
    full = np.quantile(positive[positive > positive.max() / 4], 0.9)
    return _between(positive, ripple * full, full)


def _stretch_photo(positive: Grey, noise: float) -> Grey:
    grain = _NOISE_SIGMAS * noise
    full = float(np.median(positive[positive >= (grain + positive.max()) / 2]))
    return _between(positive, max(0.25 * full, min(grain, 0.6 * full)), 0.85 * full)


def _between(values: Grey, empty: float, full: float) -> Grey:
    """Values stretched so that `empty` is 0 and `full` is 1."""
    stretched: Grey = (values - np.float32(empty)) * np.float32(1 / (full - empty))
    return stretched.clip(0, 1)
