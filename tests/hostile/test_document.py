"""Schemathesis asks whatever the OpenAPI document allows, and what it does not allow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from schemathesis import Case, GenerationMode, checks

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


@pytest.mark.parametrize(("path", "method", "mode"), CALLS)
def test_every_call_answers_as_the_document_says(
    make_app: Callable[..., Flask], path: str, method: str, mode: GenerationMode
) -> None:
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", make_app())
    call = document[path][method]

    @hostile
    @given(call.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
