"""Recipe: what shapes the numbers of a training run, and how the command line says it."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from model.arguments import as_argument, number, whole, wholes
from model.data.folder import Fit, Preparation
from model.network.architecture import ARCHITECTURES
from model.network.capsnet import CapsNetConfig
from model.network.cnn import CnnConfig
from model.network.config import MAX_ITERATIONS
from model.training.augment import AUGMENTATIONS


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recipe:
    """What shapes the numbers of a run; saved in the card of its checkpoint."""

    dataset: str
    architecture: str = CapsNetConfig.architecture
    epochs: int = 15
    batch_size: int = 128
    lr: float = 1.5e-3
    """Its peak."""
    cool_down: int | None = None
    """Last epochs, in which the rate falls from its peak; None is one cycle over the whole run."""
    reconstruction_weight: float | None = 0.005
    """Times the squared error summed over pixels. The paper's text says 0.0005; against the
    authors' own scaling of the margin loss that would be 0.01. None without capsules."""
    routing_iterations: int | None = 3
    """None where nothing is routed by agreement."""
    conv1_kernels: int | None = None
    """Sizes of the network, with those of SIZES below; None is the architecture's default."""
    conv1_kernel_size: int | None = None
    kernels: tuple[int, ...] | None = None
    kernel_size: int | None = None
    kernel_sizes: tuple[int, ...] | None = None
    strides: tuple[int, ...] | None = None
    primary_types: int | None = None
    primary_dimensions: int | None = None
    primary_kernel_size: int | None = None
    primary_stride: int | None = None
    digit_dimensions: int | None = None
    decoder_hidden: tuple[int, ...] | None = None
    hidden: tuple[int, ...] | None = None
    dropout: float | None = None
    augmentation: str = "digits"
    averaging: float = 0.999
    seed: int = 0
    precision: str = "float32"
    limit: int | None = None
    """Training images used, for a quick trial; None is all of them."""
    start: str | None = None
    """Checkpoint whose weights the run starts from; None is random weights."""
    image_size: int | None = None
    """How a folder's pictures become images, with the two below; None for published data sets."""
    channels: int | None = None
    fit: Fit | None = None

    @property
    def preparation(self) -> Preparation:
        """How a folder's pictures become images, what was not said filled in."""
        channels = self.channels or 1
        return Preparation(
            size=self.image_size or 28,
            channels=channels,
            fit=self.fit or ("drawing" if channels == 1 else "whole"),
        )

    @property
    def sizes(self) -> dict[str, Any]:
        """What is said of the network's config; the rest is the architecture's default."""
        said = {name: getattr(self, name) for name in OF_NETWORKS}
        return {name: value for name, value in said.items() if value is not None}


_ONE = whole(1)
_SEVERAL = wholes(1)
SIZES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "conv1_kernels": ("kernels of Conv1", _ONE),
    "conv1_kernel_size": ("height and width of Conv1's kernels", _ONE),
    "kernels": (
        "kernels of each convolution, as 64,128; with capsules, of those after Conv1",
        _SEVERAL,
    ),
    "kernel_size": ("height and width of the kernels of all convolutions", _ONE),
    "kernel_sizes": ("height and width of their kernels", _SEVERAL),
    "strides": ("step of their kernels", _SEVERAL),
    "primary_types": ("types of primary capsules", _ONE),
    "primary_dimensions": ("numbers of a primary capsule", _ONE),
    "primary_kernel_size": ("height and width of the primary kernels", _ONE),
    "primary_stride": ("step of the primary kernels", _ONE),
    "digit_dimensions": ("numbers of a digit capsule", _ONE),
    "decoder_hidden": ("units of each hidden layer of the decoder", _SEVERAL),
    "hidden": ("units of each hidden dense layer", _SEVERAL),
    "dropout": (
        "share of units left out in a step",
        number("0 to below 1", lambda share: 0 <= share < 1),
    ),
}
"""What each size is, in words, and how it is read."""
OF_CAPSULES = ("reconstruction_weight",)
"""Arguments that only capsule networks have, besides those of their configs."""
OF_NETWORKS = ("routing_iterations", *SIZES)
"""Arguments that are fields of the configs of some architectures."""


class RunName(NamedTuple):
    """What the name of a run says."""

    architecture: str
    dataset: str


def read_run_name(name: str) -> RunName:
    """What a run's name says where nothing else does: data set, architecture, or both."""
    for architecture, facts in ARCHITECTURES.items():
        if name in (architecture, facts.prefix):
            return RunName(architecture, "mnist")
        if name.startswith(f"{facts.prefix}-"):
            return RunName(architecture, name.removeprefix(f"{facts.prefix}-"))
    return RunName(Recipe.architecture, name)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of a recipe, but those that name its data."""
    defaults: dict[str, Any] = {field.name: field.default for field in dataclasses.fields(Recipe)}

    # Which of these were given decides whether they fit the architecture: `complete` fills them in.
    def add_of_some(name: str, kind: Callable[[str], Any], text: str) -> None:
        flag = "--" + name.replace("_", "-")
        parser.add_argument(flag, type=kind, help=f"{text} ({_defaults(name)})")

    def add(name: str, kind: Callable[[str], Any], text: str, **more: Any) -> None:
        flag = "--" + name.replace("_", "-")
        parser.add_argument(
            flag, type=kind, default=defaults[name], help=f"{text} (default: %(default)s)", **more
        )

    parser.add_argument(
        "--architecture", choices=list(ARCHITECTURES),
        help=f"kind of network (default: the name, where it is one, else {Recipe.architecture})",
    )  # fmt: skip
    add("epochs", whole(1), "passes over the training images")
    add("batch_size", whole(1), "images a step, over all processes")
    add(
        "lr",
        number("a number above 0", lambda lr: lr > 0),
        "peak learning rate",
    )
    add("cool_down", whole(1), "last epochs, in which the rate falls; one cycle if not given")
    add_of_some(
        "reconstruction_weight",
        number("a number of at least 0", lambda weight: weight >= 0),
        "weight of the squared error summed over pixels",
    )
    add_of_some("routing_iterations", whole(1, MAX_ITERATIONS), "routing iterations")
    for name, (text, kind) in SIZES.items():
        add_of_some(name, kind, text)
    add("augmentation", str, "how training images are varied", choices=list(AUGMENTATIONS))
    add(
        "averaging",
        number("0 to below 1", lambda decay: 0 <= decay < 1),
        "decay of the average of the weights",
    )
    add("seed", whole(0, 2**31 - 1), "of the weights, the order and the variations")
    parser.add_argument(
        "--precision", choices=["bf16", "float32"], default=fast_precision(),
        help="of the convolutions and the decoder (default here: %(default)s)",
    )  # fmt: skip
    add("limit", whole(1), "use only so many training images")
    add("start", str, "name or path of a checkpoint to start from, instead of random weights")
    add("image_size", whole(1), "height and width of a folder's images, 28 if not given")
    add("channels", int, "1 reads a folder's pictures as ink, 3 in colour", choices=[1, 3])
    add(
        "fit",
        str,
        "ink cropped and centred, or whole pictures scaled",
        choices=["drawing", "whole"],
    )


def complete(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Fill in the architecture and what only some have; refuse those for any other."""
    if options.architecture is None:
        options.architecture = read_run_name(options.name or "").architecture
    if options.cool_down is not None and options.cool_down >= options.epochs:
        parser.error(f"--cool-down {options.cool_down} leaves no epoch of {options.epochs} before")
    for name in (*OF_CAPSULES, *OF_NETWORKS):
        has = options.architecture in _architectures_with(name)
        if has and getattr(options, name) is None:
            setattr(options, name, getattr(Recipe, name))
        if not has and getattr(options, name) is not None:
            flag = "--" + name.replace("_", "-")
            title = ARCHITECTURES[options.architecture].title
            parser.error(f"{flag} is for {_kinds(name)}, and this is a {title}")


def _architectures_with(name: str) -> list[str]:
    """The architectures that have an argument."""
    if name in OF_CAPSULES:
        return [each for each in ARCHITECTURES if each != CnnConfig.architecture]
    return [
        architecture
        for architecture, facts in ARCHITECTURES.items()
        if name in {field.name for field in dataclasses.fields(facts.config)}
    ]


def _kinds(name: str) -> str:
    """The networks that have an argument, in words."""
    having = _architectures_with(name)
    if having == [CapsNetConfig.architecture]:
        return "capsule networks with routing by agreement"
    if len(having) > 1:
        return "capsule networks"
    return ARCHITECTURES[having[0]].title.replace("network", "networks")


def _defaults(name: str) -> str:
    """What an argument is where it is not given, for each architecture that has it."""
    if name in OF_CAPSULES:
        return f"default: {getattr(Recipe, name)}"
    values = {
        architecture: getattr(ARCHITECTURES[architecture].config(), name)
        for architecture in _architectures_with(name)
    }
    told = (f"{as_argument(value) or 'none'} for {name}" for name, value in values.items())
    return f"default: {', '.join(told)}"


def fast_precision() -> str:
    """bf16 where the processor or the GPU computes in it, float32 elsewhere."""
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "float32"
    return "bf16" if torch.ops.mkldnn._is_mkldnn_bf16_supported() else "float32"
