from __future__ import annotations

import pytest
import torch

from model.network.loss import margin_loss, reconstruction_loss


def test_the_margin_loss_is_that_computed_by_hand() -> None:
    lengths = torch.tensor([[0.7, 0.3, 0.05], [0.2, 0.95, 0.6]])
    # present: (0.9 - 0.7)^2; absent: half of (0.3 - 0.1)^2, and 0.05 is short enough
    first = 0.04 + 0.5 * 0.04
    # present: 0.95 is long enough; absent: half of 0.1^2 and half of 0.5^2
    second = 0.5 * 0.01 + 0.5 * 0.25
    found = margin_loss(lengths, torch.tensor([0, 1]))
    assert found.item() == pytest.approx((first + second) / 2, abs=1e-6)


def test_the_margin_loss_is_zero_beyond_both_margins() -> None:
    lengths = torch.tensor([[0.9, 0.1, 0.0, 0.99]])
    assert margin_loss(lengths[:, :3], torch.tensor([0])).item() == 0
    assert margin_loss(lengths[:, 1:], torch.tensor([2])).item() == 0


def test_the_margin_loss_counts_a_present_class_double() -> None:
    wrong = torch.tensor([[0.0, 0.0]])
    assert margin_loss(wrong, torch.tensor([0])).item() == pytest.approx(0.81)
    long = torch.tensor([[1.0, 1.0]])
    assert margin_loss(long, torch.tensor([0])).item() == pytest.approx(0.5 * 0.81)


def test_the_margin_loss_of_an_image_with_two_classes_wants_both_long() -> None:
    lengths = torch.tensor([[0.7, 0.3, 0.05], [0.2, 0.95, 0.6]])
    # (0.9 - 0.7)^2 + (0.9 - 0.3)^2; 0.05 is short enough
    first = 0.04 + 0.36
    # 0.95 is long enough, (0.9 - 0.6)^2; half of (0.2 - 0.1)^2
    second = 0.09 + 0.5 * 0.01
    found = margin_loss(lengths, torch.tensor([[0, 1], [2, 1]]))
    assert found.item() == pytest.approx((first + second) / 2, abs=1e-6)
    assert margin_loss(lengths, torch.tensor([[0], [1]])) == margin_loss(
        lengths, torch.tensor([0, 1])
    )


def test_the_reconstruction_loss_sums_over_pixels_and_averages_over_images() -> None:
    images = torch.zeros(2, 2, 2)
    pictures = torch.tensor([[[1.0, 0.5], [0.0, 0.0]], [[0.0, 0.0], [0.0, -2.0]]])
    assert reconstruction_loss(pictures, images).item() == pytest.approx((1.25 + 4) / 2)
