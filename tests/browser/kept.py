"""`run_visualization.py`, but that a browser may keep what is static for an hour, unasked.

A page asks for a hundred files again each time it is loaded, which is half of the work of loading
it, and the tests load it hundreds of times from files that nobody changes meanwhile.
"""

from __future__ import annotations

import sys

from flask import Flask, Response, request

import run_visualization
from app.config import AppConfig

make = run_visualization.create_app


def create_app(config: AppConfig | None = None) -> Flask:
    """The app, and what lets its static files be kept."""
    app = make(config)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.path.startswith("/static/") and response.status_code == 200:
            response.headers["Cache-Control"] = "max-age=3600"
        return response

    return app


if __name__ == "__main__":
    run_visualization.create_app = create_app
    sys.exit(run_visualization.main())
