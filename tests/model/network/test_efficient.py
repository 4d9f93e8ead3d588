"""Efficient-CapsNet: its sizes, its every field against an independent network, its layers."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import torch
from torch import nn

from model.analysis.ablation import cast_votes, keep_all_but, route_kept
from model.analysis.adversarial import margin_gradient
from model.analysis.sweep import read_batch
from model.checkpoints.catalogue import load, load_checkpoint
from model.errors import ConfigError
from model.fast.packing import pack
from model.network.architecture import build, confidences
from model.network.convolutions import BatchNorm
from model.network.efficient import EfficientCapsNet, EfficientCapsNetConfig
from model.network.layers import length
from model.network.trace import field_shape
from tests.model.network.test_reference import assert_same, save
from tests.model.tiny import move_and_scale
from tests.reference.efficient import reference_trace

SMALL = EfficientCapsNetConfig(
    image_height=14,
    image_width=14,
    conv1_kernels=5,
    conv1_kernel_size=4,
    kernels=(6, 12),
    kernel_sizes=(3, 2),
    strides=(1, 2),
    primary_types=3,
    primary_dimensions=4,
    primary_kernel_size=4,
    classes=4,
    digit_dimensions=6,
    decoder_hidden=(7, 9),
)
CONFIGS = {
    "small": SMALL,
    "three channels": EfficientCapsNetConfig(**{**SMALL.to_dict(), "image_channels": 3}),
    "a grid of positions": EfficientCapsNetConfig(**{**SMALL.to_dict(), "image_width": 16}),
    "two strides": EfficientCapsNetConfig(
        **{**SMALL.to_dict(), "strides": (2, 1), "primary_kernel_size": 2}
    ),
    "decoder without hidden layers": EfficientCapsNetConfig(
        **{**SMALL.to_dict(), "decoder_hidden": ()}
    ),
}


def make(config: EfficientCapsNetConfig = SMALL) -> EfficientCapsNet:
    """A network that is not as untrained ones are: with priors, moved and scaled maps."""
    network = EfficientCapsNet(config).eval().requires_grad_(False)
    network.digits.weight.mul_(4)
    network.digits.prior.normal_(std=0.2)
    move_and_scale(network)
    return network


@pytest.mark.parametrize("name", CONFIGS)
def test_every_field_is_that_of_the_independent_network(name: str, tmp_path: Path) -> None:
    network = make(CONFIGS[name])
    path = save(tmp_path / "random.safetensors", network)
    image = torch.rand(network.config.image_shape)
    trace = load(path).trace(image)
    assert_same(trace, reference_trace(path, image.numpy()))
    assert trace.couplings.max() > 1.2 / network.config.classes
    for name, tensor in trace.items():
        assert tuple(tensor.shape) == field_shape(name, config=network.config, iterations=1), name


@pytest.mark.parametrize("image", [torch.zeros(14, 14), torch.ones(14, 14)], ids=["blank", "full"])
def test_blank_and_full_images_have_finite_numbers(image: torch.Tensor, tmp_path: Path) -> None:
    path = save(tmp_path / "random.safetensors", make())
    assert_same(load(path).trace(image), reference_trace(path, image.numpy()))


def test_the_papers_network_has_161_824_parameters_without_its_decoder() -> None:
    config = EfficientCapsNetConfig()
    network = EfficientCapsNet(config)
    counts = {name: p.numel() for name, p in network.named_parameters()}
    found = sum(count for name, count in counts.items() if not name.startswith("decoder"))
    # Kernels and biases of four convolutions, two numbers a map to scale and shift it, 81 weights
    # and a bias for each of 128 maps, 8 x 16 numbers and a prior for each of 16 x 10 pairs.
    convolutions = (25 + 1) * 32 + (9 * 32 + 1) * 64 + (9 * 64 + 1) * 64 + (9 * 64 + 1) * 128
    scales = 2 * (32 + 64 + 64 + 128)
    assert found == convolutions + scales + 82 * 128 + 160 * (128 + 1) == 161_824
    assert config.primary_grid == (16, 1, 1)
    # Three more pixels on a side would be a second position; one row and column are never seen.
    assert (config.field_size, config.field_stride) == (27, 2)
    assert (config.conv1_height, config.conv1_width) == (24, 24)


def test_what_a_primary_capsule_sees_is_what_changes_it() -> None:
    network = make(CONFIGS["a grid of positions"])
    config = network.config
    assert config.primary_grid == (3, 1, 2)
    image = torch.rand(1, *config.image_shape).requires_grad_()
    for column in range(2):
        capsule = network.see_raw(image)[0, :, 0, column].abs().sum()
        (gradient,) = torch.autograd.grad(capsule, image)
        seen = gradient[0].abs().sum(dim=0).nonzero().flatten()
        first = column * config.field_stride
        assert (seen.min(), seen.max()) == (first, first + config.field_size - 1)


def test_couplings_sum_to_one_over_classes_and_support_to_the_length_of_s() -> None:
    trace = make().trace(torch.rand(14, 14))
    torch.testing.assert_close(trace.couplings.sum(dim=-1), torch.ones(1, 3, 1, 1))
    torch.testing.assert_close(trace.couplings, trace.logits.softmax(dim=-1))
    torch.testing.assert_close(trace.support.sum(dim=(1, 2, 3)), trace.sums.norm(dim=-1))


def test_the_squash_is_the_exponential_one() -> None:
    network = EfficientCapsNet(SMALL)
    vectors = torch.tensor([[3.0, 4.0], [0.0, 1e-3], [0.0, 0.0]])
    # 1 - exp(-5), 1 - exp(-0.001)
    expected = torch.tensor([[0.595957, 0.794610], [0.0, 9.995e-4], [0.0, 0.0]])
    torch.testing.assert_close(network.squash(vectors), expected, atol=1e-6, rtol=1e-4)


def test_it_routes_in_a_single_pass_alone() -> None:
    with pytest.raises(ConfigError) as caught:
        make().trace(torch.rand(14, 14), routing=3)
    assert str(caught.value) == (
        "invalid routing: 3 (expected 1: this network routes in a single pass)"
    )


def test_trace_and_forward_agree_and_a_batch_is_read_as_each_image() -> None:
    network, images = make(), torch.rand(3, 14, 14)
    output = network(images[:, None])
    assert torch.equal(confidences(network, images[:, None]), output.lengths)
    for index, trace in enumerate(network.trace_batch(images)):
        torch.testing.assert_close(output.lengths[index], trace.lengths)
        torch.testing.assert_close(output.digits[index], trace.digits[-1])
        torch.testing.assert_close(network.trace(images[index]).votes, trace.votes)


def test_batch_normalisation_is_torchs() -> None:
    ours, theirs = BatchNorm(3), nn.BatchNorm2d(3, eps=BatchNorm.EPSILON, momentum=0.1)
    for _ in range(3):
        maps = torch.randn(5, 3, 4, 4) * 2 + 1
        torch.testing.assert_close(ours(maps), theirs(maps))
    torch.testing.assert_close(ours.mean, theirs.running_mean)
    torch.testing.assert_close(ours.variance, theirs.running_var)
    maps = torch.randn(2, 3, 4, 4)
    torch.testing.assert_close(ours.eval()(maps), theirs.eval()(maps))


def test_a_checkpoint_reads_with_the_running_averages_it_was_saved_with(tmp_path: Path) -> None:
    network = make()
    loaded = load_checkpoint(save(tmp_path / "saved.safetensors", network))
    assert isinstance(loaded.network, EfficientCapsNet)
    assert not loaded.network.training
    assert loaded.network.config == network.config
    before = copy.deepcopy(loaded.network.state_dict())
    loaded.network.trace(torch.rand(14, 14))
    for name, tensor in loaded.network.state_dict().items():
        assert torch.equal(tensor, before[name]), name
        assert torch.equal(tensor, network.state_dict()[name]), name


def test_a_packed_network_traces_the_same_numbers() -> None:
    network, image = make(), torch.rand(14, 14)
    expected = dict(network.trace(image).items())
    pack(network)
    for name, tensor in network.trace(image).items():
        torch.testing.assert_close(tensor, expected[name], rtol=1e-4, atol=1e-6, msg=name)


def test_votes_switched_off_are_votes_of_zero() -> None:
    network, image = make(), torch.rand(14, 14)
    votes = cast_votes(network, image)
    trace = network.trace(image)
    torch.testing.assert_close(votes, trace.votes)
    named: list[list[str]] = [[], ["type-1"], ["class-2"]]
    kept = torch.stack([keep_all_but(units, network.config) for units in named])
    lengths, digits = route_kept(network, votes, kept, iterations=1)
    torch.testing.assert_close(lengths[0], trace.lengths)
    torch.testing.assert_close(digits[0], trace.digits[-1])
    without = votes.clone()
    without[1] = 0
    expected = network.digits.route(without[None]).digits[0]
    torch.testing.assert_close(digits[1], expected[0])
    assert not torch.allclose(digits[1], digits[0])
    assert lengths[2, 2] < 1e-3


def test_a_sweep_says_what_traces_say_and_what_even_couplings_would() -> None:
    network, images = make(), torch.rand(3, 14, 14)
    said = read_batch(network, images, iterations=1)
    for index, image in enumerate(images):
        trace = network.trace(image)
        torch.testing.assert_close(said.lengths[index], trace.lengths)
        counts = network.digits.prior + 1 / network.config.classes
        even = torch.einsum("trcj,trcjd->jd", counts, trace.votes)
        torch.testing.assert_close(said.uniform[index], length(network.squash(even)))


def test_the_gradient_is_the_slope_of_the_lead() -> None:
    network = make().double()
    image = torch.rand(14, 14, dtype=torch.float64)

    def lead(picture: torch.Tensor) -> float:
        capsules = network.digits(network.see(picture[None]), iterations=1)
        first, second = length(capsules)[0].topk(2).values
        return float(first - second)

    gradient = margin_gradient(network, image, iterations=1)
    for place in ((5, 5), (8, 3)):
        step = torch.zeros_like(image)
        step[place] = 1e-5
        slope = (lead(image + step) - lead(image - step)) / 2e-5
        assert slope == pytest.approx(float(gradient[place]), rel=1e-3, abs=1e-9)


def test_gradients_are_finite_on_a_blank_image() -> None:
    network = build(SMALL)
    lengths = network(torch.zeros(2, 1, 14, 14)).lengths
    lengths.sum().backward()
    for name, parameter in network.named_parameters():
        if not name.startswith("decoder"):
            assert parameter.grad is not None, name
            assert parameter.grad.isfinite().all(), name


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"kernels": 5}, "invalid kernels: 5 (expected a list of whole numbers above 0)"),
        ({"kernels": []}, "invalid kernel_sizes: (3, 3, 3) (expected one for each of ())"),
        ({"strides": [1, 2]}, "invalid strides: (1, 2) (expected one for each of (64, 64, 128))"),
        ({"primary_types": 15}, "invalid kernels: (64, 64, 128) (expected 15 types x 8 dim"),
        ({"primary_types": 2.5}, "invalid primary_types: 2.5 (expected a whole number above 0)"),
        ({"image_width": 26}, "an image of 28x26 is too small: a primary capsule sees 27x27"),
        ({"routing_iterations": 3}, "unknown config field 'routing_iterations' (expected"),
    ],
)
def test_a_bad_value_is_named(values: dict[str, object], expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        EfficientCapsNetConfig.from_dict(values)
    assert str(caught.value).startswith(expected)


def test_without_any_convolution_there_is_nothing_to_deal_out() -> None:
    with pytest.raises(ConfigError, match=r"invalid kernels: \(\) \(expected those of one conv"):
        EfficientCapsNetConfig(kernels=(), kernel_sizes=(), strides=())


def test_a_config_survives_json() -> None:
    assert EfficientCapsNetConfig.from_dict(SMALL.to_dict()) == SMALL
