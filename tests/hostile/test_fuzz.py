"""The fuzzer itself runs; `make fuzz` lets it search."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from model.checkpoints.catalogue import load_checkpoint
from tests.hostile import fuzz


@pytest.mark.slow
@pytest.mark.parametrize("target", list(fuzz.LARGEST))
def test_a_short_search_finds_nothing(target: str) -> None:
    pytest.importorskip("atheris", reason="it has no build for this Python or system")
    command = [sys.executable, "-m", "tests.hostile.fuzz", target, "--seconds", "2"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stderr[-3000:]
    runs = int(ended.stderr.split("stat::number_of_executed_units:")[1].split()[0])
    assert runs > 20
    assert "Is the code instrumented" not in ended.stderr  # else it would search blindly


def test_the_search_begins_with_sound_files(tmp_path: Path) -> None:
    fuzz.write_corpus(tmp_path)
    files = {path.name: path for path in tmp_path.iterdir()}
    load_checkpoint(files.pop("small.safetensors"))
    assert len(files) == 5
    for path in files.values():
        fuzz.read_picture(path.read_bytes())


def test_a_target_fails_where_something_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz, "place_picture", broken)
    with pytest.raises(ZeroDivisionError):
        fuzz.read_picture(b"")
