from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from model.analysis.accuracy import count_right, measure, wilson_interval
from model.data.idx import IdxSource
from model.data.multimnist import MultiMnistSource
from model.data.sources import Dataset
from model.errors import DataError
from model.network.capsnet import CapsNet
from tests.model.tiny import NETWORK, make_dataset


def test_what_is_measured_is_what_single_traces_give(tiny_capsnet: CapsNet) -> None:
    dataset = make_dataset(230, seed=3)  # more than two batches, the last one short
    images_each, errors_each, squared = [0, 0, 0], [0, 0, 0], []
    for image, label in zip(dataset.images, dataset.labels.tolist(), strict=True):
        trace = tiny_capsnet.trace(torch.tensor(image) / 255)
        images_each[label] += 1
        errors_each[label] += trace.prediction != label
        difference = trace.reconstructions[label].numpy() - image / 255
        squared.append((difference**2).sum())
    measured = measure(tiny_capsnet, dataset)
    assert measured.images == 230
    assert 0 < measured.errors == sum(errors_each)
    assert measured.per_class == tuple(zip(images_each, errors_each, strict=True))
    assert measured.reconstruction_error == pytest.approx(np.mean(squared), rel=1e-5)
    assert measured.interval == wilson_interval(measured.errors, 230)


def test_a_pair_is_read_right_where_both_its_classes_are_the_longest(
    make_capsnet: Callable[..., CapsNet], tiny: IdxSource
) -> None:
    capsnet = make_capsnet(dataclasses.replace(NETWORK, image_height=18, image_width=18))
    source = MultiMnistSource(title="Pairs", class_names=tiny.class_names, digits=tiny)
    pairs = source.read("test", download=False) + source.read("test", download=False)[:7]
    shown, missed, errors, squared = [0, 0, 0], [0, 0, 0], 0, []
    for image, labels, parts in zip(pairs.images, pairs.labels, pairs.parts, strict=True):
        trace = capsnet.trace(torch.tensor(image) / 255)
        longest = trace.lengths.argsort(descending=True)[:2].tolist()
        errors += not set(labels.tolist()) <= set(longest)
        for label, part in zip(labels.tolist(), parts, strict=True):
            shown[label] += 1
            missed[label] += label not in longest
            squared.append(((trace.reconstructions[label].numpy() - part / 255) ** 2).sum())
    measured = measure(capsnet, pairs)
    assert measured.images == 27
    assert 0 < measured.errors == errors < 27
    assert measured.per_class == tuple(zip(shown, missed, strict=True))
    assert measured.reconstruction_error == pytest.approx(np.mean(squared), rel=1e-5)


@pytest.mark.parametrize("present", [1, 2])
def test_what_lengths_mean_is_counted_from_single_traces(
    present: int, make_capsnet: Callable[..., CapsNet], tiny: IdxSource
) -> None:
    config, pictures = NETWORK, make_dataset(130, seed=3)
    if present == 2:
        config = dataclasses.replace(NETWORK, image_height=18, image_width=18)
        source = MultiMnistSource(title="Pairs", class_names=tiny.class_names, digits=tiny)
        pictures = source.read("test", download=False)
    capsnet = make_capsnet(config)
    expected = [[0, 0] for _ in range(10)]
    for image, labels in zip(pictures.images, pictures.labels, strict=True):
        lengths = capsnet.trace(torch.tensor(image) / 255).lengths.tolist()
        for digit in sorted(range(3), key=lambda each: -lengths[each])[:present]:
            tenth = expected[int(10 * lengths[digit])]
            tenth[0] += 1
            tenth[1] += digit in np.atleast_1d(labels)
    assert sum(read > 0 for read, _ in expected) > 1
    measured = measure(capsnet, pictures)
    assert measured.by_confidence == tuple(map(tuple, expected))
    assert sum(right for _, right in expected) < sum(read for read, _ in expected)


def test_a_confidence_of_one_counts_among_the_surest() -> None:
    confidences = torch.tensor([[1.0, 0.0, 0.0], [0.2, 0.35, 0.1], [0.02, 0.0, 0.01]])
    counts = count_right(confidences, torch.tensor([[0], [0], [1]]))
    assert counts[[0, 3, 9]].tolist() == [[1, 0], [1, 0], [1, 1]]
    assert int(counts.sum()) == 4


def test_the_interval_is_wilsons() -> None:
    # z^2 / (n + z^2) is the upper end where nothing is wrong
    assert wilson_interval(0, 100) == pytest.approx((0, 0.0369935), abs=1e-6)
    low, high = wilson_interval(100, 100)
    assert (low, high) == pytest.approx((1 - 0.0369935, 1), abs=1e-6)
    for errors, images in ((25, 10_000), (3, 7), (499, 1000)):
        share = errors / images
        for end in wilson_interval(errors, images):
            # Each end is the true share from which the one found lies 1.96 deviations away.
            deviation = math.sqrt(end * (1 - end) / images)
            assert abs(share - end) == pytest.approx(1.959964 * deviation, rel=1e-6)


def test_images_that_do_not_fit_the_network_are_refused(tiny_capsnet: CapsNet) -> None:
    with pytest.raises(DataError, match=r"shape \(12, 12\) \(the network expects \(10, 10\)\)"):
        measure(tiny_capsnet, make_dataset(5, size=12))
    with pytest.raises(DataError, match="no images to measure on"):
        measure(tiny_capsnet, make_dataset(5)[:0])
    labels = np.full(5, 3, dtype=np.uint8)
    with pytest.raises(DataError, match=r"label 3 \(the network knows 0 to 2\)"):
        measure(tiny_capsnet, Dataset(make_dataset(5).images, labels))
