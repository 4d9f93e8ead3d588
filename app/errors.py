"""Errors: whatever goes wrong, the answer has one JSON shape."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from model.errors import ImageError, ImageTooLargeError, PartError

CODES = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    409: "superseded",
    413: "too_large",
    414: "too_large",
    415: "unsupported_type",
    421: "wrong_host",
    422: "out_of_range",
    431: "too_large",
    500: "internal",
    503: "overloaded",
}
"""Status -> the word in `error.code`."""


class ApiError(Exception):
    """A request that is answered with an error.

    `message` names the field, the value and what was expected; `field` is the field alone.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        field: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.field = field
        self.retry_after = retry_after


def shorten(value: object, limit: int = 60) -> str:
    """The value as a message shows it: a request must not choose how long an answer is."""
    text = str(value)
    return text if len(text) <= limit else text[:limit] + "…"


def init_app(app: Flask) -> None:
    """Answer every error of an app in the one shape."""
    app.register_error_handler(ApiError, _answer_api_error)
    app.register_error_handler(ImageError, _answer_image_error)
    app.register_error_handler(HTTPException, _answer_http_exception)


def _answer(status: int, message: str, field: str | None = None) -> Response:
    code = CODES.get(status, "error")
    response = jsonify(error={"code": code, "message": message, "field": field})
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer_api_error(error: ApiError) -> Response:
    response = _answer(error.status, error.message, error.field)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _answer_image_error(error: ImageError) -> Response:
    if isinstance(error, PartError):
        return _answer(422, str(error), error.field)
    status = 413 if isinstance(error, ImageTooLargeError) else 400
    return _answer(status, str(error), "body")


def _answer_http_exception(error: HTTPException) -> Response:
    """Flask's own errors; for an exception nobody caught, Flask logs it and brings a 500."""
    status = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        size = request.content_length
        found = "more" if size is None else f"{size:,} bytes"
        limit = request.max_content_length or 0
        return _answer(413, f"invalid body: {found} (expected at most {limit:,} bytes)", "body")
    path = shorten(request.path)
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        response = _answer(405, f"invalid method of {path}: {request.method} (expected {allowed})")
        response.headers["Allow"] = allowed
        return response
    if status == 404:
        return _answer(404, f"there is nothing at {path}: /api/openapi.json lists every call")
    if status >= 500:
        return _answer(status, "the server failed; its log says why")
    return _answer(status, error.description or error.name)
