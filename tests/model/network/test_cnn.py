from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import nn

from model.network.architecture import build, confidences
from model.network.capsnet import CapsNetConfig
from model.network.cnn import Cnn, CnnConfig

SMALL = CnnConfig(
    image_height=11,
    image_width=14,
    image_channels=2,
    classes=4,
    kernels=(3, 5),
    kernel_size=3,
    strides=(1, 2),
    hidden=(7, 6),
)


def convolve(
    maps: npt.NDArray[np.float64], layer: nn.Conv2d, stride: int
) -> npt.NDArray[np.float64]:
    """Each output cell as one sum over its patch."""
    weight, bias = layer.weight.double().numpy(), layer.bias.double().numpy()
    size = weight.shape[-1]
    rows, columns = ((side - size) // stride + 1 for side in maps.shape[1:])
    found = np.zeros((len(weight), rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            patch = maps[:, top : top + size, left : left + size]
            found[:, row, column] = (weight * patch).sum(axis=(1, 2, 3)) + bias
    return found


@torch.no_grad()
def test_the_probabilities_are_those_of_an_independent_network() -> None:
    cnn = Cnn(SMALL).eval().requires_grad_(False)
    images = torch.rand(3, 2, 11, 14)
    first, second = (each for each in cnn.convolutions if isinstance(each, nn.Conv2d))
    linear = [each for each in cnn.dense if isinstance(each, nn.Linear)]
    assert [each.out_features for each in linear] == [7, 6, 4]
    for image, found in zip(images.double().numpy(), cnn(images).numpy(), strict=True):
        maps = np.maximum(convolve(image, first, 1), 0)
        values = np.maximum(convolve(maps, second, 2), 0).reshape(-1)
        for layer in linear:
            values = layer.weight.double().numpy() @ values + layer.bias.double().numpy()
            values = values if layer is linear[-1] else np.maximum(values, 0)
        expected = np.exp(values) / np.exp(values).sum()
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_probabilities_sum_to_one_over_the_classes() -> None:
    found = Cnn(SMALL).eval()(torch.rand(5, 2, 11, 14))
    assert torch.allclose(found.sum(dim=-1), torch.ones(5), atol=1e-6)
    assert (found > 0).all()


def test_units_are_left_out_only_while_training() -> None:
    cnn = Cnn(SMALL)
    images = torch.rand(1, 2, 11, 14)
    trained = {tuple(cnn.train().scores(images)[0].tolist()) for _ in range(20)}
    read = {tuple(cnn.eval().scores(images)[0].tolist()) for _ in range(20)}
    assert len(trained) > 1
    assert len(read) == 1


def test_it_is_small_beside_the_papers_baseline() -> None:
    parameters = sum(parameter.numel() for parameter in Cnn(CnnConfig()).parameters())
    # Kernels, biases and dense weights of each layer, by hand.
    convolutions = 16 * 25 + 16 + 32 * 16 * 25 + 32 + 64 * 32 * 25 + 64
    dense = 64 * 6 * 6 * 328 + 328 + 328 * 192 + 192 + 192 * 10 + 10
    assert parameters == convolutions + dense == 885_650


@pytest.mark.parametrize("config", [SMALL, CapsNetConfig(conv1_kernels=2, primary_types=1)])
def test_either_architecture_says_how_sure_it_is_of_each_class(
    config: CnnConfig | CapsNetConfig,
) -> None:
    network = build(config).eval()
    images = torch.rand(3, config.image_channels, config.image_height, config.image_width)
    found = confidences(network, images)
    expected = network(images) if isinstance(config, CnnConfig) else network(images).lengths
    assert torch.equal(found, expected)
