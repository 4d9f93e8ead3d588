from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.views.page import module_urls, read_import_map

IMPORT_MAP = '{"imports": {"d3": "/static/vendor/d3-7.9.2-0a1b2c3d.js"}}'


def write_page(folder: Path) -> None:
    modules = ("main.js", "panels/card.js", "stages/routing.js")
    for name in ("static/vendor/d3.js", *(f"static/js/{module}" for module in modules)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("export {};")
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
    assert response.text == (
        f'<script type="importmap">{IMPORT_MAP}</script>'
        "/static/js/main.js /static/js/panels/card.js 0.1.0"
    )


def test_a_page_without_vendored_modules_has_an_empty_import_map(tmp_path: Path) -> None:
    assert read_import_map(tmp_path) == '{"imports":{}}'
    assert module_urls(tmp_path) == []


def test_every_module_of_the_page_is_there(app: Flask) -> None:
    client = app.test_client()
    static = Path(app.static_folder or "")
    for url in module_urls(static):
        response = client.get(url)
        assert response.status_code == 200, url
        assert response.mimetype in ("text/javascript", "application/javascript"), url
        response.close()
