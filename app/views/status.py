"""Whether the server computes, and what it can be asked."""

from __future__ import annotations

import torch
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app import timing
from app.config import VERSION
from app.inference import current_inference
from app.openapi import make_document
from app.routes import HEALTH, OPENAPI
from app.schemas import HealthAnswer, NoParameters

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


@OPENAPI.view(blueprint)
def openapi(parameters: NoParameters) -> ResponseReturnValue:
    """The document of the API."""
    return jsonify(make_document()), {"Cache-Control": "no-cache"}
