"""The order of rooms: who may import whom in model/ and app/, followed all the way."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from app.config import ROOT

LIBRARIES = ("images", "network", "data", "fast", "checkpoints", "analysis", "training")
"""Folders of model/, lowest first: each may import those before it, and itself."""
GROUND = {"model.errors", "model.arguments"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
"""Lines."""
DYNAMIC = ("import_module", "__import__")
NOT_FOR_A_SERVER = ("model.training", "model.network.loss", "model.analysis.accuracy")


def modules(*roots: str) -> dict[str, Path]:
    """Every module below some files and folders of the project, by its full name."""
    found = {}
    for path in (
        each for root in roots for each in (sorted((ROOT / root).rglob("*.py")) or [ROOT / root])
    ):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules("model", "app", "run_visualization.py")
BENCHMARKS = modules("benchmarks")


def floor(module: str) -> tuple[int, str]:
    """How high a module stands, and what that floor is called."""
    package, _, rest = module.partition(".")
    room = rest.partition(".")[0]
    if package != "model":
        return len(LIBRARIES) + 2, "app"
    if module in GROUND:
        return 0, "ground"
    if room in LIBRARIES and not module.endswith(".__main__"):
        return 1 + LIBRARIES.index(room), room
    # The door of the package stands on its libraries, and no library may come in by it.
    return len(LIBRARIES) + 1, "commands"


def names_in(module: str) -> set[str]:
    """What a module imports, wherever in its text it does, `import_module("...")` included.

    `from app import timing` names a module where there is one, and else what its package holds.
    """
    path, found = MODULES[module], set()
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            name = ".".join(filter(None, (above, node.module)))
            inside = {f"{name}.{alias.name}" for alias in node.names}
            found |= {each if each in MODULES else name for each in inside}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(DYNAMIC):
            found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return found


NAMES = {module: names_in(module) for module in MODULES}
IMPORTS = {module: names & MODULES.keys() for module, names in NAMES.items()}


def reached(module: str) -> dict[str, tuple[str, ...]]:
    """Every module that an import of one brings along, with the way there."""
    ways: dict[str, tuple[str, ...]] = {module: (module,)}
    waiting = [module]
    while waiting:
        at = waiting.pop()
        for name in IMPORTS[at] - ways.keys():
            ways[name] = (*ways[at], name)
            waiting.append(name)
    return ways


@pytest.mark.parametrize("module", MODULES)
def test_no_import_runs_upwards(module: str) -> None:
    height, _ = floor(module)
    wrong = [
        f"{' -> '.join(way)}: {floor(name)[1]} stands above {floor(module)[1]}"
        for name, way in reached(module).items()
        if floor(name)[0] > height
    ]
    assert not wrong


def test_no_imports_run_in_a_circle() -> None:
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("module", MODULES)
def test_the_model_knows_nothing_of_the_web_and_nobody_of_the_tests(module: str) -> None:
    named = {name.partition(".")[0] for name in NAMES[module]}
    assert not named & {"tests", "benchmarks"}
    if module.startswith("model"):
        assert not named & {"app", "flask", "werkzeug", "gunicorn", "waitress"}


@pytest.mark.parametrize("module", [*MODULES, *BENCHMARKS])
def test_files_and_functions_are_short_enough_to_be_read(module: str) -> None:
    text = (MODULES | BENCHMARKS)[module].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    lines = {
        f"{module}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: count for name, count in lines.items() if count > LONGEST_FUNCTION}


def test_a_server_holds_no_command_no_training_and_no_loss(checkpoint: Path) -> None:
    """As a fresh process sees it, once a server is built and has answered."""
    program = (
        "import sys; from app import create_app; from app.config import AppConfig; "
        f"app = create_app(AppConfig(checkpoints=({str(checkpoint)!r},))); "
        "assert app.test_client().get('/healthz').status_code == 200; "
        "print(*(name for name in sys.modules if name.partition('.')[0] == 'model'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert {"model.network.capsnet", "model.analysis.patches"} < loaded
    commands = {name for name in MODULES if floor(name)[1] == "commands"} - {"model"}
    assert not loaded & commands
    assert not [name for name in loaded if name.startswith(NOT_FOR_A_SERVER)]
