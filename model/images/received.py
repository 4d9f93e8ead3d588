"""What a network receives of a picture file: ink for one channel, the whole picture in colour."""

from __future__ import annotations

from model.images.colour import place_colour_frames
from model.images.preprocess import Preprocessed, place_frames


def place_received(
    data: bytes, count: int, *, image_shape: tuple[int, ...], center: bool
) -> list[Preprocessed]:
    """Each of `count` equal pictures, one below another in one file, as a network receives it.

    `image_shape` is the network's: height and width, for which ink is found and, with `center`,
    cropped and centred; or channels, height and width, for which the whole picture is scaled.
    Raises ImageError where the bytes are no such pictures.
    """
    *channels, height, width = image_shape
    if channels:
        return place_colour_frames(data, count, channels=channels[0], height=height, width=width)
    return place_frames(data, count, height=height, width=width, center=center)
