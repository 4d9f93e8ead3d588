"""What a network receives of a picture: ink for one channel, the whole picture in colour."""

from __future__ import annotations

import math
import warnings
from collections.abc import Collection
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from model.errors import ImageError, PictureWarning
from model.images.colour import place_colour_frames, place_whole
from model.images.picture import Box, Picture, part_of, picture_of, read_picture
from model.images.preprocess import Preprocessed, place, place_frames

Received = Tensor | npt.NDArray[np.generic] | Image.Image | bytes | str | Path
"""What `receive` takes: numbers as the network receives them, or a picture."""


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


def place_part(
    picture: Picture,
    *,
    image_shape: tuple[int, ...],
    center: bool = True,
    take: Collection[int] | None = None,
    crop: Box | None = None,
) -> Preprocessed:
    """One picture, or the part `crop` of it, as a network of an `image_shape` receives it.

    `take` are the numbers of the groups of strokes that are taken, where not those that are found
    to be the digit. Raises PartError where the picture has not what is asked for.
    """
    *channels, height, width = image_shape
    if not channels:
        return place(picture, height=height, width=width, center=center, take=take, crop=crop)
    part = picture if crop is None else part_of(picture, crop)
    placed = place_whole(part.image, channels[0], height, width)
    if crop is None:
        return placed
    left, top = placed.placement.left + crop.left, placed.placement.top + crop.top
    return placed._replace(placement=placed.placement._replace(left=left, top=top))


def receive(given: Received, image_shape: tuple[int, ...]) -> Tensor:
    """The image that a network of an `image_shape` receives of whatever a person has.

    A tensor or an array is taken as it is: in [0, 1], ink is 1, of just that shape. A picture, a
    picture file's bytes or the path of one is read as the page reads it; PictureWarning says where
    no ink was found. Raises ImageError, naming what is wrong, where it is none of these.
    """
    if isinstance(given, Tensor | np.ndarray):
        return _numbers(given, image_shape)
    name = "the picture"
    if isinstance(given, str | Path):
        name = str(given)
        try:
            given = Path(given).read_bytes()
        except OSError as error:
            raise ImageError(f"{name} cannot be read: {error.strerror}") from error
    if isinstance(given, bytes):
        picture = read_picture(given)
    elif isinstance(given, Image.Image):
        picture = picture_of(given)
    else:
        kind = type(given).__name__
        raise ImageError(
            f"invalid image: {kind} (expected a tensor, a NumPy array, a PIL image, bytes, a path)"
        )
    placed = place_part(picture, image_shape=image_shape)
    if len(image_shape) == 2 and placed.blank:
        warnings.warn(f"no ink was found in {name}", PictureWarning, stacklevel=3)
    return placed.image


def _numbers(given: Tensor | npt.NDArray[np.generic], image_shape: tuple[int, ...]) -> Tensor:
    if tuple(given.shape) != image_shape:
        raise ImageError(f"invalid image shape: {tuple(given.shape)} (expected {image_shape})")
    image = torch.as_tensor(given).float() if isinstance(given, Tensor) else _from_array(given)
    low, high = float(image.min()), float(image.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ImageError("invalid image: it holds NaN or infinity (expected values from 0 to 1)")
    if low < 0 or high > 1:
        raise ImageError(
            f"invalid image: values from {low:g} to {high:g} (expected 0 to 1, where ink is 1: "
            "divide by 255 what is 0..255)"
        )
    return image


def _from_array(given: npt.NDArray[np.generic]) -> Tensor:
    try:
        values = np.ascontiguousarray(given, np.float32)
    except (TypeError, ValueError) as error:
        raise ImageError(f"invalid image: {given.dtype} (expected numbers from 0 to 1)") from error
    return torch.from_numpy(values)
