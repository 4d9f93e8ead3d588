from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from app.config import ROOT
from benchmarks import pictures


@pytest.mark.slow
def test_a_few_drawers_get_right_answers_and_none_fails() -> None:
    command = [sys.executable, "-m", "benchmarks.load", "--short", "--drawers", "6"]
    ended = subprocess.run(
        [*command, "--seconds", "4"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    rows = {row.split("  ")[0]: row.split()[-2:] for row in ended.stdout.splitlines()}
    assert rows["a class drawing, failures and wrong answers"] == ["0", "met"]


def test_pictures_are_what_the_page_sends_and_grow_with_the_pen() -> None:
    bodies = list(pictures._bodies())
    assert len(bodies) == 10 * pictures.STEPS
    ink = []
    for body in bodies[: pictures.STEPS]:
        with Image.open(io.BytesIO(body)) as image:
            assert (image.format, image.mode, image.size) == ("BMP", "L", (140, 140))
            ink.append(sum(255 - value for value in image.tobytes()))
    assert ink == sorted(ink)
    assert ink[-1] > ink[0]
