"""Nothing that is there already is overwritten, unless it is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.analysis.reconstruction_errors import save_errors
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.sidecar import ERRORS, PATCHES
from model.data import sources
from model.errors import CheckpointError
from model.train import train
from model.training.recipe import Recipe
from tests.model.runs import ALONE, SHORT, run
from tests.model.tiny import NETWORK


def train_tiny(folder: Path, *, overwrite: bool) -> Path:
    return train(
        "tiny",
        Recipe(dataset="tiny", **SHORT),  # type: ignore[arg-type]
        sources.SOURCES["tiny"],
        ALONE,
        runs=folder / "runs",
        output=folder,
        config=NETWORK,
        overwrite=overwrite,
    )


@pytest.mark.usefixtures("tiny")
def test_training_spares_a_checkpoint_that_is_not_its_own(tmp_path: Path) -> None:
    path = tmp_path / "tiny.safetensors"
    path.write_bytes(b"the shipped network")
    card = path.with_suffix(".md")
    card.write_text("its card")
    with pytest.raises(CheckpointError, match=r"tiny\.safetensors is there already.*--overwrite"):
        train_tiny(tmp_path, overwrite=False)
    assert path.read_bytes() == b"the shipped network"
    assert not (tmp_path / "runs").exists()  # nothing was begun
    train_tiny(tmp_path, overwrite=True)
    assert load_checkpoint(path).card.dataset == "tiny"
    assert not card.exists()  # it described another network


@pytest.mark.usefixtures("tiny")
def test_a_run_may_write_its_own_checkpoint_again(tmp_path: Path) -> None:
    before = run(tmp_path, **SHORT).read_bytes()
    assert run(tmp_path, **SHORT).read_bytes() == before


def test_what_was_made_of_another_checkpoint_is_spared(tiny_checkpoint: Path) -> None:
    checkpoint = load_checkpoint(tiny_checkpoint)
    ERRORS.check_free(checkpoint, overwrite=False)
    path = save_errors(checkpoint, np.arange(3, dtype=np.float32))
    ERRORS.check_free(checkpoint, overwrite=False)  # its own may be measured again
    other = checkpoint._replace(sha256="0" * 64)
    with pytest.raises(CheckpointError, match=r"was not made with .*--overwrite"):
        ERRORS.check_free(other, overwrite=False)
    ERRORS.check_free(other, overwrite=True)
    path.with_name(path.name.replace("errors", "patches")).write_bytes(b"no such file")
    with pytest.raises(CheckpointError, match="--overwrite"):
        PATCHES.check_free(checkpoint, overwrite=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("theirs.pth", "a file of PyTorch's, which may hold code"),
        ("theirs.pt", "a file of PyTorch's"),
        ("theirs.h5", "a file of Keras' weights"),
        ("theirs.keras", "a network of Keras'"),
    ],
)
def test_files_of_other_programs_are_named_with_the_command_that_converts_them(
    tmp_path: Path, name: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"weights")
    with pytest.raises(CheckpointError, match=rf"{name} is {words}.*python -m model\.convert"):
        load_checkpoint(path)
