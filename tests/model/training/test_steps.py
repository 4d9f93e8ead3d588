from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from model.training.recipe import Recipe
from model.training.steps import batches, one_cycle, rate


def test_the_learning_rate_rises_for_a_fifth_and_falls_to_almost_nothing() -> None:
    rates = [one_cycle(step, 1000, peak=2.0) for step in range(1000)]
    assert rates[0] == pytest.approx(0.08)
    assert rates[100] == pytest.approx(2 * (0.04 + 0.96 / 2))
    assert max(rates) == rates[200] == 2.0
    assert rates[600] == pytest.approx(2 * (0.001 + 0.999 / 2))
    assert rates[-1] == pytest.approx(0.002, rel=0.02)
    assert all(np.diff(rates[:201]) > 0)
    assert all(np.diff(rates[200:]) < 0)


def test_before_a_cool_down_the_rate_stays_at_its_peak() -> None:
    recipe = Recipe(dataset="tiny", lr=2.0, epochs=10, cool_down=4)
    rates = [rate(recipe, step, 1000) for step in range(1000)]
    assert rates[0] == pytest.approx(0.08)
    assert rates[10] == pytest.approx(2 * (0.04 + 0.96 / 2))
    assert rates[20:601] == [2.0] * 581
    assert rates[800] == pytest.approx(1.0)
    assert rates[-1] == pytest.approx(0.005)
    longer = dataclasses.replace(recipe, epochs=12)
    assert [rate(longer, step, 1200) for step in range(800)] == rates[:600] + [2.0] * 200


def test_every_epoch_has_each_image_once_in_another_order() -> None:
    recipe = Recipe(dataset="tiny", batch_size=4)
    first, again, second = (
        torch.cat(list(batches(20, recipe, epoch, skip=0))).tolist() for epoch in (0, 0, 1)
    )
    assert sorted(first) == sorted(second) == list(range(20))
    assert first == again != second
    assert torch.cat(list(batches(20, recipe, 0, skip=2))).tolist() == first[8:]
