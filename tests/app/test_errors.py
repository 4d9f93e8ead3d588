from __future__ import annotations

import logging

import pytest
from flask import Flask

from app.errors import shorten
from tests.app.answers import assert_error


def test_a_failure_of_ours_is_logged_and_told_without_details(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise RuntimeError("a secret of the server")

    app.add_url_rule("/api/fail", view_func=fail)
    with caplog.at_level(logging.ERROR):
        response = app.test_client().get("/api/fail")
    assert_error(response, 500, "the server failed; its log says why")
    assert b"secret" not in response.data
    assert "a secret of the server" in caplog.text
    assert app.test_client().get("/healthz").status_code == 200


def test_long_values_are_cut_in_messages() -> None:
    assert shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 60 + "…"
