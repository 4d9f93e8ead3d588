"""The models that the server offers, and their weights."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from app.answers import ImageSize, Measured, ModelAnswer, ModelsAnswer
from app.errors import ApiError
from app.inference import current_inference
from app.operations import ERRORS, KERNELS, MODELS, PATCHES, WEIGHTS
from app.schemas import (
    ErrorsQuery,
    KernelsQuery,
    NoParameters,
    PatchesQuery,
    WeightsQuery,
)
from app.tensor_answers import answer_tensors
from app.weights import read_kernels, read_weights
from app.wire import Array
from model.analysis.patches import load_patches
from model.analysis.reconstruction_errors import load_errors
from model.checkpoints.checkpoint import Checkpoint
from model.checkpoints.naming import labels_of, shown_by
from model.errors import CheckpointError

blueprint = Blueprint("models", __name__)


@MODELS.view(blueprint)
def models(parameters: NoParameters) -> ResponseReturnValue:
    """Facts about every model."""
    inference = current_inference()
    labels = labels_of([*inference.checkpoints, *inference.pair_readers])
    answer = ModelsAnswer(
        models=[_describe(each, labels[each.name]) for each in inference.checkpoints],
        pairs=[_describe(each, labels[each.name]) for each in inference.pair_readers],
        default=inference.find(None).name,
    )
    return jsonify(answer.model_dump()), {"Cache-Control": "no-cache"}


@KERNELS.view(blueprint)
def kernels(query: KernelsQuery) -> ResponseReturnValue:
    """The weights of Conv1, and the biases that the inspector's formulas add."""
    checkpoint = current_inference().find(query.name)
    return _answer_weights(checkpoint, read_kernels(checkpoint.capsnet), query.v)


@WEIGHTS.view(blueprint)
def weights(query: WeightsQuery) -> ResponseReturnValue:
    """The weights of one unit."""
    checkpoint = current_inference().find(query.name)
    tensors = read_weights(checkpoint.capsnet, query.layer, query.index)
    return _answer_weights(checkpoint, tensors, query.v)


@PATCHES.view(blueprint)
def patches(query: PatchesQuery) -> ResponseReturnValue:
    """What each type of primary capsules responds to most, where that was found."""
    checkpoint = current_inference().find(query.name)
    try:
        found = load_patches(checkpoint)
    except CheckpointError as error:
        raise ApiError(404, str(error)) from error
    response = answer_tensors(
        found.patches.tensors(),
        {
            "model": checkpoint.name,
            "sha256": checkpoint.sha256,
            "dataset": found.dataset,
            "images": found.images,
        },
    )
    return _tagged(response, found.digest)


@ERRORS.view(blueprint)
def errors(query: ErrorsQuery) -> ResponseReturnValue:
    """The reconstruction errors of held-out pictures, where they were measured."""
    checkpoint = current_inference().find(query.name)
    try:
        found = load_errors(checkpoint)
    except CheckpointError as error:
        raise ApiError(404, str(error)) from error
    response = answer_tensors(
        {"errors": found.errors},
        {"model": checkpoint.name, "sha256": checkpoint.sha256, "dataset": found.dataset},
    )
    return _tagged(response, found.digest)


def _answer_weights(
    checkpoint: Checkpoint, tensors: Mapping[str, Array], version: str | None
) -> ResponseReturnValue:
    response = answer_tensors(tensors, {"model": checkpoint.name, "sha256": checkpoint.sha256})
    return _tagged(response, checkpoint.sha256, immutable=version == checkpoint.sha256)


def _tagged(response: Response, digest: str, *, immutable: bool = False) -> ResponseReturnValue:
    """The answer, or only that it has not changed; `digest` is that of what it holds."""
    # One tag for each form: a strong one promises the same bytes.
    form = "json" if response.mimetype == "application/json" else "safetensors"
    response.set_etag(f"{digest}-{form}")
    response.headers["Cache-Control"] = "max-age=31536000, immutable" if immutable else "no-cache"
    return response.make_conditional(request)


def _describe(checkpoint: Checkpoint, label: str) -> ModelAnswer:
    card, config = checkpoint.card, checkpoint.capsnet.config
    found = card.measured
    return ModelAnswer(
        name=checkpoint.name,
        label=label,
        title=card.title,
        dataset=card.dataset,
        shows=shown_by(card),
        class_names=card.class_names,
        image=ImageSize(
            height=config.image_height, width=config.image_width, channels=config.image_channels
        ),
        config=config.facts(),
        parameters=sum(parameter.numel() for parameter in checkpoint.capsnet.parameters()),
        test_error=found.error if found else None,
        measured=Measured(
            images=found.images,
            errors=found.errors,
            interval=found.interval,
            reconstruction_error=found.reconstruction_error,
            by_confidence=found.by_confidence,
        )
        if found
        else None,
        sha256=checkpoint.sha256,
    )
