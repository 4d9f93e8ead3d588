"""Whether the server computes, and what it can be asked."""

from __future__ import annotations

import torch
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from app import timing
from app.answers import HealthAnswer, ReadyAnswer
from app.config import VERSION
from app.errors import ApiError
from app.inference import current_inference
from app.metrics import current_metrics
from app.openapi import make_document
from app.operations import HEALTH, METRICS, OPENAPI, READY
from app.schemas import NoParameters

blueprint = Blueprint("status", __name__)


@HEALTH.view(blueprint)
def health(parameters: NoParameters) -> ResponseReturnValue:
    """The time of one forward pass of the default model."""
    inference = current_inference()
    checkpoint = inference.find(None)
    inference.trace(checkpoint, torch.zeros(checkpoint.capsnet.config.image_shape), routing=1)
    answer = HealthAnswer(
        status="ok",
        version=VERSION,
        model=checkpoint.name,
        milliseconds=timing.milliseconds("model"),
    )
    return answer.model_dump(), {"Cache-Control": "no-store"}


@READY.view(blueprint)
def ready(parameters: NoParameters) -> ResponseReturnValue:
    """How many wait. Raises ApiError 503 where no more may."""
    turns = current_inference().turns
    if turns.full:
        raise ApiError(503, "too many requests at once: try again in a second", retry_after=1)
    answer = ReadyAnswer(status="ready", waiting=turns.waiting)
    return answer.model_dump(), {"Cache-Control": "no-store"}


@METRICS.view(blueprint)
def metrics(parameters: NoParameters) -> ResponseReturnValue:
    """The counts of all processes of this server."""
    headers = {"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE_LATEST}
    return current_metrics().text(), headers


@OPENAPI.view(blueprint)
def openapi(parameters: NoParameters) -> ResponseReturnValue:
    """The document of the API."""
    return jsonify(make_document()), {"Cache-Control": "no-cache"}
