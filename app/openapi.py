"""OpenAPI: the document of the API, made from the same table that checks its requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from app.answers import ErrorAnswer
from app.config import VERSION
from app.errors import CODES
from app.operation import Operation
from app.operations import OPERATIONS
from app.validation import without_null

_EVERY_CALL = (421, 422, 500)
"""Statuses of errors that any call may have: host, unknown parameters, failure."""


def make_document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of every operation."""
    schemas = {operation.answer for operation in OPERATIONS if operation.answer} | {ErrorAnswer}
    schemas |= {operation.parameters for operation in OPERATIONS if operation.has_json_body}
    ordered = sorted(schemas, key=lambda schema: schema.__name__)
    references, definitions = models_json_schema(
        [(schema, "validation") for schema in ordered],
        ref_template="#/components/schemas/{model}",
    )
    named = {schema.__name__: references[schema, "validation"] for schema in ordered}
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _describe(operation, named)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "CapsNet Explorer",
            "version": VERSION,
            "description": "What a trained capsule network computes, every number of it. Binary "
            "answers are files in the safetensors format; their metadata is in its header.",
        },
        "paths": paths,
        "components": {"schemas": definitions["$defs"]},
    }


def _describe(operation: Operation[Any], named: Mapping[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [] if operation.has_json_body else _describe_parameters(operation),
        "responses": {
            "200": {
                "description": _describe_answer(operation),
                "content": {
                    media_type: {"schema": named[operation.answer.__name__]}
                    if operation.answer and media_type == "application/json"
                    else {}
                    for media_type in operation.answers
                },
            },
            **{
                str(status): {
                    "description": CODES[status].replace("_", " "),
                    "content": {"application/json": {"schema": named[ErrorAnswer.__name__]}},
                }
                for status in sorted({*operation.errors, *_EVERY_CALL})
            },
        },
    }
    if operation.has_json_body:
        schema = named[operation.parameters.__name__]
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    elif operation.body:
        described["requestBody"] = {
            "required": True,
            "description": "Exactly height x width raw uint8 pixels, or a picture.",
            "content": {media_type: {} for media_type in operation.body},
        }
    return described


def _describe_parameters(operation: Operation[Any]) -> list[dict[str, Any]]:
    schemas = operation.parameters.model_json_schema().get("properties", {})
    described = []
    for name, schema in schemas.items():
        kept = {key: value for key, value in without_null(schema).items() if key != "title"}
        parameter = {"name": name, "in": "query", "description": kept.pop("description")}
        if name in operation.path_variables:
            parameter.update({"in": "path", "required": True})
        default = schema.get("default")
        if default is not None:
            kept["default"] = default
        if kept.get("type") == "array":  # separated by commas
            parameter.update(style="form", explode=False)
        described.append({**parameter, "schema": kept})
    return described


def _describe_answer(operation: Operation[Any]) -> str:
    lines = [operation.summary + "."]
    for title, entries in (("Tensors", operation.tensors), ("Metadata", operation.metadata)):
        if entries:
            lines += ["", f"{title}:", ""]
            lines += [f"- `{name}`: {meaning}" for name, meaning in entries.items()]
    return "\n".join(lines)
