"""What people call a network: its kind, what it was trained on and how often it errs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from model.checkpoints.card import Card
from model.checkpoints.checkpoint import Checkpoint
from model.data.dataset import is_folder
from model.data.sources import SOURCES
from model.network.architecture import find_architecture

DIGITS = frozenset("0123456789")


def labels_of(checkpoints: Sequence[Checkpoint]) -> dict[str, str]:
    """A label for each checkpoint by its name, no two alike: "CapsNet, MNIST (0.35 % error)".

    Those that would be called the same have the checkpoint's name as well, which is its recipe's.
    """
    labels = {each.name: label_of(each) for each in checkpoints}
    count = Counter(labels.values())
    return {
        name: label if count[label] == 1 else f"{label}, {name}" for name, label in labels.items()
    }


def label_of(checkpoint: Checkpoint) -> str:
    """What a network is called where there is no other like it."""
    card = checkpoint.card
    kind = find_architecture(checkpoint.network.config.architecture).short
    data = card.title if is_folder(card.dataset) else card.title.replace(" and ", " + ")
    measured = card.measured
    error = "" if measured is None else f" ({100 * measured.error:.2f} % error)"
    return f"{kind}, {data}{error}"


def shown_by(card: Card) -> str:
    """What the pictures show that a network reads: "digits", "clothes"; else "pictures"."""
    if all(name in DIGITS for name in card.class_names):
        return "digits"
    return SOURCES[card.dataset].shows if card.dataset in SOURCES else "pictures"
