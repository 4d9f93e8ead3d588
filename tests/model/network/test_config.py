from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from model.errors import ConfigError
from model.network.capsnet import CapsNetConfig
from model.network.cnn import CnnConfig


def test_the_defaults_are_the_papers_sizes() -> None:
    config = CapsNetConfig()
    assert config.image_shape == (28, 28)
    assert (config.conv1_height, config.conv1_width) == (20, 20)
    assert config.primary_grid == (32, 6, 6)
    assert config.primary_capsules == 1152


def test_sizes_follow_from_kernels_and_stride() -> None:
    config = CapsNetConfig(
        image_height=20,
        image_width=31,
        image_channels=3,
        conv1_kernel_size=5,
        primary_kernel_size=4,
        primary_stride=3,
    )
    assert config.image_shape == (3, 20, 31)
    assert (config.conv1_height, config.conv1_width) == (16, 27)
    # (16 - 4) / 3 + 1 rows exactly; (27 - 4) / 3 is cut to 7, and 1 added
    assert config.primary_grid == (32, 5, 8)


def test_a_config_survives_json() -> None:
    config = CapsNetConfig(image_width=30, decoder_hidden=(5, 6, 7), digit_bias=False)
    assert CapsNetConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_the_maps_of_a_convolutional_network_follow_from_kernels_and_strides() -> None:
    config = CnnConfig(image_height=20, image_width=29, kernel_size=4, strides=(1, 3, 2))
    # 20 - 3; (17 - 4) / 3 is cut to 4, and 1 added; (5 - 4) / 2 is cut to 0, and 1 added
    assert config.map_sizes == ((17, 26), (5, 8), (1, 3))
    assert CnnConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("kernels", [8, 0, 8], "invalid kernels: [8, 0, 8] (expected a list of whole numbers"),
        ("strides", 2, "invalid strides: 2 (expected a list of whole numbers above 0)"),
        ("hidden", "abc", "invalid hidden: 'abc' (expected a list of whole numbers above 0)"),
        ("strides", [1, 2], "invalid strides: (1, 2) (expected one for each of (16, 32, 64))"),
        ("kernel_size", 2.5, "invalid kernel_size: 2.5 (expected a whole number above 0)"),
        ("classes", True, "invalid classes: True (expected a whole number above 0)"),
        ("dropout", 1, "invalid dropout: 1 (expected a number from 0 to below 1)"),
        ("dropout", float("nan"), "invalid dropout: nan (expected a number from 0 to below 1)"),
        ("dropout", "half", "invalid dropout: 'half' (expected a number from 0 to"),
        ("image_width", 16, "an image of 28x16 is too small for 3 convolutions of 5"),
        ("primary_types", 8, "unknown config field 'primary_types' (expected ['classes'"),
    ],
)
def test_a_bad_value_of_a_convolutional_network_is_named(
    name: str, value: Any, expected: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        CnnConfig.from_dict({name: value})
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("image_height", 0, "invalid image_height: 0 (expected a whole number above 0)"),
        ("classes", -1, "invalid classes: -1 (expected a whole number above 0)"),
        ("conv1_kernels", 2.5, "invalid conv1_kernels: 2.5 (expected a whole number above 0)"),
        ("conv1_kernels", "8", "invalid conv1_kernels: '8' (expected a whole number above 0)"),
        ("primary_types", None, "invalid primary_types: None (expected a whole number above 0)"),
        ("digit_dimensions", True, "invalid digit_dimensions: True (expected a whole number"),
        ("primary_stride", float("nan"), "invalid primary_stride: nan (expected a whole number"),
        ("digit_bias", 1, "invalid digit_bias: 1 (expected true or false)"),
        ("primary_bias", "yes", "invalid primary_bias: 'yes' (expected true or false)"),
        ("decoder_hidden", [512, 0], "invalid decoder_hidden: [512, 0] (expected a list of"),
        ("decoder_hidden", 512, "invalid decoder_hidden: 512 (expected a list of whole"),
        ("decoder_hidden", "abc", "invalid decoder_hidden: 'abc' (expected a list of whole"),
        ("kernels", [64, 0], "invalid kernels: [64, 0] (expected a list of whole numbers above"),
        ("kernels", [64, 64], "invalid kernel_sizes: () (expected one for each of (64, 64))"),
        ("strides", [2], "invalid strides: (2,) (expected one for each of ())"),
        ("routing_iterations", 11, "invalid routing_iterations: 11 (expected 1 to 10)"),
    ],
)
def test_a_bad_value_is_named_with_what_was_expected(name: str, value: Any, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        CapsNetConfig.from_dict({name: value})
    assert str(caught.value).startswith(expected)


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(ConfigError, match=r"unknown config field 'pool' \(expected \['classes"):
        CapsNetConfig.from_dict({"pool": 5})


@pytest.mark.parametrize(("height", "width"), [(16, 28), (28, 16), (8, 8), (1, 1)])
def test_an_image_smaller_than_the_kernels_is_refused(height: int, width: int) -> None:
    with pytest.raises(ConfigError) as caught:
        CapsNetConfig(image_height=height, image_width=width)
    assert str(caught.value) == (
        f"an image of {height}x{width} is too small for kernels of 9 and 9"
    )


def test_what_a_capsule_sees_grows_with_the_convolutions_before_it() -> None:
    config = CapsNetConfig(
        image_height=36,
        image_width=36,
        conv1_kernel_size=5,
        kernels=(8, 8, 8),
        kernel_sizes=(3, 3, 3),
        strides=(2, 1, 2),
        primary_kernel_size=4,
        primary_stride=1,
    )
    # 36 - 4 = 32, (32 - 3) / 2 + 1 is 15, 13, 6, and 3 places of a kernel of 4. Seen backwards:
    # 4 cells, 2 * 3 + 3 = 9, 11, 2 * 10 + 3 = 23, and 27 pixels.
    assert config.primary_grid == (32, 3, 3)
    assert (config.field_size, config.field_stride) == (27, 4)
    assert CapsNetConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config
    with pytest.raises(ConfigError, match="an image of 26x36 is too small for kernels of 5, 3, 3"):
        dataclasses.replace(config, image_height=26)


def test_the_smallest_image_has_one_position() -> None:
    assert CapsNetConfig(image_height=17, image_width=17).primary_grid == (32, 1, 1)


def test_a_config_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CapsNetConfig().classes = 5  # type: ignore[misc]
