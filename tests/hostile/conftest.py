"""The hostile tests know the server's fixtures, and how long to search."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

from tests.app.conftest import app, capsnet, client, make_app, picture, pixels, start

__all__ = ["app", "capsnet", "client", "make_app", "picture", "pixels", "start"]

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "20"))
"""Inputs that each search tries; `make fuzz` tries many more."""

settings.register_profile(
    "hostile",
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hostile = settings.get_profile("hostile")
