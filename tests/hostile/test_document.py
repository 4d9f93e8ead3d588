"""Schemathesis asks whatever the OpenAPI document allows, and what it does not allow."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import given
from schemathesis import Case, GenerationMode, checks
from schemathesis.schemas import BaseSchema

from app import create_app
from app.config import AppConfig
from app.openapi import make_document
from tests.hostile.conftest import hostile

checks.load_all_checks()
CHECKS = checks.CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)
CALLS = [
    (path, method.upper(), mode)
    for path, methods in make_document()["paths"].items()
    for method, call in methods.items()
    for mode in GenerationMode
    # Nothing is wrong with a call that takes nothing, or any text.
    if mode is GenerationMode.POSITIVE
    or "requestBody" in call
    or any(each["in"] == "query" for each in call["parameters"])
]


@pytest.fixture(scope="module")
def document(small: Path) -> BaseSchema:
    """The document that a server of the small network gives of itself, and the way to ask it."""
    app = create_app(AppConfig(checkpoints=(small,), threads=1))
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.mark.parametrize(("path", "method", "mode"), CALLS)
def test_every_call_answers_as_the_document_says(
    document: BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    call = document[path][method]

    @hostile
    @given(call.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
