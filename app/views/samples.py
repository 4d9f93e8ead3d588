"""Labelled pictures of the models' data sets."""

from __future__ import annotations

import numpy as np
from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.datasets import current_samples
from app.errors import ApiError
from app.inference import current_inference
from app.operations import SAMPLES
from app.schemas import SamplesQuery
from app.tensor_answers import answer_tensors

blueprint = Blueprint("samples", __name__)


@SAMPLES.view(blueprint)
def samples(query: SamplesQuery) -> ResponseReturnValue:
    """A stretch of a split, or of its pictures of one class."""
    checkpoint = current_inference().find(query.model)
    classes = len(checkpoint.card.class_names)
    if query.label is not None and query.label >= classes:
        raise ApiError(
            422, f"invalid label: {query.label} (expected 0 to {classes - 1})", field="label"
        )
    dataset = current_samples().read(checkpoint.card.dataset, query.split)
    chosen = np.arange(len(dataset), dtype=np.uint32)
    if query.label is not None:
        chosen = chosen[dataset.labels == query.label]
    indices = chosen[query.offset : query.offset + query.limit]
    response = answer_tensors(
        {"images": dataset.images[indices], "labels": dataset.labels[indices], "indices": indices},
        {
            "model": checkpoint.name,
            "dataset": checkpoint.card.dataset,
            "split": query.split,
            "total": len(chosen),
        },
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
