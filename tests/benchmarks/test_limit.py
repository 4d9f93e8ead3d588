from __future__ import annotations

import pytest

from benchmarks import growth
from benchmarks.limit import Work, least_time, work_of
from model.network.capsnet import CapsNet, CapsNetConfig


def test_the_papers_network_needs_the_papers_operations() -> None:
    capsnet = CapsNet(CapsNetConfig()).requires_grad_(False)
    conv1 = 2 * 400 * 256 * 81
    primary = 2 * 36 * 256 * 81 * 256
    votes = 2 * 1152 * 8 * 160
    sums = agreement = 2 * 3 * 1152 * 160  # and what supports a class is made of the agreement
    decoder = 2 * 10 * (160 * 512 + 512 * 1024 + 1024 * 784)
    work = work_of(capsnet)
    assert work.operations == conv1 + primary + votes + sums + agreement + decoder
    assert work.bytes > 4 * 8_215_728


@pytest.mark.parametrize(
    ("operations", "bandwidth", "seconds"), [(100, 1000, 4.0), (1000, 10, 5.0)]
)
def test_the_least_time_is_that_of_the_scarcer(
    operations: float, bandwidth: float, seconds: float
) -> None:
    assert least_time(Work(400, 50), operations=operations, bandwidth=bandwidth) == seconds


def test_growth_is_measured_for_what_the_page_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "BATCHES", (1, 2))
    monkeypatch.setattr(growth, "MAX_ITERATIONS", 2)
    capsnet = CapsNet(
        CapsNetConfig(conv1_kernels=2, primary_types=2, primary_dimensions=2, decoder_hidden=(3,))
    ).requires_grad_(False)
    names = [
        each.label
        for measured in (growth._by_fields, growth._by_routing, growth._by_batch)
        for each in measured(capsnet, 2)
    ]
    assert names[-4:] == [
        "trace by routing iterations, 1",
        "trace by routing iterations, 2",
        "an image by how many share a pass, 1",
        "an image by how many share a pass, 2",
    ]
    assert len(names) == len(growth.FIELD_SETS) + 4
    assert names[0].startswith("answer by its fields, lengths alone, ")
