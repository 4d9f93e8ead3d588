from __future__ import annotations

import pytest
import torch

from model.analysis.adversarial import margin_gradient, step_against
from model.fast.packing import pack
from model.network.capsnet import CapsNet, CapsNetConfig


@pytest.fixture
def capsnet(capsnet_config: CapsNetConfig) -> CapsNet:
    return CapsNet(capsnet_config)


def lead(capsnet: CapsNet, image: torch.Tensor, iterations: int) -> torch.Tensor:
    """Length of the longest capsule less that of the second, by way of every vote."""
    primary_raw = capsnet.primary(capsnet.conv1(image[None, None]).relu())
    squared = primary_raw.square().sum(dim=-1, keepdim=True)
    primary = squared / (1 + squared) * primary_raw / (squared + 1e-9).sqrt()
    digits = capsnet.digits.route(capsnet.digits.votes(primary), iterations=iterations).digits[-1]
    lengths = digits[0].norm(dim=-1).sort(descending=True).values
    return lengths[0] - lengths[1]


@pytest.mark.parametrize("iterations", [1, 3])
def test_the_gradient_is_that_of_the_lead(capsnet: CapsNet, iterations: int) -> None:
    image = torch.rand(28, 28)
    pixels = image.clone().requires_grad_()
    (expected,) = torch.autograd.grad(lead(capsnet, pixels, iterations), pixels)
    found = margin_gradient(capsnet, image, iterations=iterations)
    torch.testing.assert_close(found, expected, atol=1e-7, rtol=1e-3)
    assert found.abs().max() > 0


def test_the_gradient_is_the_slope_of_the_lead(capsnet: CapsNet) -> None:
    image = torch.rand(28, 28, dtype=torch.float64)
    capsnet = capsnet.double()
    gradient = margin_gradient(capsnet, image, iterations=3)
    for place in ((10, 12), (14, 14), (20, 7)):
        step = torch.zeros_like(image)
        step[place] = 1e-5
        with torch.no_grad():
            ends = [float(lead(capsnet, image + sign * step, 3)) for sign in (1, -1)]
        slope = (ends[0] - ends[1]) / 2e-5
        assert slope == pytest.approx(float(gradient[place]), rel=1e-3, abs=1e-9)


def test_a_packed_network_has_the_same_gradient_while_it_serves(
    capsnet: CapsNet,
) -> None:
    image = torch.rand(28, 28)
    expected = margin_gradient(capsnet, image, iterations=3)
    pack(capsnet)
    with torch.inference_mode():
        found = margin_gradient(capsnet, image, iterations=3)
    torch.testing.assert_close(found, expected)


def test_a_step_is_as_large_as_its_strength_and_stays_within_paper_and_ink(
    capsnet: CapsNet,
) -> None:
    image = torch.rand(28, 28)
    gradient = margin_gradient(capsnet, image, iterations=3)
    none, small, large = step_against(image, gradient, [0.0, 0.01, 0.5])
    assert torch.equal(none, image)
    assert (small - image).abs().max() <= 0.01 + 1e-7
    inside = (image > 0.01) & (image < 0.99) & (gradient != 0)
    torch.testing.assert_close(
        (small - image)[inside], -0.01 * torch.sign(gradient)[inside], atol=1e-6, rtol=0
    )
    assert large.min() >= 0
    assert large.max() <= 1


def test_a_small_step_lessens_the_lead(capsnet: CapsNet) -> None:
    image = torch.rand(28, 28)
    gradient = margin_gradient(capsnet, image, iterations=3)
    (moved,) = step_against(image, gradient, [1e-3])
    with torch.no_grad():
        assert lead(capsnet, moved, 3) < lead(capsnet, image, 3)
