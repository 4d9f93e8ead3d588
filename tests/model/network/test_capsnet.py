from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from model.checkpoints.checkpoint import Checkpoint
from model.errors import ConfigError, ImageError
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.layers import squash, squash_exponentially
from model.network.loss import margin_loss, reconstruction_loss
from model.network.trace import FIELDS, field_shape

ONE_CAPSULE = 5
"""Dimensions of a digit capsule of the small network."""


def test_every_field_has_the_shape_that_the_config_gives_it(
    capsnet: CapsNet, image: Tensor
) -> None:
    trace = capsnet.trace(image, routing=4)
    assert [name for name, _ in trace.items()] == list(FIELDS)
    for name, tensor in trace.items():
        assert tuple(tensor.shape) == field_shape(name, config=capsnet.config, iterations=4), name


def test_the_papers_network_has_the_papers_shapes() -> None:
    config = CapsNetConfig()
    shapes = {name: field_shape(name, config=config, iterations=3) for name in FIELDS}
    grid = (32, 6, 6)
    assert shapes == {
        "image": (28, 28),
        "conv1": (256, 20, 20),
        "primary_raw": (*grid, 8),
        "primary": (*grid, 8),
        "votes": (*grid, 10, 16),
        "logits": (3, *grid, 10),
        "couplings": (3, *grid, 10),
        "sums": (3, 10, 16),
        "digits": (3, 10, 16),
        "agreement": (3, *grid, 10),
        "support": (3, *grid, 10),
        "lengths": (10,),
        "reconstructions": (10, 28, 28),
    }


def test_the_papers_network_has_8_2_million_parameters() -> None:
    # conv1 + primary capsules + W and its bias + decoder
    convolutions = (81 * 256 + 256) + (256 * 81 * 256 + 256)
    digits = 1152 * 8 * 160 + 160
    decoder = (160 * 512 + 512) + (512 * 1024 + 1024) + (1024 * 784 + 784)
    with torch.device("meta"):
        found = sum(parameter.numel() for parameter in CapsNet(CapsNetConfig()).parameters())
    assert found == convolutions + digits + decoder == 8_215_728


@pytest.mark.parametrize("routing", [1, 3])
def test_support_and_the_biass_share_sum_to_the_length_of_s(
    capsnet: CapsNet, image: Tensor, routing: int
) -> None:
    trace = capsnet.trace(image, routing=routing)
    bias = capsnet.digits.bias
    assert bias is not None
    for support, sums in zip(trace.support, trace.sums, strict=True):
        lengths = sums.norm(dim=-1)
        of_bias = (bias * sums).sum(dim=-1) / lengths
        assert of_bias.abs().min() > 1e-3
        assert torch.allclose(support.sum(dim=(0, 1, 2)) + of_bias, lengths, rtol=1e-5)


def test_support_and_the_biass_share_sum_to_the_length_of_s_in_the_shipped_network(
    shipped: Checkpoint,
) -> None:
    trace = shipped.capsnet.trace(torch.eye(28))
    bias = shipped.capsnet.digits.bias
    assert bias is not None
    sums = trace.sums[-1]
    of_bias = (bias * sums).sum(dim=-1) / sums.norm(dim=-1)
    together = trace.support[-1].sum(dim=(0, 1, 2)) + of_bias
    assert torch.allclose(together, sums.norm(dim=-1), rtol=1e-4, atol=1e-5)


def test_lengths_are_those_of_the_last_pass_and_below_one(capsnet: CapsNet, image: Tensor) -> None:
    trace = capsnet.trace(image)
    assert torch.allclose(trace.lengths, trace.digits[-1].norm(dim=-1), atol=1e-6)
    assert trace.lengths.max() < 1
    assert trace.primary.norm(dim=-1).max() < 1
    assert trace.prediction == int(trace.digits[-1].norm(dim=-1).argmax())


def test_primary_capsules_come_from_relu_then_convolution_then_squash(
    capsnet: CapsNet, image: Tensor
) -> None:
    trace = capsnet.trace(image)
    assert trace.conv1.min() < 0 < trace.conv1.max()
    channels = capsnet.primary.convolution(trace.conv1.clamp(min=0)[None])[0]
    dimensions = capsnet.config.primary_dimensions
    for kind in range(capsnet.config.primary_types):
        part = channels[kind * dimensions : (kind + 1) * dimensions]
        assert torch.allclose(trace.primary_raw[kind], part.permute(1, 2, 0), atol=1e-5)
    assert torch.allclose(trace.primary, squash(trace.primary_raw))
    assert trace.primary.min() < 0


def test_the_config_alone_says_how_capsules_are_squashed(
    capsnet_config: CapsNetConfig, image: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CapsNetConfig, "squash", "exponential")
    capsnet = CapsNet(capsnet_config).eval().requires_grad_(False)
    trace = capsnet.trace(image)
    assert torch.allclose(trace.primary, squash_exponentially(trace.primary_raw))
    assert torch.allclose(trace.digits, squash_exponentially(trace.sums))
    assert torch.allclose(capsnet(image[None, None]).digits[0], trace.digits[-1], atol=1e-5)


def test_trace_and_forward_agree(capsnet: CapsNet) -> None:
    images = torch.rand(4, 28, 28)
    lengths, digits = capsnet(images[:, None])
    for index, image in enumerate(images):
        trace = capsnet.trace(image)
        assert torch.allclose(trace.lengths, lengths[index], atol=1e-5)
        assert torch.allclose(trace.digits[-1], digits[index], atol=1e-5)


def test_trace_takes_as_many_passes_as_asked_and_the_configs_by_default(
    capsnet: CapsNet, image: Tensor
) -> None:
    assert capsnet.trace(image).iterations == capsnet.config.routing_iterations == 3
    long = capsnet.trace(image, routing=10)
    assert long.iterations == 10
    # More passes only go on from fewer.
    assert torch.equal(long.couplings[:3], capsnet.trace(image).couplings)


def test_the_same_image_gives_the_same_trace(capsnet: CapsNet, image: Tensor) -> None:
    again = dict(capsnet.trace(image).items())
    for name, tensor in capsnet.trace(image).items():
        assert torch.equal(tensor, again[name]), name


@pytest.mark.parametrize("routing", [None, 1, 5])
def test_images_traced_in_one_batch_have_the_traces_of_their_own(
    capsnet: CapsNet, routing: int | None
) -> None:
    images = torch.rand(5, 28, 28)
    images[2] = 0
    traces = capsnet.trace_batch(images, routing)
    assert len(traces) == 5
    for image, traced in zip(images, traces, strict=True):
        for name, expected in capsnet.trace(image, routing).items():
            found = getattr(traced, name)
            assert found.shape == expected.shape, name
            assert torch.allclose(found, expected, rtol=1e-4, atol=1e-6), name


def test_the_shipped_network_reads_a_batch_as_it_reads_each_image(shipped: Checkpoint) -> None:
    capsnet = shipped.capsnet
    images = torch.stack([torch.eye(28), torch.eye(28).flip(0), torch.zeros(28, 28)])
    for image, traced in zip(images, capsnet.trace_batch(images), strict=True):
        for name, expected in capsnet.trace(image).items():
            spread = float(expected.max() - expected.min())
            difference = (getattr(traced, name) - expected).abs().max()
            assert difference <= 1e-4 * spread + 1e-6, name


def test_a_batch_of_another_shape_is_refused(capsnet: CapsNet) -> None:
    with pytest.raises(ImageError, match=r"\(28, 27\) \(expected \(28, 28\)\)"):
        capsnet.trace_batch(torch.zeros(3, 28, 27))


def test_an_image_in_float64_is_traced_in_float32(capsnet: CapsNet, image: Tensor) -> None:
    trace = capsnet.trace(image.double())
    assert {tensor.dtype for _, tensor in trace.items()} == {torch.float32}


def test_gradients_are_finite_on_a_blank_image(capsnet_config: CapsNetConfig) -> None:
    capsnet = CapsNet(capsnet_config)
    for name, parameter in capsnet.named_parameters():
        if name.endswith("bias"):  # without them a blank image makes nothing but zeros
            torch.nn.init.zeros_(parameter)
    images, labels = torch.zeros(2, 1, 28, 28), torch.tensor([3, 8])
    lengths, digits = capsnet(images)
    pictures = capsnet.decode(digits[[0, 1], labels], labels)
    loss = margin_loss(lengths, labels) + reconstruction_loss(pictures, images[:, 0])
    loss.backward()
    for name, parameter in capsnet.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name


def test_a_picture_and_its_negative_have_other_lengths(
    make_capsnet: Callable[..., CapsNet], capsnet_config: CapsNetConfig
) -> None:
    lengths = []
    for sign in (1, -1):
        torch.manual_seed(0)
        capsnet = make_capsnet(capsnet_config)
        capsnet.primary.convolution.weight.mul_(sign)
        assert capsnet.primary.convolution.bias is not None
        capsnet.primary.convolution.bias.mul_(sign)
        torch.manual_seed(1)
        lengths.append(capsnet.trace(torch.rand(28, 28)).lengths)
    assert (lengths[0] - lengths[1]).abs().max() > 0.01


@pytest.mark.parametrize("kind", [0, 4, 9])
def test_decode_uses_the_rows_of_one_capsule_alone(capsnet: CapsNet, kind: int) -> None:
    capsule = torch.randn(1, ONE_CAPSULE)
    picture = capsnet.decode(capsule, torch.tensor([kind]))
    first = capsnet.decoder[0]
    assert isinstance(first, torch.nn.Linear)
    own = slice(kind * ONE_CAPSULE, (kind + 1) * ONE_CAPSULE)
    hidden = capsule @ first.weight[:, own].T + first.bias
    expected = capsnet.decoder[1:](hidden).view(1, 28, 28)
    assert torch.allclose(picture, expected, atol=1e-6)
    # Nothing that the other capsules are multiplied with can matter.
    others = torch.ones(first.in_features, dtype=torch.bool)
    others[own] = False
    first.weight[:, others] = 1000.0
    assert torch.equal(capsnet.decode(capsule, torch.tensor([kind])), picture)


def test_reconstructions_are_decoded_from_each_last_digit_capsule(
    capsnet: CapsNet, image: Tensor
) -> None:
    trace = capsnet.trace(image)
    for kind in range(10):
        alone = capsnet.decode(trace.digits[-1][kind : kind + 1], torch.tensor([kind]))
        assert torch.allclose(trace.reconstructions[kind], alone[0], atol=1e-6)
    assert trace.reconstructions.min() >= 0
    assert trace.reconstructions.max() <= 1


def test_pictures_with_channels_are_decoded_with_them(
    make_capsnet: Callable[..., CapsNet], capsnet_config: CapsNetConfig
) -> None:
    config = CapsNetConfig(**{**capsnet_config.to_dict(), "image_channels": 3})
    trace = make_capsnet(config).trace(torch.rand(3, 28, 28))
    assert trace.image.shape == (3, 28, 28)
    assert trace.reconstructions.shape == (10, 3, 28, 28)


@pytest.mark.parametrize("routing", [0, -1, 11, 1000])
def test_routing_out_of_range_is_refused(capsnet: CapsNet, image: Tensor, routing: int) -> None:
    with pytest.raises(ConfigError) as caught:
        capsnet.trace(image, routing=routing)
    assert str(caught.value) == f"invalid routing: {routing} (expected 1 to 10)"


@pytest.mark.parametrize("shape", [(28, 27), (1, 28, 28), (784,), ()])
def test_an_image_of_another_shape_is_refused(capsnet: CapsNet, shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError) as caught:
        capsnet.trace(torch.zeros(shape))
    assert str(caught.value) == f"invalid image shape: {shape} (expected (28, 28))"
