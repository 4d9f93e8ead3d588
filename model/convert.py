"""`python -m model.convert` makes a checkpoint of another implementation's weights.

One JSON file, the mapping, says which of their tensors each of ours is, and how its axes lie.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import torch
from einops import EinopsError, rearrange
from pydantic import BeforeValidator, PlainValidator, TypeAdapter, ValidationError
from safetensors import SafetensorError, safe_open
from torch import Tensor

from model.arguments import add_overwrite
from model.checkpoints.card import Card
from model.checkpoints.catalogue import FOLDER, check_free, remove_companions
from model.checkpoints.checkpoint import save_checkpoint
from model.errors import CheckpointError, ModelError, problem_of
from model.network.capsnet import CapsNet, CapsNetConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class Origin:
    """Where one of our tensors comes from."""

    name: str
    """Of the tensor in the other implementation's file."""
    pattern: str | None
    """Of einops, from their axes to ours; axes named as in a Trace have the config's sizes."""


def _spelled_out(origin: Any) -> Any:
    """A name alone stands for a tensor whose axes lie as ours do."""
    return {"name": origin, "pattern": None} if isinstance(origin, str) else origin


@dataclasses.dataclass(frozen=True, kw_only=True)
class Conversion:
    """What a mapping says."""

    title: str
    dataset: str
    class_names: tuple[str, ...]
    config: Annotated[CapsNetConfig, PlainValidator(CapsNetConfig.from_dict)]
    tensors: dict[str, Annotated[Origin, BeforeValidator(_spelled_out)]]
    """Our tensor's name -> theirs."""


def read_mapping(path: Path) -> Conversion:
    """The mapping in a JSON file. Raises CheckpointError, naming what is wrong."""
    try:
        conversion = TypeAdapter(Conversion).validate_python(json.loads(path.read_bytes()))
    except (OSError, TypeError, ValueError, RecursionError) as error:
        problem = problem_of(error) if isinstance(error, ValidationError) else str(error)
        raise CheckpointError(f"{path} cannot be read as a mapping: {problem}") from error
    if len(conversion.class_names) != conversion.config.classes:
        raise CheckpointError(
            f"{path} names {len(conversion.class_names)} classes "
            f"(expected {conversion.config.classes})"
        )
    return conversion


def convert(
    theirs: Mapping[str, Tensor], conversion: Conversion, *, say: Callable[[str], None] = print
) -> dict[str, Tensor]:
    """Our tensors, made of another implementation's; `say` is told which of theirs were not used.

    Raises CheckpointError where a tensor is missing or does not fit, with both shapes.
    """
    with torch.device("meta"):
        expected = CapsNet(conversion.config).state_dict()
    for name in conversion.tensors:
        if name not in expected:
            raise CheckpointError(
                f"the network has no tensor {name!r} (expected one of {', '.join(expected)})"
            )
    ours = {}
    for name, tensor in expected.items():
        if name not in conversion.tensors:
            raise CheckpointError(
                f"the mapping says nothing of {name!r} (a tensor of shape {tuple(tensor.shape)})"
            )
        origin = conversion.tensors[name]
        if origin.name not in theirs:
            raise CheckpointError(
                f"the weights hold no tensor {origin.name!r} for {name!r} "
                f"(expected one of {', '.join(sorted(theirs))})"
            )
        found = _arranged(theirs[origin.name], origin, conversion.config)
        if found.shape != tensor.shape:
            raise CheckpointError(
                f"tensor {origin.name!r} gives {name!r} the shape {tuple(found.shape)} "
                f"(expected {tuple(tensor.shape)})"
            )
        if not found.float().isfinite().all():
            raise CheckpointError(f"tensor {origin.name!r} holds values that are not finite")
        ours[name] = found.float()
    used = {origin.name for origin in conversion.tensors.values()}
    for name in sorted(set(theirs) - used):
        say(f"left out tensor {name!r} of shape {tuple(theirs[name].shape)}")
    return ours


def main(arguments: list[str] | None = None) -> int:
    """Make a checkpoint of another implementation's weights."""
    parser = argparse.ArgumentParser(prog="python -m model.convert", description=main.__doc__)
    parser.add_argument("weights", type=Path, help="their safetensors file")
    parser.add_argument("mapping", type=Path, help="JSON file; docs/models.md explains it")
    parser.add_argument("name", help="name of the new checkpoint")
    parser.add_argument("--output", type=Path, default=FOLDER, help="checkpoint folder")
    add_overwrite(parser, "a checkpoint of that name")
    options = parser.parse_args(arguments)
    path: Path = options.output / f"{options.name}.safetensors"
    try:
        check_free(path, overwrite=options.overwrite)
        conversion = read_mapping(options.mapping)
        tensors = convert(_read_weights(options.weights), conversion)
        remove_companions(path)
        save_checkpoint(
            path,
            config=conversion.config,
            card=_card(conversion, options.weights, options.mapping),
            tensors=tensors,
        )
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {path}: `python -m model.evaluate {path}` measures it on the test split")
    return 0


def _card(conversion: Conversion, weights: Path, mapping: Path) -> Card:
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    return Card(
        title=conversion.title,
        dataset=conversion.dataset,
        class_names=conversion.class_names,
        recipe={},
        trained_on=(
            f"Not trained by this project: its weights are those of `{weights.name}` (sha256\n"
            f"`{digest}`),\nconverted by `python -m model.convert` as `{mapping.name}` says."
        ),
        seen=(conversion.dataset,),
    )


def _read_weights(path: Path) -> dict[str, Tensor]:
    try:
        with safe_open(path, framework="pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(f"{path} is not a safetensors file: {error}") from error


def _arranged(tensor: Tensor, origin: Origin, config: CapsNetConfig) -> Tensor:
    if origin.pattern is None:
        return tensor
    named = set(origin.pattern.replace("(", " ").replace(")", " ").split())
    sizes = {axis: size for axis, size in config.axis_sizes.items() if axis in named}
    try:
        return rearrange(tensor, origin.pattern, **sizes)
    except EinopsError as error:
        raise CheckpointError(
            f"tensor {origin.name!r} of shape {tuple(tensor.shape)} does not fit "
            f"{origin.pattern!r} with {sizes}: {str(error).splitlines()[-1].strip()}"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
