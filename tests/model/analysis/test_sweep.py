from __future__ import annotations

import pytest
import torch

from model.analysis.sweep import read_batch
from model.network.capsnet import CapsNet, CapsNetConfig


@pytest.mark.parametrize("iterations", [1, 3, 5])
def test_a_batch_says_what_the_traces_of_its_images_say(
    capsnet_config: CapsNetConfig, iterations: int
) -> None:
    capsnet = CapsNet(capsnet_config)
    images = torch.rand(4, 28, 28)
    said = read_batch(capsnet, images, iterations=iterations)
    for index, image in enumerate(images):
        trace = capsnet.trace(image, iterations)
        torch.testing.assert_close(said.lengths[index], trace.lengths)
        torch.testing.assert_close(said.digits[index], trace.digits[-1])
        torch.testing.assert_close(said.uniform[index], capsnet.trace(image, 1).lengths)


def test_images_in_colour_are_read_too() -> None:
    config = CapsNetConfig(
        image_channels=3,
        conv1_kernels=4,
        primary_types=2,
        primary_dimensions=3,
        digit_dimensions=4,
        decoder_hidden=(6,),
    )
    capsnet = CapsNet(config)
    images = torch.rand(2, 3, 28, 28)
    said = read_batch(capsnet, images, iterations=2)
    torch.testing.assert_close(said.lengths[1], capsnet.trace(images[1], 2).lengths)
