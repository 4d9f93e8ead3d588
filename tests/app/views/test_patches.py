"""What each type of primary capsules responds to most, as the server answers it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from model.analysis.patches import COUNT, find_patches, save_patches
from model.checkpoints.catalogue import load_checkpoint
from model.network.capsnet import CapsNet
from tests.app.answers import assert_error, read_tensors
from tests.model.tiny import make_dataset

URL = "/api/models/small/patches"


@pytest.fixture
def patches_file(checkpoint: Path, capsnet: CapsNet) -> Path:
    found = find_patches(capsnet, make_dataset(30, size=28))
    return save_patches(load_checkpoint(checkpoint), found, images=30)


def test_patches_are_those_that_were_found(
    patches_file: Path, client: FlaskClient, checkpoint: Path, capsnet: CapsNet
) -> None:
    metadata, tensors = read_tensors(client.get(URL))
    expected = find_patches(capsnet, make_dataset(30, size=28)).tensors()
    assert tensors.keys() == expected.keys()
    for name, values in tensors.items():
        assert values.dtype == expected[name].dtype
        np.testing.assert_array_equal(values, expected[name], err_msg=name)
    assert tensors["patches"].shape == (3, COUNT, 17, 17)
    sha256 = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    assert metadata == {"model": "small", "sha256": sha256, "dataset": "mnist", "images": "30"}
    answer = client.get(URL, headers={"Accept": "application/json"}).get_json()
    assert answer["tensors"]["sources"] == tensors["sources"].tolist()


def test_patches_are_asked_for_again_and_sent_only_when_found_anew(
    patches_file: Path, client: FlaskClient, checkpoint: Path, capsnet: CapsNet
) -> None:
    first = client.get(URL)
    assert first.headers["Cache-Control"] == "no-cache"
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = client.get(URL, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    anew = find_patches(capsnet, make_dataset(40, size=28, seed=1))
    save_patches(load_checkpoint(checkpoint), anew, images=40)
    changed = client.get(URL, headers={"If-None-Match": tag})
    np.testing.assert_array_equal(read_tensors(changed)[1]["lengths"], anew.lengths)


def test_missing_patches_are_not_found_and_the_command_is_named(client: FlaskClient) -> None:
    command = "`python -m model.patches small` finds them"
    assert_error(client.get(URL), 404, f"the patches of small are missing: {command}")


def test_patches_of_another_checkpoint_are_refused(
    patches_file: Path, client: FlaskClient, checkpoint: Path
) -> None:
    own = load_checkpoint(checkpoint).sha256.encode()
    patches_file.write_bytes(patches_file.read_bytes().replace(own, b"0" * 64))
    response = client.get(URL)
    assert_error(response, 404, "was made with the checkpoint 000000000000… (expected", "again")
    assert str(checkpoint.parent) not in response.text


def test_damaged_patches_are_refused_without_naming_a_path(
    patches_file: Path, client: FlaskClient
) -> None:
    patches_file.write_bytes(patches_file.read_bytes()[:-100])
    response = client.get(URL)
    assert_error(response, 404, "small.patches.safetensors is damaged: ", "model.patches small`")
    assert str(patches_file.parent) not in response.text


def test_patches_of_an_unknown_model_are_not_found(client: FlaskClient) -> None:
    response = client.get("/api/models/large/patches")
    assert_error(response, 404, "unknown model: large (expected one of small)", field="model")
