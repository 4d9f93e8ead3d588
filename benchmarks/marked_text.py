"""Text that a command writes into a file, between two lines that mark its place."""

from __future__ import annotations

from pathlib import Path


def write_between(page: Path, begin: str, end: str, text: str) -> None:
    """Replace what stands between the two marks.

    Raises ValueError where the file has not both.
    """
    before, _, rest = page.read_text(encoding="utf-8").partition(f"{begin}\n")
    _, found, after = rest.partition(f"{end}\n")
    if not found:
        raise ValueError(f"{page} has no place to write to (expected {begin!r} and {end!r})")
    page.write_text(f"{before}{begin}\n{text}\n{end}\n{after}", encoding="utf-8")


def read_between(page: Path, begin: str, end: str) -> str:
    """What stands between the two marks; empty where they are missing."""
    return page.read_text(encoding="utf-8").partition(f"{begin}\n")[2].partition(f"\n{end}\n")[0]
