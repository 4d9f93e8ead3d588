"""The Markdown files: short lines, each fact once, and only what there is."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("app", "benchmarks", "docs", "model", "static", "templates", "tests")
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "checkpoints").glob("*.md"),
        *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md")),
    ]
)
WIDTH = 100
ROW = 160
"""What a row of a table may have: it cannot be broken."""
LONGER_ROWS = {"docs/api.md": ("| `fields` | list of image, ", "| `POST /api/trace` | `model`, ")}
"""Rows that list every field, as the code does."""
NAMES = {
    path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*.*") if path.is_file()
} | {path.name for path in ROOT.iterdir()}
PLACES = (ROOT, ROOT / "static", ROOT / "static" / "js", ROOT / "app", ROOT / "model")
"""Where a path that a page names may begin, beside the page's own folder."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


by_page = pytest.mark.parametrize("page", PAGES, ids=name_of)
written = pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name != "checkpoints"], ids=name_of
)
"""Without the cards, whose text is made by code."""


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code(page: Path) -> Iterator[str]:
    """Commands and code of a page: lines of its blocks, joined where they go on, and its spans."""
    text = read(page)
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from block.replace("\\\n", " ").splitlines()
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose))


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    lines = re.findall(r"^#+ (.+)$", read(page), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", line.lower()).replace(" ", "-") for line in lines}


def commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each module or script that a page runs with Python, and the options that it is given."""
    for line in code(page):
        for found in re.finditer(
            r"(?:python3?|torchrun.*?) (?:-m ([\w.]+)|(run_visualization)\.py)([^;|&#)]*)", line
        ):
            options = re.findall(r"(?<!\S)--[\w-]+", found[3])
            yield found[1] or found[2], options


@cache
def help_of(module: str) -> str:
    """What a command says of its options."""
    said = io.StringIO()
    package = (ROOT / module.replace(".", "/")).is_dir()
    command = importlib.import_module(f"{module}.__main__" if package else module)
    with contextlib.redirect_stdout(said), pytest.raises(SystemExit):
        command.main(["--help"])
    return said.getvalue()


def offers(module: str, option: str) -> bool:
    return re.search(rf"(?<![\w-]){option}(?![\w-])", help_of(module)) is not None


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in (*FOLDERS, "run_visualization")


@written
def test_lines_are_short(page: Path) -> None:
    for number, line in enumerate(read(page).splitlines(), 1):
        if line.startswith("|"):
            if line.startswith(LONGER_ROWS.get(name_of(page), "none")):
                continue
            assert len(line) <= ROW, f"{name_of(page)}:{number} is a row of {len(line)}"
        else:
            assert len(line) <= WIDTH, f"{name_of(page)}:{number} has {len(line)} characters"


def test_no_two_pages_have_the_same_row() -> None:
    found = defaultdict(list)
    for page in PAGES:
        if page.parent.name != "checkpoints":
            for line in read(page).splitlines():
                if line.startswith("|") and len(re.findall(r"\w+", line)) >= 8:
                    found[line].append(name_of(page))
    assert {line: pages for line, pages in found.items() if len(set(pages)) > 1} == {}


@by_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert not anchor or anchor in headings(linked), target


@by_page
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for line in code(page):
        for named in re.findall(r"(?<![\w/.*-])[\w./-]+\.(?:py|js|mjs|css|md|html)\b", line):
            if re.search(r"\b[A-Z]{3,}\b", named.removesuffix(".md")):
                continue  # NAME stands for another
            if "/" in named:
                places = (page.parent, *PLACES)
                assert any((place / named).is_file() for place in places), named
            else:
                assert named in NAMES, named


@by_page
def test_every_make_target_and_variable_is_in_the_makefile(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in code(page):
        for found in re.finditer(r"(?:^|\s)make ([a-z]+)((?: [A-Z]+=)?)", line):
            assert re.search(rf"^{found[1]}:", makefile, re.MULTILINE), found[0]
            for variable in re.findall(r"\b([A-Z]+)=", line):
                assert re.search(rf"^{variable} \?=", makefile, re.MULTILINE), line


@by_page
def test_every_module_that_is_run_is_there(page: Path) -> None:
    for module, _ in commands(page):
        if is_ours(module):
            path = ROOT / module.replace(".", "/")
            files = (path.with_suffix(".py"), path / "__main__.py")
            assert any(each.is_file() for each in files), module
        else:
            assert find_spec(module.partition(".")[0]) is not None, module


@by_page
def test_every_command_has_the_options_that_it_is_given(page: Path) -> None:
    for module, options in commands(page):
        for option in options if is_ours(module) else []:
            assert offers(module, option), f"{module} has no {option}"


@written
def test_every_option_that_is_named_alone_is_one_of_a_command(page: Path) -> None:
    ours = {module for each in PAGES for module, _ in commands(each) if is_ours(module)}
    for line in code(page):
        if line.startswith("--"):
            option = shlex.split(line)[0]
            assert any(offers(module, option) for module in sorted(ours)), option
