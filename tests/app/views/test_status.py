from __future__ import annotations

import tomllib

from flask.testing import FlaskClient

from app.config import ROOT, VERSION


def test_health_tells_that_the_model_computes(client: FlaskClient) -> None:
    answer = client.get("/healthz").get_json()
    assert answer["milliseconds"] > 0
    assert {**answer, "milliseconds": 0} == {
        "status": "ok",
        "version": VERSION,
        "model": "small",
        "milliseconds": 0,
    }


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
