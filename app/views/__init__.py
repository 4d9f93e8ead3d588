"""Views: what each call answers, a blueprint a concern."""

from __future__ import annotations

from flask import Flask

from app.config import AppConfig
from app.views import labs, models, page, samples, sharing, status, traces


def init_app(app: Flask, config: AppConfig) -> str:
    """Register every blueprint; returns the text of the page's import map."""
    app.config["APP_CONFIG"] = config
    app.config["MAX_JSON_LENGTH"] = config.max_json_bytes
    for view in (status, models, traces, labs, samples, sharing):
        app.register_blueprint(view.blueprint)
    return page.init_app(app, config)
