"""Answers: tensors in the form that the request accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, jsonify, request

from app import timing, wire
from app.wire import Array, Precision


def answer_tensors(
    tensors: Mapping[str, Array],
    metadata: Mapping[str, object],
    *,
    precision: Precision | None = None,
) -> Response:
    """Tensors and metadata as safetensors, or as JSON where the request prefers it.

    Calls that offer a choice of precision say in the metadata which they gave. JSON is for people
    and always exact.
    """
    as_json = preferred((wire.MEDIA_TYPE, "application/json")) == "application/json"
    if precision is not None:
        metadata = {**metadata, "precision": "float32" if as_json else precision}
    with timing.measured("serialise"):
        if as_json:
            response = jsonify(
                metadata=dict(metadata),
                tensors={name: values.tolist() for name, values in tensors.items()},
            )
        else:
            content = wire.encode(tensors, metadata, precision or "float32")
            response = Response(content, content_type=wire.MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def preferred(media_types: Sequence[str]) -> str:
    """The one of several media types that the request prefers; the first where it does not say."""
    return request.accept_mimetypes.best_match(media_types) or media_types[0]
