"""The web server around the model: `create_app` makes one."""

from __future__ import annotations

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from app import (
    compression,
    datasets,
    errors,
    inference,
    logs,
    metrics,
    security,
    timing,
    views,
)
from app.config import AppConfig
from app.operations import OPERATIONS


def create_app(config: AppConfig | None = None) -> Flask:
    """A server of the checkpoints that a config names, all loaded.

    Raises CheckpointError where one of them is missing or damaged.
    """
    config = config or AppConfig()
    app = Flask(
        __name__,
        static_url_path="/static",
        static_folder=config.static_folder,
        template_folder=config.template_folder,
    )
    app.url_map.merge_slashes = False  # a doubled slash is a wrong path, not a redirect
    app.config["MAX_CONTENT_LENGTH"] = config.max_body_bytes
    app.config["PATIENCE"] = config.patience
    if isinstance(app.json, DefaultJSONProvider):
        app.json.sort_keys = False  # keys come in the order that explains them
    errors.init_app(app)
    logs.init_app(app, level=config.log_level)
    metrics.init_app(
        app, calls=[operation.name for operation in OPERATIONS], rows=4 * config.workers
    )
    timing.init_app(app)
    inference.init_app(app, config)
    datasets.init_app(app)
    import_map = views.init_app(app, config)
    security.init_app(app, config, import_map=import_map)
    compression.init_app(app)
    return app
