"""A server whose whole tree, and whose folder for temporary files, nobody may write to."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT
from model.network.capsnet import CapsNet
from tests.app.servers import Start
from tests.hostile.requests import GOOD, HOSTILE, UNUSUAL, Target

_DROP = 24
"""prctl's PR_CAPBSET_DROP,"""
_OVERRIDES = (1, 2)
"""and the rights by which root writes and reads whatever it likes."""


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A copy of what runs, of which nothing can be written."""
    tree = tmp_path / "tree"
    tree.mkdir()
    for name in ("app", "model", "static", "templates"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run_visualization.py", tree)
    (tree / "tmp").mkdir()
    every = [tree, *tree.rglob("*")]
    for path in every:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield tree
    for path in every:
        if path.is_dir():
            path.chmod(0o755)


def _lay_down_roots_rights() -> None:
    if os.geteuid() == 0:
        for right in _OVERRIDES:
            ctypes.CDLL(None).prctl(_DROP, right, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="root is held back by Linux's own means")
def test_no_request_writes_anything(start: Start, read_only: Path, capsnet: CapsNet) -> None:
    before = sorted(read_only.rglob("*"))
    process, port = start(
        tree=read_only,
        preexec_fn=_lay_down_roots_rights,
        env={**os.environ, "TMPDIR": str(read_only / "tmp"), "HOME": str(read_only / "tmp")},
    )
    written = os.open(f"/proc/{process.pid}/status", os.O_RDONLY)
    status = os.read(written, 10_000).decode()
    os.close(written)
    if os.geteuid() == 0:  # the test would prove nothing with them
        rights = int(status.split("CapEff:\t")[1].split()[0], 16)
        assert not any(rights >> right & 1 for right in _OVERRIDES)
    target = Target(port, capsnet)
    for kind in (*GOOD, *UNUSUAL, *HOSTILE):
        kind(target)
    assert sorted(read_only.rglob("*")) == before
