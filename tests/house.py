"""The house as one picture: `python -m tests.house` draws it into docs/architecture.md.

Rooms are folders, arrows are what their files import, read from the files themselves.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from benchmarks.marked_text import write_between

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- Drawn from the imports: python -m tests.house -->"
END = "<!-- to here -->"
SCRIPTS = ROOT / "static" / "js"
COMMANDS = "commands"
"""The room of the files of `model/` that can be run."""

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
    """Imports of the server and the model, by paths from the root; those of functions too."""
    files = [ROOT / "run_visualization.py"]
    files += [path for folder in ("app", "model") for path in sorted((ROOT / folder).rglob("*.py"))]
    names = {path.relative_to(ROOT).as_posix() for path in files}
    found: Imports = {}
    for name in sorted(names):
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
        modules = {each for node in ast.walk(tree) for each in _imported_modules(node)}
        found[name] = {
            path: True for module in sorted(modules) if (path := _path_of(module, names))
        }
    return found


def _imported_modules(node: ast.AST) -> Iterable[str]:
    """Modules that a statement may import: `from a import b` imports `a.b` or a name of `a`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _path_of(module: str, names: set[str]) -> str | None:
    path = module.replace(".", "/")
    return next((each for each in (f"{path}.py", f"{path}/__init__.py") if each in names), None)


def page_room(name: str) -> str:
    """The room of a module of the page: its first folder, or `main`."""
    return name.partition("/")[0].removesuffix(".js")


def python_room(name: str) -> str:
    """The room of a Python file: `app`, a folder of `model/`, or what stands beside these."""
    parts = name.split("/")
    if parts[0] != "model":
        return parts[0]
    if len(parts) > 2:
        return "/".join(parts[:2])
    runs = "__main__" in (ROOT / name).read_text(encoding="utf-8")
    return COMMANDS if runs else name


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
