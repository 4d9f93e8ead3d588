"""The document of the API, and docs/api.md, say what the code does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import ROOT
from app.errors import CODES
from app.openapi import make_document
from app.operations import OPERATIONS
from app.timing import PARTS
from app.wire import EXACT_VALUES
from model.network.capsnet import CapsNetConfig
from model.network.trace import FIELDS, field_shape

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
DOCUMENT = make_document()


def described_calls() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every call as the tables name it, and what the document says of it."""
    for path, methods in DOCUMENT["paths"].items():
        for method, described in methods.items():
            yield f"{method.upper()} {path}", described


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading of docs/api.md, code marks removed."""
    section = PAGE.split(f"# {heading}\n", 1)[1]
    rows = re.search(r"\n\|[-|]+\|\n((?:\|.*\n)+)", section)
    assert rows is not None
    lines = rows[1].splitlines()
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def parameters(described: dict[str, Any]) -> list[list[str]]:
    """A call's parameters as a table of docs/api.md shows them."""
    if described["parameters"]:
        return [
            [each["name"], in_words(each), default(each["schema"])]
            for each in described["parameters"]
        ]
    content = described.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = DOCUMENT["components"]["schemas"].get(reference.rpartition("/")[2], {})
    return [
        [name, values(each), default(each)] for name, each in schema.get("properties", {}).items()
    ]


def in_words(parameter: dict[str, Any]) -> str:
    place = ", part of the path" if parameter["in"] == "path" else ""
    return values(parameter["schema"]) + place


def values(schema: dict[str, Any]) -> str:
    schema = schema.get("anyOf", [schema])[0]
    if "maxItems" in schema:
        fewest, most = schema["minItems"], schema["maxItems"]
        return f"list of {most}" if fewest == most else f"list of {fewest} to {most}"
    if schema["type"] == "array":
        return "list of " + values(schema["items"])
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "minimum" in schema:
        low = schema["minimum"]
        return f"{low} to {schema['maximum']}" if "maximum" in schema else f"from {low}"
    return "text"


def default(schema: dict[str, Any]) -> str:
    value = schema.get("default")
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str("" if value is None else value)


def test_the_document_is_served(client: FlaskClient) -> None:
    answer = client.get("/api/openapi.json").get_json()
    assert answer["openapi"] == "3.1.0"
    assert list(answer["paths"]) == list(DOCUMENT["paths"])
    assert "Server-Timing" in client.get("/api/openapi.json").headers


def test_the_document_holds_every_route_of_the_server_but_the_page(app: Flask) -> None:
    served = {
        f"{method} {rule.rule.replace('<', '{').replace('>', '}')}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    calls = {call for call, _ in described_calls()}
    assert served == calls | {"GET /", "GET /static/{path:filename}"}


def test_every_reference_of_the_document_leads_somewhere() -> None:
    for name in re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(DOCUMENT)):
        assert name in DOCUMENT["components"]["schemas"]


def test_every_call_names_the_errors_it_may_have() -> None:
    for call, described in described_calls():
        statuses = set(described["responses"])
        assert {"200", "421", "422", "500"} <= statuses, call
        assert {int(status) for status in statuses} <= {200, *CODES}
        assert ("415" in statuses) == ("requestBody" in described), call


def test_fields_are_separated_by_commas_in_the_document() -> None:
    fields = DOCUMENT["paths"]["/api/trace"]["post"]["parameters"][2]
    assert fields["name"] == "fields"
    assert fields["style"] == "form"
    assert fields["explode"] is False
    assert fields["schema"]["items"]["enum"] == list(FIELDS)


def test_the_page_lists_every_call() -> None:
    assert table("Calls") == [[call, each["summary"]] for call, each in described_calls()]


@pytest.mark.parametrize("call", [call for call, each in described_calls() if parameters(each)])
def test_the_page_lists_every_parameter(call: str) -> None:
    assert table(f"`{call}`") == parameters(dict(described_calls())[call])


def test_the_page_lists_the_metadata_of_every_binary_answer() -> None:
    rows = table("Binary answers")
    written = {call: re.findall(r"\w+", names) for call, names in rows}
    by_name = {described["operationId"]: call for call, described in described_calls()}
    assert written == {
        by_name[operation.name]: list(operation.metadata)
        for operation in OPERATIONS
        if operation.metadata
    }


def test_the_page_lists_every_field_with_its_shape() -> None:
    config = CapsNetConfig()
    assert table("Fields of a trace") == [
        [
            name,
            " ".join(
                str(size).replace("1000", "R")
                for size in field_shape(name, config=config, iterations=1000)
            ),
            field.meaning,
        ]
        for name, field in FIELDS.items()
    ]


def test_the_page_lists_every_error() -> None:
    rows = [(int(status), code) for status, code, _ in table("Errors")]
    assert rows == list(CODES.items())


def test_the_page_names_the_numbers_of_the_code() -> None:
    assert f"more than {EXACT_VALUES} values" in PAGE
    for part in PARTS:
        assert f"`{part}`" in PAGE
