"""The page in Firefox: every stage, sub-tab and lab opens, and nothing complains."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.browser.explorer import STAGES
from tests.browser.firefox import find_firefox
from tests.browser.server import ROOT, serve
from tests.conftest import skip_without


def test_a_walk_through_all_of_the_page_finds_no_fault(checkpoints: Sequence[Path]) -> None:
    firefox, node = find_firefox(), shutil.which("node")
    if firefox is None:
        skip_without("a Firefox (python -m tests.browser.firefox)")
    assert node is not None
    with serve(checkpoints[:1]) as url:
        walk = subprocess.run(
            [node, "tests/browser/firefox.mjs", firefox, url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=600,
        )
    assert walk.returncode == 0, walk.stderr
    seen = json.loads(walk.stdout)
    assert "firefox" in seen["version"].lower()
    assert seen["complaints"] == []
    assert {name.split()[0] for name in seen["opened"]} == {*STAGES, *seen["labs"]}
    before, after = seen["moved"]
    assert after > before
    assert f"stage={seen['again']}" in seen["link"]
