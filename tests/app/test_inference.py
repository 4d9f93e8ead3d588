from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import AppConfig
from app.errors import ApiError
from app.inference import Lane
from model.errors import CheckpointError
from tests.app.answers import RAW, assert_error


def test_a_request_whose_turn_does_not_come_is_told_to_try_again(
    make_app: Callable[..., Flask], pixels: bytes
) -> None:
    app = make_app(max_wait=0.05)
    inference = app.extensions["capsnet_inference"]
    blocked, done = threading.Event(), threading.Event()

    def block() -> None:
        blocked.set()
        done.wait(10)

    def occupy() -> None:
        with app.app_context():
            inference._models.run(block, part="model")

    other = threading.Thread(target=occupy)
    other.start()
    assert blocked.wait(10)
    response = app.test_client().post("/api/trace", data=pixels, content_type=RAW)
    assert_error(response, 503, "too many requests")
    assert response.headers["Retry-After"] == "1"
    done.set()
    other.join(10)
    response = app.test_client().post("/api/trace", data=pixels, content_type=RAW)
    assert response.status_code == 200


def test_a_job_that_began_is_waited_for(app: Flask) -> None:
    lane = Lane(places=1, max_wait=0.01)
    with app.app_context():
        assert lane.run(lambda: threading.Event().wait(0.1) or "done", part="model") == "done"


def test_an_error_in_a_job_reaches_the_request(app: Flask) -> None:
    def fail() -> None:
        raise ApiError(400, "no")

    lane = Lane(places=1, max_wait=1)
    with app.app_context():
        with pytest.raises(ApiError, match="no"):
            lane.run(fail, part="model")
        assert lane.run(lambda: "the place is free again", part="model")


def test_two_checkpoints_of_one_name_are_refused(checkpoint: Path, tmp_path: Path) -> None:
    second = tmp_path / "other" / checkpoint.name
    second.parent.mkdir()
    shutil.copy(checkpoint, second)
    with pytest.raises(CheckpointError, match="two checkpoints are named 'small'"):
        create_app(AppConfig(checkpoints=(checkpoint, second)))


def test_a_server_of_nothing_is_refused() -> None:
    with pytest.raises(CheckpointError, match="there is no checkpoint to serve"):
        create_app(AppConfig(checkpoints=()))
