"""The page itself."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, make_response, render_template

from app.config import VERSION, AppConfig

LATER = ("stages", "labs", "inspector", "story", "tour", "export", "share")
"""Folders of modules that are fetched when something of theirs is first opened."""


def init_app(app: Flask, config: AppConfig) -> str:
    """Serve the page at the root; returns the text of its import map."""
    import_map = read_import_map(config.static_folder)

    def page() -> Response:
        response = make_response(
            render_template(
                "index.html",
                import_map=import_map,
                modules=module_urls(config.static_folder),
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


def module_urls(static_folder: Path) -> list[str]:
    """URLs of the modules that the page needs at once; those of the LATER folders come later."""
    modules = (static_folder / "js").rglob("*.js")
    own = (path.relative_to(static_folder) for path in modules if path.parent.name not in LATER)
    return sorted(f"/static/{path.as_posix()}" for path in own)
