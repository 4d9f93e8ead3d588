"""Pictures in colour: from a file's bytes to what a network of three channels receives."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image, ImageOps
from torch import Tensor

from model.picture import read_picture


def preprocess_colour(
    data: bytes, *, height: int, width: int
) -> Float[Tensor, "channels height width"]:
    """Red, green and blue of a picture's bytes, in [0, 1], the whole of it scaled into the image.

    Beside a picture of other proportions lies the middle colour of its border; a transparent one
    is laid on white. Raises ImageError where the bytes are not a whole PNG, JPEG, WebP, GIF or BMP
    file, and ImageTooLargeError where it has too many pixels.
    """
    picture = read_picture(data).image.convert("RGBA")
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    opaque = Image.alpha_composite(ground, picture).convert("RGB")
    pixels = np.asarray(opaque)
    border = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    red, green, blue = (int(value) for value in np.median(border, axis=0))
    fitted = ImageOps.pad(
        opaque, (width, height), Image.Resampling.BILINEAR, color=(red, green, blue)
    )
    channels = np.asarray(fitted, np.float32).transpose(2, 0, 1) / np.float32(255)
    return torch.from_numpy(np.ascontiguousarray(channels))
