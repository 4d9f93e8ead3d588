from __future__ import annotations

import itertools
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from model.network.attention import agreement
from model.network.layers import DigitCapsules, PrimaryCapsules, length, squash


def digit_capsules(*, bias: bool = True) -> DigitCapsules:
    return DigitCapsules(
        grid=(3, 2, 4), primary_dimensions=5, classes=4, dimensions=6, bias=bias, squash=squash
    ).requires_grad_(False)


def primary(batch: int = 2) -> Tensor:
    return torch.randn(batch, 3, 2, 4, 5)


def test_squash_gives_the_numbers_computed_by_hand() -> None:
    # |s| = 5: 25 / 26 along (3, 4) / 5
    assert squash(torch.tensor([3.0, 4.0])).tolist() == pytest.approx([15 / 26, 20 / 26])
    # |s| = 1: a half
    assert squash(torch.tensor([0.0, -1.0, 0.0])).tolist() == pytest.approx([0, -0.5, 0])
    assert squash(torch.zeros(3)).tolist() == [0, 0, 0]


@given(st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=8))
def test_squash_keeps_the_direction_and_a_length_below_one(numbers: list[float]) -> None:
    vector = torch.tensor(numbers)
    squashed = squash(vector)
    squared = sum(number**2 for number in numbers)
    expected = math.sqrt(squared) / (1 + squared)
    assert squashed.tolist() == pytest.approx([x * expected for x in numbers], abs=1e-4)
    assert squashed.norm() < 1


def test_squash_works_on_the_last_axis_alone() -> None:
    vectors = torch.randn(4, 3, 2)
    each = torch.stack([torch.stack([squash(vector) for vector in row]) for row in vectors])
    assert torch.allclose(squash(vectors), each)


def test_gradients_at_a_zero_vector_are_finite() -> None:
    zero = torch.zeros(2, 3, requires_grad=True)
    (squash(zero).sum() + length(zero).sum() + length(squash(zero)).sum()).backward()
    assert zero.grad is not None
    assert zero.grad.isfinite().all()


def test_length_is_the_euclidean_norm() -> None:
    assert length(torch.tensor([[3.0, 4.0], [0.0, 2.0]])).tolist() == pytest.approx([5, 2])


def test_a_primary_capsule_is_eight_neighbouring_channels_at_one_position() -> None:
    layer = PrimaryCapsules(kernels=6, types=3, dimensions=8, kernel_size=3, stride=2, bias=True)
    maps = torch.randn(2, 6, 9, 11)
    capsules, channels = layer(maps), layer.convolution(maps)
    assert capsules.shape == (2, 3, 4, 5, 8)
    for kind in range(3):
        for row in range(4):
            for column in range(5):
                expected = channels[:, 8 * kind : 8 * kind + 8, row, column]
                assert torch.equal(capsules[:, kind, row, column], expected)


def test_no_relu_stands_before_squash() -> None:
    layer = PrimaryCapsules(kernels=6, types=3, dimensions=8, kernel_size=3, stride=2, bias=True)
    negative = (layer(torch.randn(2, 6, 9, 9)) < 0).float().mean()
    assert 0.3 < negative < 0.7


def test_votes_are_each_capsules_own_matrix_times_its_pose() -> None:
    layer, capsules = digit_capsules(), primary()
    votes = layer.votes(capsules)
    assert votes.shape == (2, 3, 2, 4, 4, 6)
    for kind, row, column, digit in ((0, 0, 0, 0), (2, 1, 3, 1), (1, 0, 2, 3)):
        matrix = layer.weight[kind, row, column, :, digit]  # 5 x 6
        expected = capsules[1, kind, row, column] @ matrix
        assert torch.allclose(votes[1, kind, row, column, digit], expected, atol=1e-6)


def test_couplings_sum_to_one_over_classes_and_not_over_capsules() -> None:
    layer = digit_capsules()
    votes = 10 * layer.votes(primary())
    couplings = layer.route(votes, iterations=4).couplings
    assert torch.allclose(couplings.sum(dim=-1), torch.ones(4, 2, 3, 2, 4))
    assert couplings.min() >= 0
    assert couplings[-1].amax(dim=-1).max() > 0.9
    assert not torch.allclose(couplings[-1].sum(dim=(1, 2, 3)), torch.ones(2, 4), atol=0.1)


@pytest.mark.parametrize("asked", [1, 2, 3, 7, 10])
def test_routing_makes_exactly_as_many_passes_as_asked(asked: int) -> None:
    layer = digit_capsules()
    routing = layer.route(10 * layer.votes(primary()), iterations=asked)
    assert {len(values) for values in routing} == {asked}
    assert routing.logits[0].count_nonzero() == 0
    assert torch.equal(routing.couplings[0], torch.full((2, 3, 2, 4, 4), 0.25))
    for earlier, later in itertools.pairwise(routing.couplings):
        assert (earlier - later).abs().max() > 1e-3


def test_each_pass_follows_from_the_one_before() -> None:
    layer = digit_capsules()
    votes = 10 * layer.votes(primary())
    routing = layer.route(votes, iterations=3)
    assert layer.bias is not None
    for index in range(3):
        weighted = routing.couplings[index][..., None] * votes
        sums = weighted.sum(dim=(1, 2, 3)) + layer.bias
        assert torch.allclose(routing.sums[index], sums, atol=1e-5)
        assert torch.allclose(routing.digits[index], squash(sums), atol=1e-6)
        agreed = agreement(votes, routing.digits[index])
        assert torch.allclose(routing.agreement[index], agreed, atol=1e-5)
    for index in (0, 1):
        logits = routing.logits[index] + routing.agreement[index]
        assert torch.allclose(routing.logits[index + 1], logits, atol=1e-5)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("iterations", [1, 2, 3, 10])
def test_the_fast_forward_ends_where_routing_the_votes_ends(bias: bool, iterations: int) -> None:
    layer, capsules = digit_capsules(bias=bias).requires_grad_(True), 3 * primary()
    results = []
    for fast in (True, False):
        inputs = capsules.clone().requires_grad_(True)
        if fast:
            digits = layer(inputs, iterations=iterations)
        else:
            digits = layer.route(layer.votes(inputs), iterations=iterations).digits[-1]
        loss = (digits * torch.arange(6.0)).square().sum()
        gradients = torch.autograd.grad(loss, [inputs, *layer.parameters()])
        results.append((digits, *gradients))
    for fast_value, votes_value in zip(*results, strict=True):
        assert votes_value.abs().max() > 1e-3
        scale = votes_value.abs().max().item()
        assert torch.allclose(fast_value, votes_value, rtol=1e-3, atol=1e-4 * scale)


def test_an_image_is_routed_without_regard_to_the_others_of_its_batch() -> None:
    layer, capsules = digit_capsules(), 3 * primary(batch=5)
    together = layer(capsules, iterations=3)
    routed = layer.route(layer.votes(capsules), iterations=3).digits[-1]
    for index in range(5):
        alone = layer(capsules[index : index + 1], iterations=3)
        assert torch.allclose(together[index], alone[0], atol=1e-6)
        assert torch.allclose(routed[index], alone[0], atol=1e-5)


def test_the_bias_tells_a_picture_from_its_negative() -> None:
    capsules = primary()
    with_bias, without = digit_capsules(), digit_capsules(bias=False)
    assert with_bias.bias is not None
    lengths = [length(with_bias(sign * capsules, iterations=3)) for sign in (1, -1)]
    assert (lengths[0] - lengths[1]).abs().max() > 0.01
    same = [length(without(sign * capsules, iterations=3)) for sign in (1, -1)]
    assert torch.allclose(same[0], same[1], atol=1e-6)


def test_agreement_is_the_dot_product_of_vote_and_pose() -> None:
    votes, poses = torch.randn(2, 3, 2, 4, 4, 6), torch.randn(2, 4, 6)
    expected = torch.dot(votes[1, 2, 0, 3, 1], poses[1, 1])
    assert agreement(votes, poses)[1, 2, 0, 3, 1] == pytest.approx(expected.item(), abs=1e-5)
