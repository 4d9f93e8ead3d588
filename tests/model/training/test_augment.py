from __future__ import annotations

import pytest
import torch
from torch import Tensor

from model.training.augment import AUGMENTATIONS, Augmentation, augment

SHIFT = Augmentation()
DIGITS = Augmentation(warped=0.8, restroked=0.5)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def strokes(count: int = 64, channels: int = 1) -> Tensor:
    """Pictures of a cross that stays away from the edge, like a digit."""
    images = torch.zeros(count, channels, 28, 28)
    images[:, :, 6:22, 13:15] = 1
    images[:, :, 13:15, 6:22] = 0.8
    return images


def test_the_named_augmentations_are_those_of_the_recipes() -> None:
    assert {
        "none": None,
        "shift": SHIFT,
        "mirror": Augmentation(mirrored=0.5),
        "digits": DIGITS,
    } == AUGMENTATIONS


@pytest.mark.parametrize("augmentation", [SHIFT, DIGITS], ids=["shift", "digits"])
def test_the_same_generator_state_gives_the_same_pictures(augmentation: Augmentation) -> None:
    first = augment(strokes(), augmentation, generator(5))
    assert torch.equal(augment(strokes(), augmentation, generator(5)), first)
    assert not torch.equal(augment(strokes(), augmentation, generator(6)), first)


@pytest.mark.parametrize("augmentation", [SHIFT, DIGITS], ids=["shift", "digits"])
def test_the_pictures_given_are_left_alone(augmentation: Augmentation) -> None:
    images = strokes()
    augment(images, augmentation, generator())
    assert torch.equal(images, strokes())


def test_a_shift_moves_by_whole_pixels_up_to_two_and_loses_nothing() -> None:
    image = torch.zeros(28, 28)
    image[9:19, 11:17] = torch.rand(10, 6)
    shifted = augment(image.expand(2000, 1, 28, 28), SHIFT, generator())
    candidates = {
        (rows, columns): image.roll((rows, columns), dims=(0, 1))
        for rows in range(-3, 4)
        for columns in range(-3, 4)
    }
    seen = dict.fromkeys(candidates, 0)
    for picture in shifted[:, 0]:
        (offset,) = (key for key, moved in candidates.items() if torch.equal(picture, moved))
        seen[offset] += 1
    within = {key: count for key, count in seen.items() if max(map(abs, key)) <= 2}
    assert sum(within.values()) == 2000
    # 25 offsets, each expected 80 times with a standard deviation of 9
    assert min(within.values()) > 40
    assert max(within.values()) < 120


def test_zeros_move_in_at_the_edge() -> None:
    shifted = augment(torch.ones(200, 1, 8, 8), SHIFT, generator())
    sums = {int(value) for value in shifted.sum(dim=(1, 2, 3))}
    assert sums == {rows * columns for rows in (6, 7, 8) for columns in (6, 7, 8)}


def test_varied_digits_stay_in_range_and_keep_most_of_their_ink() -> None:
    images = strokes(512)
    varied = augment(images, DIGITS, generator())
    assert varied.shape == images.shape
    assert varied.min() >= 0
    assert varied.max() <= 1
    ink = varied.sum(dim=(1, 2, 3)) / images.sum(dim=(1, 2, 3))
    assert 0.9 < ink.mean() < 1.35
    assert ink.min() > 0.4
    assert ink.max() < 3


def test_varied_digits_stay_roughly_where_they_were() -> None:
    images = strokes(512)
    varied = augment(images, DIGITS, generator())
    places = torch.arange(28.0)
    mass = varied.sum(dim=(1, 2, 3))
    for axis in (2, 3):
        others = (1, 5 - axis)
        centre = (varied.sum(dim=others) * places).sum(dim=1) / mass
        assert (centre - 13.5).abs().max() < 4.5
        assert (centre.mean() - 13.5).abs() < 0.3


def test_as_many_are_varied_as_the_shares_say() -> None:
    same = Augmentation(shift=0, warped=0.25)
    varied = augment(strokes(2000), same, generator())
    changed = (varied != strokes(2000)).flatten(start_dim=1).any(dim=1).float().mean()
    assert changed.item() == pytest.approx(0.25, abs=0.04)


def test_no_strength_means_no_change() -> None:
    still = Augmentation(shift=0)
    assert torch.equal(augment(strokes(), still, generator()), strokes())


def test_channels_are_varied_together() -> None:
    images = strokes(32, channels=3)
    varied = augment(images, DIGITS, generator())
    assert varied.shape == (32, 3, 28, 28)
    assert torch.allclose(varied[:, 0], varied[:, 1], atol=1e-6)
    assert torch.allclose(varied[:, 0], varied[:, 2], atol=1e-6)


def test_pictures_need_not_be_square() -> None:
    assert augment(torch.rand(4, 1, 12, 20), DIGITS, generator()).shape == (4, 1, 12, 20)
