from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model import reconstruction_errors
from model.analysis.reconstruction_errors import load_errors, measure_errors
from model.checkpoints.catalogue import load_checkpoint
from model.data.idx import IdxSource
from model.network.capsnet import CapsNet


def test_the_command_writes_the_errors_of_the_test_split(
    tiny: IdxSource,
    tiny_checkpoint: Path,
    tiny_capsnet: CapsNet,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert reconstruction_errors.main([str(tiny_checkpoint)]) == 0
    test = tiny.read("test", download=False)
    assert f"bars.errors.safetensors: {len(test)} pictures in " in capsys.readouterr().out
    found = load_errors(load_checkpoint(tiny_checkpoint))
    assert found.dataset == "tiny"
    np.testing.assert_array_equal(found.errors, measure_errors(tiny_capsnet, test))


def test_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reconstruction_errors.main([str(tmp_path / "none.safetensors")]) == 1
    assert "none.safetensors is missing" in capsys.readouterr().err
