from __future__ import annotations

import dataclasses
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from flask import Flask
from torch import Tensor
from werkzeug.test import TestResponse

from app import create_app
from app.batching import Batchable
from app.config import AppConfig
from app.errors import ApiError
from app.inference import Lane
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import save_checkpoint
from model.errors import CheckpointError
from model.network.architecture import confidences
from model.network.capsnet import CapsNet
from model.network.cnn import Cnn, CnnConfig
from tests.app.answers import RAW, assert_error, read_tensors


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; it must within some seconds."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@contextmanager
def occupied(app: Flask) -> Iterator[None]:
    """The only place in which the app computes is taken while the block runs."""
    begun, done = threading.Event(), threading.Event()

    def block(items: object) -> list[None]:
        begun.set()
        done.wait(30)
        return [None]

    def occupy() -> None:
        with app.app_context():
            turns = app.extensions["capsnet_inference"].turns
            turns.run(Batchable("block", block), None, client="blocker")

    other = threading.Thread(target=occupy)
    other.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        done.set()
        other.join(30)


def test_a_request_whose_turn_does_not_come_is_told_to_try_again(
    make_app: Callable[..., Flask], pixels: bytes
) -> None:
    app = make_app(max_wait=0.05)
    with occupied(app):
        response = app.test_client().post("/api/trace", data=pixels, content_type=RAW)
        assert_error(response, 503, "too many requests")
        assert response.headers["Retry-After"] == "1"
    response = app.test_client().post("/api/trace", data=pixels, content_type=RAW)
    assert response.status_code == 200


def test_a_newer_drawing_of_a_page_takes_the_place_of_its_older_one(
    make_app: Callable[..., Flask], capsnet: CapsNet
) -> None:
    app = make_app()
    turns = app.extensions["capsnet_inference"].turns

    def draw(shade: int) -> TestResponse:
        url = "/api/trace?fields=lengths&client=tab-1"
        return app.test_client().post(url, data=bytes([shade]) * 784, content_type=RAW)

    with ThreadPoolExecutor(2) as threads:
        with occupied(app):
            older = threads.submit(draw, 100)
            until(lambda: turns.waiting == 1)
            newer = threads.submit(draw, 200)
            assert_error(older.result(10), 409, "newer request")
            assert turns.waiting == 1
        _, tensors = read_tensors(newer.result(10))
    expected = capsnet.trace(torch.full((28, 28), 200 / 255)).lengths
    np.testing.assert_allclose(tensors["lengths"], expected.numpy(), atol=1e-6)


def test_those_that_wait_share_a_pass_and_get_their_own_answers(
    make_app: Callable[..., Flask], capsnet: CapsNet
) -> None:
    app = make_app()
    turns = app.extensions["capsnet_inference"].turns
    sizes: list[int] = []
    turns.observe = sizes.append
    images = torch.randint(0, 256, (6, 28, 28), dtype=torch.uint8)

    def ask(image: Tensor) -> TestResponse:
        data = image.numpy().tobytes()
        return app.test_client().post("/api/trace", data=data, content_type=RAW)

    def decode(count: int) -> TestResponse:
        body = {"capsules": [[count, [0.1 * count] * 5]] * count}
        return app.test_client().post("/api/decode", json=body)

    with ThreadPoolExecutor(8) as threads:
        with occupied(app):
            traced = [threads.submit(ask, image) for image in images]
            until(lambda: turns.waiting == 6)
            decoded = [threads.submit(decode, count) for count in (2, 3)]
            until(lambda: turns.waiting == 8)
        for image, answer in zip(images, traced, strict=True):
            metadata, tensors = read_tensors(answer.result(10))
            assert float(metadata["queued"]) > 0
            for name, expected in capsnet.trace(image.float() / 255).items():
                if name in tensors:
                    np.testing.assert_allclose(
                        tensors[name], expected.numpy(), rtol=1e-4, atol=1e-6, err_msg=name
                    )
        for count, answer in zip((2, 3), decoded, strict=True):
            pictures = read_tensors(answer.result(10))[1]["images"]
            values = torch.full((count, 5), 0.1 * count)
            expected = capsnet.decode(values, torch.full((count,), count))
            np.testing.assert_allclose(pictures, expected.numpy(), atol=1e-6)
    assert sizes == [1, 6, 2]


def test_a_full_queue_refuses_at_once(make_app: Callable[..., Flask], pixels: bytes) -> None:
    app = make_app(max_waiting=1)
    turns = app.extensions["capsnet_inference"].turns

    def ask() -> TestResponse:
        return app.test_client().post("/api/trace", data=pixels, content_type=RAW)

    with ThreadPoolExecutor(1) as threads:
        with occupied(app):
            first = threads.submit(ask)
            until(lambda: turns.waiting == 1)
            refused = ask()
            assert_error(refused, 503, "too many requests")
            assert refused.headers["Retry-After"] == "1"
        assert first.result(10).status_code == 200


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
    with pytest.raises(CheckpointError, match="there is no checkpoint of a capsule network"):
        create_app(AppConfig(checkpoints=()))


@pytest.fixture
def others(checkpoint: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A network without capsules, and one of capsules that reads two digits at once."""
    small = load_checkpoint(checkpoint)
    cnn, pairs = tmp_path / "plain.safetensors", tmp_path / "pairs.safetensors"
    config = CnnConfig(kernels=(2,), strides=(4,), hidden=(5,))
    save_checkpoint(cnn, config=config, card=small.card, tensors=Cnn(config).state_dict())
    save_checkpoint(
        pairs,
        config=small.capsnet.config,
        card=dataclasses.replace(small.card, present=2),
        tensors=small.capsnet.state_dict(),
    )
    return cnn, pairs


def test_only_capsule_networks_of_one_digit_are_offered_and_the_others_are_there_by_name(
    checkpoint: Path, others: tuple[Path, Path]
) -> None:
    app = create_app(AppConfig(checkpoints=(*others, checkpoint), threads=1))
    inference = app.extensions["capsnet_inference"]
    client = app.test_client()
    answer = client.get("/api/models").get_json()
    assert [model["name"] for model in answer["models"]] == ["small"]
    assert answer["default"] == inference.find(None).name == "small"
    image = torch.rand(1, 1, 28, 28)
    for path in (*others, checkpoint):
        found = inference.find_any(path.stem)
        assert (found.name, found.path) == (path.stem, path)
        expected = confidences(load_checkpoint(path).network, image)
        assert torch.allclose(confidences(found.network, image), expected, atol=1e-6)
    for name in ("plain", "pairs"):
        with pytest.raises(ApiError, match=rf"unknown model: '?{name}'? \(expected one of small\)"):
            inference.find(name)
        assert_error(client.get(f"/api/models/{name}/kernels"), 404, "unknown model", field="model")
    with pytest.raises(ApiError, match=r"\(expected one of plain, pairs, small\)"):
        inference.find_any("nothing")


def test_a_server_of_no_network_that_the_stages_can_show_is_refused(
    others: tuple[Path, Path],
) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint of a capsule network that reads one"):
        create_app(AppConfig(checkpoints=others))


def test_between_the_jobs_of_a_batch_another_request_has_its_turn(
    app: Flask, pixels: bytes
) -> None:
    inference = app.extensions["capsnet_inference"]
    begun, answered = threading.Event(), threading.Event()
    after: list[bool] = []

    def job() -> None:
        after.append(answered.is_set())
        begun.set()
        threading.Event().wait(0.02)

    def draw() -> None:
        assert begun.wait(10)
        response = app.test_client().post("/api/trace", data=pixels, content_type=RAW)
        assert response.status_code == 200
        answered.set()

    other = threading.Thread(target=draw)
    other.start()
    with app.test_request_context():
        inference.in_turns([job] * 100)
    other.join(10)
    assert not after[0]
    assert after[-1]
