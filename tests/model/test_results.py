from __future__ import annotations

from pathlib import Path

import pytest

from model.checkpoints.catalogue import load_checkpoint, shipped
from model.checkpoints.checkpoint import Checkpoint
from model.checkpoints.learning_curves import draw_curves
from tests.conftest import skip_without

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "results.md").read_text(encoding="utf-8")
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(params=shipped() or [None], ids=lambda path: path and path.stem)
def measured_checkpoint(request: pytest.FixtureRequest) -> Checkpoint:
    """Each shipped checkpoint, with what it measured."""
    if request.param is None:
        skip_without("a checkpoint")
    loaded = load_checkpoint(request.param)
    if loaded.card.measured is None:
        skip_without(f"a measurement of {loaded.name}")
    return loaded


def test_the_page_has_each_checkpoints_own_numbers(measured_checkpoint: Checkpoint) -> None:
    name, card = measured_checkpoint.name, measured_checkpoint.card
    assert card.measured is not None
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| [`{name}`](../checkpoints")]
    low, high = card.measured.interval
    minutes = sum(epoch["seconds"] for epoch in card.history) / 60
    for expected in (
        f"{100 * card.measured.error:.2f} % ({card.measured.errors} of {card.measured.images:,})",
        f"{100 * low:.2f} to {100 * high:.2f} %",
        f"| {card.recipe['seed']} |",
        f"{len(card.history)} epochs, {minutes:.0f} minutes",
    ):
        assert expected in row
    for group in card.strokes:
        assert f"{100 * group.accuracy:.2f} %" in PAGE


def test_the_readme_has_each_checkpoints_error(measured_checkpoint: Checkpoint) -> None:
    name, measured = measured_checkpoint.name, measured_checkpoint.card.measured
    assert measured is not None
    (row,) = [line for line in README.splitlines() if line.startswith(f"| [`{name}`](checkpoints")]
    assert row.endswith(f"| {100 * measured.error:.2f} % |")


def test_the_pictures_are_drawn_from_the_shipped_checkpoints(
    measured_checkpoint: Checkpoint,
) -> None:
    name = measured_checkpoint.name
    drawn = (DOCS / f"curves-{name}.svg").read_text(encoding="utf-8")
    assert drawn == draw_curves(measured_checkpoint.card, name)
    assert f"](curves-{name}.svg)" in PAGE
    assert f"python -m model.evaluate {name} --plot docs/curves-{name}.svg" in PAGE
