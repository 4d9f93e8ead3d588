from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app.config import ROOT

MODULES = sorted([*(ROOT / "app").rglob("*.py"), ROOT / "run_visualization.py"])


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_server_knows_nothing_of_its_tests_and_the_training(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    forbidden = ("tests", "benchmarks", "model.train", "model.training", "model.network.loss")
    assert not [name for name in imported if str(name).startswith(forbidden)]
