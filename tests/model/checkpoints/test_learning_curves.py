from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import pytest

from model import evaluate
from model.checkpoints.card import Card
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.checkpoint import save_card
from model.checkpoints.learning_curves import draw_curves, ticks
from model.errors import DataError

SVG = "{http://www.w3.org/2000/svg}"
HISTORY = tuple(
    {"epoch": epoch, "held_out_error": error, "margin": margin, "reconstruction": 40.0 / epoch}
    for epoch, error, margin in ((1, 0.02, 0.2), (2, 0.01, 0.1), (3, 0.005, 0.05))
)
CARD = Card(
    title="Bars & <stripes>",
    dataset="tiny",
    class_names=("top", "bottom"),
    recipe={},
    history=HISTORY,
)


def read(card: Card) -> ElementTree.Element:
    return ElementTree.fromstring(draw_curves(card, "mine"))


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (2.0, [0, 0.5, 1, 1.5, 2]),
        (1.7, [0, 0.5, 1, 1.5, 2]),
        (0.17, [0, 0.05, 0.1, 0.15, 0.2]),
        (68.9, [0, 20, 40, 60, 80]),
        (5.0, [0, 1, 2, 3, 4, 5]),
        (0.0, [0, 1]),
    ],
)
def test_ticks_are_round_and_reach_the_largest_value(top: float, expected: list[float]) -> None:
    assert ticks(top) == pytest.approx(expected)


def test_each_epoch_is_a_point_at_its_value() -> None:
    panels = read(CARD).findall(f"{SVG}g")
    assert len(panels) == 3
    for panel, values, top in zip(
        panels, ((2, 1, 0.5), (0.2, 0.1, 0.05), (40, 20, 40 / 3)), (2, 0.2, 40), strict=True
    ):
        circles = panel.findall(f"{SVG}circle")
        xs = [float(circle.get("cx", "")) for circle in circles]
        ys = [float(circle.get("cy", "")) for circle in circles]
        assert xs == [56, 320, 584]
        # From the axis at 164 up to the highest tick at 34.
        assert ys == pytest.approx([164 - 130 * value / top for value in values], abs=0.1)
        line = panel.find(f"{SVG}polyline")
        assert line is not None
        points = [f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True)]
        assert line.get("points", "").split() == points


def test_what_is_written_is_the_histories_numbers() -> None:
    texts = ["".join(text.itertext()) for text in read(CARD).iter(f"{SVG}text")]
    assert texts[0] == "mine: 3 epochs on Bars & <stripes>"
    for expected in ("error on the held-out images, %", "0.50", "0.0500", "13.3", "1", "2", "3"):
        assert expected in texts
    titles = [title.text for title in read(CARD).iter(f"{SVG}title")]
    assert titles[:3] == ["epoch 1: 2.00", "epoch 2: 1.00", "epoch 3: 0.50"]


def test_only_the_losses_that_a_network_is_trained_with_have_a_panel() -> None:
    history = ({"epoch": 1, "held_out_error": 0.03, "cross_entropy": 0.25},)
    drawing = read(dataclasses.replace(CARD, history=history))
    assert len(drawing.findall(f"{SVG}g")) == 2
    assert drawing.get("height") == "416"
    titles = [title.text for title in drawing.iter(f"{SVG}title")]
    assert titles == ["epoch 1: 3.00", "epoch 1: 0.2500"]


def test_a_single_epoch_and_a_perfect_one_can_be_drawn() -> None:
    perfect = {"epoch": 1, "held_out_error": 0.0, "margin": 0.0, "reconstruction": 1.0}
    circles = list(read(dataclasses.replace(CARD, history=(perfect,))).iter(f"{SVG}circle"))
    assert [circle.get("cy") for circle in circles] == ["164.0", "164.0", "34.0"]


def test_long_histories_label_every_few_epochs() -> None:
    history = tuple({**HISTORY[0], "epoch": epoch} for epoch in range(1, 51))
    texts = [text.text for text in read(dataclasses.replace(CARD, history=history)).iter()]
    assert "4" in texts
    assert "5" not in texts


def test_the_command_writes_the_curves_beside_the_checkpoint(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate.main([str(checkpoint), "--plot"]) == 1
    assert capsys.readouterr().err == "small has no history to plot\n"
    save_card(checkpoint, dataclasses.replace(load_checkpoint(checkpoint).card, history=HISTORY))
    assert evaluate.main([str(checkpoint), "--plot"]) == 0
    written = tmp_path / "small.svg"
    assert capsys.readouterr().out == f"wrote {written}\n"
    card = load_checkpoint(checkpoint).card
    assert written.read_text(encoding="utf-8") == draw_curves(card, "small")
    elsewhere = tmp_path / "there.svg"
    assert evaluate.main([str(checkpoint), "--plot", str(elsewhere)]) == 0
    assert elsewhere.read_bytes() == written.read_bytes()


def test_a_card_without_history_has_no_curves() -> None:
    with pytest.raises(DataError, match="mine has no history to plot"):
        draw_curves(dataclasses.replace(CARD, history=()), "mine")
