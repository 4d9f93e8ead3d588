from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model import patches
from model.analysis.patches import find_patches, load_patches
from model.checkpoints.card import Card
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import save_checkpoint
from model.data.idx import IdxSource
from model.network.capsnet import CapsNet
from tests.model.tiny import NETWORK, make_dataset


def test_the_command_writes_what_it_finds_in_the_training_split(
    tiny: IdxSource, tiny_checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert patches.main([str(tiny_checkpoint), "--limit", "30"]) == 0
    written = tiny_checkpoint.parent / "bars.patches.safetensors"
    assert f"{written}: searched 30 of 40 pictures in " in capsys.readouterr().out
    checkpoint = load_checkpoint(tiny_checkpoint)
    found = load_patches(checkpoint)
    assert (found.dataset, found.images) == ("tiny", 30)
    expected = find_patches(checkpoint.capsnet, tiny.read("train", download=False), limit=30)
    for name, values in expected.tensors().items():
        np.testing.assert_array_equal(found.patches.tensors()[name], values, err_msg=name)
    # The same once more: the same bytes, so that version control sees no change.
    before = written.read_bytes()
    assert patches.main([str(tiny_checkpoint), "--limit", "30"]) == 0
    assert written.read_bytes() == before


def test_the_command_searches_the_folder_that_a_network_was_trained_on(
    make_capsnet: Callable[..., CapsNet], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bars = make_dataset(40)
    for place, picture in enumerate(bars.images):
        path = tmp_path / "bars" / f"class {bars.labels[place]}" / f"{place}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(path)
    path = tmp_path / "mine.safetensors"
    names = ("class 0", "class 1", "class 2")
    card = Card(title="bars", dataset="bars/", class_names=names, recipe={"fit": "whole"})
    capsnet = make_capsnet(NETWORK)
    save_checkpoint(path, config=NETWORK, card=card, tensors=capsnet.state_dict())
    assert patches.main([str(path)]) == 1
    assert "the folder of pictures after --data" in capsys.readouterr().err
    assert patches.main([str(path), "--data", str(tmp_path / "bars")]) == 0
    assert load_patches(load_checkpoint(path)).dataset == "bars/"


@pytest.mark.usefixtures("tiny")
def test_the_command_explains_what_it_cannot_do(
    tiny_checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert patches.main(["no-such-network"]) == 1
    assert "there is no checkpoint 'no-such-network'" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        patches.main([str(tiny_checkpoint), "--limit", "8"])
    assert "8 (expected a whole number of at least 9)" in capsys.readouterr().err
