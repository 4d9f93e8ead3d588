"""A made file of two pen digits, and strokes written by hand."""

from __future__ import annotations

import numpy as np

from model.data.pendigits import Stroke

TWO_DIGITS = """.INCLUDE        dene.doc

.LEXICON "0" "1"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "1"
.COMMENT 1 26   54
.PEN_DOWN
 100  300
 100  100
.PEN_UP
.DT 100

.SEGMENT DIGIT    1-2 ? "4"
.COMMENT 4  3  100
.PEN_DOWN
 100  300
  90  200
 200  200
.PEN_UP
.DT 100
.PEN_DOWN
 180  300
 180  100
.PEN_UP
.DT 100
"""


def line(*points: tuple[float, float]) -> Stroke:
    """One stroke through some points, y downwards."""
    return np.array(points, np.float32)
