"""The house as one picture: `python -m tests.house` draws it into docs/architecture.md.

Rooms are folders, arrows are what their files import, read from the files themselves. Of Python
it is `tests/test_rooms.py` that reads them; `tests/js/rooms.test.js` holds the order of the page's.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from benchmarks.marked_text import write_between
from tests.test_rooms import IMPORTS, LIBRARIES, floor

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- Drawn from the imports: python -m tests.house -->"
END = "<!-- to here -->"
SCRIPTS = ROOT / "static" / "js"
TITLES = {"app": "app", "commands": "model, commands", "ground": "model, errors and arguments"}

_STATIC = re.compile(r'^(?:import|export)\s(?:[\w$*{},\s]+\sfrom\s+)?"(\.[^"]+)"', re.MULTILINE)
_DYNAMIC = re.compile(r'\bimport\(\s*"(\.[^"]+)"\s*\)')
_DESCRIPTION = re.compile(r"/\*\*.*?\*/", re.DOTALL)
"""Where types are imported, which no browser follows."""

Imports = dict[str, dict[str, bool]]
"""Of each file, the files that it imports, and whether at once (else when they are needed)."""


def page_imports() -> Imports:
    """Imports of the modules of `static/js`, by their paths there."""
    found: Imports = {}
    for path in sorted(SCRIPTS.rglob("*.js")):
        name = path.relative_to(SCRIPTS).as_posix()
        text = _DESCRIPTION.sub("", path.read_text(encoding="utf-8"))
        found[name] = {
            normpath(join(dirname(name), target)): at_once
            for pattern, at_once in ((_DYNAMIC, False), (_STATIC, True))
            for target in pattern.findall(text)
        }
    return found


def python_imports() -> Imports:
    """Imports of the server and the model, by modules; those of functions too."""
    return {module: dict.fromkeys(sorted(names), True) for module, names in IMPORTS.items()}


def page_room(name: str) -> str:
    """The room of a module of the page: its first folder, or `main`."""
    return name.partition("/")[0].removesuffix(".js")


def python_room(module: str) -> str:
    """The room of a Python module, as the picture names it."""
    _, room = floor(module)
    return f"model/{room}" if room in LIBRARIES else TITLES[room]


def arrows(imports: Imports, room_of: Mapping[str, str]) -> dict[tuple[str, str], bool]:
    """Pairs of rooms of which the first imports from the second, and whether at once."""
    found: dict[tuple[str, str], bool] = {}
    for name, targets in imports.items():
        for target, at_once in targets.items():
            pair = room_of[name], room_of[target]
            if pair[0] != pair[1]:
                found[pair] = found.get(pair, False) or at_once
    return found


def thin_out(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs that do not follow from others; raises ValueError where there is a circle."""
    pairs = set(pairs)
    below: dict[str, set[str]] = {}

    def reach(room: str, above: tuple[str, ...]) -> set[str]:
        if room in above:
            raise ValueError(f"a circle: {' -> '.join((*above, room))}")
        if room not in below:
            nexts = [target for source, target in sorted(pairs) if source == room]
            below[room] = set(nexts).union(*(reach(each, (*above, room)) for each in nexts))
        return below[room]

    for room in sorted({source for source, _ in pairs}):
        reach(room, ())
    return {
        (source, target)
        for source, target in pairs
        if not any(
            target in below.get(between, ())
            for other, between in pairs
            if other == source and between != target
        )
    }


def draw() -> str:
    """The picture as Mermaid text, fenced."""
    lines = ["```mermaid", "flowchart TD"]
    halves = (
        ("page", "the page: static/js", page_imports(), page_room),
        ("python", "the server: app, model", python_imports(), python_room),
    )
    for half, title, imports, room in halves:
        room_of = {name: room(name) for name in imports}
        found = arrows(imports, room_of)
        lines.append(f'  subgraph {half}["{title}"]')
        lines += [f'    {_id(half, each)}["{each}"]' for each in sorted(set(room_of.values()))]
        lines += [
            f"    {_id(half, source)} {'-->' if found[source, target] else '-.->'} "
            f"{_id(half, target)}"
            for source, target in sorted(thin_out(found))
        ]
        lines.append("  end")
    lines += [f"  {_id('page', 'server')} == HTTP ==> {_id('python', 'app')}", "```"]
    return "\n".join(lines)


def _id(half: str, room: str) -> str:
    return f"{half}_{re.sub(r'[^a-z0-9]', '_', room)}"


def main(arguments: list[str] | None = None) -> int:
    """Draw it into the page."""
    argparse.ArgumentParser(prog="python -m tests.house", description=__doc__).parse_args(arguments)
    write_between(PAGE, BEGIN, END, draw())
    return 0


if __name__ == "__main__":
    sys.exit(main())
