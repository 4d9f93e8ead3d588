"""The system's Firefox, in which one walk through the page is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("firefox-esr", "firefox")


def find_firefox() -> str | None:
    """Path of Firefox: what CAPSNET_FIREFOX names, else what is on PATH."""
    named = os.environ.get("CAPSNET_FIREFOX")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_firefox() -> int:
    """Make sure that there is one where the tests may not do without: in CI."""
    if find_firefox() or not os.environ.get("CI"):
        return 0
    packaged = ["apt-get", "install", "--yes", "--no-install-recommends", NAMES[0]]
    if shutil.which("apt-get"):
        if subprocess.run(packaged, check=False).returncode == 0:
            return 0
        subprocess.run(["apt-get", "update"], check=False)
        if subprocess.run(packaged, check=False).returncode == 0:
            return 0
    print(
        "No Firefox: install it, or name one in CAPSNET_FIREFOX; a browser test needs it.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(install_firefox())
