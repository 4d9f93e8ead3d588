from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from model.errors import ImageError
from model.images.colour import place_colour, place_colour_frames


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_a_picture_of_the_images_size_is_taken_as_it_is() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8)
    image = place_colour(png(Image.fromarray(pixels)), channels=3, height=6, width=5).image
    assert image.shape == (3, 6, 5)
    assert np.array_equal((255 * image.numpy()).round(), pixels.transpose(2, 0, 1))


def test_a_wide_picture_is_scaled_whole_and_padded_with_the_colour_of_its_border() -> None:
    picture = Image.new("RGB", (80, 40), (10, 200, 30))
    picture.paste((250, 0, 0), (20, 10, 60, 30))
    image = (
        (255 * place_colour(png(picture), channels=3, height=20, width=20).image).round().numpy()
    )
    assert image[:, 0, 0].tolist() == image[:, 19, 10].tolist() == [10, 200, 30]
    assert image[:, 10, 10].tolist() == [250, 0, 0]
    # 40 x 20 of 80 x 40 is 10 x 5 of 20 x 10.
    assert ((image[0] - 10) / 240).sum() == pytest.approx(10 * 5, rel=0.02)


def test_grey_and_transparent_pictures_have_three_channels_too() -> None:
    grey = place_colour(png(Image.new("L", (9, 9), 51)), channels=3, height=9, width=9).image
    assert np.allclose(grey, 0.2)
    clear = place_colour(
        png(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), channels=3, height=9, width=9
    ).image
    assert np.allclose(clear, 1)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ImageError, match="expected a whole PNG"):
        place_colour(b"GIF89a", channels=3, height=9, width=9)


def test_where_the_image_lies_on_the_picture_is_told() -> None:
    wide = png(Image.new("RGB", (80, 40)))
    placement = place_colour(wide, channels=3, height=20, width=20).placement
    assert placement == (4, 0, -20)  # a border of 5 rows above the picture's 10


def test_any_other_number_of_channels_sees_the_same_grey() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (6, 6), dtype=np.uint8)
    image = place_colour(png(Image.fromarray(pixels)), channels=2, height=6, width=6).image
    assert np.array_equal((255 * image.numpy()).round(), np.stack((pixels, pixels)))


def test_frames_are_read_as_pictures_of_their_own() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (30, 12, 3), dtype=np.uint8)
    frames = place_colour_frames(png(Image.fromarray(pixels)), 3, channels=3, height=5, width=5)
    for index, frame in enumerate(frames):
        alone = png(Image.fromarray(pixels[10 * index : 10 * index + 10]))
        expected = place_colour(alone, channels=3, height=5, width=5)
        assert np.array_equal(frame.image, expected.image)
        assert frame.placement == expected.placement
    with pytest.raises(ImageError, match="expected a multiple of 4"):
        place_colour_frames(png(Image.fromarray(pixels)), 4, channels=3, height=5, width=5)
