"""Tiling: a convolution of several images with fewer multiplications (minimal filtering).

Winograd's and Toom's way: a tile of outputs is a short product of polynomials, which is computed
from values at a few points; over 9x9 kernels of stride 2 that is a quarter of the multiplications.
The weights' values at those points are more numbers than the weights, so it pays for a batch only.
It is float32 throughout, and differs from the plain sum in the sixth digit.
"""

from __future__ import annotations

import torch
from einops import rearrange
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

TILE = 3
"""Outputs on a side of a tile."""
POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5)
"""Where the polynomials are evaluated, besides infinity; more of them would cost digits."""


class TiledConvolution:
    """A convolution without padding, for batches."""

    def __init__(self, layer: nn.Conv2d) -> None:
        self._stride = layer.stride[0]
        self._taps = _taps(layer)
        outputs, factors, inputs = _matrices(self._taps)
        self._factors, self._outputs, self._inputs = factors, outputs, inputs
        # Of a strided convolution every stride-th row and column makes one without stride.
        reach = self._stride * self._taps
        beyond = (0, reach - layer.kernel_size[1], 0, reach - layer.kernel_size[0])
        kernels = rearrange(
            functional.pad(layer.weight, beyond),
            "o c (u p) (v q) -> u v (p q c) o",
            p=self._stride,
            q=self._stride,
        )
        rows = torch.einsum("xu,uvko->xvko", factors, kernels)
        self._kernels = torch.einsum("yv,xvko->xyko", factors, rows).flatten(end_dim=1)
        self._bias = layer.bias

    def __call__(
        self, maps: Float[Tensor, "batch inputs map_rows map_columns"]
    ) -> Float[Tensor, "batch outputs rows columns"]:
        """What the layer makes of maps that its kernels cover."""
        stride, taps = self._stride, self._taps
        size = [side // stride - taps + 1 for side in _padded(maps.shape[-2:], stride)]
        tiles = [-(-side // TILE) for side in size]
        sides = [stride * (TILE * count + taps - 1) for count in tiles]
        padded = functional.pad(maps, (0, sides[1] - maps.shape[-1], 0, sides[0] - maps.shape[-2]))
        batch = maps.shape[0]
        # Points along the columns of every tile, then along its rows.
        phases = rearrange(padded, "b c (i p) (j q) -> b i (p j q c)", p=stride, q=stride)
        values = self._spread(tiles[0]) @ phases
        values = rearrange(
            values, "b a (p j q c) -> (b a p) j (q c)", p=stride, q=stride, c=maps.shape[1]
        )
        values = self._spread(tiles[1]) @ values
        values = rearrange(
            values,
            "(b t x p) (u y) k -> (x y) (b t u) (p k)",
            b=batch, t=tiles[0], p=stride, u=tiles[1],
        )  # fmt: skip
        products = torch.bmm(values, self._kernels)
        points = len(POINTS[: self._factors.shape[0] - 1]) + 1
        products = self._outputs @ products.view(points, -1)  # TILE, (y k o)
        products = self._outputs @ products.view(TILE, points, -1)  # TILE TILE (k o)
        whole = rearrange(
            products,
            "a e (b t u o) -> b o (t a) (u e)",
            b=batch, t=tiles[0], u=tiles[1], o=self._kernels.shape[-1],
        )[..., : size[0], : size[1]]  # fmt: skip
        return whole if self._bias is None else whole + self._bias[:, None, None]

    def _spread(self, tiles: int) -> Tensor:
        """The matrix that takes a line of inputs to the points of each of its tiles."""
        points = self._inputs.shape[0]
        matrix = self._inputs.new_zeros(tiles, points, TILE * tiles + self._taps - 1)
        for tile in range(tiles):
            matrix[tile, :, TILE * tile : TILE * tile + points] = self._inputs
        return matrix.flatten(end_dim=1)


def can_be_tiled(layer: nn.Conv2d) -> bool:
    """Whether a layer's kernels are square, and short enough for the points that there are."""
    (down, across), (height, width) = layer.stride, layer.kernel_size
    return down == across and height == width and TILE + _taps(layer) - 2 <= len(POINTS)


def _taps(layer: nn.Conv2d) -> int:
    """Weights on a side of the kernel that reads every stride-th row and column."""
    return -(-layer.kernel_size[0] // layer.stride[0])


def _padded(sides: torch.Size, stride: int) -> list[int]:
    return [-(-side // stride) * stride for side in sides]


def _matrices(taps: int) -> tuple[Tensor, Tensor, Tensor]:
    """What takes products to outputs, weights to their factors, and inputs to theirs.

    The outputs are the transpose of multiplying two polynomials by their values at points.
    """
    count = TILE + taps - 1
    powers = torch.tensor(POINTS[: count - 1], dtype=torch.float64)[:, None] ** torch.arange(count)
    infinity = torch.eye(count, dtype=torch.float64)[-1:]
    values = torch.cat((powers, infinity))

    def at_points(degree: int) -> Tensor:
        last = torch.eye(degree, dtype=torch.float64)[-1:]
        return torch.cat((powers[:, :degree], last))

    return (
        at_points(TILE).T.float().contiguous(),
        at_points(taps).float(),
        torch.linalg.inv(values).T.float().contiguous(),
    )
