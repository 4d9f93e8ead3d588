"""Schemas: what each request may ask."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.wire import Precision
from model.analysis.adversarial import MAX_STRENGTH
from model.data.multimnist import SHIFT
from model.network.config import MAX_ITERATIONS
from model.network.trace import FIELDS

MAX_CAPSULES = 512
MAX_VALUE = 1_000
MAX_SAMPLES = 500
MAX_PIXELS = 65_536
MAX_UNITS = 4_096
MAX_ABLATIONS = 512
MAX_IMAGES = 512
MAX_QR_QUERY = 240
DEFAULT_FIELDS = tuple(name for name in FIELDS if name != "votes")


def _known_field(name: str) -> str:
    if name not in FIELDS:
        raise PydanticCustomError("enum", "not a field of a trace")
    return name


def _split(value: object) -> object:
    return value.split(",") if isinstance(value, str) else value


def _split_numbers(value: object) -> object:
    return (value.split(",") if value else ()) if isinstance(value, str) else value


FieldName = Annotated[
    str, AfterValidator(_known_field), WithJsonSchema({"type": "string", "enum": list(FIELDS)})
]
FieldNames = Annotated[tuple[FieldName, ...], BeforeValidator(_split)]
ModelName = Annotated[
    str | None, Field(description="Name of the model; the server's default where it is not given.")
]
PathName = Annotated[str, Field(description="Name of the model.")]
Version = Annotated[
    str | None,
    Field(description="The checkpoint's sha256: the answer may then be kept for good."),
]
Center = Annotated[
    Literal["0", "1"] | None,
    Field(
        description="1: crop, scale and centre the image the way MNIST was made; 0: take it as it "
        "is. By default 1 for pictures and 0 for raw pixels."
    ),
]
PrecisionName = Annotated[
    Precision,
    Field(
        description="float32 is exact; u8 sends tensors of more than 2048 values as bytes. "
        "JSON is always exact."
    ),
]
ClientName = Annotated[
    str | None,
    Field(
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="Any word that tells this page or program from others: while its trace waits "
        "for its turn, a newer one takes its place.",
    ),
]


Number = Annotated[int, Field(ge=0, le=65_535)]
Take = Annotated[
    tuple[Number, ...] | None,
    BeforeValidator(_split_numbers),
    Field(
        max_length=MAX_UNITS,
        description="Groups of strokes to take, by their numbers in the answer's `strokes`, from "
        "0; those of the digit where it is not given.",
    ),
]
Crop = Annotated[
    tuple[Number, Number, Number, Number] | None,
    BeforeValidator(_split_numbers),
    Field(description="Part of the upright picture that is looked at: left,top,width,height."),
]


class Request(BaseModel):
    """Parameters of a call; names that it does not know are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoParameters(Request):
    """A call that takes none."""


class AddressesQuery(Request):
    """Parameters of the page's addresses."""

    query: str = Field(
        "",
        max_length=MAX_QR_QUERY,
        pattern=r"^[A-Za-z0-9_.~%&=+*-]*$",
        description="What the QR codes hold besides the address: the query of a link, without its "
        "question mark.",
    )


class KernelsQuery(Request):
    """Parameters of the kernels."""

    name: PathName
    v: Version = None


class WeightsQuery(Request):
    """Parameters of the weights of one unit."""

    name: PathName
    layer: Literal["primary", "votes", "decoder"] = Field(
        description="What reads the weights: a dimension of a type of primary capsules, the votes "
        "for a class, or a layer of the decoder."
    )
    index: int = Field(
        ge=0,
        description="Of primary: type * dimensions + dimension; of votes: the class; of decoder: "
        "the layer. All are counted from 0.",
    )
    v: Version = None


class PatchesQuery(Request):
    """Parameters of the patches."""

    name: PathName


class ErrorsQuery(Request):
    """Parameters of the reconstruction errors."""

    name: PathName


class TraceQuery(Request):
    """Parameters of a trace."""

    model: ModelName = None
    routing: int | None = Field(
        None,
        ge=1,
        le=MAX_ITERATIONS,
        description="Routing iterations; the model's own number where it is not given.",
    )
    fields: FieldNames = Field(
        DEFAULT_FIELDS, description="Fields of the trace, separated by commas: all but votes."
    )
    precision: PrecisionName = "float32"
    center: Center = None
    client: ClientName = None
    take: Take = None
    crop: Crop = None


class SweepQuery(Request):
    """Parameters of a sweep."""

    model: ModelName = None
    count: int = Field(
        ge=1,
        le=MAX_IMAGES,
        description="Images in the body: raw ones follow each other, and a picture holds them as "
        "frames of equal height, one below another.",
    )
    routing: int | None = Field(
        None,
        ge=1,
        le=MAX_ITERATIONS,
        description="Routing iterations; the model's own number where it is not given.",
    )
    center: Center = None


class PreprocessQuery(Request):
    """Parameters of preprocessing."""

    model: ModelName = None
    center: Center = None
    take: Take = None
    crop: Crop = None


class SamplesQuery(Request):
    """Parameters of the samples."""

    model: ModelName = None
    split: Literal["train", "test"] = Field("test", description="Part of the data set.")
    offset: int = Field(0, ge=0, le=1_000_000, description="Pictures to skip.")
    limit: int = Field(50, ge=1, le=MAX_SAMPLES, description="Pictures to send at most.")
    label: int | None = Field(
        None, ge=0, description="Only pictures of this class, counted from 0."
    )


CapsuleValue = Annotated[float, Field(ge=-MAX_VALUE, le=MAX_VALUE, allow_inf_nan=False)]
Capsule = tuple[Annotated[int, Field(ge=0)], list[CapsuleValue]]


class DecodeBody(Request):
    """Body of a call of the decoder."""

    model: ModelName = None
    capsules: list[Capsule] = Field(
        min_length=1,
        max_length=MAX_CAPSULES,
        description="Capsules to decode, each [class index, [one number a dimension]].",
    )
    precision: PrecisionName = "float32"


class InterpolateBody(Request):
    """Body of a call of an interpolation."""

    model: ModelName = None
    start: Capsule = Field(description="The capsule at the start, [class index, [numbers]].")
    end: Capsule = Field(description="The capsule at the end.")
    steps: int = Field(11, ge=2, le=MAX_CAPSULES, description="Points, both ends included.")
    path: Literal["straight", "length"] = Field(
        "straight",
        description="straight: evenly from one to the other; length: the same directions, each "
        "point lengthened so that its length too goes evenly from one end's to the other's.",
    )


Ink = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Pixels = Annotated[
    list[Ink],
    Field(
        min_length=1,
        max_length=MAX_PIXELS,
        description="What the network receives, as the field `image` of a trace: in [0, 1], ink "
        "is 1, row by row.",
    ),
]
Units = Annotated[list[str], Field(min_length=0, max_length=MAX_UNITS)]


class AblateBody(Request):
    """Body of a call of ablations."""

    model: ModelName = None
    image: Pixels
    routing: int | None = Field(
        None,
        ge=1,
        le=MAX_ITERATIONS,
        description="Routing iterations; the model's own number where it is not given.",
    )
    off: Units = Field(
        [],
        description="Parts whose votes are off in every ablation: type-T, position-ROW-COLUMN, "
        "capsule-T-ROW-COLUMN or class-K, all counted from 0.",
    )
    also: list[Units] = Field(
        [[]],
        min_length=1,
        max_length=MAX_ABLATIONS,
        description="One ablation each: the parts that are off besides.",
    )


Strength = Annotated[float, Field(ge=0, le=MAX_STRENGTH, allow_inf_nan=False)]


class AdversarialBody(Request):
    """Body of a call of adversarial pictures."""

    model: ModelName = None
    image: Pixels
    routing: int | None = Field(
        None,
        ge=1,
        le=MAX_ITERATIONS,
        description="Routing iterations; the model's own number where it is not given.",
    )
    strengths: list[Strength] = Field(
        min_length=1,
        max_length=MAX_IMAGES,
        description="By how much each pixel is changed, one picture each, 0 to 0.5.",
    )


Shift = Annotated[int, Field(ge=-SHIFT, le=SHIFT)]


class OverlapBody(Request):
    """Body of a call of two digits in one image."""

    model: str | None = Field(
        None,
        description="Name of a network that reads two digits; the first one where it is not given.",
    )
    first: Pixels
    second: Pixels
    first_shift: tuple[Shift, Shift] = Field(
        (0, 0), description="Pixels by which the first digit is moved down and right."
    )
    second_shift: tuple[Shift, Shift] = Field((0, 0), description="The same of the second digit.")
