"""The real server, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def serve(
    checkpoints: Sequence[Path], *, port: int = 0, kept: bool = False, options: Sequence[str] = ()
) -> Iterator[str]:
    """The address of a server of these checkpoints, the first of them its default.

    With `kept`, browsers need not ask again for what is static.
    """
    program = ("-m", "tests.browser.kept") if kept else ("run_visualization.py",)
    command = [sys.executable, *program, "--port", str(port), *options]
    for path in checkpoints:
        command += ["--checkpoint", str(path)]
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                complaints.seek(0)
                raise RuntimeError(f"the server did not start: {complaints.read()}")
            yield line.removeprefix("CapsNet Explorer:").strip()
        finally:
            process.terminate()
