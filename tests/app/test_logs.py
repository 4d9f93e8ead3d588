from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask

from tests.app.answers import RAW, assert_error


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_every_answer_is_a_line_where_that_is_asked_for_and_holds_no_drawing(
    make_app: Callable[..., Flask], pixels: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_app(log_level="info").test_client()
    client.get("/?d=the-drawing")
    client.post("/api/trace?client=somebody", data=pixels, content_type=RAW)
    found = lines(capsys)
    assert [(each["path"], each["status"], each["level"]) for each in found] == [
        ("/", 200, "info"),
        ("/api/trace", 200, "info"),
    ]
    assert "drawing" not in str(found)
    assert "somebody" not in str(found)


def test_by_default_only_failures_are_told_with_their_reason(
    make_app: Callable[..., Flask],
    pixels: bytes,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app()
    client = app.test_client()
    assert client.post("/api/trace", data=pixels, content_type=RAW).status_code == 200
    assert client.post("/api/trace", data=b"?", content_type=RAW).status_code == 400
    assert lines(capsys) == []

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(app.extensions["capsnet_inference"], "trace", fail)
    response = client.post("/api/trace?client=somebody", data=pixels, content_type=RAW)
    assert_error(response, 500, "its log says why")
    failure, answer = lines(capsys)
    assert failure["level"] == "error"
    assert "out of luck" in str(failure["traceback"])
    assert (answer["event"], answer["status"], answer["level"]) == ("answered", 500, "warning")
    assert "somebody" not in str([failure, answer])
