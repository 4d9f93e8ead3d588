"""What the labs compute: networks with parts switched off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import torch
from flask import Blueprint
from flask.typing import ResponseReturnValue
from jaxtyping import Float
from torch import Tensor

from app import timing
from app.answers import answer_tensors
from app.errors import ApiError, shorten
from app.inference import current_inference
from app.routes import ABLATE
from app.schemas import AblateBody
from model.ablation import cast_votes, keep_all_but, route_kept
from model.config import CapsNetConfig
from model.errors import UnitError

blueprint = Blueprint("labs", __name__)

_ABLATIONS = 64
"""Ablations of one turn: other requests wait for it some ten milliseconds."""


@ABLATE.view(blueprint)
def ablate(body: AblateBody) -> ResponseReturnValue:
    """Lengths and poses of each ablation."""
    inference = current_inference()
    checkpoint = inference.find(body.model)
    capsnet, config = checkpoint.capsnet, checkpoint.capsnet.config
    image = _read_pixels(body.image, config)
    always = _keep_all_but(body.off, "off", config)
    kept = torch.stack(
        [
            always * _keep_all_but(units, f"also[{index}]", config)
            for index, units in enumerate(body.also)
        ]
    )
    iterations = body.routing or config.routing_iterations
    (votes,) = inference.in_turns([partial(cast_votes, capsnet, image)])
    outputs = inference.in_turns(
        partial(route_kept, capsnet, votes, part, iterations=iterations)
        for part in torch.split(kept, _ABLATIONS)
    )
    return answer_tensors(
        {
            "lengths": torch.cat([output.lengths for output in outputs]).numpy(),
            "digits": torch.cat([output.digits for output in outputs]).numpy(),
        },
        {
            "model": checkpoint.name,
            "routing": iterations,
            "milliseconds": timing.milliseconds("model"),
        },
    )


def _read_pixels(values: Sequence[float], config: CapsNetConfig) -> Float[Tensor, "*image_shape"]:
    """The image of a body. Raises ApiError 422 where it is not one of this network's."""
    size = math.prod(config.image_shape)
    if len(values) != size:
        shape = " x ".join(map(str, config.image_shape))
        raise ApiError(
            422,
            f"invalid image: {len(values):,} values (expected {size:,}: {shape})",
            field="image",
        )
    return torch.tensor(values).view(config.image_shape)


def _keep_all_but(units: Sequence[str], field: str, config: CapsNetConfig) -> Tensor:
    try:
        return keep_all_but(units, config)
    except UnitError as error:
        raise ApiError(422, f"invalid {field}: {shorten(error, 200)}", field=field) from error
