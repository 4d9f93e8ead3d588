"""Recipe: what shapes the numbers of a training run, and how the command line says it."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable
from typing import Any

import torch

from model.arguments import number, whole
from model.augment import AUGMENTATIONS
from model.config import MAX_ITERATIONS
from model.folder import Fit, Preparation


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recipe:
    """What shapes the numbers of a run; saved in the card of its checkpoint."""

    dataset: str
    epochs: int = 15
    batch_size: int = 128
    lr: float = 1.5e-3
    """Peak of the one-cycle schedule."""
    reconstruction_weight: float = 0.005
    """Times the squared error summed over pixels. The paper's text says 0.0005; against the
    authors' own scaling of the margin loss that would be 0.01."""
    routing_iterations: int = 3
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the arguments of a recipe, but those that name its data."""
    defaults: dict[str, Any] = {field.name: field.default for field in dataclasses.fields(Recipe)}

    def add(name: str, kind: Callable[[str], Any], text: str, **more: Any) -> None:
        flag = "--" + name.replace("_", "-")
        parser.add_argument(
            flag, type=kind, default=defaults[name], help=f"{text} (default: %(default)s)", **more
        )

    add("epochs", whole(1), "passes over the training images")
    add("batch_size", whole(1), "images a step, over all processes")
    add(
        "lr",
        number("a number above 0", lambda lr: lr > 0),
        "peak learning rate of the one-cycle schedule",
    )
    add(
        "reconstruction_weight",
        number("a number of at least 0", lambda weight: weight >= 0),
        "weight of the squared error summed over pixels",
    )
    add("routing_iterations", whole(1, MAX_ITERATIONS), "routing iterations")
    add("augmentation", str, "how training images are varied", choices=list(AUGMENTATIONS))
    add(
        "averaging",
        number("0 to below 1", lambda decay: 0 <= decay < 1),
        "decay of the average of the weights",
    )
    add("seed", whole(0, 2**31 - 1), "of the weights, the order and the variations")
    parser.add_argument(
        "--precision", choices=["bf16", "float32"], default=_fast_precision(),
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


def _fast_precision() -> str:
    """bf16 where the processor or the GPU computes in it, float32 elsewhere."""
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "float32"
    return "bf16" if torch.ops.mkldnn._is_mkldnn_bf16_supported() else "float32"
