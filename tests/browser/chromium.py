"""The Chromium that drives the browser tests, the benchmark and the screenshots."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""First the one without windows: without the rest of a browser around it, pages take less work."""
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Path of the system's Chromium: what CAPSNET_CHROMIUM names, else what is on PATH."""
    named = os.environ.get("CAPSNET_CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """The system's Chromium, or Playwright's own where the system has none."""
    # A sandbox needs privileges that root in a container does not have.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*QUIET, *(["--no-sandbox"] if root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def install_chromium() -> int:
    """Make sure there is a browser: Playwright's download, else the system's packages."""
    if find_chromium():
        return 0
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    packaged = ["apt-get", "install", "--yes", "--no-install-recommends", NAMES[0]]
    if subprocess.run(own, check=False).returncode == 0:
        return 0
    if shutil.which("apt-get"):
        subprocess.run(["apt-get", "update"], check=False)
        if subprocess.run(packaged, check=False).returncode == 0:
            return 0
    print(
        "No Chromium: install it, or name one in CAPSNET_CHROMIUM; the browser tests need it.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(install_chromium())
