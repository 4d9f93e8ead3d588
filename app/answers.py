"""What the JSON answers hold."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class ErrorDetail(BaseModel):
    """What was wrong with a request."""

    code: str = Field(description="One word for the kind of error.")
    message: str = Field(description="Names the field, the value and what was expected.")
    field: str | None = Field(description="The parameter or the part of the body, if it is one.")


class ErrorAnswer(BaseModel):
    """The one shape of every error."""

    error: ErrorDetail


class TensorAnswer(BaseModel):
    """A binary answer as JSON."""

    metadata: dict[str, str | int | float]
    tensors: dict[str, Any] = Field(description="Name -> nested lists of numbers.")


class ImageSize(BaseModel):
    """Size of what a network receives."""

    height: int
    width: int
    channels: int


class Measured(BaseModel):
    """What the test split told about a checkpoint."""

    images: int
    errors: int
    interval: tuple[float, float] = Field(description="95 % interval of the error, as shares.")
    reconstruction_error: float | None = Field(
        description="Mean over images of the squared error summed over pixels; null without one."
    )
    by_confidence: tuple[tuple[int, int], ...] = Field(
        description="Of each tenth of length, from 0 to 1: how many classes were read with it, and "
        "how many of these were right. Empty where that was not counted."
    )


class ModelAnswer(BaseModel):
    """A model that the server offers."""

    name: str = Field(description="What requests call it.")
    label: str = Field(
        description="What people call it: its kind, what it was trained on, its error. No two "
        "models have the same."
    )
    title: str = Field(description="Of what it was trained on.")
    dataset: str
    shows: str = Field(description="What its pictures show, such as digits or clothes.")
    class_names: tuple[str, ...]
    image: ImageSize
    config: dict[str, Any] = Field(
        description="Every size of the network, and what follows from them and its architecture."
    )
    parameters: int = Field(description="How many numbers were trained.")
    test_error: float | None = Field(
        description="Share of the test images read wrong; null where it was not measured."
    )
    measured: Measured | None
    sha256: str = Field(description="Of the checkpoint file.")


class ModelsAnswer(BaseModel):
    """Every model of the server."""

    models: list[ModelAnswer]
    pairs: list[ModelAnswer] = Field(
        description="Networks that read two digits in one image; only /api/overlap takes them."
    )
    default: str = Field(description="Name of the model of a request that names none.")


class Address(BaseModel):
    """A URL by which other machines open the page."""

    url: str
    qr: str = Field(description="Its QR code, with the query that was sent, as an SVG document.")


class AddressesAnswer(BaseModel):
    """Where a class finds the page."""

    others: bool = Field(description="Whether the server listens to other machines.")
    addresses: list[Address] = Field(
        description="The most likely first; empty where there is none, or none is known."
    )


class HealthAnswer(BaseModel):
    """A server that computes."""

    status: Literal["ok"]
    version: str
    model: str
    milliseconds: float = Field(description="Time of one forward pass just now.")


class ReadyAnswer(BaseModel):
    """A server that takes requests."""

    status: Literal["ready"]
    waiting: int = Field(description="Requests that wait for their turn in this process.")


class OpenApiAnswer(BaseModel):
    """An OpenAPI 3.1 document."""

    openapi: str
    info: dict[str, Any]
    paths: dict[str, Any]
    components: dict[str, Any]
