from __future__ import annotations

import torch
from einops import rearrange
from torch import nn

from benchmarks.plain_capsnet import make_plain_capsnet
from model.network.capsnet import CapsNet, CapsNetConfig


def test_the_peer_computes_what_our_network_computes() -> None:
    plain = make_plain_capsnet()
    with torch.device("meta"):
        capsnet = CapsNet(CapsNetConfig(digit_bias=False))
    capsnet.conv1, capsnet.primary.convolution = plain.conv1, plain.primary
    weight = rearrange(plain.weight, "j (t r c) d p -> t r c p j d", t=32, r=6, c=6)
    capsnet.digits.weight = nn.Parameter(weight, requires_grad=False)
    capsnet.decoder = plain.decoder
    image = torch.rand(28, 28)
    trace = capsnet.trace(image)
    lengths, pictures = plain(image[None, None])
    assert lengths.max() > 0.01
    assert torch.allclose(lengths[0], trace.lengths, rtol=1e-3, atol=1e-4)
    winner = trace.reconstructions[trace.prediction]
    assert torch.allclose(pictures.view(28, 28), winner, atol=1e-4)
    for label in range(10):  # as the training benchmark asks for the true class
        _, picture = plain(image[None, None], torch.tensor([label]))
        expected = trace.reconstructions[label]
        assert torch.allclose(picture.view(28, 28), expected, atol=1e-4)
