"""The models that the server offers, and their kernels."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from app.answers import answer_tensors
from app.inference import current_inference
from app.routes import KERNELS, MODELS
from app.schemas import (
    ImageSize,
    KernelsQuery,
    Measured,
    ModelAnswer,
    ModelsAnswer,
    NoParameters,
)
from app.wire import Array
from model.checkpoint import Checkpoint

blueprint = Blueprint("models", __name__)


@MODELS.view(blueprint)
def models(parameters: NoParameters) -> ResponseReturnValue:
    """Facts about every model."""
    inference = current_inference()
    answer = ModelsAnswer(
        models=[_describe(checkpoint) for checkpoint in inference.checkpoints],
        default=inference.find(None).name,
    )
    return jsonify(answer.model_dump()), {"Cache-Control": "no-cache"}


@KERNELS.view(blueprint)
def kernels(query: KernelsQuery, name: str) -> ResponseReturnValue:
    """The weights of Conv1, and the biases that the inspector's formulas add."""
    checkpoint = current_inference().find(name)
    response = answer_tensors(
        _kernels(checkpoint), {"model": checkpoint.name, "sha256": checkpoint.sha256}
    )
    # One tag for each form: a strong one promises the same bytes.
    form = "json" if response.mimetype == "application/json" else "safetensors"
    response.set_etag(f"{checkpoint.sha256}-{form}")
    kept = query.v == checkpoint.sha256
    response.headers["Cache-Control"] = "max-age=31536000, immutable" if kept else "no-cache"
    return response.make_conditional(request)


def _kernels(checkpoint: Checkpoint) -> dict[str, Array]:
    capsnet, config = checkpoint.capsnet, checkpoint.capsnet.config
    weight = capsnet.conv1.weight
    tensors = {"conv1_weight": weight.squeeze(1) if config.image_channels == 1 else weight}
    if capsnet.conv1.bias is not None:
        tensors["conv1_bias"] = capsnet.conv1.bias
    if capsnet.primary.convolution.bias is not None:
        bias = capsnet.primary.convolution.bias
        tensors["primary_bias"] = bias.view(config.primary_types, config.primary_dimensions)
    if capsnet.digits.bias is not None:
        tensors["digits_bias"] = capsnet.digits.bias
    return {name: tensor.numpy() for name, tensor in tensors.items()}


def _describe(checkpoint: Checkpoint) -> ModelAnswer:
    card, config = checkpoint.card, checkpoint.capsnet.config
    found = card.measured
    return ModelAnswer(
        name=checkpoint.name,
        title=card.title,
        dataset=card.dataset,
        class_names=card.class_names,
        image=ImageSize(
            height=config.image_height, width=config.image_width, channels=config.image_channels
        ),
        config=config.to_dict(),
        parameters=sum(parameter.numel() for parameter in checkpoint.capsnet.parameters()),
        test_error=found.error if found else None,
        measured=Measured(
            images=found.images,
            errors=found.errors,
            interval=found.interval,
            reconstruction_error=found.reconstruction_error,
        )
        if found
        else None,
        sha256=checkpoint.sha256,
    )
