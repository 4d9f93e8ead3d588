from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.app.answers import RAW

GZIP = {"Accept-Encoding": "br, gzip"}


@pytest.fixture
def page(make_app: Callable[..., Flask], tmp_path: Path) -> FlaskClient:
    """A client of a server with one module that compresses well and one that is too short."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "main.js").write_text("export const main = 1;\n" * 100)
    (tmp_path / "js" / "short.js").write_text("export {};\n")
    return make_app(static_folder=tmp_path).test_client()


def test_modules_are_sent_compressed_to_those_who_read_that(page: FlaskClient) -> None:
    plain = page.get("/static/js/main.js", buffered=True)
    compressed = page.get("/static/js/main.js", headers=GZIP, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.data) == plain.data
    assert compressed.content_length == len(compressed.data) < 0.2 * len(plain.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in compressed.headers["Vary"]


def test_compressed_modules_that_did_not_change_are_not_sent_again(page: FlaskClient) -> None:
    tag = page.get("/static/js/main.js", headers=GZIP, buffered=True).headers["ETag"]
    assert tag.startswith("W/")
    again = page.get("/static/js/main.js", headers={**GZIP, "If-None-Match": tag}, buffered=True)
    assert again.status_code == 304
    assert again.data == b""


def test_a_module_that_changed_is_sent_anew(page: FlaskClient, tmp_path: Path) -> None:
    page.get("/static/js/main.js", headers=GZIP, buffered=True)
    (tmp_path / "js" / "main.js").write_text("export const main = 2;\n" * 100)
    again = page.get("/static/js/main.js", headers=GZIP, buffered=True)
    assert gzip.decompress(again.data).startswith(b"export const main = 2;")


def test_short_files_and_the_api_are_sent_as_they_are(page: FlaskClient, pixels: bytes) -> None:
    short = page.get("/static/js/short.js", headers=GZIP, buffered=True)
    trace = page.post("/api/trace", data=pixels, content_type=RAW, headers=GZIP)
    missing = page.get("/static/js/missing.js", headers=GZIP)
    for response in (short, trace, missing):
        assert "Content-Encoding" not in response.headers
    assert short.data == b"export {};\n"


def test_the_page_is_sent_compressed(page: FlaskClient) -> None:
    response = page.get("/", headers=GZIP)
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data).startswith(b"<!doctype html>")
