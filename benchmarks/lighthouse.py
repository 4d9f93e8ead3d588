"""What Lighthouse finds on the page as it opens: `make lighthouse`.

It is fetched when this runs, and not with the rest of the set-up: no test needs it. Versions
from 13 on ask for Node 22, where Debian has 20.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from model.checkpoints.catalogue import FOLDER
from tests.browser.chromium import find_chromium
from tests.browser.server import serve

LIGHTHOUSE = "lighthouse@12.8.2"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}
"""Of 100 points, by the desktop preset and its simulated network."""
MOST_SHIFT = 0.01
"""By how much the layout may shift, as Lighthouse weighs it."""


def main(arguments: list[str] | None = None) -> int:
    """Print the points of each category and what they come from; 1 where they are too few."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__)
    parser.add_argument("--report", type=Path, help="write the whole report there, as HTML")
    options = parser.parse_args(arguments)
    with serve([FOLDER / "mnist.safetensors"]) as url:
        report = measure(url, options.report)
    points = {name: round(100 * report["categories"][name]["score"]) for name in LEAST}
    for name, found in points.items():
        print(f"{name:15} {found:3}  (at least {LEAST[name]})")
    audits = report["audits"]
    for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time"):
        print(f"{name:25} {audits[name]['displayValue']}")
    shift = audits["cumulative-layout-shift"]["numericValue"]
    print(f"{'layout shift':25} {shift:.3f}  (at most {MOST_SHIFT})")
    for audit in audits.values():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"  {audit['score']:.2f} {audit['title']} {audit.get('displayValue', '')}")
    return int(shift > MOST_SHIFT or any(points[name] < LEAST[name] for name in LEAST))


def measure(url: str, report: Path | None) -> dict[str, Any]:
    """What Lighthouse writes of a page. Raises CalledProcessError where it does not run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lighthouse"
        command = [
            *("npx", "--yes", LIGHTHOUSE, url, "--preset=desktop", "--quiet"),
            *("--output=json", "--output=html", f"--output-path={path}"),
            f"--only-categories={','.join(LEAST)}",
            "--chrome-flags=--headless --no-sandbox --disable-gpu",
        ]
        environment = {**os.environ, **({"CHROME_PATH": c} if (c := find_chromium()) else {})}
        subprocess.run(command, check=True, env=environment)
        if report:
            report.write_text(path.with_suffix(".report.html").read_text())
        found: dict[str, Any] = json.loads(path.with_suffix(".report.json").read_text())
    return found


if __name__ == "__main__":
    sys.exit(main())
