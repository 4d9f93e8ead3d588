from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from model.checkpoints.catalogue import FOLDER, load
from model.images.preprocess import preprocess_ink
from tests.conftest import skip_without

SAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "static" / "samples" / "digits.json").read_text()
)
DIGITS: list[dict[str, Any]] = SAMPLES["digits"]
PEN = 20
"""The page's pen, in the samples' pixels."""


def draw(strokes: list[list[list[int]]]) -> np.ndarray:
    """Ink of strokes with round caps, as the page's canvas draws them."""
    size = SAMPLES["size"]
    image = Image.new("L", (4 * size, 4 * size))
    canvas = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(4 * x, 4 * y) for x, y in stroke]
        canvas.line(points, fill=255, width=4 * PEN, joint="curve")
        for x, y in (points[0], points[-1]):
            canvas.ellipse((x - 2 * PEN, y - 2 * PEN, x + 2 * PEN, y + 2 * PEN), fill=255)
    return np.asarray(image.reduce(4), np.float32) / 255


def test_every_digit_is_there_in_two_hands() -> None:
    labels = np.bincount([digit["label"] for digit in DIGITS])
    assert len(labels) == 10
    assert labels.min() >= 2
    assert SAMPLES["size"] == 280
    names = [digit["name"] for digit in DIGITS]
    assert len(set(names)) == len(names)
    assert all(digit["name"].startswith(f"{digit['label']}, ") for digit in DIGITS)


@pytest.mark.parametrize("digit", DIGITS, ids=lambda digit: digit["name"])
def test_a_sample_is_smooth_strokes_of_whole_pixels_on_the_canvas(digit: dict[str, Any]) -> None:
    for stroke in digit["strokes"]:
        assert 6 <= len(stroke) <= 40
        assert all(isinstance(value, int) for point in stroke for value in point)
        points = np.array(stroke)
        # The pen stays on the canvas, and under its round tip a step this short shows no corner.
        assert points.min() >= PEN / 2
        assert points.max() <= 280 - PEN / 2
        steps = np.hypot(*np.diff(points, axis=0).T)
        assert 0 < steps.min() <= steps.max() < PEN


def test_every_sample_is_read_as_its_label() -> None:
    if not (FOLDER / "mnist.safetensors").exists():
        skip_without("checkpoints/mnist.safetensors")
    images = torch.stack([preprocess_ink(draw(digit["strokes"])) for digit in DIGITS])
    with torch.inference_mode():
        answers = load("mnist")(images[:, None]).lengths.argmax(dim=-1).tolist()
    wrong = {
        digit["name"]: answer
        for digit, answer in zip(DIGITS, answers, strict=True)
        if answer != digit["label"]
    }
    assert not wrong
