"""How well held-out pictures are drawn again, as the server answers it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from model.analysis.reconstruction_errors import measure_errors, save_errors
from model.checkpoints.catalogue import load_checkpoint
from model.network.capsnet import CapsNet
from tests.app.answers import assert_error, read_tensors
from tests.model.tiny import make_dataset

URL = "/api/models/small/errors"


@pytest.fixture
def errors_file(checkpoint: Path, capsnet: CapsNet) -> Path:
    errors = measure_errors(capsnet, make_dataset(60, size=28))
    return save_errors(load_checkpoint(checkpoint), errors)


def test_errors_are_those_that_were_measured(
    errors_file: Path, client: FlaskClient, checkpoint: Path, capsnet: CapsNet
) -> None:
    response = client.get(URL)
    metadata, tensors = read_tensors(response)
    expected = measure_errors(capsnet, make_dataset(60, size=28))
    np.testing.assert_array_equal(tensors["errors"], expected)
    sha256 = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert metadata == {"model": "small", "sha256": sha256, "dataset": "mnist"}
    again = client.get(URL, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_missing_errors_are_not_found_and_the_command_is_named(client: FlaskClient) -> None:
    words = "the reconstruction errors of small are missing: `python -m model.reconstruction_errors"
    assert_error(client.get(URL), 404, words)


def test_errors_of_another_checkpoint_and_damaged_ones_are_refused(
    errors_file: Path, client: FlaskClient, checkpoint: Path
) -> None:
    content = errors_file.read_bytes()
    own = load_checkpoint(checkpoint).sha256.encode()
    errors_file.write_bytes(content.replace(own, b"0" * 64))
    response = client.get(URL)
    assert_error(response, 404, "was made with the checkpoint 000000000000… (expected", "again")
    errors_file.write_bytes(content[:-4])
    response = client.get(URL)
    assert_error(response, 404, "small.errors.safetensors is damaged: ")
    assert str(errors_file.parent) not in response.text
