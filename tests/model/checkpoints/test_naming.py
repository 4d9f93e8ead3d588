from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from model.checkpoints.card import Card, Measured
from model.checkpoints.catalogue import load_checkpoint, shipped
from model.checkpoints.checkpoint import Checkpoint
from model.checkpoints.naming import label_of, labels_of, shown_by
from model.network.capsnet import CapsNet, CapsNetConfig

MEASURED = Measured(
    images=10_000,
    errors=31,
    interval=(0.0022, 0.0044),
    reconstruction_error=None,
    per_class=((1_000, 3),) * 10,
)


def _checkpoint(config: CapsNetConfig, name: str, **changes: object) -> Checkpoint:
    card = Card(title="MNIST", dataset="mnist", class_names=tuple("0123456789"), recipe={})
    card = dataclasses.replace(card, **changes)  # type: ignore[arg-type]
    return Checkpoint(name, CapsNet(config), card, "0" * 64, Path(f"{name}.safetensors"), "float32")


def test_a_label_says_the_kind_the_data_and_the_error(capsnet_config: CapsNetConfig) -> None:
    title = "MNIST and pen strokes"
    digits = _checkpoint(capsnet_config, "digits", title=title, measured=MEASURED)
    assert label_of(digits) == "CapsNet, MNIST + pen strokes (0.31 % error)"
    own = _checkpoint(capsnet_config, "own", title="cats and dogs", dataset="cats and dogs/")
    assert label_of(own) == "CapsNet, cats and dogs"


def test_labels_that_would_be_the_same_have_the_checkpoints_name(
    capsnet_config: CapsNetConfig,
) -> None:
    first, second = (_checkpoint(capsnet_config, name) for name in ("mnist", "mine"))
    other = _checkpoint(capsnet_config, "other", measured=MEASURED)
    assert labels_of([first, second, other]) == {
        "mnist": "CapsNet, MNIST, mnist",
        "mine": "CapsNet, MNIST, mine",
        "other": "CapsNet, MNIST (0.31 % error)",
    }


def test_no_two_shipped_networks_have_the_same_label() -> None:
    checkpoints = [load_checkpoint(path) for path in shipped()]
    labels = labels_of(checkpoints)
    assert len(set(labels.values())) == len(checkpoints)
    assert not any(name in label for name, label in labels.items() if "-" in name)


@pytest.mark.parametrize(
    ("dataset", "names", "expected"),
    [
        ("mnist", tuple("0123456789"), "digits"),
        ("mine/", ("1", "7"), "digits"),
        ("mine/", ("12", "77"), "pictures"),
        ("fashion-mnist", ("Shirt", "Coat"), "clothes"),
        ("smallnorb", ("animal", "car"), "toys"),
        ("unheard-of", ("a", "b"), "pictures"),
    ],
)
def test_what_a_network_reads_is_named(dataset: str, names: tuple[str, ...], expected: str) -> None:
    card = Card(title="Any", dataset=dataset, class_names=names, recipe={})
    assert shown_by(card) == expected
