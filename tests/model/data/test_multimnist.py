from __future__ import annotations

import hashlib

import numpy as np
import pytest
import torch

from model.data import sources
from model.data.idx import IdxSource
from model.data.multimnist import (
    SEEDS,
    SHIFT,
    MultiMnistSource,
    draw_partners,
    make_pairs,
    overlay,
    place,
)
from model.data.sources import SOURCES, Dataset
from model.errors import ConfigError
from tests.model.tiny import HELD_OUT, make_dataset


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def bars(tiny: IdxSource, monkeypatch: pytest.MonkeyPatch) -> MultiMnistSource:
    """Pairs of the tiny data set's bars, known as "pairs"."""
    source = MultiMnistSource(title="Pairs", class_names=tiny.class_names, digits=tiny)
    monkeypatch.setitem(sources.SOURCES, "pairs", source)
    return source


@pytest.mark.parametrize("shift", [(0, 0), (-4, 4), (4, -4), (1, 0), (0, -3)])
def test_a_digit_is_moved_down_and_right_from_the_middle(shift: tuple[int, int]) -> None:
    digit = torch.rand(28, 28)
    (placed,) = place(digit[None], torch.tensor([shift]))
    expected = torch.zeros(36, 36)
    top, left = 4 + shift[0], 4 + shift[1]
    expected[top : top + 28, left : left + 28] = digit
    assert torch.equal(placed, expected)


def test_each_digit_is_moved_by_its_own_shift() -> None:
    digits, shifts = torch.rand(5, 6, 9), torch.randint(-4, 5, (5, 2))
    placed = place(digits, shifts)
    assert placed.shape == (5, 14, 17)
    for digit, shift, found in zip(digits, shifts, placed, strict=True):
        assert torch.equal(found, place(digit[None], shift[None])[0])


def test_a_shift_that_would_leave_the_image_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"invalid shift: \[\[0, 5\]\] \(expected -4 to 4 pixels"):
        place(torch.zeros(1, 28, 28), torch.tensor([[0, 5]]))


def test_ink_adds_up_to_one_at_most() -> None:
    parts = torch.tensor([[[[0.0, 0.25, 0.75, 1.0]], [[0.5, 0.5, 0.75, 1.0]]]])
    assert torch.equal(overlay(parts), torch.tensor([[[0.5, 0.75, 1.0, 1.0]]]))


def test_partners_are_drawn_evenly_from_the_other_classes() -> None:
    labels = torch.tensor([2, 0, 0, 1, 2, 1, 0, 1, 1])
    drawn = torch.stack([draw_partners(labels, generator(seed)) for seed in range(3_000)])
    for index, label in enumerate(labels.tolist()):
        others = (labels != label).nonzero().flatten().tolist()
        counts = drawn[:, index].bincount(minlength=9)
        assert counts.nonzero().flatten().tolist() == others
        expected = 3_000 / len(others)
        # Five deviations of what so many draws may differ by.
        assert (counts[others] - expected).abs().max() < 5 * expected**0.5


def test_digits_of_one_class_make_no_pair() -> None:
    with pytest.raises(ConfigError, match="4 digits of one class make no pair"):
        draw_partners(torch.tensor([3, 3, 3, 3]), generator())


def test_an_image_is_its_parts_overlaid_and_they_are_digits_of_their_labels() -> None:
    dataset = make_dataset(50)
    digits = dataset.to_batch(torch.device("cpu"))
    images = digits.images[:, 0]
    pairs = make_pairs(images, digits.labels[:, 0], generator())
    assert torch.equal(pairs.images[:, 0], pairs.parts[:, :, 0].sum(dim=1).clamp(max=1))
    assert (pairs.labels[:, 0] != pairs.labels[:, 1]).all()
    assert torch.equal(pairs.labels[:, 0], digits.labels[:, 0])
    moves = set()
    for index in range(50):
        for part, label in zip(pairs.parts[index, :, 0], pairs.labels[index], strict=True):
            found = [
                (row - SHIFT, column - SHIFT, int(which))
                for row in range(2 * SHIFT + 1)
                for column in range(2 * SHIFT + 1)
                for which in (images == part[row : row + 10, column : column + 10])
                .all(dim=(1, 2))
                .nonzero()
            ]
            assert len(found) == 1
            row, column, which = found[0]
            moves.add((row, column))
            assert digits.labels[which, 0] == label
            assert part.sum() == pytest.approx(images[which].sum().item(), rel=1e-5)
    assert {row for row, _ in moves} == {column for _, column in moves} == set(range(-4, 5))


def test_the_same_generator_state_gives_the_same_pairs() -> None:
    digits = make_dataset(20).to_batch(torch.device("cpu"))
    one, again, other = (
        make_pairs(digits.images[:, 0], digits.labels[:, 0], generator(seed)) for seed in (1, 1, 2)
    )
    assert torch.equal(one.images, again.images)
    assert not torch.equal(one.images, other.images)


def test_measured_pairs_are_always_the_same_and_made_of_their_own_split(
    bars: MultiMnistSource,
) -> None:
    for split, digits, count in (
        ("test", bars.digits.read("test", download=False), 20),
        ("held out", bars.digits.read_held_out(download=False), HELD_OUT),
    ):

        def read(split: str = split) -> Dataset:
            if split == "test":
                return bars.read("test", download=False)
            return bars.read_held_out(download=False)

        pairs = read()
        assert len(pairs) == count
        assert np.array_equal(pairs.images, read().images)
        batch = digits.to_batch(torch.device("cpu"))
        seeded = generator(SEEDS[split])
        made = make_pairs(batch.images[:, 0], batch.labels[:, 0], seeded)
        for stored, expected in (
            (pairs.images, made.images[:, 0]),
            (pairs.parts, made.parts[:, :, 0]),
        ):
            # Bytes lose nothing: ink is a whole number of 255ths, and so is its sum.
            assert np.array_equal(stored, (255 * expected).round().byte().numpy())
            assert np.abs(stored / 255 - expected.numpy()).max() < 1e-6
        assert np.array_equal(pairs.labels, made.labels.numpy())


def test_training_sees_other_pairs_in_every_step(bars: MultiMnistSource) -> None:
    digits = bars.read_training(download=False)
    assert digits.images.shape[1:] == (10, 10)
    batch = digits.to_batch(torch.device("cpu"))
    one, two = (bars.compose(batch, generator(seed)) for seed in (0, 1))
    assert one.images.shape == (len(digits), 1, 18, 18)
    assert not torch.equal(one.images, two.images)


def test_the_ten_thousand_test_pairs_of_mnist_are_those_that_cards_speak_of(mnist: Dataset) -> None:
    pairs = SOURCES["multimnist"].read("test", download=False)
    assert len(pairs) == len(mnist) == 10_000
    assert (pairs.labels[:, 0] == mnist.labels).all()
    digest = hashlib.sha256(pairs.images.tobytes()).hexdigest()
    assert digest == "90a0b7f60a3eb26313b25ca8b72d2f16cf690ed2b260b4f2b2f951132dd07821"
