"""A card as a Markdown page: what a checkpoint is, how it was made, what it measured."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.checkpoints.card import Card, CheckpointFile, Measured
from model.data.dataset import is_folder
from model.network.architecture import Config
from model.network.capsnet import CapsNetConfig
from model.network.cnn import CnnConfig
from model.network.efficient import EfficientCapsNetConfig

KINDS = {
    CapsNetConfig.architecture: (
        "A capsule network with routing by agreement, as Sabour, Frosst and Hinton described it in "
        "2017,\n"
    ),
    EfficientCapsNetConfig.architecture: (
        "An Efficient-CapsNet, the small capsule network with self-attention routing that "
        "Mazzia, Salvetti and\nChiaberge described in 2021, "
    ),
    CnnConfig.architecture: (
        "A convolutional network without capsules, with which capsule networks are compared: "
        "after the baseline of\nSabour, Frosst and Hinton (2017) three convolutions, dense layers "
        "and dropout, but far smaller than theirs,\n"
    ),
}
"""What each architecture is."""
LOSSES = {
    "margin": ("margin loss", 4),
    "reconstruction": ("reconstruction loss", 2),
    "cross_entropy": ("cross-entropy", 4),
}
"""Name and decimals of each loss that a history may hold."""


def render(card: Card, config: Config, file: CheckpointFile) -> str:
    """The card as a Markdown page: what the checkpoint is, how it was made, what it measured."""
    sections = (
        f"# {file.name}\n\n"
        f"{KINDS[config.architecture]}trained on {card.title}. "
        "This page is written by `python -m model.evaluate`.",
        _render_network(config, file),
        _render_training(card, file.name),
        _render_measured(card, file.name),
        _render_strokes(card, file.name),
        _render_limits(card, config),
    )
    return "\n\n".join(filter(None, sections)) + "\n"


def training_command(name: str, recipe: Mapping[str, Any]) -> str:
    """The command that trains with a recipe, every argument spelled out."""
    processes = recipe.get("processes", 1)
    start = "python" if processes == 1 else f"torchrun --nproc_per_node {processes}"
    words = ["-m", "model.train", name]
    for key, value in recipe.items():
        if key == "dataset" and is_folder(str(value)):
            words += ["--data", str(value)]
        elif key != "processes" and value is not None:
            words += [f"--{key.replace('_', '-')}", str(value)]
    return f"{start} {shlex.join(words)}"


def _render_network(config: Config, file: CheckpointFile) -> str:
    parts = _cnn_parts(config) if isinstance(config, CnnConfig) else _capsule_parts(config)
    rows = (
        ("image", " x ".join(map(str, config.image_shape))),
        *parts,
        ("parameters", f"{file.parameters:,}"),
        ("file", f"`{file.name}.safetensors`, {file.size:,} bytes, weights in {file.dtype}"),
        ("sha256", f"`{file.sha256}`"),
    )
    return "## Network\n\n" + _table(("part", "value"), rows)


def _capsule_parts(
    config: CapsNetConfig | EfficientCapsNetConfig,
) -> Iterable[tuple[str, str]]:
    types, rows, columns = config.primary_grid
    decoder = " -> ".join(
        f"{size:,}" for size in (config.classes * config.digit_dimensions, *config.decoder_hidden)
    )
    efficient = isinstance(config, EfficientCapsNetConfig)
    normalised = ", ReLU, batch normalisation" if efficient else ", ReLU"
    routing = f"{config.routing_iterations} routing iterations"
    return (
        (
            "Conv1",
            f"{config.conv1_kernels} kernels of {config.conv1_kernel_size} x "
            f"{config.conv1_kernel_size}{normalised}",
        ),
        *(_convolutions(config) if isinstance(config, EfficientCapsNetConfig) else ()),
        (
            "primary capsules",
            f"{types} types x {rows} x {columns} = {config.primary_capsules:,} of "
            f"{config.primary_dimensions} dimensions",
        ),
        (
            "digit capsules",
            f"{config.classes} of {config.digit_dimensions} dimensions, "
            + ("self-attention routing in one pass" if efficient else routing),
        ),
        ("decoder", f"{decoder} -> image"),
    )


def _convolutions(config: EfficientCapsNetConfig) -> Iterable[tuple[str, str]]:
    for number, (kernels, size, stride) in enumerate(config.between, start=2):
        yield (
            f"convolution {number}",
            f"{kernels} kernels of {size} x {size}, stride {stride}, ReLU, batch normalisation",
        )
    size = config.primary_kernel_size
    yield "depthwise convolution", f"{config.kernels[-1]} kernels of {size} x {size}, one a map"


def _cnn_parts(config: CnnConfig) -> Iterable[tuple[str, str]]:
    size = f"{config.kernel_size} x {config.kernel_size}"
    layers = zip(config.kernels, config.strides, config.map_sizes, strict=True)
    for number, (kernels, stride, (rows, columns)) in enumerate(layers, start=1):
        yield (
            f"convolution {number}",
            f"{kernels} kernels of {size}, stride {stride}, ReLU -> {rows} x {columns}",
        )
    units = " -> ".join(f"{size:,}" for size in (*config.hidden, config.classes))
    yield "dense layers", f"{units}, ReLU between them, softmax after the last"
    yield "dropout", f"{100 * config.dropout:g} % before the last, while training"


def _render_training(card: Card, name: str) -> str:
    if not card.recipe:
        return f"## Training\n\n{card.trained_on}"
    limit = card.recipe.get("limit")
    download = "" if is_folder(card.dataset) else f"python -m model.data {card.dataset}\n"
    only = "" if limit is None else f"Only the first {limit:,} images were trained on.\n"
    arguments = ((f"`{k}`", f"`{v}`") for k, v in card.recipe.items() if v is not None)
    losses = [name for name in LOSSES if card.history and name in card.history[0]]
    curve = (
        (
            f"{epoch['epoch']:.0f}",
            f"{100 * epoch['held_out_error']:.2f} %",
            *(f"{epoch[name]:.{LOSSES[name][1]}f}" for name in losses),
        )
        for epoch in card.history
    )
    drawn = "reconstruction" in losses
    summed = "; the reconstruction loss is the squared error\nsummed over pixels" if drawn else ""
    return (
        "## Training\n\n"
        f"{card.trained_on}\n{only}"
        "The held-out error below was read with the averaged weights, and was free to guide "
        "choices.\nThe test split was not.\n\n"
        f"```\n{download}{training_command(name, card.recipe)}\n```\n\n"
        + _table(("argument", "value"), arguments)
        + f"\n\nLosses are means over the epoch's varied training images{summed}.\n\n"
        + _table(("epoch", "held-out error", *(LOSSES[name][0] for name in losses)), curve)
    )


def _render_measured(card: Card, name: str) -> str:
    data = f" --data {shlex.quote(card.dataset)}" if is_folder(card.dataset) else ""
    command = f"```\npython -m model.evaluate {name}{data} --save\n```"
    measured = card.measured
    if measured is None:
        return f"## Measured\n\nNot yet measured on the test split:\n\n{command}"
    low, high = measured.interval
    summary = [
        (
            "test error",
            f"{100 * measured.error:.2f} % ({measured.errors} of {measured.images:,} images)",
        ),
        ("95 % Wilson interval", f"{100 * low:.2f} % to {100 * high:.2f} %"),
    ]
    drawn = ""
    if measured.reconstruction_error is not None:
        summary.append(("reconstruction error", f"{measured.reconstruction_error:.2f}"))
        drawn = (
            "The reconstruction error is the squared error summed over pixels, mean over "
            "images, of the picture\nthat the decoder makes from the true class's capsule (all "
            "others masked, as in training).\n\n"
        )
    kind = f"{error_kind(card)}\n\n" if card.present > 1 else ""
    return (
        f"## Measured\n\nOn {card.test_pictures}, in float32:\n\n{command}\n\n"
        + _table(("what", "value"), summary)
        + f"\n\n{kind}{drawn}"
        + _table(("class", "images", "errors", "error"), per_class_rows(card.class_names, measured))
    )


def error_kind(card: Card) -> str:
    """What counts as an error of images that show several classes."""
    return (
        f"An image is read right where the {card.present} classes that it shows are the "
        f"{card.present} of the longest capsules;\na class's errors are the images that show it "
        "and in which it was not found."
    )


def per_class_rows(
    class_names: Sequence[str], measured: Measured
) -> Iterable[tuple[str, str, str, str]]:
    """Name, images, errors and error in per cent of each class, as text."""
    for name, (images, errors) in zip(class_names, measured.per_class, strict=True):
        yield name, f"{images:,}", str(errors), f"{100 * errors / images:.2f} %" if images else "-"


def _render_strokes(card: Card, name: str) -> str:
    if not card.strokes:
        return ""
    rows = (
        (
            group.part,
            ", ".join(map(str, group.writers)),
            f"{group.digits:,}",
            str(group.errors),
            f"{100 * group.accuracy:.2f} %",
        )
        for group in card.strokes
    )
    return (
        "On pen strokes, drawn and preprocessed as a drawing on the page is:\n\n"
        f"```\npython -m model.strokes {name} --save\n```\n\n"
        + _table(("for this network", "writers", "digits", "errors", "accuracy"), rows)
    )


def _render_limits(card: Card, config: Config) -> str:
    pictures = "pictures" if card.recipe.get("fit") == "whole" else "centred pictures"
    size = f"{config.image_height} x {config.image_width}"
    if card.present == 1:
        seen = (
            f"- It has seen only {card.title}: {pictures} of {size} pixels. A drawing must "
            "be prepared as that\n  data set was; one that is off-centre, or of another size or "
            "stroke, is read less well."
        )
    else:
        seen = (
            f"- It has seen only {card.title}: {card.present} different classes in every picture "
            f"of {size} pixels.\n  A picture that shows one alone is nothing it was trained for: "
            "the page's stages do not offer it."
        )
    known = f"- It knows {config.classes} classes and has no answer for anything else: "
    if isinstance(config, CnnConfig):
        return (
            f"## Limits\n\n{seen}\n{known}a high probability is no\n  proof that the picture "
            "belongs to any class.\n- It has no capsules, no poses and no decoder: the page's "
            "stages do not offer it.\n- It is much smaller than the paper's baseline: what a "
            "comparison shows is of two checkpoints, not of two\n  kinds of networks."
        )
    couplings = (
        "Couplings stay close to even; they are not a parse tree."
        if isinstance(config, CapsNetConfig)
        else "Couplings come from one pass of attention between votes; they are not a parse tree."
    )
    return (
        f"## Limits\n\n{seen}\n{known}a short winner means doubt, but a long\n  one is no proof "
        "that the picture belongs to any class.\n- Routing gives no robustness to turning, "
        "scaling or shearing beyond what the training pictures show.\n- The dimensions of a "
        "capsule are not clean factors: one may change slant and width at once, and what it\n"
        f"  does differs between classes and between training runs.\n- {couplings}"
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
