"""The page itself."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Flask, Response, make_response, render_template

from app.config import VERSION, AppConfig

STATIC_IMPORT = re.compile(
    r'^(?:import\s+(?:[\w$*{},\s]+\sfrom\s+)?|export\s+[\w$*{},\s]+\sfrom\s+)"(\.[^"]+)"',
    re.MULTILINE,
)
"""A relative import that the browser follows before it runs a module: unlike `import()`, and
unlike the imports of types in comments, such a statement begins its line."""


def init_app(app: Flask, config: AppConfig) -> str:
    """Serve the page at the root; returns the text of its import map."""
    import_map = read_import_map(config.static_folder)
    modules = module_urls(config.static_folder)

    def page() -> Response:
        response = make_response(
            render_template("index.html", import_map=import_map, modules=modules, version=VERSION)
        )
        response.headers["Cache-Control"] = "no-cache"
        return response

    app.add_url_rule("/", view_func=page)
    return import_map


def read_import_map(static_folder: Path) -> str:
    """The page's import map as text: which file a bare module name stands for."""
    path = static_folder / "vendor" / "importmap.json"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else '{"imports":{}}'


def module_urls(static_folder: Path) -> list[str]:
    """URLs of the modules that run before the page is there: what `main.js` imports, all the way.

    What is reached by `import()` alone is fetched when something of it is first opened.
    """
    scripts = static_folder / "js"
    waiting = ["main.js"] if (scripts / "main.js").is_file() else []
    found = set(waiting)
    while waiting:
        module = waiting.pop()
        names = static_imports((scripts / module).read_text(encoding="utf-8"))
        new = {normpath(join(dirname(module), name)) for name in names} - found
        found |= new
        waiting += new
    return sorted(f"/static/js/{module}" for module in found)


def static_imports(text: str) -> list[str]:
    """The paths that a module's text imports from, as they stand there."""
    return STATIC_IMPORT.findall(text)
