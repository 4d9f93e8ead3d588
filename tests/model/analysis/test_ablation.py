from __future__ import annotations

import pytest
import torch

from model.analysis.ablation import cast_votes, keep_all_but, parse_unit, route_kept
from model.errors import UnitError
from model.network.capsnet import CapsNet, CapsNetConfig


@pytest.fixture
def capsnet(capsnet_config: CapsNetConfig) -> CapsNet:
    capsnet = CapsNet(capsnet_config)
    with torch.no_grad():  # larger votes, so that routing has something to decide
        capsnet.digits.weight.mul_(8)
    return capsnet


def test_without_anything_off_it_is_the_trace(capsnet: CapsNet) -> None:
    image = torch.rand(28, 28)
    votes = cast_votes(capsnet, image)
    kept = keep_all_but([], capsnet.config)
    for iterations in (1, 3, 7):
        trace = capsnet.trace(image, iterations)
        torch.testing.assert_close(votes, trace.votes)
        lengths, digits = route_kept(capsnet, votes, kept[None], iterations=iterations)
        torch.testing.assert_close(lengths[0], trace.lengths)
        torch.testing.assert_close(digits[0], trace.digits[-1])


@pytest.mark.parametrize(
    ("unit", "taken"),
    [
        ("type-2", lambda votes: votes[2]),
        ("position-1-4", lambda votes: votes[:, 1, 4]),
        ("capsule-0-5-3", lambda votes: votes[0, 5, 3]),
        ("class-6", lambda votes: votes[..., 6, :]),
    ],
)
def test_off_is_a_vote_of_zero_and_nothing_else_is_touched(
    capsnet: CapsNet, unit: str, taken: object
) -> None:
    votes = cast_votes(capsnet, torch.rand(28, 28))
    without = votes.clone()
    taken(without).zero_()  # type: ignore[operator]
    assert (without == 0).sum() > 0
    expected = capsnet.digits.route(without[None], iterations=3).digits[-1]
    kept = keep_all_but([unit], capsnet.config)
    lengths, digits = route_kept(capsnet, votes, kept[None], iterations=3)
    torch.testing.assert_close(digits, expected)
    torch.testing.assert_close(lengths, expected.norm(dim=-1), atol=1e-6, rtol=1e-5)
    assert not torch.allclose(lengths[0], capsnet.trace(torch.rand(28, 28)).lengths)


def test_the_coupling_of_what_is_off_is_not_shared_out(capsnet: CapsNet) -> None:
    votes = cast_votes(capsnet, torch.rand(28, 28))
    config, bias = capsnet.config, capsnet.digits.bias
    assert bias is not None
    kept = keep_all_but(["class-6", "type-1"], config)
    _, digits = route_kept(capsnet, votes, kept[None], iterations=1)
    # Even couplings: the others still have a tenth of each vote, and class 6 has its bias alone.
    sums = votes[[0, 2]].sum(dim=(0, 1, 2)) / config.classes + bias
    sums[6] = bias[6]
    squared = sums.square().sum(dim=-1, keepdim=True)
    torch.testing.assert_close(digits[0], squared / (1 + squared) * sums / squared.sqrt())


def test_ablations_of_one_batch_do_not_mix(capsnet: CapsNet) -> None:
    votes = cast_votes(capsnet, torch.rand(28, 28))
    named = [[], ["type-0"], ["position-0-0", "class-3"], ["capsule-2-5-5"]]
    kept = torch.stack([keep_all_but(units, capsnet.config) for units in named])
    together = route_kept(capsnet, votes, kept, iterations=3).digits
    for row, each in zip(together, kept, strict=True):
        torch.testing.assert_close(row, route_kept(capsnet, votes, each[None], iterations=3)[1][0])


def test_with_everything_off_only_the_bias_is_left(capsnet: CapsNet) -> None:
    votes = cast_votes(capsnet, torch.rand(28, 28))
    kept = keep_all_but([f"type-{index}" for index in range(3)], capsnet.config)
    assert not kept.any()
    bias = capsnet.digits.bias
    assert bias is not None
    _, digits = route_kept(capsnet, votes, kept[None], iterations=3)
    squared = bias.square().sum(dim=-1, keepdim=True)
    torch.testing.assert_close(digits[0], squared / (1 + squared) * bias / squared.sqrt())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type-3", "types 0 to 2"),
        ("position-1-6", "columns 0 to 5"),
        ("capsule-0-6-0", "rows 0 to 5"),
        ("class-10", "classes 0 to 9"),
        ("digit-1", "type-T, position-ROW-COLUMN"),
        ("type", "type-T"),
        ("type-1-2", "type-T"),
        ("type--1", "type-T"),
        ("", "type-T"),
    ],
)
def test_what_the_network_does_not_have_is_refused(
    capsnet_config: CapsNetConfig, text: str, expected: str
) -> None:
    with pytest.raises(UnitError, match=expected):
        parse_unit(text, capsnet_config)
