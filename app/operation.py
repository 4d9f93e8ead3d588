"""Operation: one call of the API; what checks its requests is what documents it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypeVar

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from app.schemas import Request
from app.validation import read_json, read_query

Parameters = TypeVar("Parameters", bound=Request)
PathArguments = ParamSpec("PathArguments")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Operation(Generic[Parameters]):
    """A call of the API."""

    name: str
    method: Literal["GET", "POST"]
    rule: str
    """Path, its variable parts as Flask writes them."""
    summary: str
    parameters: type[Parameters]
    """What the query may hold, or the JSON body where `body` is JSON."""
    body: tuple[str, ...] = ()
    """Media types of the body; none where there is no body."""
    answers: tuple[str, ...] = ("application/json",)
    """Media types of the answer, the one given by default first."""
    answer: type[BaseModel]
    """What a JSON answer holds."""
    tensors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Name -> type, shape and meaning of each tensor of a binary answer."""
    metadata: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Key -> meaning of each text in the header of a binary answer."""
    errors: tuple[int, ...] = ()
    """Statuses of the errors that the call has besides those of every call."""

    @property
    def has_json_body(self) -> bool:
        return self.body == ("application/json",)

    def view(
        self, blueprint: Blueprint
    ) -> Callable[
        [Callable[Concatenate[Parameters, PathArguments], ResponseReturnValue]],
        Callable[PathArguments, ResponseReturnValue],
    ]:
        """Decorate the function that answers this call: it is given the checked parameters."""

        def decorate(
            function: Callable[Concatenate[Parameters, PathArguments], ResponseReturnValue],
        ) -> Callable[PathArguments, ResponseReturnValue]:
            @functools.wraps(function)
            def answer(
                *args: PathArguments.args, **kwargs: PathArguments.kwargs
            ) -> ResponseReturnValue:
                return function(self._read(), *args, **kwargs)

            answered: Callable[..., Any] = answer
            blueprint.add_url_rule(self.rule, self.name, answered, methods=[self.method])
            return answer

        return decorate

    def _read(self) -> Parameters:
        if self.has_json_body:
            return read_json(self.parameters, limit=current_app.config["MAX_JSON_LENGTH"])
        return read_query(self.parameters, request.args)
