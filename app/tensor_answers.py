"""Answers: tensors in the form that the request accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, jsonify, request

from app import npz, timing, wire
from app.wire import Array, Precision

TENSOR_TYPES = (wire.MEDIA_TYPE, "application/json", npz.MEDIA_TYPE)
"""Media types that tensors are answered in, the one given by default first."""


def answer_tensors(
    tensors: Mapping[str, Array],
    metadata: Mapping[str, object],
    *,
    precision: Precision | None = None,
) -> Response:
    """Tensors and metadata as safetensors, or as JSON or NPZ where the request prefers it.

    Calls that offer a choice of precision say in the metadata which they gave. JSON and NPZ are
    for people and always exact.
    """
    media_type = preferred(TENSOR_TYPES)
    if precision is not None:
        given = precision if media_type == wire.MEDIA_TYPE else "float32"
        metadata = {**metadata, "precision": given}
    with timing.measured("serialise"):
        if media_type == "application/json":
            response = jsonify(
                metadata=dict(metadata),
                tensors={name: values.tolist() for name, values in tensors.items()},
            )
        else:
            content = (
                npz.encode(tensors, metadata)
                if media_type == npz.MEDIA_TYPE
                else wire.encode(tensors, metadata, precision or "float32")
            )
            response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def preferred(media_types: Sequence[str]) -> str:
    """The one of several media types that the request prefers; the first where it does not say."""
    return request.accept_mimetypes.best_match(media_types) or media_types[0]
