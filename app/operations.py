"""Routes: every call of the API, from which both its checks and its OpenAPI document follow."""

from __future__ import annotations

from typing import Any

from app.answers import (
    AddressesAnswer,
    HealthAnswer,
    ModelsAnswer,
    OpenApiAnswer,
    ReadyAnswer,
    TensorAnswer,
)
from app.images import PICTURE_TYPES, RAW_TYPE
from app.operation import Operation
from app.schemas import (
    AblateBody,
    AddressesQuery,
    AdversarialBody,
    DecodeBody,
    ErrorsQuery,
    InterpolateBody,
    KernelsQuery,
    NoParameters,
    OverlapBody,
    PatchesQuery,
    PreprocessQuery,
    SamplesQuery,
    SweepQuery,
    TraceQuery,
    WeightsQuery,
)
from app.tensor_answers import TENSOR_TYPES
from model.network.trace import FIELDS

_IMAGE_TYPES = (RAW_TYPE, *PICTURE_TYPES)
_IMAGE_ERRORS = (400, 404, 413, 415, 422, 503)

_MODEL = {"model": "name of the model"}
_CHECKPOINT = {**_MODEL, "sha256": "of the checkpoint file"}
_MILLISECONDS = {"milliseconds": "time that the model took"}
_PLACEMENT = {
    "placement": 'JSON, {"scale", "left", "top"}: the corner of the image\'s pixel (row, column) '
    "is at left + scale * column, top + scale * row in pixels of the picture that was sent",
}
_READING = {
    **_PLACEMENT,
    "blank": "true where the network receives no ink, else false",
    "ink_share": "share of the picture that the taken ink covers",
    "strokes": 'JSON, a list of {"left", "top", "width", "height", "taken"}: the groups of strokes '
    "that were found, in pixels of the picture, and whether the network receives them",
    "left_out": "JSON, a list of [left, top, width, height]: the strokes that it does not receive",
    "unlike_a_digit": "true where the decoder draws the image again worse than 99 % of held-out "
    "ones, false where not, null where the errors of those were not measured",
}
_QUANTIZED = {
    "precision": "float32 or u8, as asked for",
    "quantized": 'with u8: JSON, field -> {"scale", "zero"}; a value is zero + scale * byte',
}

HEALTH = Operation(
    name="health",
    method="GET",
    rule="/healthz",
    summary="Whether the default model is loaded and computes",
    parameters=NoParameters,
    answer=HealthAnswer,
    errors=(503,),
)
READY = Operation(
    name="ready",
    method="GET",
    rule="/readyz",
    summary="Whether the server takes more requests now; computes nothing",
    parameters=NoParameters,
    answer=ReadyAnswer,
    errors=(503,),
)
METRICS = Operation(
    name="metrics",
    method="GET",
    rule="/metrics",
    summary="Counts and times of all that was answered, for Prometheus",
    parameters=NoParameters,
    answers=("text/plain",),
)
OPENAPI = Operation(
    name="openapi",
    method="GET",
    rule="/api/openapi.json",
    summary="This document",
    parameters=NoParameters,
    answer=OpenApiAnswer,
)
MODELS = Operation(
    name="models",
    method="GET",
    rule="/api/models",
    summary="Every model that the server offers, and the default one",
    parameters=NoParameters,
    answer=ModelsAnswer,
)
ADDRESSES = Operation(
    name="addresses",
    method="GET",
    rule="/api/addresses",
    summary="The addresses by which other machines open the page, with their QR codes",
    parameters=AddressesQuery,
    answer=AddressesAnswer,
)
KERNELS = Operation(
    name="kernels",
    method="GET",
    rule="/api/models/<name>/kernels",
    summary="The kernels and biases of a model that explain its numbers",
    parameters=KernelsQuery,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "conv1_weight": "float32, kernels x size x size (kernels x channels x size x size where "
        "an image has several channels)",
        "conv1_bias": "float32, one a kernel",
        "primary_bias": "float32, types x dimensions; only where the config has it",
        "digits_bias": "float32, classes x dimensions; only where the config has it",
        "digits_prior": "float32, types x rows x columns x classes; only of self-attention routing",
    },
    metadata=_CHECKPOINT,
    errors=(404,),
)
WEIGHTS = Operation(
    name="weights",
    method="GET",
    rule="/api/models/<name>/weights/<layer>/<index>",
    summary="The weights that one unit, class or decoder layer computes with",
    parameters=WeightsQuery,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "weight": "float32; of primary: kernels x size x size (1 x size x size where each kernel "
        "reads one map alone); of votes: types x rows x columns x "
        "primary dimensions x digit dimensions, so that û = sum over p of u[p] weight[…, p, :]; "
        "of decoder: outputs x inputs",
        "bias": "float32; of primary: 1; of votes: digit dimensions, added to s, not to each vote; "
        "of decoder: outputs; absent where the config has none",
        "prior": "float32; of votes of self-attention routing: types x rows x columns, added to "
        "the couplings",
    },
    metadata=_CHECKPOINT,
    errors=(404,),
)
PATCHES = Operation(
    name="patches",
    method="GET",
    rule="/api/models/<name>/patches",
    summary="The patches of training pictures that each type of primary capsules responds to most",
    parameters=PatchesQuery,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "patches": "uint8, types x patches x height x width, longest capsule first; 255 is ink",
        "lengths": "float32, types x patches, of the capsule before squash",
        "labels": "uint8, types x patches, the picture's class",
        "sources": "uint32, types x patches x 3: the picture's place in the training split, the "
        "capsule's row and its column",
    },
    metadata={
        **_CHECKPOINT,
        "dataset": "name of the data set",
        "images": "pictures that were searched",
    },
    errors=(404,),
)
ERRORS = Operation(
    name="errors",
    method="GET",
    rule="/api/models/<name>/errors",
    summary="How well a model draws held-out pictures again: one reconstruction error a picture",
    parameters=ErrorsQuery,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "errors": "float32, from the smallest: of each test picture, the squared error summed over "
        "pixels of what the decoder draws from the longest capsule",
    },
    metadata={**_CHECKPOINT, "dataset": "name of the data set"},
    errors=(404,),
)
TRACE = Operation(
    name="trace",
    method="POST",
    rule="/api/trace",
    summary="One image's forward pass, every number of it",
    parameters=TraceQuery,
    body=_IMAGE_TYPES,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        name: f"float32 or u8, {' x '.join(field.axes)}: {field.meaning}"
        for name, field in FIELDS.items()
    },
    metadata={
        **_MODEL,
        "prediction": "index of the longest digit capsule",
        "class_name": "name of that class",
        "routing": "routing iterations",
        **_MILLISECONDS,
        "queued": "milliseconds that it waited for its turn",
        **_READING,
        **_QUANTIZED,
    },
    errors=(*_IMAGE_ERRORS, 409),
)
DECODE = Operation(
    name="decode",
    method="POST",
    rule="/api/decode",
    summary="The decoder's picture of each of up to 512 capsules",
    parameters=DecodeBody,
    body=("application/json",),
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={"images": "float32 or u8, capsules x height x width, in [0, 1]"},
    metadata={**_MODEL, **_MILLISECONDS, **_QUANTIZED},
    errors=_IMAGE_ERRORS,
)
INTERPOLATE = Operation(
    name="interpolate",
    method="POST",
    rule="/api/interpolate",
    summary="The decoder's pictures on the way from one capsule to another",
    parameters=InterpolateBody,
    body=("application/json",),
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "images": "float32, steps x height x width, in [0, 1]",
        "digits": "float32, steps x classes x dimensions: what each picture is decoded from",
    },
    metadata={**_MODEL, **_MILLISECONDS},
    errors=_IMAGE_ERRORS,
)
ABLATE = Operation(
    name="ablate",
    method="POST",
    rule="/api/ablate",
    summary="What the network says with parts of it switched off, up to 512 ways at once",
    parameters=AblateBody,
    body=("application/json",),
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "lengths": "float32, ablations x classes: ‖v‖ after the last iteration",
        "digits": "float32, ablations x classes x dimensions: v after the last iteration",
    },
    metadata={**_MODEL, "routing": "routing iterations", **_MILLISECONDS},
    errors=_IMAGE_ERRORS,
)
SWEEP = Operation(
    name="sweep",
    method="POST",
    rule="/api/sweep",
    summary="What the network, and a network without capsules, say of up to 512 images",
    parameters=SweepQuery,
    body=_IMAGE_TYPES,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "images": "float32, images x height x width: what the network received",
        "lengths": "float32, images x classes: ‖v‖ after the last iteration",
        "digits": "float32, images x classes x dimensions: v after the last iteration",
        "uniform": "float32, images x classes: ‖v‖ with even couplings",
        "baseline": "float32, images x classes: the probabilities that a network without capsules "
        "gives; only where the server has one for these images and classes",
    },
    metadata={
        **_MODEL,
        "routing": "routing iterations",
        "baseline": "name of the network without capsules; empty where there is none",
        **_MILLISECONDS,
    },
    errors=_IMAGE_ERRORS,
)
ADVERSARIAL = Operation(
    name="adversarial",
    method="POST",
    rule="/api/adversarial",
    summary="An image changed in the direction that lessens the network's lead, by FGSM",
    parameters=AdversarialBody,
    body=("application/json",),
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "images": "float32, strengths x height x width, in [0, 1]",
        "lengths": "float32, strengths x classes: ‖v‖ after the last iteration",
        "reconstructions": "float32, strengths x height x width: what the decoder draws from the "
        "longest capsule",
        "errors": "float32, one a strength: the squared error of that, summed over pixels",
    },
    metadata={**_MODEL, "routing": "routing iterations", **_MILLISECONDS},
    errors=_IMAGE_ERRORS,
)
OVERLAP = Operation(
    name="overlap",
    method="POST",
    rule="/api/overlap",
    summary="What a network for two digits reads where one lies over the other",
    parameters=OverlapBody,
    body=("application/json",),
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "image": "float32, height x width: what the network received, the ink of both added up",
        "parts": "float32, 2 x height x width: each digit alone, where it lies",
        "lengths": "float32, one a class: ‖v‖ after the last iteration",
        "reconstructions": "float32, classes x height x width: what the decoder draws from each "
        "capsule alone",
    },
    metadata={**_MODEL, "routing": "routing iterations", **_MILLISECONDS},
    errors=_IMAGE_ERRORS,
)
SAMPLES = Operation(
    name="samples",
    method="GET",
    rule="/api/samples",
    summary="Labelled pictures of the model's data set, where it is on the server",
    parameters=SamplesQuery,
    answers=TENSOR_TYPES,
    answer=TensorAnswer,
    tensors={
        "images": "uint8, pictures x height x width; 255 is ink",
        "labels": "uint8, indices into the class names",
        "indices": "uint32, place of each picture in the split",
    },
    metadata={
        **_MODEL,
        "dataset": "name of the data set",
        "split": "part of the data set",
        "total": "pictures that there are with this label",
    },
    errors=(404, 422),
)
PREPROCESS = Operation(
    name="preprocess",
    method="POST",
    rule="/api/preprocess",
    summary="What the network would receive of an image",
    parameters=PreprocessQuery,
    body=_IMAGE_TYPES,
    answers=("image/png", *TENSOR_TYPES),
    answer=TensorAnswer,
    tensors={"image": "float32, height x width, in [0, 1]; ink is 1"},
    metadata={**_MODEL, **_READING},
    errors=_IMAGE_ERRORS,
)

OPERATIONS: tuple[Operation[Any], ...] = (
    HEALTH,
    READY,
    METRICS,
    MODELS,
    ADDRESSES,
    KERNELS,
    WEIGHTS,
    PATCHES,
    ERRORS,
    TRACE,
    DECODE,
    INTERPOLATE,
    ABLATE,
    SWEEP,
    ADVERSARIAL,
    OVERLAP,
    SAMPLES,
    PREPROCESS,
    OPENAPI,
)
