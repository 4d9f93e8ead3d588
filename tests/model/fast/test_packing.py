from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn

from model.fast.packing import PackedConvolution, PackedLinear, pack
from model.network.capsnet import CapsNet


def test_a_packed_network_traces_the_same_numbers(capsnet: CapsNet, image: Tensor) -> None:
    packed = copy.deepcopy(capsnet)
    pack(packed)
    expected = dict(capsnet.trace(image, routing=4).items())
    for name, tensor in packed.trace(image, routing=4).items():
        assert torch.allclose(tensor, expected[name], rtol=1e-4, atol=1e-6), name


def test_a_packed_network_has_the_same_parameters(capsnet: CapsNet) -> None:
    packed = copy.deepcopy(capsnet)
    pack(packed)
    expected = capsnet.state_dict()
    assert list(packed.state_dict()) == list(expected)
    for name, tensor in packed.state_dict().items():
        assert torch.equal(tensor, expected[name]), name


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("size", "stride"), [((3, 3), (1, 1)), ((2, 5), (2, 3))])
@torch.no_grad()
def test_a_packed_convolution_is_that_convolution(
    bias: bool, size: tuple[int, int], stride: tuple[int, int]
) -> None:
    layer = nn.Conv2d(4, 6, size, stride, bias=bias)
    packed = PackedConvolution(layer, 20)
    for batch in (1, 3):
        maps = torch.randn(batch, 4, 9, 11)
        assert packed(maps).shape == layer(maps).shape
        assert torch.allclose(packed(maps), layer(maps), atol=1e-5)


@torch.no_grad()
def test_without_onednn_packed_layers_compute_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*arguments: object) -> Tensor:
        raise RuntimeError("not implemented here")

    monkeypatch.setattr(torch.ops.mkldnn, "_reorder_linear_weight", absent)
    convolution, linear = nn.Conv2d(4, 6, 3, 2), nn.Linear(7, 5)
    maps, rows = torch.randn(2, 4, 9, 9), torch.randn(3, 7)
    assert torch.allclose(PackedConvolution(convolution, 16)(maps), convolution(maps), atol=1e-5)
    assert torch.equal(PackedLinear(linear, 3)(rows), linear(rows))
