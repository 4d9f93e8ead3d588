"""Searches for inputs that break what reads them."""

from __future__ import annotations

import contextlib
import io
import json
import math

import numpy as np
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image
from safetensors.numpy import load

from app.wire import EXACT_VALUES, encode
from model.errors import ImageError
from model.images.preprocess import place_picture
from tests.app.answers import dequantize, read_header
from tests.hostile.conftest import hostile

FORMS = ("PNG", "BMP", "JPEG", "GIF", "WEBP")


@hostile
@given(
    pixels=arrays.arrays(
        np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60)), elements=st.integers(0, 255)
    ),
    form=st.sampled_from(FORMS),
    center=st.booleans(),
)
def test_any_picture_becomes_an_image_of_the_networks_size(
    pixels: np.ndarray, form: str, center: bool
) -> None:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    placed = place_picture(file.getvalue(), center=center)
    image, placement = placed.image, placed.placement
    assert image.shape == (28, 28)
    assert image.isfinite().all()
    assert 0 <= image.min() <= image.max() <= 1
    assert all(math.isfinite(each) for each in placement)
    assert placement.scale > 0


@hostile
@given(
    form=st.sampled_from(FORMS),
    changes=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=30),
    length=st.integers(0, 3000),
)
def test_a_damaged_picture_is_read_or_refused(
    form: str, changes: list[tuple[int, int]], length: int
) -> None:
    file = io.BytesIO()
    Image.fromarray(np.arange(1600, dtype=np.uint16).astype(np.uint8).reshape(40, 40)).save(
        file, form
    )
    data = bytearray(file.getvalue())
    for place, value in changes:
        data[place % len(data)] = value
    with contextlib.suppress(ImageError):
        image = place_picture(bytes(data[:length])).image
        assert image.isfinite().all()


numbers = st.one_of(
    st.floats(), st.integers(), st.booleans(), st.none(), st.text(max_size=5), st.just(1e308)
)
values = st.recursive(numbers, lambda inner: st.lists(inner, max_size=6), max_leaves=20)


@hostile
@given(capsules=values, precision=st.one_of(st.just("u8"), values))
def test_whatever_is_to_be_decoded_is_answered_or_refused(
    client: FlaskClient, capsules: object, precision: object
) -> None:
    body = json.dumps({"capsules": capsules, "precision": precision})
    response = client.post("/api/decode", data=body, content_type="application/json")
    assert response.status_code in (400, 422)
    assert set(response.get_json()["error"]) == {"code", "message", "field"}


@hostile
@given(
    capsules=st.lists(
        st.tuples(st.integers(0, 9), st.lists(st.floats(-1000, 1000), min_size=5, max_size=5)),
        min_size=1,
        max_size=5,
    )
)
def test_every_capsule_within_its_range_is_decoded(
    client: FlaskClient, capsules: list[tuple[int, list[float]]]
) -> None:
    response = client.post("/api/decode", json={"capsules": capsules})
    images = load(response.get_data())["images"]
    assert images.shape == (len(capsules), 28, 28)
    assert np.isfinite(images).all()
    assert 0 <= images.min() <= images.max() <= 1


@hostile
@given(
    values=arrays.arrays(
        np.float32,
        st.sampled_from([(3,), (1, 1), (EXACT_VALUES + 1,), (50, 60)]),
        elements=st.floats(-(2.0**100), 2.0**100, width=32),
        fill=st.floats(-1, 1, width=32),
    ),
    metadata=st.dictionaries(st.text(max_size=9), st.text(max_size=20), max_size=3),
)
def test_what_is_written_to_the_wire_is_read_from_it(
    values: np.ndarray, metadata: dict[str, str]
) -> None:
    exact = encode({"values": values}, metadata)
    np.testing.assert_array_equal(load(exact)["values"], values)
    assert read_header(exact).get("__metadata__", {}) == metadata
    preview = encode({"values": values}, {}, "u8")
    header = read_header(preview)["__metadata__"]
    found = dequantize(header, load(preview))["values"]
    spread = float(values.max()) - float(values.min())
    tolerance = 0.502 * spread / 255 + 1e-6 * float(np.abs(values).max()) + 1e-30
    assert np.abs(found - values.astype(np.float64)).max() <= tolerance
