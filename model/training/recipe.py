"""Recipe: what shapes the numbers of a training run, and how the command line says it."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

import torch

from model.arguments import number, whole
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
    """Peak of the one-cycle schedule."""
    reconstruction_weight: float | None = 0.005
    """Times the squared error summed over pixels. The paper's text says 0.0005; against the
    authors' own scaling of the margin loss that would be 0.01. None without capsules."""
    routing_iterations: int | None = 3
    """None where nothing is routed by agreement."""
    conv1_kernels: int | None = None
    """Sizes of the network, with the six below; None is the paper's."""
    conv1_kernel_size: int | None = None
    primary_types: int | None = None
    primary_dimensions: int | None = None
    primary_kernel_size: int | None = None
    primary_stride: int | None = None
    digit_dimensions: int | None = None
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
        """What is said of the capsule network's config; the rest is as in the paper."""
        names = ("routing_iterations", *SIZES)
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


SIZES = {
    "conv1_kernels": "kernels of Conv1",
    "conv1_kernel_size": "height and width of Conv1's kernels",
    "primary_types": "types of primary capsules",
    "primary_dimensions": "numbers of a primary capsule",
    "primary_kernel_size": "height and width of the primary kernels",
    "primary_stride": "step of the primary kernels",
    "digit_dimensions": "numbers of a digit capsule",
}
"""What each size is, in words."""
OF_CAPSULES = ("reconstruction_weight",)
"""Arguments that only capsule networks have."""
OF_AGREEMENT = ("routing_iterations", *SIZES)
"""Arguments that only the capsule network with routing by agreement has."""


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
    papers: dict[str, Any] = {**CapsNetConfig().to_dict(), **_given(defaults)}

    def add_of_capsules(name: str, kind: Callable[[str], Any], text: str) -> None:
        flag = "--" + name.replace("_", "-")
        parser.add_argument(flag, type=kind, help=f"{text} (default: {papers[name]})")

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
        "peak learning rate of the one-cycle schedule",
    )
    add_of_capsules(
        "reconstruction_weight",
        number("a number of at least 0", lambda weight: weight >= 0),
        "weight of the squared error summed over pixels",
    )
    add_of_capsules("routing_iterations", whole(1, MAX_ITERATIONS), "routing iterations")
    for name, text in SIZES.items():
        add_of_capsules(name, whole(1), text)
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
    """Fill in the architecture and a capsule network's arguments; refuse those for any other."""
    if options.architecture is None:
        options.architecture = read_run_name(options.name or "").architecture
    has: tuple[str, ...] = ()
    if options.architecture != CnnConfig.architecture:
        has = OF_CAPSULES
    if options.architecture == CapsNetConfig.architecture:
        has += OF_AGREEMENT
    for field in dataclasses.fields(Recipe):
        if field.name in has and getattr(options, field.name) is None:
            setattr(options, field.name, field.default)
    for name in (*OF_CAPSULES, *OF_AGREEMENT):
        if name not in has and getattr(options, name) is not None:
            flag = "--" + name.replace("_", "-")
            kind = "capsule networks" + (" with routing by agreement" * (name in OF_AGREEMENT))
            title = ARCHITECTURES[options.architecture].title
            parser.error(f"{flag} is for {kind}, and this is a {title}")


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def fast_precision() -> str:
    """bf16 where the processor or the GPU computes in it, float32 elsewhere."""
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "float32"
    return "bf16" if torch.ops.mkldnn._is_mkldnn_bf16_supported() else "float32"
