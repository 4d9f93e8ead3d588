"""What surrounds a digit in a picture that people bring is not taken for its ink."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from model.errors import PartError
from model.images.picture import Box
from model.images.preprocess import place_picture, preprocess
from tests.model.images.pictures import draw_five, encode, paint
from tests.model.images.test_preprocess import likeness

Pixels = npt.NDArray[np.float64]
SIDE = 280
Draw = Callable[[ImageDraw.ImageDraw], object]


def five(*, paper: float = 235, ink: float = 30, pen: float = 18, **place: object) -> Pixels:
    """Grey values of a 5 in the middle of a sheet."""
    mask = np.asarray(draw_five(pen=pen, **place), float) / 255  # type: ignore[arg-type]
    return paper + (ink - paper) * mask


def taken(pixels: Pixels, *, noise: float = 3, kind: str = "PNG") -> bytes:
    """A photo of grey values, noisy as a camera's."""
    noisy = pixels + np.random.default_rng(0).normal(0, noise, pixels.shape)
    return encode(Image.fromarray(noisy.clip(0, 255).round().astype(np.uint8)), kind)


def with_drawn(draw: Draw, **look: float) -> Pixels:
    """A 5 with something drawn besides, in black."""
    image = Image.fromarray(five(**{"paper": 255, "ink": 0, **look}).astype(np.uint8))
    draw(ImageDraw.Draw(image))
    return np.asarray(image, float)


def ruled(gap: int, *, level: float, down: bool = False, **look: float) -> Pixels:
    pixels = five(**look)
    for offset in (4, 5):
        pixels[offset::gap] = np.minimum(pixels[offset::gap], level)
        if down:
            pixels[:, offset::gap] = np.minimum(pixels[:, offset::gap], level)
    return pixels


def on_a_table() -> Pixels:
    pixels = np.full((360, 360), 55.0)
    pixels[40:320, 40:320] = five()
    return pixels


def beside_a_strip() -> Pixels:
    pixels = five()
    pixels[:, :24] = 80
    return pixels


def in_half_a_shadow() -> Pixels:
    pixels = five()
    pixels[:, 140:] *= 0.55
    return pixels


def in_a_phones_shadow() -> Pixels:
    pixels = five()
    pixels[110:, 60:230] *= 0.55
    return pixels


def under_a_lamp() -> Pixels:
    rows, columns = np.mgrid[:SIDE, :SIDE]
    return five(paper=150, ink=40) + 100 * np.exp(-((rows - 60) ** 2 + (columns - 70) ** 2) / 3_000)


def on_dots() -> Pixels:
    pixels = five(paper=255, ink=0)
    for down in (6, 7):
        for right in (6, 7):
            pixels[down::18, right::18] = np.minimum(pixels[down::18, right::18], 170)
    return pixels


def bold() -> Pixels:
    place = {"corner": (20, 20), "extent": (67, 100)}
    mask = np.asarray(draw_five((110, 140), pen=22, **place), float) / 255  # type: ignore[arg-type]
    return 235 - 205 * mask


def status_bar(canvas: ImageDraw.ImageDraw) -> None:
    for left in (8, 20, 32, 238, 250):
        canvas.rectangle((left, 4, left + 7, 12), fill=0)


def axes(canvas: ImageDraw.ImageDraw) -> None:
    canvas.line([(30, 10), (30, 255), (270, 255)], fill=0)
    for place in range(40, 250, 30):
        canvas.line([(26, place), (30, place)], fill=0)
        canvas.line([(place, 255), (place, 259)], fill=0)


KINDS: dict[str, Callable[[], bytes]] = {
    "a bold digit, closely cropped": lambda: taken(bold()),
    "a dark table around the sheet": lambda: taken(on_a_table()),
    "a strip of table at one side": lambda: taken(beside_a_strip()),
    "a scanner's black edge": lambda: taken(
        with_drawn(lambda c: c.rectangle((0, 0, SIDE, 8), fill=0)), noise=2
    ),
    "a canvas' own border": lambda: encode(
        Image.fromarray(
            with_drawn(lambda c: c.rectangle((0, 0, 279, 279), outline=0)).astype(np.uint8)
        )
    ),
    "a box of a form": lambda: taken(
        with_drawn(lambda c: c.rectangle((60, 30, 220, 245), outline=0, width=2)), noise=0
    ),
    "a box of a form, photographed": lambda: taken(
        with_drawn(lambda c: c.rectangle((60, 30, 220, 245), outline=0, width=3), paper=235)
    ),
    "a circle around it": lambda: taken(
        with_drawn(lambda c: c.ellipse((40, 20, 240, 255), outline=0, width=6)), noise=0
    ),
    "a line under it": lambda: taken(
        with_drawn(lambda c: c.line((60, 245, 225, 242), fill=0, width=9)), noise=0
    ),
    "a tablet's status bar": lambda: taken(with_drawn(status_bar), noise=0),
    "a plot's axes": lambda: taken(with_drawn(axes), noise=0),
    "a hard shadow": lambda: taken(in_half_a_shadow()),
    "the phone's own shadow": lambda: taken(in_a_phones_shadow()),
    "a lamp's glare": lambda: taken(under_a_lamp()),
    "a grid of dots": lambda: taken(on_dots(), noise=0),
    "pencil on narrow rules": lambda: taken(ruled(14, level=180, ink=130, pen=12)),
    "ink on squares": lambda: taken(ruled(15, level=160, down=True, ink=90, pen=12)),
    "rules seen by a cheap camera": lambda: taken(
        ruled(24, level=185, ink=60, pen=12), noise=6, kind="JPEG"
    ),
}


@pytest.fixture(scope="module")
def plain() -> Tensor:
    return preprocess(encode(paint(0, 255, "L")))


@pytest.mark.parametrize("kind", KINDS)
def test_the_digit_alone_is_taken_from(kind: str, plain: Tensor) -> None:
    assert likeness(preprocess(KINDS[kind]()), plain) > 0.85


def blank(rows: int = 280, columns: int = 300) -> Pixels:
    return np.full((rows, columns), 225.0)


def shaded(pixels: Pixels) -> Pixels:
    pixels[:, 120:] *= 0.6
    return pixels


def ruled_only() -> Pixels:
    pixels = blank()
    pixels[5::20] = pixels[6::20] = 170
    return pixels


def bordered() -> Pixels:
    pixels = blank()
    pixels[[0, -1]] = pixels[:, [0, -1]] = 0
    return pixels


@pytest.mark.parametrize("noise", [0, 3, 10])
@pytest.mark.parametrize("make", [blank, lambda: shaded(blank()), ruled_only, bordered])
def test_no_ink_is_found_where_nothing_is_written(make: Callable[[], Pixels], noise: int) -> None:
    placed = place_picture(taken(make(), noise=noise))
    assert placed.blank
    assert not placed.image.any()
    assert placed.ink_share == 0


def test_noise_alone_is_blank() -> None:
    values = np.random.default_rng(1).integers(0, 256, (200, 240), np.uint8)
    assert place_picture(encode(Image.fromarray(values))).blank


def test_what_is_left_out_is_said_and_can_be_taken_in() -> None:
    pixels = with_drawn(lambda c: c.rectangle((60, 30, 220, 245), outline=0, width=2))
    picture = encode(Image.fromarray(pixels.astype(np.uint8)))
    placed = place_picture(picture)
    assert [each.taken for each in placed.strokes] == [True, False]
    assert placed.left_out == (Box(60, 30, 161, 216),)
    assert placed.strokes[0].box.left == pytest.approx(89, abs=2)
    assert 0.05 < placed.ink_share < 0.15
    alone = place_picture(picture, take=(0,))
    assert torch.equal(alone.image, placed.image)
    both = place_picture(picture, take=(0, 1))
    assert both.left_out == ()
    assert both.ink_share > placed.ink_share
    assert not torch.equal(both.image, placed.image)
    assert place_picture(picture, take=()).blank
    with pytest.raises(PartError, match=r"invalid take: 2 \(expected numbers below 2"):
        place_picture(picture, take=(0, 2))


def test_each_of_two_digits_in_a_row_can_be_read_alone(plain: Tensor) -> None:
    left = draw_five((420, 280), corner=(60, 60))
    both = np.maximum(np.asarray(left), np.roll(np.asarray(left), 170, axis=1))
    picture = encode(Image.fromarray(255 - both))
    placed = place_picture(picture)
    assert [each.taken for each in placed.strokes] == [True, True]
    assert abs(placed.strokes[0].box.left - placed.strokes[1].box.left) == 170
    for number in (0, 1):
        assert likeness(place_picture(picture, take=(number,)).image, plain) > 0.97


def test_a_part_of_a_picture_is_read_as_if_it_were_the_whole(plain: Tensor) -> None:
    scene = Image.new("L", (900, 700), 255)
    scene.paste(paint(0, 255, "L"), (500, 300))
    ImageDraw.Draw(scene).rectangle((40, 40, 300, 300), fill=0)
    placed = place_picture(encode(scene), crop=Box(500, 300, 280, 280))
    assert torch.equal(placed.image, plain)
    whole = place_picture(encode(paint(0, 255, "L")))
    assert placed.placement.left == pytest.approx(whole.placement.left + 500)
    assert placed.placement.top == pytest.approx(whole.placement.top + 300)
    assert placed.strokes[0].box.left == whole.strokes[0].box.left + 500
    for box in (Box(0, 0, 0, 5), Box(890, 0, 20, 5), Box(-1, 0, 5, 5)):
        with pytest.raises(PartError, match="invalid crop"):
            place_picture(encode(scene), crop=box)
