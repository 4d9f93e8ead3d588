"""Operation: one call of the API; what checks its requests is what documents it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Mapping
from typing import Generic, Literal, TypeVar

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from app.schemas import Request
from app.validation import read_json, read_query

Parameters = TypeVar("Parameters", bound=Request)
_PATH_VARIABLE = re.compile(r"<(\w+)>")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Operation(Generic[Parameters]):
    """A call of the API."""

    name: str
    method: Literal["GET", "POST"]
    rule: str
    """Path, its variable parts as Flask writes them."""
    summary: str
    parameters: type[Parameters]
    """What the path's variable parts and the query may hold; the body instead, where it is JSON."""
    body: tuple[str, ...] = ()
    """Media types of the body; none where there is no body."""
    answers: tuple[str, ...] = ("application/json",)
    """Media types of the answer, the one given by default first."""
    answer: type[BaseModel] | None = None
    """What a JSON answer holds, where there is one."""
    tensors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Name -> type, shape and meaning of each tensor of a binary answer."""
    metadata: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Key -> meaning of each text in the header of a binary answer."""
    errors: tuple[int, ...] = ()
    """Statuses of the errors that the call has besides those of every call."""

    @property
    def has_json_body(self) -> bool:
        return self.body == ("application/json",)

    @property
    def path_variables(self) -> tuple[str, ...]:
        return tuple(_PATH_VARIABLE.findall(self.rule))

    @property
    def path(self) -> str:
        """Path, its variable parts as OpenAPI writes them."""
        return _PATH_VARIABLE.sub(r"{\1}", self.rule)

    def view(
        self, blueprint: Blueprint
    ) -> Callable[
        [Callable[[Parameters], ResponseReturnValue]], Callable[..., ResponseReturnValue]
    ]:
        """Decorate the function that answers this call: it is given the checked parameters."""

        def decorate(
            function: Callable[[Parameters], ResponseReturnValue],
        ) -> Callable[..., ResponseReturnValue]:
            @functools.wraps(function)
            def answer(**path: str) -> ResponseReturnValue:
                return function(self._read(path))

            answered: Callable[..., ResponseReturnValue] = answer
            blueprint.add_url_rule(self.rule, self.name, answered, methods=[self.method])
            return answered

        return decorate

    def _read(self, path: Mapping[str, str]) -> Parameters:
        if self.has_json_body:
            return read_json(self.parameters, limit=current_app.config["MAX_JSON_LENGTH"])
        return read_query(self.parameters, request.args, path)
