"""The model against the independent NumPy network, field by field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import Tensor

from model.checkpoints.card import Card
from model.checkpoints.catalogue import load
from model.checkpoints.checkpoint import Checkpoint, save_checkpoint
from model.data.sources import Dataset
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.trace import FIELDS, Trace
from tests.reference.capsnet import reference_trace

SMALL = CapsNetConfig(
    image_height=14,
    image_width=14,
    conv1_kernels=5,
    conv1_kernel_size=4,
    primary_types=3,
    primary_dimensions=4,
    primary_kernel_size=3,
    classes=4,
    digit_dimensions=6,
    decoder_hidden=(7, 9),
)
CONFIGS = {
    "small": SMALL,
    "three channels": CapsNetConfig(**{**SMALL.to_dict(), "image_channels": 3}),
    "wider than high": CapsNetConfig(**{**SMALL.to_dict(), "image_height": 9, "image_width": 17}),
    "stride 1": CapsNetConfig(**{**SMALL.to_dict(), "primary_stride": 1}),
    "stride 3, larger kernels": CapsNetConfig(
        **{**SMALL.to_dict(), "primary_stride": 3, "conv1_kernel_size": 5, "primary_kernel_size": 4}
    ),
    "no biases": CapsNetConfig(**{**SMALL.to_dict(), "primary_bias": False, "digit_bias": False}),
    "one of each": CapsNetConfig(
        **{**SMALL.to_dict(), "primary_types": 1, "primary_dimensions": 1, "digit_dimensions": 1}
    ),
    "two classes": CapsNetConfig(**{**SMALL.to_dict(), "classes": 2}),
    "convolutions between": CapsNetConfig(
        **{
            **SMALL.to_dict(),
            "image_width": 17,
            "kernels": (6, 8),
            "kernel_sizes": (3, 2),
            "strides": (2, 1),
            "primary_stride": 1,
        }
    ),
    "decoder without hidden layers": CapsNetConfig(**{**SMALL.to_dict(), "decoder_hidden": ()}),
}


def save(path: Path, capsnet: CapsNet) -> Path:
    names = tuple(f"class {index}" for index in range(capsnet.config.classes))
    card = Card(title="None", dataset="none", class_names=names, recipe={})
    save_checkpoint(path, config=capsnet.config, card=card, tensors=capsnet.state_dict())
    return path


def assert_same(trace: Trace, expected: dict[str, npt.NDArray[np.float64]]) -> None:
    assert list(expected) == list(FIELDS)
    for name, tensor in trace.items():
        values = expected[name]
        assert tensor.dtype == torch.float32, name
        assert tuple(tensor.shape) == values.shape, name
        # Where all values are the same, the range is 0: what float32 can hold is then the limit.
        limit = max(1e-4 * np.ptp(values), 1e-6 * np.abs(values).max(), 1e-12)
        difference = np.abs(tensor.numpy() - values).max()
        assert difference <= limit, f"{name} differs by {difference} (range {np.ptp(values)})"


@pytest.mark.parametrize("name", CONFIGS)
@pytest.mark.parametrize("routing", [1, 3, 10])
def test_every_field_is_that_of_the_independent_network(
    name: str, routing: int, tmp_path: Path, make_capsnet: Callable[..., CapsNet]
) -> None:
    capsnet = make_capsnet(CONFIGS[name])
    path = save(tmp_path / "random.safetensors", capsnet)
    image = torch.rand(capsnet.config.image_shape)
    trace = load(path).trace(image, routing=routing)
    assert_same(trace, reference_trace(path, image.numpy(), routing=routing))


def test_routing_of_a_random_network_is_not_trivial(make_capsnet: Callable[..., CapsNet]) -> None:
    trace = make_capsnet(SMALL).trace(torch.rand(SMALL.image_shape))
    assert trace.couplings[-1].max() > 0.3
    assert trace.couplings[-1].min() < 0.2


@pytest.mark.parametrize("routing", [1, 3])
def test_the_shipped_network_is_that_of_the_independent_network_on_digits(
    shipped: Checkpoint, mnist: Dataset, routing: int
) -> None:
    for index in (0, 1):
        image = mnist.images[index] / np.float32(255)
        trace = shipped.capsnet.trace(torch.from_numpy(image), routing=routing)
        assert_same(trace, reference_trace(shipped.path, image, routing=routing))


@pytest.mark.parametrize(
    "image",
    [
        torch.zeros(28, 28),
        torch.ones(28, 28),
        torch.rand(28, 28, generator=torch.Generator().manual_seed(0)),
        torch.eye(28),
    ],
    ids=["blank", "full", "noise", "stroke"],
)
def test_the_shipped_network_is_that_of_the_independent_network_on_made_images(
    shipped: Checkpoint, image: Tensor
) -> None:
    trace = shipped.capsnet.trace(image)
    routing = shipped.capsnet.config.routing_iterations
    assert_same(trace, reference_trace(shipped.path, image.numpy(), routing=routing))
