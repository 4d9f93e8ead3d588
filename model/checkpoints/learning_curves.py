"""Learning curves: the history in a checkpoint's card, as an SVG picture."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from model.checkpoints.card import Card
from model.errors import DataError

WIDTH, PANEL_HEIGHT = 640, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 56, 34, 26
"""Margins of a panel's axes; at the right stands the last value."""


@dataclasses.dataclass(frozen=True)
class Quantity:
    """What one panel shows."""

    key: str
    """Of an entry in the card's history."""
    title: str
    factor: float
    decimals: int


QUANTITIES = (
    Quantity("held_out_error", "error on the held-out images, %", 100, 2),
    Quantity("margin", "margin loss, mean over the epoch", 1, 4),
    Quantity("reconstruction", "reconstruction loss, squared error summed over pixels", 1, 1),
    Quantity("cross_entropy", "cross-entropy, mean over the epoch", 1, 4),
)
"""A history has those that its network is trained with."""


def draw_curves(card: Card, name: str) -> str:
    """An SVG of error and losses by epoch. Raises DataError where the card has no history."""
    if not card.history:
        raise DataError(f"{name} has no history to plot")
    epochs = [epoch["epoch"] for epoch in card.history]
    quantities = [quantity for quantity in QUANTITIES if quantity.key in card.history[0]]
    panels = []
    for index, quantity in enumerate(quantities):
        values = [quantity.factor * epoch[quantity.key] for epoch in card.history]
        panels.append(
            f'<g transform="translate(0 {36 + index * PANEL_HEIGHT})">'
            + _panel(quantity, epochs, values)
            + "</g>"
        )
    height = 36 + len(quantities) * PANEL_HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f'<text x="{_LEFT}" y="24" font-size="15" font-weight="bold">{escape(name)}: '
        f"{len(epochs)} epochs on {escape(card.title)}</text>\n" + "\n".join(panels) + "\n</svg>\n"
    )


def ticks(top: float, *, most: int = 5) -> list[float]:
    """Round numbers from 0 that reach or just pass `top`, at most so many steps apart."""
    step = 10.0 ** math.floor(math.log10(top / most)) if top > 0 else 1.0
    for factor in (1, 2, 5, 10):
        if step * factor * most >= top * (1 - 1e-9):
            step *= factor
            break
    count = max(1, math.ceil(top / step - 1e-9))
    return [step * index for index in range(count + 1)]


def _panel(quantity: Quantity, epochs: Sequence[float], values: Sequence[float]) -> str:
    marks = ticks(max(values))
    last = max(epochs[-1], 2)

    def x(epoch: float) -> str:
        return f"{_LEFT + (epoch - 1) / (last - 1) * (WIDTH - _LEFT - _RIGHT):.1f}"

    def y(value: float) -> str:
        return f"{PANEL_HEIGHT - _BOTTOM - value / marks[-1] * (PANEL_HEIGHT - _TOP - _BOTTOM):.1f}"

    parts = [f'<text x="{_LEFT}" y="22">{escape(quantity.title)}</text>']
    for mark in marks:
        parts.append(
            f'<path d="M{_LEFT} {y(mark)}H{WIDTH - _RIGHT}" stroke="#d8d8d8"/>'
            f'<text x="{_LEFT - 6}" y="{y(mark)}" dy="4" text-anchor="end" fill="#444444">'
            f"{mark:g}</text>"
        )
    stride = math.ceil(len(epochs) / 20)
    for epoch in epochs[::stride]:
        parts.append(
            f'<text x="{x(epoch)}" y="{PANEL_HEIGHT - 8}" text-anchor="middle" fill="#444444">'
            f"{epoch:.0f}</text>"
        )
    points = [f"{x(epoch)},{y(value)}" for epoch, value in zip(epochs, values, strict=True)]
    parts.append(
        f'<polyline points="{" ".join(points)}" fill="none" stroke="#1f5fa8" stroke-width="2"/>'
    )
    for epoch, value in zip(epochs, values, strict=True):
        parts.append(
            f'<circle cx="{x(epoch)}" cy="{y(value)}" r="3" fill="#1f5fa8">'
            f"<title>epoch {epoch:.0f}: {value:.{quantity.decimals}f}</title></circle>"
        )
    parts.append(
        f'<text x="{x(epochs[-1])}" y="{y(values[-1])}" dx="8" dy="4">'
        f"{values[-1]:.{quantity.decimals}f}</text>"
    )
    return "\n".join(parts)
