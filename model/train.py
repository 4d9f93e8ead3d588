"""`python -m model.train NAME` trains a CapsNet and writes checkpoints/NAME.safetensors.

Under `torchrun --nproc_per_node N -m model.train NAME` the batch is split over N processes.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from model import checkpoint
from model.allocator import keep_large_blocks
from model.arguments import number, whole
from model.augment import AUGMENTATIONS, augment
from model.capsnet import CapsNet
from model.card import Card
from model.config import MAX_ITERATIONS, CapsNetConfig
from model.data import HELD_OUT, SOURCES, Dataset, read_dataset
from model.errors import ConfigError, ModelError
from model.loss import margin_loss, reconstruction_loss
from model.progress import AveragedWeights, RunState

WARM_UP = 0.2
"""Share of the steps in which a one-cycle schedule rises."""
SAVE_SECONDS = 300


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


@dataclasses.dataclass(frozen=True)
class Process:
    """The place of one process among those that train together."""

    rank: int
    count: int
    device: torch.device


def main(arguments: list[str] | None = None) -> int:
    """Train a capsule network; started again after a kill, it goes on from its last save."""
    options = _parse(arguments)
    try:
        process = join(options.device)
        recipe = Recipe(
            **{field.name: getattr(options, field.name) for field in dataclasses.fields(Recipe)}
        )
        train(options.name, recipe, process, runs=options.runs, output=options.output)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()
    return 0


def train(
    name: str,
    recipe: Recipe,
    process: Process,
    *,
    runs: Path,
    output: Path,
    config: CapsNetConfig | None = None,
) -> Path:
    """Run every epoch of a recipe, resuming where its state is found; returns the checkpoint.

    `config` is by default the paper's network, for the pictures and classes of the data set.
    """
    keep_large_blocks()
    first = process.rank == 0
    training, held_out = _datasets(recipe, download=first)
    config = config or CapsNetConfig(
        image_height=training.images.shape[1],
        image_width=training.images.shape[2],
        classes=len(SOURCES[recipe.dataset].class_names),
        routing_iterations=recipe.routing_iterations,
    )
    _check_batches(recipe, process, len(training))
    torch.manual_seed(recipe.seed)
    network = CapsNet(config).to(process.device)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs
    state = RunState(
        network=network,
        averaged=AveragedWeights(network, decay=recipe.averaging),
        optimizer=torch.optim.Adam(network.parameters(), lr=recipe.lr, fused=True),
        recipe={**dataclasses.asdict(recipe), "processes": process.count},
    )
    saved = runs / name / "state.safetensors"
    if saved.exists():
        state.resume(saved)
        if first:
            print(f"resumed {saved} at step {state.step:,}")
    parallel = DistributedDataParallel(_Loss(network, recipe)) if process.count > 1 else None
    loss = parallel or _Loss(network, recipe)

    steps = len(training) // recipe.batch_size
    total = steps * recipe.epochs
    saved_at = time.monotonic()
    bar = tqdm(total=total, initial=state.step, unit="step", disable=not first, smoothing=0.02)
    while len(state.history) < recipe.epochs:
        # By the history, not by the step: a run killed while it measures an epoch measures again.
        epoch = len(state.history)
        for indices in _batches(len(training), recipe, epoch, skip=state.step - epoch * steps):
            lr = one_cycle(state.step, total, peak=recipe.lr)
            _step(state, loss, training, indices, recipe, process, lr)
            bar.update()
            bar.set_postfix_str(_describe(state, lr), refresh=False)
            if first and time.monotonic() - saved_at > SAVE_SECONDS:
                state.save(saved)
                saved_at = time.monotonic()
        error = _error(state.averaged.network, held_out, recipe, process)
        seconds = round(state.running.pop("seconds"), 1)
        means = _mean_losses(state, process)
        lr = one_cycle(state.step - 1, total, peak=recipe.lr)
        state.history.append({"epoch": epoch + 1, "held_out_error": error, "lr": lr, **means})
        state.history[-1]["seconds"] = seconds
        state.running = {}
        if first:
            state.save(saved)
            saved_at = time.monotonic()
            tqdm.write(
                f"epoch {epoch + 1}/{recipe.epochs}: held-out error {100 * error:.2f} %, "
                + ", ".join(f"{key} {value:.4f}" for key, value in means.items())
            )
    bar.close()
    path = output / f"{name}.safetensors"
    if first:
        card = Card(
            title=SOURCES[recipe.dataset].title,
            dataset=recipe.dataset,
            class_names=SOURCES[recipe.dataset].class_names,
            recipe=state.recipe,
            history=tuple(state.history),
        )
        tensors = state.averaged.network.state_dict()
        checkpoint.save_checkpoint(
            path, config=config, card=card, tensors=tensors, dtype=torch.float16
        )
        print(f"wrote {path}: `python -m model.evaluate {path}` measures it on the test split")
    return path


def one_cycle(step: int, total: int, *, peak: float) -> float:
    """Learning rate that rises along a cosine for a fifth of the run, then falls to almost zero."""
    rise = WARM_UP * total
    if step < rise:
        return peak * (0.04 + 0.96 * (1 - math.cos(math.pi * step / rise)) / 2)
    return peak * (0.001 + 0.999 * (1 + math.cos(math.pi * (step - rise) / (total - rise))) / 2)


def _autocast(recipe: Recipe, device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, torch.bfloat16, enabled=recipe.precision == "bf16")


class _Loss(nn.Module):
    """The network with its loss, as one module: DDP synchronises what passes its forward."""

    def __init__(self, network: CapsNet, recipe: Recipe) -> None:
        super().__init__()
        self.network = network
        self.recipe = recipe

    def forward(self, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        with _autocast(self.recipe, images.device):
            lengths, digits = self.network(images)
            true_capsules = digits[torch.arange(len(labels), device=labels.device), labels]
            pictures = self.network.decode(true_capsules, labels).float()
        margin = margin_loss(lengths, labels)
        reconstruction = reconstruction_loss(pictures, images.reshape(pictures.shape))
        return margin + self.recipe.reconstruction_weight * reconstruction, margin, reconstruction


def _step(
    state: RunState,
    loss: nn.Module,
    training: Dataset,
    indices: Tensor,
    recipe: Recipe,
    process: Process,
    lr: float,
) -> None:
    started = time.monotonic()
    # Drawn from the step's number, not from a running stream: a resumed run draws the same.
    mine = indices.chunk(process.count)[process.rank]
    seed = (recipe.seed * 1_000_003 + state.step) * 1_009 + process.rank
    generator = torch.Generator().manual_seed(seed)
    images, labels = _to_tensors(training, mine, process.device)
    augmentation = AUGMENTATIONS[recipe.augmentation]
    if augmentation is not None:
        images = augment(images, augmentation, generator)
    images = images.contiguous(memory_format=torch.channels_last)
    for group in state.optimizer.param_groups:
        group["lr"] = lr
    total, margin, reconstruction = loss(images, labels)
    state.optimizer.zero_grad(set_to_none=True)
    total.backward()
    state.optimizer.step()
    state.step += 1
    state.averaged.update(state.network, state.step)
    for key, value in (("margin", margin), ("reconstruction", reconstruction)):
        state.running[key] = state.running.get(key, 0.0) + value.item()
    state.running["batches"] = state.running.get("batches", 0) + 1
    seconds = time.monotonic() - started
    state.running["seconds"] = state.running.get("seconds", 0.0) + seconds


def _mean_losses(state: RunState, process: Process) -> dict[str, float]:
    """Means over the epoch, of the images of all processes."""
    batches = state.running["batches"]
    means = {key: value / batches for key, value in state.running.items() if key != "batches"}
    if process.count == 1:
        return means
    values = torch.tensor(list(means.values()), device=process.device)
    dist.all_reduce(values)
    return dict(zip(means, (values / process.count).tolist(), strict=True))


def _batches(images: int, recipe: Recipe, epoch: int, *, skip: int) -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + epoch)
    order = torch.randperm(images, generator=generator)
    full = images - images % recipe.batch_size
    yield from torch.split(order[:full], recipe.batch_size)[skip:]


def _to_tensors(dataset: Dataset, indices: Tensor, device: torch.device) -> tuple[Tensor, Tensor]:
    images = torch.from_numpy(dataset.images[indices.numpy()]).to(device).float().div_(255)
    labels = torch.from_numpy(dataset.labels[indices.numpy()]).to(device, torch.int64)
    return images[:, None], labels


@torch.inference_mode()
def _error(network: nn.Module, dataset: Dataset, recipe: Recipe, process: Process) -> float:
    """Share of the images that the network reads wrong, each process reading its part."""
    wrong = torch.zeros((), device=process.device)
    mine = torch.arange(process.rank, len(dataset), process.count)
    for indices in torch.split(mine, 250):
        images, labels = _to_tensors(dataset, indices, process.device)
        images = images.contiguous(memory_format=torch.channels_last)
        with _autocast(recipe, process.device):
            wrong += (network(images).lengths.argmax(dim=-1) != labels).sum()
    if process.count > 1:
        dist.all_reduce(wrong)
    return wrong.item() / len(dataset)


def _datasets(recipe: Recipe, *, download: bool) -> tuple[Dataset, Dataset]:
    if dist.is_initialized():
        if download:
            read_dataset(recipe.dataset, "train", download=True)
        dist.barrier()
    whole = read_dataset(recipe.dataset, "train", download=download)
    training, held_out = whole[:-HELD_OUT], whole[-HELD_OUT:]
    if recipe.limit is not None:
        training, held_out = training[: recipe.limit], held_out[: recipe.limit]
    return training, held_out


def _check_batches(recipe: Recipe, process: Process, images: int) -> None:
    if recipe.batch_size > images:
        raise ConfigError(
            f"invalid batch_size: {recipe.batch_size} (expected at most the {images} images)"
        )
    if recipe.batch_size % process.count:
        raise ConfigError(
            f"invalid batch_size: {recipe.batch_size} "
            f"(expected a multiple of the {process.count} processes)"
        )


def _describe(state: RunState, lr: float) -> str:
    batches = state.running["batches"]
    latest = state.history[-1]["held_out_error"] if state.history else None
    return f"margin {state.running['margin'] / batches:.4f}, lr {lr:.1e}, held-out error " + (
        "not yet measured" if latest is None else f"{100 * latest:.2f} %"
    )


def join(device: str | None) -> Process:
    """The running process, joined with those that torchrun started beside it, if any."""
    rank, count = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    kind = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if kind == "cuda" and not torch.cuda.is_available():
        raise ConfigError("invalid device: cuda (there is none here)")
    if kind == "cuda":
        local = int(os.environ.get("LOCAL_RANK", 0))
        torch.cuda.set_device(local)
        chosen = torch.device("cuda", local)
    else:
        chosen = torch.device(kind)
    if count > 1:
        dist.init_process_group("nccl" if kind == "cuda" else "gloo")
    return Process(rank, count, chosen)


def _fast_precision() -> str:
    """bf16 where the processor or the GPU computes in it, float32 elsewhere."""
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "float32"
    return "bf16" if torch.ops.mkldnn._is_mkldnn_bf16_supported() else "float32"


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m model.train", description=main.__doc__)
    defaults: dict[str, Any] = {field.name: field.default for field in dataclasses.fields(Recipe)}

    def add(name: str, kind: Callable[[str], Any], text: str, **more: Any) -> None:
        flag = "--" + name.replace("_", "-")
        parser.add_argument(
            flag, type=kind, default=defaults[name], help=f"{text} (default: %(default)s)", **more
        )

    parser.add_argument("name", help="name of the checkpoint; a data set's name trains on it")
    parser.add_argument("--dataset", choices=SOURCES, help="data set (default: the name)")
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
    parser.add_argument(
        "--device", choices=["cpu", "cuda"], help="(default: cuda where there is one)"
    )
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where runs are saved")
    parser.add_argument("--output", type=Path, default=checkpoint.FOLDER, help="checkpoint folder")
    options = parser.parse_args(arguments)
    options.dataset = options.dataset or options.name
    if options.dataset not in SOURCES:
        parser.error(f"{options.name!r} is no data set: say which with --dataset")
    return options


if __name__ == "__main__":
    sys.exit(main())
