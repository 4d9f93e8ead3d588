"""Compression: the page's own files in a quarter of their bytes.

Answers of the API are left alone: float32 hardly shrinks, and the time would be the pen's.
"""

from __future__ import annotations

import functools
import gzip

from flask import Flask, Response, request

_ENDPOINTS = ("page", "static")
_TYPES = ("application/javascript", "application/json", "image/svg+xml")
_SMALLEST = 500
"""Bytes below which compression saves nothing worth its header."""


def init_app(app: Flask) -> None:
    """Send the files of an app's page compressed to those who read that."""
    # Each file is compressed once; the cache knows them by their content.
    compress = functools.lru_cache(maxsize=256)(functools.partial(gzip.compress, mtime=0))

    @app.after_request
    def compress_text(response: Response) -> Response:
        if request.endpoint not in _ENDPOINTS or not _is_text(response.mimetype):
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code != 200 or request.accept_encodings["gzip"] <= 0:
            return response
        response.direct_passthrough = False
        content = response.get_data()
        if len(content) < _SMALLEST:
            return response
        response.set_data(compress(content))
        response.headers["Content-Encoding"] = "gzip"
        tag, _ = response.get_etag()
        if tag is not None:  # a strong one would promise the bytes of the file itself
            response.set_etag(tag, weak=True)
        return response


def _is_text(media_type: str | None) -> bool:
    return media_type is not None and (media_type.startswith("text/") or media_type in _TYPES)
