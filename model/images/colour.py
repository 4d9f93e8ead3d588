"""Pictures in colour: from a file's bytes to what a network of several channels receives."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image, ImageOps

from model.images.picture import frames_of, read_picture
from model.images.placement import Placement
from model.images.preprocess import Preprocessed


def place_colour(data: bytes, *, channels: int, height: int, width: int) -> Preprocessed:
    """A picture's bytes in [0, 1], the whole of it scaled into the image, and where that lies.

    Three channels are red, green and blue; any other number of them see the same grey. Beside a
    picture of other proportions lies the middle colour of its border; a transparent one is laid on
    white. Raises ImageError where the bytes are not a whole PNG, JPEG, WebP, GIF or BMP file, and
    ImageTooLargeError where it has too many pixels.
    """
    return place_whole(read_picture(data).image, channels, height, width)


def place_colour_frames(
    data: bytes, count: int, *, channels: int, height: int, width: int
) -> list[Preprocessed]:
    """Each of `count` equal pictures, one below another in one file, as `place_colour` reads it."""
    frames = frames_of(read_picture(data), count)
    return [place_whole(frame.image, channels, height, width) for frame in frames]


def place_whole(image: Image.Image, channels: int, height: int, width: int) -> Preprocessed:
    """The whole of a picture as a network of several channels receives it."""
    picture = image.convert("RGBA")
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    opaque = Image.alpha_composite(ground, picture).convert("RGB")
    pixels = np.asarray(opaque)
    border = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    red, green, blue = (int(value) for value in np.median(border, axis=0))
    fitted = ImageOps.pad(
        opaque, (width, height), Image.Resampling.BILINEAR, color=(red, green, blue)
    )
    if channels == 3:
        values = np.asarray(fitted, np.float32).transpose(2, 0, 1)
    else:
        values = np.repeat(np.asarray(fitted.convert("L"), np.float32)[None], channels, axis=0)
    scale = max(picture.width / width, picture.height / height)
    placement = Placement(
        scale=scale,
        left=(picture.width - scale * width) / 2,
        top=(picture.height - scale * height) / 2,
    )
    return Preprocessed(torch.from_numpy(np.ascontiguousarray(values / 255)), placement)
