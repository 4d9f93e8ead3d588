"""Every way in which a request can be wrong, and what it is told."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.app.answers import RAW, assert_error

PASSWORDS = "../../etc/passwd"
ZEROS = [0.0] * 5


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("routing=0", "routing", "invalid routing: 0 (expected 1 to 10)"),
        ("routing=11", "routing", "invalid routing: 11 (expected 1 to 10)"),
        ("routing=many", "routing", "invalid routing: many (expected 1 to 10)"),
        ("routing=", "routing", "invalid routing: nothing (expected 1 to 10)"),
        ("routing=1&routing=2", "routing", "invalid routing: given 2 times (expected once)"),
        ("fields=lengths,length", "fields", "invalid fields: length (expected one of image, conv1"),
        ("fields=", "fields", "invalid fields: nothing (expected one of image"),
        (f"fields={PASSWORDS}", "fields", f"invalid fields: {PASSWORDS} (expected one of"),
        ("precision=f16", "precision", "invalid precision: f16 (expected one of float32, u8)"),
        ("center=2", "center", "invalid center: 2 (expected one of 0, 1)"),
        ("rooting=3", "rooting", "unknown parameter: rooting (expected model, routing, fields"),
    ],
)
def test_a_wrong_query_of_a_trace_is_explained(
    client: FlaskClient, pixels: bytes, query: str, field: str, message: str
) -> None:
    response = client.post(f"/api/trace?{query}", data=pixels, content_type=RAW)
    assert_error(response, 422, message, field=field)


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("label=10", "label", "invalid label: 10 (expected 0 to 9)"),
        ("label=-1", "label", "invalid label: -1 (expected a whole number from 0)"),
        ("limit=501", "limit", "invalid limit: 501 (expected 1 to 500)"),
        ("offset=-1", "offset", "invalid offset: -1 (expected 0 to 1e+06)"),
        (f"split={PASSWORDS}", "split", f"invalid split: {PASSWORDS} (expected one of train, test"),
    ],
)
def test_a_wrong_query_of_samples_is_explained(
    client: FlaskClient, query: str, field: str, message: str
) -> None:
    assert_error(client.get(f"/api/samples?{query}"), 422, message, field=field)


@pytest.mark.parametrize("name", ["large", PASSWORDS, "", "%00", "x" * 5000])
def test_an_unknown_model_is_not_found(client: FlaskClient, pixels: bytes, name: str) -> None:
    for response in (
        client.post(f"/api/trace?model={name}", data=pixels, content_type=RAW),
        client.post(f"/api/preprocess?model={name}", data=pixels, content_type=RAW),
        client.get(f"/api/samples?model={name}"),
        client.post("/api/decode", json={"model": name, "capsules": [[0, ZEROS]]}),
    ):
        assert_error(response, 404, "unknown model: ", "(expected one of small)", field="model")


@pytest.mark.parametrize(
    "path",
    [
        "/api/models/large/kernels",
        f"/api/models/{PASSWORDS}/kernels",
        "/api/models/%2e%2e%2f%2e%2e%2fetc%2fpasswd/kernels",
        "/api",
        "/nowhere",
        f"/static/{PASSWORDS}",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/../app/__init__.py",
        "/static//etc/passwd",
        "/static/js",
    ],
)
def test_nothing_is_found_where_there_is_nothing(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    field = "model" if response.get_json()["error"]["field"] else None
    assert_error(response, 404, field=field)
    assert b"root:" not in response.data


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/trace", "OPTIONS, POST"),
        ("DELETE", "/api/models", "GET, HEAD, OPTIONS"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    client: FlaskClient, method: str, path: str, allowed: str
) -> None:
    response = client.open(path, method=method)
    assert_error(response, 405, f"{method} (expected {allowed})")
    assert response.headers["Allow"] == allowed


@pytest.mark.parametrize("path", ["/api/trace", "/api/preprocess"])
@pytest.mark.parametrize("size", [0, 783, 785, 28 * 28 * 3])
def test_raw_pixels_of_another_number_are_refused(
    client: FlaskClient, path: str, size: int
) -> None:
    response = client.post(path, data=bytes(size), content_type=RAW)
    assert_error(
        response, 400, f"invalid body: {size:,} bytes (expected 784: 28 x 28)", field="body"
    )


@pytest.mark.parametrize("path", ["/api/trace", "/api/preprocess"])
def test_bytes_that_are_no_whole_picture_are_refused(
    client: FlaskClient, picture: Callable[..., bytes], path: str
) -> None:
    whole = picture()
    for data in (whole[: len(whole) // 2], whole[:100], b"", b"a text, not a picture", bytes(5000)):
        response = client.post(path, data=data, content_type="image/png")
        assert_error(response, 400, "invalid picture", field="body")


def test_a_decompression_bomb_is_refused_before_it_grows(client: FlaskClient) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    for side in (6_000, 100_000):  # 36 million pixels and 10 billion, in a few bytes
        header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
        bomb += chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
        response = client.post("/api/trace", data=bomb, content_type="image/png")
        assert_error(response, 413, "invalid picture", "pixels", field="body")


@pytest.mark.parametrize("content_type", ["text/plain", "image/svg+xml", "image/tiff", ""])
def test_a_body_of_another_type_is_refused(client: FlaskClient, content_type: str) -> None:
    for path, expected in (
        ("/api/trace", "image/png"),
        ("/api/preprocess", "image/png"),
        ("/api/decode", "application/json"),
    ):
        response = client.post(path, data=b"x", headers={"Content-Type": content_type})
        assert_error(response, 415, "invalid Content-Type", expected, field="Content-Type")


class Unreadable(io.RawIOBase):
    """A body that fails the test when it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/api/trace", RAW), ("/api/preprocess", "image/png"), ("/api/decode", "application/json")],
)
def test_a_claim_of_a_gigabyte_is_refused_without_reading(
    client: FlaskClient, path: str, content_type: str
) -> None:
    response = client.post(
        path,
        content_type=content_type,
        environ_overrides={"wsgi.input": Unreadable(), "CONTENT_LENGTH": str(2**30)},
    )
    assert_error(response, 413, "invalid body: 1,073,741,824 bytes (expected at most", field="body")


def test_a_body_in_chunks_is_refused_above_the_limit(make_app: Callable[..., Flask]) -> None:
    client = make_app(max_body_bytes=1000).test_client()
    response = client.post(
        "/api/trace",
        content_type=RAW,
        environ_overrides={
            "wsgi.input": io.BytesIO(bytes(2000)),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )
    assert_error(response, 413, "invalid body: more (expected at most 1,000 bytes)", field="body")


def test_a_body_of_exactly_the_limit_is_taken_in_chunks_too(make_app: Callable[..., Flask]) -> None:
    client = make_app(max_body_bytes=784).test_client()
    response = client.post(
        "/api/trace",
        content_type=RAW,
        environ_overrides={
            "wsgi.input": io.BytesIO(bytes(784)),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )
    assert response.status_code == 200


class Damaged(io.RawIOBase):
    """A body that cannot be read to its end."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise LookupError("no chunk")  # one that werkzeug does not know


def test_a_body_that_is_damaged_on_its_way_is_the_senders_error(client: FlaskClient) -> None:
    response = client.post(
        "/api/trace",
        content_type=RAW,
        environ_overrides={
            "wsgi.input": Damaged(),
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    )
    assert_error(response, 400, "invalid body: damaged on its way", field="body")


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "capsules", "missing capsules (expected a list of 1 to 512)"),
        ({"capsules": []}, "capsules", "invalid capsules: 0 values (expected a list of 1 to 512)"),
        ({"capsules": "no"}, "capsules", "invalid capsules: no (expected a list of 1 to 512)"),
        ({"capsules": None}, "capsules", "invalid capsules: null (expected a list of 1 to 512)"),
        (
            {"capsules": [[0, ZEROS]] * 513},
            "capsules",
            "invalid capsules: 513 values (expected a list of 1 to 512)",
        ),
        (
            {"capsules": [[0, ZEROS], [10, ZEROS]]},
            "capsules[1][0]",
            "invalid capsules[1][0]: 10 (expected 0 to 9)",
        ),
        ({"capsules": [[-1, ZEROS]]}, "capsules[0][0]", "-1 (expected a whole number from 0)"),
        ({"capsules": [["0", ZEROS]]}, "capsules[0][0]", "0 (expected a whole number from 0)"),
        ({"capsules": [[True, ZEROS]]}, "capsules[0][0]", "true (expected a whole number from 0)"),
        ({"capsules": [[0]]}, "capsules[0][1]", "missing capsules[0][1] (expected a list)"),
        ({"capsules": [[0, ZEROS, 1]]}, "capsules[0]", "3 values (expected a list of 2)"),
        (
            {"capsules": [[0, [0.0] * 4]]},
            "capsules[0][1]",
            "invalid capsules[0][1]: 4 values (expected 5)",
        ),
        ({"capsules": [[0, [1e30, 0, 0, 0, 0]]]}, "capsules[0][1][0]", "1e+30 (expected -1000 to"),
        ({"capsules": [[0, [0, "1"]]]}, "capsules[0][1][1]", "1 (expected -1000 to 1000)"),
        (
            {"capsules": [[0, ZEROS]], "digit": 1},
            "digit",
            "unknown parameter: digit (expected model",
        ),
        ([], "body", "invalid body: 0 values (expected an object)"),
        (3, "body", "invalid body: 3 (expected an object)"),
    ],
)
def test_wrong_capsules_are_explained(
    client: FlaskClient, body: object, field: str, message: str
) -> None:
    assert_error(client.post("/api/decode", json=body), 422, message, field=field)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e30", "1e400", "-1001"])
def test_numbers_that_no_capsule_has_are_refused(client: FlaskClient, number: str) -> None:
    body = f'{{"capsules": [[0, [0, {number}, 0, 0, 0]]]}}'
    response = client.post("/api/decode", data=body, content_type="application/json")
    assert_error(response, 422, "(expected -1000 to 1000)", field="capsules[0][1][1]")


def test_a_number_of_ten_thousand_digits_is_refused(client: FlaskClient) -> None:
    for body in (f'{{"capsules": [[{"9" * 10_000}, [0]]]}}', f'{{"capsules": {"9" * 10_000}}}'):
        response = client.post("/api/decode", data=body, content_type="application/json")
        assert response.status_code in (400, 422)
        assert_error(response, response.status_code, field=response.get_json()["error"]["field"])
    response = client.post(f"/api/trace?routing={'9' * 10_000}", content_type=RAW)
    assert_error(response, 422, "(expected 1 to 10)", field="routing")


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"capsules": [[0, [0,', b"\xff\xfe", b"[" * 100_000, b"not json"]
)
def test_malformed_json_is_refused(client: FlaskClient, body: bytes) -> None:
    response = client.post("/api/decode", data=body, content_type="application/json")
    assert_error(response, 400, "(expected JSON)", field="body")


def test_json_above_its_own_limit_is_refused(client: FlaskClient) -> None:
    body = json.dumps({"capsules": [[0, ZEROS]], "model": " " * 2**20})
    response = client.post("/api/decode", data=body, content_type="application/json")
    assert_error(response, 413, "(expected at most 1,048,576 bytes)", field="body")
