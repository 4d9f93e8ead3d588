from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.views.page import module_urls, read_import_map

IMPORT_MAP = '{"imports": {"d3": "/static/vendor/d3-7.9.2-0a1b2c3d.js"}}'


MODULES = {
    "main.js": """/** @typedef {import("./labs/typed.js").Typed} Typed */
import { card } from "./panels/card.js";
import * as words from "./words.js";
import {
  many,
  names,
} from "./panels/frame.js";
import { line } from "d3";
const open = () => import("./stages/routing.js");
""",
    "panels/card.js": 'export { one } from "../one.js";\nexport const from = "./words.js";\n',
    "panels/frame.js": 'import "../main.js";\nexport const frame = () => import("./later.js");\n',
    "panels/later.js": "export {};\n",
    "words.js": 'const late = await import("./late.js");\n',
    "one.js": "export {};\n",
    "late.js": "export {};\n",
    "labs/typed.js": "export {};\n",
    "stages/routing.js": 'import { apart } from "./apart.js";\n',
    "stages/apart.js": "export {};\n",
}
AT_ONCE = ("main.js", "one.js", "panels/card.js", "panels/frame.js", "words.js")


def write_page(folder: Path) -> None:
    modules = {f"static/js/{module}": text for module, text in MODULES.items()}
    for name, text in {"static/vendor/d3.js": "export {};", **modules}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "static/vendor/importmap.json").write_text(IMPORT_MAP + "\n")
    (folder / "templates").mkdir()
    (folder / "templates/index.html").write_text(
        '<script type="importmap">{{ import_map|safe }}</script>'
        '{{ modules|join(" ") }} {{ version }}'
    )


def test_the_page_preloads_the_modules_that_it_needs_before_a_stage_is_opened(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    write_page(tmp_path)
    app = make_app(static_folder=tmp_path / "static", template_folder=tmp_path / "templates")
    response = app.test_client().get("/")
    assert response.mimetype == "text/html"
    assert response.headers["Cache-Control"] == "no-cache"
    urls = " ".join(f"/static/js/{module}" for module in AT_ONCE)
    assert response.text == f'<script type="importmap">{IMPORT_MAP}</script>{urls} 0.1.0'


def test_a_page_without_vendored_modules_has_an_empty_import_map(tmp_path: Path) -> None:
    assert read_import_map(tmp_path) == '{"imports":{}}'
    assert module_urls(tmp_path) == []


def test_what_is_preloaded_is_what_the_page_imports_and_nothing_that_comes_later(
    app: Flask,
) -> None:
    scripts = Path(app.static_folder or "") / "js"
    at_once: list[Path] = []

    def follow(module: Path) -> None:
        if module not in at_once:
            at_once.append(module)
            for path in import_paths(module.read_text()):
                follow((module.parent / path).resolve(strict=True))

    follow(scripts.resolve() / "main.js")
    urls = [f"/static/js/{module.relative_to(scripts.resolve()).as_posix()}" for module in at_once]
    assert module_urls(scripts.parent) == sorted(urls)
    opened = (path for path in scripts.rglob("*.js") if path.resolve() not in at_once)
    assert len(list(opened)) > len(at_once)


def import_paths(text: str) -> list[str]:
    """Relative paths of a module's import and export statements, found by its words."""
    paths = []
    for statement in text.split(";"):
        lines = [line for line in statement.splitlines() if not line.startswith(("/*", " *", "//"))]
        words = " ".join(lines).split()
        if words and words[0] in ("import", "export") and words[-2] in ("import", "from"):
            path = words[-1].strip('"')
            if path.startswith("."):
                paths.append(path)
    return paths


def test_every_module_of_the_page_is_there(app: Flask) -> None:
    client = app.test_client()
    static = Path(app.static_folder or "")
    for url in module_urls(static):
        response = client.get(url)
        assert response.status_code == 200, url
        assert response.mimetype in ("text/javascript", "application/javascript"), url
        response.close()
