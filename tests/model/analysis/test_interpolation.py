from __future__ import annotations

import pytest
import torch

from model.analysis.interpolation import between
from model.network.capsnet import CapsNet, CapsNetConfig


def capsule(index: int, *values: float) -> torch.Tensor:
    digits = torch.zeros(3, 2)
    digits[index] = torch.tensor(values)
    return digits


def test_the_straight_way_goes_evenly_from_one_end_to_the_other() -> None:
    points = between(capsule(0, 0.6, 0.0), capsule(2, 0.0, 0.8), steps=5, keep_length=False)
    assert torch.equal(points[0], capsule(0, 0.6, 0.0))
    assert torch.equal(points[-1], capsule(2, 0.0, 0.8))
    torch.testing.assert_close(points[1], capsule(0, 0.45, 0.0) + capsule(2, 0.0, 0.2))


def test_with_its_length_kept_each_point_is_as_long_as_its_share_between_the_ends() -> None:
    start, end = capsule(0, 0.6, 0.0), capsule(2, 0.0, 0.8)
    points = between(start, end, steps=5, keep_length=True)
    torch.testing.assert_close(points[0], start)
    torch.testing.assert_close(points[-1], end)
    lengths = points.flatten(start_dim=1).norm(dim=1)
    torch.testing.assert_close(lengths, torch.tensor([0.6, 0.65, 0.7, 0.75, 0.8]))
    straight = between(start, end, steps=5, keep_length=False)
    directions = torch.nn.functional.cosine_similarity(points.flatten(1), straight.flatten(1))
    torch.testing.assert_close(directions, torch.ones(5))


@pytest.mark.parametrize("keep_length", [False, True])
def test_a_capsule_of_length_zero_and_one_opposite_give_finite_points(keep_length: bool) -> None:
    for end in (torch.zeros(3, 2), capsule(1, -0.5, 0.0)):
        points = between(capsule(1, 0.5, 0.0), end, steps=3, keep_length=keep_length)
        assert points.isfinite().all()


def test_a_picture_of_one_capsule_is_the_same_alone_and_among_empty_ones(
    capsnet_config: CapsNetConfig,
) -> None:
    capsnet = CapsNet(capsnet_config).eval()
    digits = torch.zeros(1, 10, 5)
    digits[0, 4] = torch.rand(5)
    alone = capsnet.decode(digits[:, 4], torch.tensor([4]))
    torch.testing.assert_close(capsnet.draw(digits), alone)
