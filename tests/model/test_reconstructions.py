from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from model import reconstructions
from model.checkpoints.card import Card
from model.checkpoints.checkpoint import save_checkpoint
from model.data.idx import IdxSource
from model.errors import DataError
from model.network.capsnet import CapsNet
from model.reconstructions import MARGIN, SCALE, first_of_each_class
from tests.model.tiny import NETWORK, make_dataset


def test_the_picture_holds_what_each_network_draws_of_the_same_digits(
    tiny: IdxSource, make_capsnet: Callable[..., CapsNet], tmp_path: Path
) -> None:
    card = Card(
        title="Bars", dataset="tiny", class_names=("top", "middle", "bottom"), recipe={"lr": 1}
    )
    networks = [make_capsnet(NETWORK), make_capsnet(NETWORK)]
    paths = [tmp_path / "first.safetensors", tmp_path / "second.safetensors"]
    for path, network in zip(paths, networks, strict=True):
        save_checkpoint(path, config=NETWORK, card=card, tensors=network.state_dict())
    output = tmp_path / "rows.png"
    assert reconstructions.main([*map(str, paths), "--output", str(output)]) == 0

    found = np.asarray(Image.open(output)).astype(int)
    side, step = SCALE * 10, MARGIN + SCALE * 10
    assert found.shape == (3 * step, 3 * side)
    held_out = tiny.read_held_out(download=False)
    for column, picture in enumerate(first_of_each_class(held_out, 3)):
        image = torch.tensor(picture) / 255
        traces = [network.trace(image) for network in networks]
        drawn = [trace.reconstructions[trace.prediction] for trace in traces]
        for row, expected in enumerate((image, *drawn)):
            top, left = row * step + MARGIN, column * side
            pixels = found[top : top + SCALE * 10 : SCALE, left : left + side : SCALE]
            np.testing.assert_allclose(pixels, 255 - 255 * expected.numpy(), atol=0.51)


def test_the_first_picture_of_each_class_is_taken() -> None:
    dataset = make_dataset(20)
    first = first_of_each_class(dataset, 3)
    for label, picture in enumerate(first):
        place = list(dataset.labels).index(label)
        np.testing.assert_array_equal(picture, dataset.images[place])
    with pytest.raises(DataError, match="no held-out picture"):
        first_of_each_class(dataset, 4)
