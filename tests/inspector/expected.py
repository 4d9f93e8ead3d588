"""Of each kind of unit, what its explanation must say: the network's own numbers, which add up."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from model.network.attention import AttentiveCapsules
from model.network.capsnet import CapsNetConfig
from model.network.config import CapsuleConfig
from model.network.efficient import EfficientCapsNetConfig
from model.network.layers import DigitCapsules, length
from tests.inspector.ask import Network, Unit
from tests.inspector.said import Explanation, Line, Section, assert_shows


def check_pixel(network: Network, said: Explanation) -> None:
    row, column = said.unit["row"], said.unit["column"]
    said.bars(said.trace.image[..., row, column].reshape(-1))
    # The page looks at the winner.
    support = said.trace.support[said.iteration, ..., said.trace.prediction].sum(dim=0)
    painted = paint_support(network.config, said.trace.image, support)
    said.bars([float(painted[row, column])], kind="facts")


def paint_support(config: CapsuleConfig, image: Tensor, support: Tensor) -> Tensor:
    """Each position's support spread over the ink of the patch that it sees."""
    ink = image.reshape(-1, *image.shape[-2:]).sum(dim=0)
    stride, size = config.field_stride, config.field_size
    painted = torch.zeros_like(ink)
    for row, column in np.ndindex(*support.shape):
        patch = np.s_[row * stride : row * stride + size, column * stride : column * stride + size]
        total = ink[patch].sum()
        share = ink[patch] / total if total > 0 else torch.full((size, size), 1 / size**2)
        painted[patch] += support[row, column] * share
    assert float(painted.sum()) == pytest.approx(float(support.sum()), abs=1e-4)
    return painted


def check_kernel(network: Network, said: Explanation) -> None:
    number = said.unit["map"]
    convolution = network.capsnet.conv1
    assert convolution.bias is not None
    for channel in convolution.weight[number]:
        said.grid(channel)
    after = said.trace.conv1[number].relu()
    said.bars([float(convolution.bias[number]), float(after.mean()), float(after.max())])


def check_conv1(network: Network, said: Explanation) -> None:
    number, row, column = (said.unit[name] for name in ("map", "row", "column"))
    convolution = network.capsnet.conv1
    assert convolution.bias is not None
    size = network.config.conv1_kernel_size
    image = said.trace.image.reshape(-1, *said.trace.image.shape[-2:])
    patch = image[:, row : row + size, column : column + size]
    kernel = convolution.weight[number]
    value = float(said.trace.conv1[number, row, column])
    for ink, weights in zip(patch, kernel, strict=True):
        said.grid(ink)
        said.grid(weights)
        said.grid(ink * weights)
    said.sum(
        (patch * kernel).sum().reshape(1),
        bias=float(convolution.bias[number]),
        total=value,
        then=[max(0.0, value)],
    )


def check_type(network: Network, said: Explanation) -> None:
    number = said.unit["type"]
    lengths = length(said.trace.primary[number])
    said.grid(lengths)
    bars = said.bars([float(lengths.mean()), float(lengths.max())])
    longest = bars["terms"][1]["unit"]
    assert longest["type"] == number
    assert lengths[longest["row"], longest["column"]] == pytest.approx(float(lengths.max()))
    bars = said.bars(said.trace.support[said.iteration, number].sum(dim=(0, 1)))
    for digit, line in enumerate(bars["terms"]):
        assert line["unit"] == {"kind": "link", "type": number, "digit": digit}


def check_capsule(network: Network, said: Explanation) -> None:
    place = at(said.unit)
    before, after = said.trace.primary_raw[place], said.trace.primary[place]
    bars = said.bars(before)
    for dimension, line in enumerate(bars["terms"]):
        assert line["unit"] == {**said.unit, "kind": "component", "dimension": dimension}
    said.sum(
        before.square(),
        inputs=lambda index: (float(before[index]), float(before[index])),
        total=float(before.square().sum()),
        then=[length_of(before), length_of(after)],
    )
    curve = said.next("squash")
    assert_shows(curve["from"], length_of(before))
    assert_shows(curve["to"], length_of(after))
    said.bars(after)
    bars = said.bars(said.trace.couplings[(said.iteration, *place)])
    for digit, line in enumerate(bars["terms"]):
        assert line["unit"] == {**said.unit, "kind": "vote", "digit": digit}


def check_component(network: Network, said: Explanation) -> None:
    convolution = network.capsnet.primary.convolution
    if network.config.between:
        check_unseen_component(network, said)
        return
    assert isinstance(network.config, CapsNetConfig)
    size, stride = network.config.primary_kernel_size, network.config.primary_stride
    top, left = said.unit["row"] * stride, said.unit["column"] * stride
    dimension, place = said.unit["dimension"], at(said.unit)
    channel = said.unit["type"] * network.config.primary_dimensions + dimension
    window = said.trace.conv1.relu()[:, top : top + size, left : left + size]
    weight = convolution.weight[channel]

    def find(line: Line) -> int:
        unit = line["unit"]
        assert unit["kind"] == "conv1"
        assert line["name"] == f"map {unit['map']}, row {unit['row']}, column {unit['column']}"
        return int((unit["map"] * size + unit["row"] - top) * size + unit["column"] - left)

    raw = said.trace.primary_raw[place]
    said.sum(
        (window * weight).flatten(),
        place=find,
        inputs=lambda index: (float(window.flatten()[index]), float(weight.flatten()[index])),
        bias=None if convolution.bias is None else float(convolution.bias[channel]),
        total=float(raw[dimension]),
        then=[squash_factor(network, raw), float(said.trace.primary[(*place, dimension)])],
    )


def check_unseen_component(network: Network, said: Explanation) -> None:
    dimension, place = said.unit["dimension"], at(said.unit)
    convolution, config = network.capsnet.primary.convolution, network.config
    channel = said.unit["type"] * config.primary_dimensions + dimension
    # The page does not have the maps that the kernel reads: products are told by their sum.
    image = said.trace.image.reshape(1, -1, *said.trace.image.shape[-2:])
    maps = network.capsnet.convolutions(network.capsnet.conv1(image))[0]
    read = maps[channel, None] if config.depthwise else maps
    size = config.primary_kernel_size
    top, left = (config.primary_stride * said.unit[name] for name in ("row", "column"))
    products = read[:, top : top + size, left : left + size] * convolution.weight[channel]
    raw = said.trace.primary_raw[place]
    bias = convolution.bias
    section = said.sum(
        products.sum().reshape(1),
        bias=None if bias is None else float(bias[channel]),
        total=float(raw[dimension]),
        then=[squash_factor(network, raw), float(said.trace.primary[(*place, dimension)])],
    )
    count = 1 if config.depthwise else len(maps)
    assert section["terms"][0]["name"] == f"Σ of {count * size * size:,} products h · w"
    if config.depthwise:
        said.grid(convolution.weight[channel, 0])


def check_vote(network: Network, said: Explanation) -> None:
    trace, iteration, digit, place = said.trace, said.iteration, said.unit["digit"], at(said.unit)
    vote = trace.votes[(*place, digit)]
    fields = ("logits", "couplings", "agreement", "support")
    routed = {name: float(getattr(trace, name)[(iteration, *place, digit)]) for name in fields}
    even = 1 / network.config.classes
    said.bars(
        [routed["logits"], routed["couplings"], even, routed["agreement"], routed["support"]],
        kind="facts",
    )
    product = said.next("product")
    matrix = network.capsnet.digits.weight[(*place, slice(None), digit)].T
    for name, values in (("matrix", matrix), ("vector", trace.primary[place]), ("result", vote)):
        for text, value in zip(product[name], values.flatten(), strict=True):
            assert_shows(text, float(value))
    if isinstance(network.config, EfficientCapsNetConfig):
        together = trace.votes[..., digit, :].sum(dim=(0, 1, 2))
        said.sum(
            vote * together,
            inputs=lambda index: (float(vote[index]), float(together[index])),
            total=float(vote @ together),
            then=[len(vote) ** 0.5, routed["logits"]],
        )
    elif iteration > 0:
        said.sum(
            trace.agreement[(slice(iteration), *place, digit)],
            total=routed["logits"],
            then=[],
        )
    logits = trace.logits[(iteration, *place)]
    section = said.sum(logits.exp(), total=float(logits.exp().sum()), then=[routed["couplings"]])
    for other, line in enumerate(section["terms"]):
        assert_shows(line["input"].removeprefix("exp(").removesuffix(")"), float(logits[other]))
        expected = None if other == digit else {**said.unit, "digit": other}
        assert line.get("unit") == expected
    pose = trace.digits[iteration, digit]
    said.sum(
        vote * pose,
        inputs=lambda index: (float(vote[index]), float(pose[index])),
        total=routed["agreement"],
        then=[],
    )
    sums = trace.sums[iteration, digit]
    support, coupling = routed["support"], routed["couplings"]
    norm = length_of(sums)
    counted = [coupling]
    if isinstance(network.capsnet.digits, AttentiveCapsules):
        prior = float(network.capsnet.digits.prior[(*place, digit)])
        counted = [coupling, prior, coupling + prior]
    said.sum(
        vote * sums,
        inputs=lambda index: (float(vote[index]), float(sums[index])),
        total=float(vote @ sums),
        then=[],
    )
    said.sum(
        torch.empty(0),
        total=float(vote @ sums),
        then=[norm, *counted, support, 100 * support / norm],
    )


def check_link(network: Network, said: Explanation) -> None:
    check_gathered(said, (said.unit["type"], slice(None), slice(None)))


def check_position(network: Network, said: Explanation) -> None:
    check_gathered(said, (slice(None), said.unit["row"], said.unit["column"]))


def check_gathered(said: Explanation, which: tuple[Any, ...]) -> None:
    """The capsules of one type, or of one position."""
    trace, iteration, digit = said.trace, said.iteration, said.unit["digit"]
    support = trace.support[(iteration, *which, digit)].flatten()
    indices = torch.arange(trace.primary[..., 0].numel()).view(trace.primary.shape[:3])[which]
    total = float(support.sum())
    norm = length_of(trace.sums[iteration, digit])
    said.sum(
        support,
        place=lambda line: indices.flatten().tolist().index(capsule_of(trace.primary, line, digit)),
        total=total,
        then=[100 * total / norm],
    )
    said.bars([total, 100 * total / norm], kind="facts")
    couplings = trace.couplings[(iteration, *which, digit)]
    said.bars([float(couplings.mean()), 1 / trace.couplings.shape[-1]])


def check_digit(network: Network, said: Explanation) -> None:
    trace, iteration, digit = said.trace, said.iteration, said.unit["digit"]
    sums, bias = trace.sums[iteration, digit], bias_of(network)
    before, after = length_of(sums), length_of(trace.digits[iteration, digit])
    said.sum(
        trace.support[iteration, ..., digit].flatten(),
        place=lambda line: capsule_of(trace.primary, line, digit),
        bias=None if bias is None else float(bias[digit] @ sums) / before,
        total=before,
        then=[before**2, after] if network.config.squash == "quadratic" else [after],
    )
    curve = said.next("squash")
    assert_shows(curve["from"], before)
    assert_shows(curve["to"], after)
    said.bars([max(0, 0.9 - after) ** 2, 0.5 * max(0, after - 0.1) ** 2])


def check_dimension(network: Network, said: Explanation) -> None:
    trace, iteration, digit = said.trace, said.iteration, said.unit["digit"]
    dimension, bias = said.unit["dimension"], bias_of(network)
    votes = trace.votes[..., digit, dimension].flatten()
    counts = network.capsnet.digits.counts(trace.couplings[iteration])[..., digit].flatten()
    said.sum(
        counts * votes,
        place=lambda line: capsule_of(trace.primary, line, digit),
        inputs=lambda index: (float(counts[index]), float(votes[index])),
        bias=None if bias is None else float(bias[digit, dimension]),
        total=float(trace.sums[iteration, digit, dimension]),
        then=[
            squash_factor(network, trace.sums[iteration, digit]),
            float(trace.digits[iteration, digit, dimension]),
        ],
    )


def check_hidden(network: Network, said: Explanation) -> None:
    layer, index = said.unit["layer"], said.unit["index"]
    check_decoder(network, said, layer=layer, index=index, after=torch.relu)


def check_decoded(network: Network, said: Explanation) -> None:
    digit, row, column = (said.unit[name] for name in ("digit", "row", "column"))
    config = network.config
    for channel in range(config.image_channels):
        index = (channel * config.image_height + row) * config.image_width + column
        layer = len(config.decoder_hidden)
        printed = check_decoder(network, said, layer=layer, index=index, after=torch.sigmoid)
        expected = float(said.trace.reconstructions[digit].flatten()[index])
        assert_shows(printed["then"][0]["value"], expected)


def check_decoder(
    network: Network,
    said: Explanation,
    *,
    layer: int,
    index: int,
    after: Callable[[Tensor], Tensor],
) -> Section:
    """A unit of the decoder while all capsules but one are set to 0."""
    digit, pose = said.unit["digit"], said.trace.digits[-1, said.unit["digit"]]
    masked = torch.zeros_like(said.trace.digits[-1])
    masked[digit] = pose
    inputs = masked.flatten()
    for linear in network.linear[:layer]:
        inputs = linear(inputs).relu()
    linear = network.linear[layer]
    terms = inputs * linear.weight[index]
    before = linear(inputs)[index]
    own = slice(digit * len(pose), (digit + 1) * len(pose)) if layer == 0 else slice(None)

    def find(line: Line) -> int:
        unit = line["unit"]
        if layer == 0:
            assert unit == {"kind": "dimension", "digit": digit, "dimension": unit["dimension"]}
            return int(unit["dimension"])
        assert unit == {**unit, "kind": "hidden", "digit": digit, "layer": layer - 1}
        return int(unit["index"])

    return said.sum(
        terms[own],
        place=find,
        inputs=lambda at: (float(inputs[own][at]), float(linear.weight[index][own][at])),
        bias=float(linear.bias[index]),
        total=float(before),
        then=[float(after(before))],
    )


def at(unit: Unit) -> tuple[int, int, int]:
    """Where a unit's primary capsule stands."""
    return unit["type"], unit["row"], unit["column"]


def length_of(vector: Tensor) -> float:
    return float(length(vector))


def squash_factor(network: Network, vector: Tensor) -> float:
    """What squash multiplies each number of a vector with."""
    norm = length_of(vector)
    if network.config.squash == "exponential":
        return -math.expm1(-norm) / norm
    return norm / (1 + norm**2)


def bias_of(network: Network) -> Tensor | None:
    digits = network.capsnet.digits
    return digits.bias if isinstance(digits, DigitCapsules) else None


def capsule_of(primary: Tensor, line: Line, digit: int) -> int:
    """The number of the capsule whose vote a line leads to."""
    unit = line["unit"]
    assert (unit["kind"], unit["digit"]) == ("vote", digit)
    return int(np.ravel_multi_index(at(unit), primary.shape[:3]))


CHECKS: dict[str, Callable[[Network, Explanation], None]] = {
    "pixel": check_pixel,
    "kernel": check_kernel,
    "conv1": check_conv1,
    "type": check_type,
    "capsule": check_capsule,
    "component": check_component,
    "vote": check_vote,
    "link": check_link,
    "position": check_position,
    "digit": check_digit,
    "dimension": check_dimension,
    "hidden": check_hidden,
    "decoded": check_decoded,
}
