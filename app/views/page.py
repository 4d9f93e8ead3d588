"""The page itself."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, Response, make_response, render_template

from app.config import VERSION, AppConfig


def init_app(app: Flask, config: AppConfig) -> str:
    """Serve the page at the root; returns the text of its import map."""
    import_map = read_import_map(config.static_folder)

    def page() -> Response:
        response = make_response(
            render_template(
                "index.html",
                import_map=import_map,
                modules=module_urls(config.static_folder, import_map),
                version=VERSION,
            )
        )
        response.headers["Cache-Control"] = "no-cache"
        return response

    app.add_url_rule("/", view_func=page)
    return import_map


def read_import_map(static_folder: Path) -> str:
    """The page's import map as text: which file a bare module name stands for."""
    path = static_folder / "vendor" / "importmap.json"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else '{"imports":{}}'


def module_urls(static_folder: Path, import_map: str) -> list[str]:
    """URLs of every module of the page, so that it can ask for all of them at once."""
    own = (path.relative_to(static_folder) for path in (static_folder / "js").rglob("*.js"))
    vendored = (url for url in json.loads(import_map)["imports"].values() if url[:1] == "/")
    return sorted({*(f"/static/{path.as_posix()}" for path in own), *vendored})
