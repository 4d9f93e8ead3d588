from __future__ import annotations

import torch
from einops import rearrange
from torch import nn

from benchmarks.plain_efficient import PlainEfficientCapsNet
from model.network.efficient import EfficientCapsNet, EfficientCapsNetConfig


@torch.no_grad()
def test_the_peer_computes_what_our_network_computes() -> None:
    torch.manual_seed(0)
    plain = PlainEfficientCapsNet()
    plain.prior.normal_(std=0.2)
    network = EfficientCapsNet(EfficientCapsNetConfig())
    conv1, *rest = plain.convolutions
    network.conv1, network.primary.convolution = conv1, plain.primary
    for ours, theirs in zip(network.convolutions, rest, strict=True):
        if isinstance(theirs, nn.Conv2d):
            ours.load_state_dict(theirs.state_dict())
    weight = rearrange(plain.weight, "j t d p -> t 1 1 p j d")
    network.digits.weight = nn.Parameter(weight)
    network.digits.prior = nn.Parameter(rearrange(plain.prior, "j t 1 -> t 1 1 j"))
    network.decoder = plain.decoder
    images, labels = torch.rand(5, 1, 28, 28), torch.arange(5)
    # As it is trained: each normalises by the batch.
    lengths, pictures = plain(images, labels)
    ours = network(images)
    assert lengths.max() > 0.01
    torch.testing.assert_close(lengths, ours.lengths, rtol=1e-3, atol=1e-4)
    drawn = network.decode(ours.digits[labels, labels], labels)
    torch.testing.assert_close(pictures.view(5, 28, 28), drawn, rtol=1e-3, atol=1e-4)
