"""Packing: weights rearranged once, for a network that reads one image after another.

Matrix libraries rearrange the weights at every call. For a batch that is nothing; for one image it
takes the primary capsules' convolution longer than the multiplying. Packed layers compute the same
float32 numbers, but for the order of their sums, and follow no later change of their weights.
"""

from __future__ import annotations

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from model.fast.winograd import TiledConvolution, can_be_tiled
from model.network.capsnet import CapsNet
from model.network.capsule_network import CapsuleNetwork


def pack(capsnet: CapsuleNetwork) -> None:
    """Prepare a network for reading one image at a time, and for nothing but reading.

    Small convolutions, of which others lie between Conv1 and the primary capsules, stay as they
    are: rearranging their weights takes no time worth saving.
    """
    capsnet.requires_grad_(False).eval()
    config = capsnet.config
    if isinstance(capsnet, CapsNet) and not config.between:
        capsnet.conv1 = PackedConvolution(capsnet.conv1, config.conv1_height * config.conv1_width)
        capsnet.primary.convolution = PackedConvolution(
            capsnet.primary.convolution, config.primary_height * config.primary_width
        )
    for index, layer in enumerate(capsnet.decoder):
        if isinstance(layer, nn.Linear):
            capsnet.decoder[index] = PackedLinear(layer, config.classes)


class _Rows:
    """A matrix that rows are multiplied with: rows @ matrix.T + bias."""

    def __init__(self, matrix: Tensor, bias: Tensor | None, count: int) -> None:
        self._bias = bias
        self._matrix = matrix
        self._packed = None
        try:
            self._packed = torch.ops.mkldnn._reorder_linear_weight(matrix, count)
            self.multiply(matrix[:1])
            self._matrix = matrix[:0].clone()  # a copy of all weights that is not needed now
        except (AttributeError, RuntimeError):  # a build or a processor without oneDNN
            self._packed = None

    def multiply(self, rows: Tensor) -> Tensor:
        if self._packed is None:
            return functional.linear(rows, self._matrix, self._bias)
        product: Tensor = torch.ops.mkldnn._linear_pointwise(
            rows, self._packed, self._bias, "none", [], ""
        )
        return product


class PackedLinear(nn.Linear):
    """A linear layer, packed for about `count` rows at once."""

    def __init__(self, layer: nn.Linear, count: int) -> None:
        super().__init__(layer.in_features, layer.out_features, device="meta")
        self.weight, self.bias = layer.weight, layer.bias
        self._rows = _Rows(self.weight, self.bias, count)

    def forward(self, rows: Float[Tensor, "rows inputs"]) -> Float[Tensor, "rows outputs"]:
        return self._rows.multiply(rows)


class PackedConvolution(nn.Conv2d):
    """A convolution without padding as one product of patches and kernels.

    It is packed for images in which its kernels have `count` positions. Batches are tiled, where
    that can be: what it takes is made for the first of them, and kept.
    """

    SMALLEST_TILED = 4
    """Images from which on a batch is faster in tiles."""

    def __init__(self, layer: nn.Conv2d, count: int) -> None:
        super().__init__(
            layer.in_channels,
            layer.out_channels,
            (layer.kernel_size[0], layer.kernel_size[1]),
            (layer.stride[0], layer.stride[1]),
            device="meta",
        )
        self.weight, self.bias = layer.weight, layer.bias
        kernels = rearrange(self.weight, "o i r c -> o (r c i)").contiguous()
        self._rows = _Rows(kernels, self.bias, count)
        self._tiled: TiledConvolution | None = None

    def forward(
        self, maps: Float[Tensor, "batch inputs map_rows map_columns"]
    ) -> Float[Tensor, "batch outputs rows columns"]:
        if maps.requires_grad:  # packed weights have no gradient
            return functional.conv2d(maps, self.weight, self.bias, self.stride)
        if len(maps) >= self.SMALLEST_TILED and can_be_tiled(self):
            self._tiled = self._tiled or TiledConvolution(self)
            return self._tiled(maps)
        # Channels last: a patch is then copied in runs of 256 numbers rather than of 9.
        channels_last = maps.permute(0, 2, 3, 1).contiguous()
        (height, width), (down, across) = self.kernel_size, self.stride
        patches = channels_last.unfold(1, height, down).unfold(2, width, across)
        batch, rows, columns = patches.shape[:3]
        product = self._rows.multiply(rearrange(patches, "b y x i r c -> (b y x) (r c i)"))
        return rearrange(product, "(b y x) o -> b o y x", b=batch, y=rows, x=columns)
