"""Damaged pictures, and what is none, are refused."""

from __future__ import annotations

import struct
import time
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from model.errors import ImageError, ImageTooLargeError
from model.images.picture import MAX_PIXELS
from model.images.preprocess import (
    preprocess,
)
from tests.model.images.pictures import (
    encode,
    paint,
)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(width: int, height: int) -> bytes:
    """A small PNG file whose header asks for so many pixels."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + header + body + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(5_001, 5_000), (12_000, 10_000), (60_000, 60_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    started = time.perf_counter()
    with pytest.raises(ImageTooLargeError, match=f"expected at most {MAX_PIXELS:,}"):
        preprocess(bomb(*size))
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    whole = encode(paint(0, 255), kind)
    with pytest.raises(ImageError, match="expected a whole PNG, JPEG, WebP, GIF or BMP file"):
        preprocess(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"a drawing of a 7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encode(paint(0, 255), "TIFF"),
        encode(paint(0, 255), "PPM"),
    ],
)
def test_what_is_no_picture_of_a_known_kind_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError, match=rf"{len(data):,} bytes .* \(expected a whole PNG, JPEG"):
        preprocess(data)


@settings(max_examples=100, deadline=None)
@given(
    data=st.binary(max_size=300), kind=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP", ""])
)
@example(data=b"", kind="PNG")
def test_random_bytes_raise_nothing_but_image_errors(data: bytes, kind: str) -> None:
    whole = encode(Image.new("L", (9, 7), 200), kind) if kind else b""
    damaged = whole[: len(whole) - len(data) // 2] + data
    try:
        image = preprocess(damaged)
    except ImageError:
        return
    assert image.shape == (28, 28)


@settings(max_examples=100, deadline=None)
@given(
    place=st.integers(0, 200),
    value=st.integers(0, 255),
    kind=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP"]),
)
def test_a_changed_byte_raises_nothing_but_image_errors(place: int, value: int, kind: str) -> None:
    damaged = bytearray(encode(Image.new("L", (9, 7), 200), kind))
    damaged[place % len(damaged)] = value
    try:
        image = preprocess(bytes(damaged))
    except ImageError:
        return
    assert image.isfinite().all()
