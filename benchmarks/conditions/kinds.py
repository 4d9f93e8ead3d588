"""Every condition, in the order in which they are read."""

from benchmarks.conditions import beside, ground, light, pens, prints
from benchmarks.conditions.registry import CONDITIONS

__all__ = ["CONDITIONS", "KINDS"]

KINDS = (pens, light, ground, beside, prints)
"""The modules that register conditions."""
