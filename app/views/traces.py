"""What the network computes: traces, decoded capsules, preprocessed images."""

from __future__ import annotations

import json

import torch
from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app import timing
from app.errors import ApiError
from app.images import read_image, to_png
from app.inference import current_inference
from app.operations import DECODE, INTERPOLATE, PREPROCESS, TRACE
from app.schemas import Capsule, DecodeBody, InterpolateBody, PreprocessQuery, TraceQuery
from app.tensor_answers import answer_tensors, preferred
from model.analysis.interpolation import between
from model.images.preprocess import Preprocessed
from model.network.config import CapsuleConfig

blueprint = Blueprint("inference", __name__)


@TRACE.view(blueprint)
def trace(query: TraceQuery) -> ResponseReturnValue:
    """The fields asked for of an image's trace."""
    inference = current_inference()
    checkpoint = inference.find(query.model)
    placed = read_image(checkpoint.capsnet.config, query)
    traced = inference.trace(checkpoint, placed.image, query.routing, client=query.client)
    return answer_tensors(
        {name: getattr(traced, name).numpy() for name in query.fields},
        {
            "model": checkpoint.name,
            "prediction": traced.prediction,
            "class_name": checkpoint.card.class_names[traced.prediction],
            "routing": traced.iterations,
            "milliseconds": timing.milliseconds("model"),
            "queued": timing.milliseconds("queue"),
            **_reading(placed, inference.is_unlike(checkpoint, traced)),
        },
        precision=query.precision,
    )


@DECODE.view(blueprint)
def decode(body: DecodeBody) -> ResponseReturnValue:
    """The decoder's picture of each capsule."""
    inference = current_inference()
    checkpoint = inference.find(body.model)
    for place, capsule in enumerate(body.capsules):
        _check_capsule(capsule, f"capsules[{place}]", checkpoint.capsnet.config)
    images = inference.decode(
        checkpoint,
        torch.tensor([values for _, values in body.capsules]),
        torch.tensor([index for index, _ in body.capsules]),
    )
    return answer_tensors(
        {"images": images.numpy()},
        {"model": checkpoint.name, "milliseconds": timing.milliseconds("model")},
        precision=body.precision,
    )


@INTERPOLATE.view(blueprint)
def interpolate(body: InterpolateBody) -> ResponseReturnValue:
    """Pictures between two capsules, and what they are decoded from."""
    inference = current_inference()
    checkpoint = inference.find(body.model)
    config = checkpoint.capsnet.config
    ends = torch.zeros(2, config.classes, config.digit_dimensions)
    for place, (name, capsule) in enumerate((("start", body.start), ("end", body.end))):
        _check_capsule(capsule, name, config)
        index, values = capsule
        ends[place, index] = torch.tensor(values)
    digits = between(ends[0], ends[1], steps=body.steps, keep_length=body.path == "length")
    images = inference.draw(checkpoint, digits)
    return answer_tensors(
        {"images": images.numpy(), "digits": digits.numpy()},
        {"model": checkpoint.name, "milliseconds": timing.milliseconds("model")},
    )


@PREPROCESS.view(blueprint)
def preprocess(query: PreprocessQuery) -> ResponseReturnValue:
    """What the network would receive of an image."""
    inference = current_inference()
    checkpoint = inference.find(query.model)
    placed = read_image(checkpoint.capsnet.config, query)
    if preferred(PREPROCESS.answers) == "image/png":
        with timing.measured("serialise"):
            content = to_png(placed.image)
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        return Response(content, headers=headers, content_type="image/png")
    traced = inference.trace(checkpoint, placed.image, None)
    return answer_tensors(
        {"image": placed.image.numpy()},
        {"model": checkpoint.name, **_reading(placed, inference.is_unlike(checkpoint, traced))},
    )


def _reading(placed: Preprocessed, unlike: bool | None) -> dict[str, object]:
    """What is said of a picture besides what the network receives of it."""
    strokes = [{**each.box._asdict(), "taken": each.taken} for each in placed.strokes]
    return {
        "placement": json.dumps(placed.placement._asdict()),
        "blank": json.dumps(placed.blank),
        "ink_share": placed.ink_share,
        "strokes": json.dumps(strokes),
        "left_out": json.dumps(placed.left_out),
        "unlike_a_digit": json.dumps(unlike),
    }


def _check_capsule(capsule: Capsule, name: str, config: CapsuleConfig) -> None:
    """Raise ApiError 422 where a capsule is not one of this network's."""
    index, values = capsule
    if index >= config.classes:
        field = f"{name}[0]"
        raise ApiError(
            422, f"invalid {field}: {index} (expected 0 to {config.classes - 1})", field=field
        )
    if len(values) != config.digit_dimensions:
        field = f"{name}[1]"
        raise ApiError(
            422,
            f"invalid {field}: {len(values)} values (expected {config.digit_dimensions})",
            field=field,
        )
