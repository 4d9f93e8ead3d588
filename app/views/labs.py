"""What the labs compute: ablations, sweeps, adversarial pictures, and digits that overlap."""

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
from app.errors import ApiError, shorten
from app.images import read_images
from app.inference import current_inference, iterations_of
from app.operations import ABLATE, ADVERSARIAL, OVERLAP, SWEEP
from app.schemas import AblateBody, AdversarialBody, OverlapBody, SweepQuery
from app.tensor_answers import answer_tensors
from model.analysis.ablation import cast_votes, keep_all_but, route_kept
from model.analysis.adversarial import margin_gradient, step_against
from model.analysis.sweep import Reading, read_batch
from model.data.multimnist import SHIFT, overlay, place
from model.errors import UnitError
from model.network.architecture import confidences
from model.network.capsule_network import Output
from model.network.config import CapsuleConfig

blueprint = Blueprint("labs", __name__)

_ABLATIONS = 64
"""Ablations of one turn: other requests wait for it some ten milliseconds."""
_IMAGES = 8
"""Images of one turn: about as long as eight traces."""


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
    iterations = iterations_of(checkpoint, body.routing)
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


@SWEEP.view(blueprint)
def sweep(query: SweepQuery) -> ResponseReturnValue:
    """What each of many images is to the network and, where there is one, to its baseline."""
    inference = current_inference()
    checkpoint = inference.find(query.model)
    capsnet, config = checkpoint.capsnet, checkpoint.capsnet.config
    images = read_images(config, query.center, query.count)
    iterations = iterations_of(checkpoint, query.routing)
    said = inference.in_turns(
        partial(read_batch, capsnet, part, iterations=iterations)
        for part in torch.split(images, _IMAGES)
    )
    tensors = {
        "images": images,
        **{name: torch.cat([getattr(each, name) for each in said]) for name in Reading._fields},
    }
    baseline = inference.find_baseline(checkpoint)
    if baseline is not None:
        channels = images.reshape(len(images), config.image_channels, *images.shape[-2:])
        parts = inference.in_turns(
            partial(confidences, baseline.network, part) for part in torch.split(channels, _IMAGES)
        )
        tensors["baseline"] = torch.cat(parts)
    return answer_tensors(
        {name: tensor.numpy() for name, tensor in tensors.items()},
        {
            "model": checkpoint.name,
            "routing": iterations,
            "baseline": baseline.name if baseline else "",
            "milliseconds": timing.milliseconds("model"),
        },
    )


@ADVERSARIAL.view(blueprint)
def adversarial(body: AdversarialBody) -> ResponseReturnValue:
    """The image after a step of each strength, and what the network says of it."""
    inference = current_inference()
    checkpoint = inference.find(body.model)
    capsnet, config = checkpoint.capsnet, checkpoint.capsnet.config
    image = _read_pixels(body.image, config)
    iterations = iterations_of(checkpoint, body.routing)
    (gradient,) = inference.in_turns(
        [partial(margin_gradient, capsnet, image, iterations=iterations)]
    )
    images = step_against(image, gradient, body.strengths)
    parts = torch.split(images, _IMAGES)
    said = inference.in_turns(
        partial(read_batch, capsnet, part, iterations=iterations) for part in parts
    )
    outputs = Output(
        torch.cat([each.lengths for each in said]), torch.cat([each.digits for each in said])
    )
    (drawn,) = inference.in_turns([partial(capsnet.draw_longest, outputs)])
    return answer_tensors(
        {
            "images": images.numpy(),
            "lengths": outputs.lengths.numpy(),
            "reconstructions": drawn.numpy(),
            "errors": (drawn - images).square().flatten(start_dim=1).sum(dim=1).numpy(),
        },
        {
            "model": checkpoint.name,
            "routing": iterations,
            "milliseconds": timing.milliseconds("model"),
        },
    )


@OVERLAP.view(blueprint)
def overlap(body: OverlapBody) -> ResponseReturnValue:
    """Two digits laid over each other, and what a network for such images reads."""
    inference = current_inference()
    checkpoint = inference.find_pair_reader(body.model)
    config = checkpoint.capsnet.config
    own = (config.image_height - 2 * SHIFT, config.image_width - 2 * SHIFT)
    digits = [
        _shaped(values, own, field)
        for field, values in (("first", body.first), ("second", body.second))
    ]
    parts = place(torch.stack(digits), torch.tensor([body.first_shift, body.second_shift]))
    image = overlay(parts[None])[0]
    trace = inference.trace(checkpoint, image, None)
    return answer_tensors(
        {
            "image": image.numpy(),
            "parts": parts.numpy(),
            "lengths": trace.lengths.numpy(),
            "reconstructions": trace.reconstructions.numpy(),
        },
        {
            "model": checkpoint.name,
            "routing": config.routing_iterations,
            "milliseconds": timing.milliseconds("model"),
        },
    )


def _read_pixels(values: Sequence[float], config: CapsuleConfig) -> Float[Tensor, "*image_shape"]:
    """The image of a body. Raises ApiError 422 where it is not one of this network's."""
    return _shaped(values, config.image_shape, "image")


def _shaped(values: Sequence[float], shape: tuple[int, ...], field: str) -> Tensor:
    size = math.prod(shape)
    if len(values) != size:
        sizes = " x ".join(map(str, shape))
        raise ApiError(
            422,
            f"invalid {field}: {len(values):,} values (expected {size:,}: {sizes})",
            field=field,
        )
    return torch.tensor(values).view(shape)


def _keep_all_but(units: Sequence[str], field: str, config: CapsuleConfig) -> Tensor:
    try:
        return keep_all_but(units, config)
    except UnitError as error:
        raise ApiError(422, f"invalid {field}: {shorten(error, 200)}", field=field) from error
