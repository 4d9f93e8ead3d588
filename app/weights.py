"""Weights: a network's own float32 numbers, laid out as the inspector's formulas read them."""

from __future__ import annotations

from typing import Literal

from torch import Tensor, nn

from app.errors import ApiError
from app.wire import Array
from model.network.attention import AttentiveCapsules
from model.network.capsule_network import CapsuleNetwork
from model.network.layers import DigitCapsules

Layer = Literal["primary", "votes", "decoder"]


def read_kernels(capsnet: CapsuleNetwork) -> dict[str, Array]:
    """The weights of Conv1, and the biases of the layers that have one."""
    config = capsnet.config
    weight, digits = capsnet.conv1.weight, capsnet.digits
    primary_bias = capsnet.primary.convolution.bias
    return _arrays(
        conv1_weight=weight.squeeze(1) if config.image_channels == 1 else weight,
        conv1_bias=capsnet.conv1.bias,
        primary_bias=None
        if primary_bias is None
        else primary_bias.view(config.primary_types, config.primary_dimensions),
        digits_bias=digits.bias if isinstance(digits, DigitCapsules) else None,
        digits_prior=digits.prior if isinstance(digits, AttentiveCapsules) else None,
    )


def read_weights(capsnet: CapsuleNetwork, layer: Layer, index: int) -> dict[str, Array]:
    """`weight` and, where the config has it, `bias` of one unit of a layer.

    Raises ApiError 422 where the layer has no such unit.
    """
    if layer == "primary":
        convolution = capsnet.primary.convolution
        _check(layer, index, convolution.out_channels)
        bias = None if convolution.bias is None else convolution.bias[index : index + 1]
        return _arrays(weight=convolution.weight[index], bias=bias)
    if layer == "votes":
        _check(layer, index, capsnet.config.classes)
        digits = capsnet.digits
        weight = digits.weight[..., index, :]
        if isinstance(digits, AttentiveCapsules):
            return _arrays(weight=weight, prior=digits.prior[..., index])
        return _arrays(weight=weight, bias=None if digits.bias is None else digits.bias[index])
    linear = [each for each in capsnet.decoder if isinstance(each, nn.Linear)]
    _check(layer, index, len(linear))
    return _arrays(weight=linear[index].weight, bias=linear[index].bias)


def _check(layer: Layer, index: int, count: int) -> None:
    if index >= count:
        raise ApiError(
            422, f"invalid index: {index} (expected 0 to {count - 1} of {layer})", field="index"
        )


def _arrays(**tensors: Tensor | None) -> dict[str, Array]:
    return {name: tensor.numpy() for name, tensor in tensors.items() if tensor is not None}
