"""Security: which host names are answered, and the headers that confine the page."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re

from flask import Flask, Response, request

from app.config import AppConfig
from app.errors import ApiError, shorten

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?P<port>:\d{1,5})?", re.IGNORECASE)
_HASHED_FILE = re.compile(r"/static/vendor/.*[.-]([0-9a-f]{8,}|[0-9A-Z]{8})\.[a-z]+")
"""A vendored file whose name changes with its content."""


def init_app(app: Flask, config: AppConfig, *, import_map: str) -> None:
    """Refuse foreign host names and give every answer its headers."""
    headers = {
        "Content-Security-Policy": content_security_policy(import_map),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    @app.before_request
    def check_host() -> None:
        host = request.environ.get("HTTP_HOST", "")
        if not is_allowed(host, config):
            expected = ", ".join(config.allowed_hosts)
            raise ApiError(
                421,
                f"invalid host: {shorten(host)} (expected {expected}; --allow-host adds a name)",
                field="Host",
            )

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(headers)
        if response.status_code == 200 and _HASHED_FILE.fullmatch(request.path):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def is_allowed(host: str, config: AppConfig) -> bool:
    """Whether requests with this Host header are answered, whatever port it names."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match["name"].lower().removesuffix(".")
    if name in (allowed.lower() for allowed in config.allowed_hosts):
        return True
    return config.allow_addresses and _is_address(name)


def content_security_policy(import_map: str) -> str:
    """The policy of the page: everything from this server, and no inline script but one text."""
    digest = base64.b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{digest}'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "font-src": "'none'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
