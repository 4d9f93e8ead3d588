from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import AppConfig
from model.checkpoints.card import Card
from model.checkpoints.checkpoint import save_checkpoint
from model.data import sources
from model.data.sources import read_dataset
from model.errors import DataError
from model.network.capsnet import CapsNet
from tests.app.answers import assert_error, read_tensors
from tests.conftest import skip_without
from tests.model.tiny import NETWORK, make_dataset, write_dataset

TEST = make_dataset(20, seed=1)


@pytest.fixture
def bars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A client of a server whose model's data set is there."""
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    source = write_dataset(tmp_path / "bars", training=make_dataset(40), test=TEST)
    monkeypatch.setitem(sources.SOURCES, "bars", source)
    path = tmp_path / "bars.safetensors"
    card = Card(title="Bars", dataset="bars", class_names=source.class_names, recipe={})
    save_checkpoint(path, config=NETWORK, card=card, tensors=CapsNet(NETWORK).state_dict())
    client = create_app(AppConfig(checkpoints=(path,), threads=1)).test_client()
    yield client
    assert client.get("/healthz").status_code == 200


def test_samples_are_the_data_sets(bars: FlaskClient) -> None:
    metadata, tensors = read_tensors(bars.get("/api/samples?offset=3&limit=4"))
    np.testing.assert_array_equal(tensors["images"], TEST.images[3:7])
    np.testing.assert_array_equal(tensors["labels"], TEST.labels[3:7])
    assert tensors["images"].dtype == np.uint8
    assert tensors["indices"].tolist() == [3, 4, 5, 6]
    assert metadata == {"model": "bars", "dataset": "bars", "split": "test", "total": "20"}


def test_samples_of_one_class_are_counted_and_skipped_within_it(bars: FlaskClient) -> None:
    places = np.flatnonzero(TEST.labels == 2)
    metadata, tensors = read_tensors(bars.get("/api/samples?label=2&offset=1&limit=2"))
    assert metadata["total"] == str(len(places))
    assert tensors["indices"].tolist() == places[1:3].tolist()
    assert tensors["labels"].tolist() == [2, 2]


def test_a_class_beyond_the_networks_last_is_refused(bars: FlaskClient) -> None:
    response = bars.get("/api/samples?label=3")
    assert_error(response, 422, "invalid label: 3 (expected 0 to 2)", field="label")


def test_samples_past_the_end_are_none(bars: FlaskClient) -> None:
    metadata, tensors = read_tensors(bars.get("/api/samples?split=train&offset=1000"))
    assert metadata["total"] == "40"
    assert tensors["images"].shape == (0, 10, 10)


def test_samples_as_json(bars: FlaskClient) -> None:
    answer = bars.get("/api/samples?limit=1", headers={"Accept": "application/json"}).get_json()
    assert answer["metadata"]["total"] == 20
    assert answer["tensors"]["images"] == TEST.images[:1].tolist()


def test_absent_samples_say_how_to_get_them(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    response = client.get("/api/samples")
    assert_error(response, 404, "`python -m model.data mnist` downloads them")
    assert str(tmp_path) not in response.text


def test_samples_appear_once_their_data_is_there(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path))
    assert client.get("/api/samples").status_code == 404
    source = write_dataset(tmp_path / "mnist", training=make_dataset(40), test=TEST)
    monkeypatch.setitem(sources.SOURCES, "mnist", source)
    assert client.get("/api/samples").status_code == 200


def test_mnist_is_served_where_it_is(client: FlaskClient) -> None:
    try:
        expected = read_dataset("mnist", "test")
    except DataError as error:
        skip_without(f"MNIST ({error})")
    metadata, tensors = read_tensors(client.get("/api/samples?label=7&limit=500"))
    sevens = expected.images[expected.labels == 7]
    np.testing.assert_array_equal(tensors["images"], sevens[:500])
    assert metadata["total"] == str(len(sevens)) == "1028"
