from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from model.colour import preprocess_colour
from model.errors import ImageError


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_a_picture_of_the_images_size_is_taken_as_it_is() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8)
    image = preprocess_colour(png(Image.fromarray(pixels)), height=6, width=5)
    assert image.shape == (3, 6, 5)
    assert np.array_equal((255 * image.numpy()).round(), pixels.transpose(2, 0, 1))


def test_a_wide_picture_is_scaled_whole_and_padded_with_the_colour_of_its_border() -> None:
    picture = Image.new("RGB", (80, 40), (10, 200, 30))
    picture.paste((250, 0, 0), (20, 10, 60, 30))
    image = (255 * preprocess_colour(png(picture), height=20, width=20)).round().numpy()
    assert image[:, 0, 0].tolist() == image[:, 19, 10].tolist() == [10, 200, 30]
    assert image[:, 10, 10].tolist() == [250, 0, 0]
    # 40 x 20 of 80 x 40 is 10 x 5 of 20 x 10.
    assert ((image[0] - 10) / 240).sum() == pytest.approx(10 * 5, rel=0.02)


def test_grey_and_transparent_pictures_have_three_channels_too() -> None:
    grey = preprocess_colour(png(Image.new("L", (9, 9), 51)), height=9, width=9)
    assert np.allclose(grey, 0.2)
    clear = preprocess_colour(png(Image.new("RGBA", (9, 9), (0, 0, 0, 0))), height=9, width=9)
    assert np.allclose(clear, 1)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ImageError, match="expected a whole PNG"):
        preprocess_colour(b"GIF89a", height=9, width=9)
