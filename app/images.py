"""Images: from the body of a request to what the network receives."""

from __future__ import annotations

import io
import math
from typing import Literal

import numpy as np
import torch
from flask import request
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from app import timing
from app.errors import ApiError
from app.inference import current_inference
from app.schemas import PreprocessQuery, TraceQuery
from app.validation import check_type, read_body
from model.images.picture import Box, read_picture
from model.images.placement import Placement
from model.images.preprocess import Preprocessed, place_ink
from model.images.received import place_part, place_received
from model.network.config import CapsuleConfig

RAW_TYPE = "application/octet-stream"
PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp")


def read_image(config: CapsuleConfig, query: TraceQuery | PreprocessQuery) -> Preprocessed:
    """The request's image, in [0, 1], of the shape that a network expects, and its place.

    Raises ApiError or ImageError where it is no such image.
    """
    check_type((RAW_TYPE, *PICTURE_TYPES))
    data = read_body()
    if request.mimetype == RAW_TYPE:
        with timing.measured("preprocess"):
            return _place_raw(data, config, query)
    return current_inference().pictures.run(
        lambda: place_part(
            read_picture(data),
            image_shape=config.image_shape,
            center=query.center != "0",
            take=query.take,
            crop=None if query.crop is None else Box(*query.crop),
        ),
        part="preprocess",
    )


def read_images(
    config: CapsuleConfig, center: Literal["0", "1"] | None, count: int
) -> Float[Tensor, "count *image_shape"]:
    """The request's images: `count` of them in one body, one after another or one below another.

    Raises ApiError or ImageError where it holds no such images.
    """
    check_type((RAW_TYPE, *PICTURE_TYPES))
    height, width = config.image_height, config.image_width
    data = read_body()
    if request.mimetype == RAW_TYPE and center != "1":
        with timing.measured("preprocess"):
            return _read_raw(data, config, count)
    if request.mimetype == RAW_TYPE:
        _check_grey(config)

    def place() -> list[Preprocessed]:
        if request.mimetype == RAW_TYPE:
            inks = _read_raw(data, config, count).numpy()
            return [place_ink(ink, height=height, width=width) for ink in inks]
        return place_received(data, count, image_shape=config.image_shape, center=center != "0")

    placed = current_inference().pictures.run(place, part="preprocess")
    return torch.stack([each.image for each in placed])


def to_png(image: Float[Tensor, "*image_shape"]) -> bytes:
    """An image as a PNG file: white ink on black, or red, green and blue of three channels."""
    values = (image.numpy() * 255).round().astype(np.uint8)
    if values.ndim == 3:
        values = np.ascontiguousarray(values.transpose(1, 2, 0))
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


def _place_raw(
    data: bytes, config: CapsuleConfig, query: TraceQuery | PreprocessQuery
) -> Preprocessed:
    for field in ("take", "crop"):
        if getattr(query, field) is not None:
            raise ApiError(
                422,
                f"invalid {field}: raw pixels are taken whole (expected a picture)",
                field=field,
            )
    image = _read_raw(data, config, 1)[0]
    if query.center != "1":
        share = float(image.count_nonzero()) / image.numel()
        return Preprocessed(image, Placement(), ink_share=share)
    _check_grey(config)
    return place_ink(image.numpy(), height=config.image_height, width=config.image_width)


def _read_raw(data: bytes, config: CapsuleConfig, count: int) -> Tensor:
    shape = (count, *config.image_shape)
    if len(data) != math.prod(shape):
        sizes = " x ".join(map(str, shape if count > 1 else shape[1:]))
        raise ApiError(
            400,
            f"invalid body: {len(data):,} bytes (expected {math.prod(shape):,}: {sizes})",
            field="body",
        )
    pixels = np.frombuffer(data, np.uint8).astype(np.float32) / np.float32(255)
    return torch.from_numpy(pixels.reshape(shape))


def _check_grey(config: CapsuleConfig) -> None:
    if config.image_channels != 1:
        raise ApiError(
            422,
            f"this model takes {config.image_channels} channels, and only grey pixels are "
            "centred (expected center=0, or a picture)",
            field="center",
        )
