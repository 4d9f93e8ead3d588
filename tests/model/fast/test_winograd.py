from __future__ import annotations

import pytest
import torch
from torch import nn

from model.checkpoints.checkpoint import Checkpoint
from model.fast.packing import PackedConvolution
from model.fast.winograd import TiledConvolution, can_be_tiled


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(
    ("kernel", "stride", "height", "width"),
    [(9, 2, 20, 20), (9, 2, 21, 24), (10, 2, 16, 18), (5, 1, 8, 11), (3, 1, 9, 9), (3, 2, 10, 7)],
)
@torch.no_grad()
def test_a_tiled_convolution_is_that_convolution(
    bias: bool, kernel: int, stride: int, height: int, width: int
) -> None:
    layer = nn.Conv2d(5, 7, kernel, stride, bias=bias)
    assert can_be_tiled(layer)
    maps = torch.randn(3, 5, height, width)
    expected = layer(maps)
    found = TiledConvolution(layer)(maps)
    assert found.shape == expected.shape
    assert (found - expected).abs().max() <= 2e-5 * expected.abs().max()


@pytest.mark.parametrize(
    ("kernel", "stride"), [((9, 9), (1, 1)), ((9, 9), (2, 1)), ((9, 5), (2, 2))]
)
def test_kernels_that_are_too_long_or_not_square_are_not_tiled(
    kernel: tuple[int, int], stride: tuple[int, int]
) -> None:
    assert not can_be_tiled(nn.Conv2d(2, 2, kernel, stride))


@torch.no_grad()
def test_a_batch_is_tiled_and_one_image_is_not(shipped: Checkpoint) -> None:
    layer = shipped.capsnet.primary.convolution
    packed = PackedConvolution(layer, 36)
    maps = torch.rand(6, layer.in_channels, 20, 20)
    expected = layer(maps)
    spread = float(expected.max() - expected.min())
    for count in (1, 3):
        assert (packed(maps[:count]) - expected[:count]).abs().max() < 1e-5 * spread
        assert packed._tiled is None
    found = packed(maps)
    assert packed._tiled is not None
    assert (found - expected).abs().max() < 1e-5 * spread
