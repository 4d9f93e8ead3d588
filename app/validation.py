"""Validation: requests against their schema, and what is wrong with them in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.errors import ApiError, shorten

Schema = TypeVar("Schema", bound=BaseModel)


def read_query(
    schema: type[Schema], arguments: MultiDict[str, str], path: Mapping[str, str]
) -> Schema:
    """The query of a request and the variable parts of its path.

    Raises ApiError 422 where they do not fit their schema.
    """
    for name, values in arguments.lists():
        if len(values) > 1:
            raise ApiError(
                422,
                f"invalid {shorten(name)}: given {len(values)} times (expected once)",
                field=shorten(name),
            )
        if name in path:
            raise ApiError(
                422, f"unknown parameter: {name} (expected in the path alone)", field=name
            )
    try:
        return schema.model_validate({**path, **arguments.to_dict()})
    except ValidationError as error:
        # A list in a query is one text to the person who wrote it.
        raise _explained(error, schema, depth=1, path=path) from error


def read_json(schema: type[Schema], *, limit: int) -> Schema:
    """The JSON body of a request of at most `limit` bytes.

    Raises ApiError 415 for another type, 400 where it is not JSON and 422 where it does not fit
    its schema.
    """
    check_type(("application/json",))
    request.max_content_length = limit
    try:
        return schema.model_validate_json(read_body(), strict=True)
    except ValidationError as error:
        raise _explained(error, schema) from error


def read_body() -> bytes:
    """The bytes of the body.

    Raises RequestEntityTooLarge where it is above the request's limit, and ApiError 400 where it
    ends early or is in damaged chunks.
    """
    limit = request.max_content_length
    # Of a body that comes in chunks, without saying its length, the rest is silently cut off: one
    # more byte than is allowed tells.
    if request.content_length is None and limit is not None:
        request.max_content_length = limit + 1
    try:
        data = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception as error:  # each server has its own
        raise ApiError(
            400, "invalid body: damaged on its way (expected whole chunks)", field="body"
        ) from error
    finally:
        request.max_content_length = limit
    if limit is not None and len(data) > limit:
        raise RequestEntityTooLarge
    return data


def check_type(expected: Sequence[str]) -> None:
    """Raise ApiError 415 where the body is not of one of the expected types."""
    if request.mimetype not in expected:
        found = shorten(request.mimetype) or "none"
        raise ApiError(
            415,
            f"invalid Content-Type: {found} (expected {' or '.join(expected)})",
            field="Content-Type",
        )


def describe(schema: Mapping[str, Any]) -> str:
    """What a JSON schema expects, in words."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if low is not None:
        return f"{low:g} to {high:g}" if high is not None else f"a whole number from {low:g}"
    if "pattern" in schema:
        return f"a text that fits {schema['pattern']}"
    if "maxItems" in schema:
        fewest, most = schema.get("minItems", 0), schema["maxItems"]
        return f"a list of {most}" if fewest == most else f"a list of {fewest} to {most}"
    return {
        "array": "a list",
        "boolean": "true or false",
        "integer": "a whole number",
        "number": "a number",
        "object": "an object",
        "string": "a text",
    }.get(str(schema.get("type")), "another value")


def without_null(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of an optional value where it is given."""
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return {**choice, **{key: schema[key] for key in ("description",) if key in schema}}
    return schema


def _explained(
    error: ValidationError,
    schema: type[BaseModel],
    depth: int | None = None,
    path: Collection[str] = (),
) -> ApiError:
    """The first thing that is wrong, as an error that names field, value and expectation.

    `depth` is how many parts of its place make the field's name; None is all of them. `path` are
    the names that stand in the path.
    """
    first = error.errors(include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return ApiError(400, f"invalid body: {first['msg']} (expected JSON)", field="body")
    whole = schema.model_json_schema()
    field = _name(first["loc"][:depth]) or "body"
    if first["type"] == "extra_forbidden":
        known = [name for name in whole.get("properties", {}) if name not in path] or ["none"]
        return ApiError(
            422,
            f"unknown parameter: {shorten(field)} (expected {', '.join(known)})",
            field=shorten(field),
        )
    expected = describe(_at(whole, first["loc"]))
    if first["type"] == "missing":
        return ApiError(422, f"missing {field} (expected {expected})", field=field)
    return ApiError(422, f"invalid {field}: {_found(first)} (expected {expected})", field=field)


def _found(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, list | tuple | dict):
        return f"{len(value)} values"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return shorten(value) or "nothing"


def _name(place: Sequence[int | str]) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def _at(schema: Mapping[str, Any], place: Sequence[int | str]) -> Mapping[str, Any]:
    """The part of a JSON schema that a place in a value has to fit."""
    found = without_null(schema)
    for part in place:
        if isinstance(part, str):
            found = found.get("properties", {}).get(part, {})
        elif "prefixItems" in found:
            found = found["prefixItems"][part] if part < len(found["prefixItems"]) else {}
        else:
            found = found.get("items", {})
        found = without_null(found)
    return found
