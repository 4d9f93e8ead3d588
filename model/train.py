"""`python -m model.train NAME` trains a network and writes checkpoints/NAME.safetensors.

With `--data FOLDER` it trains on a folder of pictures that has one subfolder a class.

Under `torchrun --nproc_per_node N -m model.train NAME` the batch is split over N processes.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from tqdm import tqdm

from model.analysis.accuracy import misread
from model.arguments import add_overwrite
from model.checkpoints.card import Card
from model.checkpoints.catalogue import FOLDER, check_free, load_checkpoint, remove_companions
from model.checkpoints.checkpoint import Checkpoint, save_checkpoint
from model.data.dataset import Dataset, Source, name_of_folder
from model.data.folder import read_folder
from model.data.sources import SOURCES
from model.errors import ConfigError, ModelError
from model.fast.allocator import keep_large_blocks
from model.network.architecture import Config, Network, build, confidences, find_architecture
from model.training.objective import Objective, autocast
from model.training.processes import Process, join
from model.training.recipe import Recipe, add_arguments, complete, read_run_name
from model.training.run_state import AveragedWeights, RunState
from model.training.steps import batches, mean_losses, rate, take_step, to_batch

SAVE_SECONDS = 300


def main(arguments: list[str] | None = None) -> int:
    """Train a network; started again after a kill, it goes on from its last save."""
    options = _parse(arguments)
    try:
        process = join(options.device)
        recipe = Recipe(
            **{field.name: getattr(options, field.name) for field in dataclasses.fields(Recipe)}
        )
        if options.data is None:
            source = SOURCES[recipe.dataset]
        else:
            recipe, source = _read_folder(options.data, recipe, process)
        train(
            options.name, recipe, source, process,
            runs=options.runs, output=options.output, overwrite=options.overwrite,
        )  # fmt: skip
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
    source: Source,
    process: Process,
    *,
    runs: Path,
    output: Path,
    config: Config | None = None,
    overwrite: bool = False,
) -> Path:
    """Run every epoch of a recipe, resuming where its state is found; returns the checkpoint.

    `config` is by default that of `config_for`. Raises CheckpointError, before anything is done,
    where a checkpoint of that name exists that is not this run's, unless it may `overwrite` it.
    """
    keep_large_blocks()
    first = process.rank == 0
    path, saved = output / f"{name}.safetensors", runs / name / "state.safetensors"
    if not saved.exists():
        check_free(path, overwrite=overwrite)
    training, held_out = _datasets(source, recipe, download=first)
    config = config or config_for(source, held_out, recipe)
    _check_batches(recipe, process, len(training))
    start = load_checkpoint(recipe.start) if recipe.start is not None else None
    state = _begin(recipe, config, process, start)
    if saved.exists():
        state.resume(saved)
        if first:
            print(f"resumed {saved} at step {state.step:,}")
    objective: nn.Module = Objective(state.network, recipe)
    if process.count > 1:
        objective = DistributedDataParallel(objective, broadcast_buffers=False)
    total = len(training) // recipe.batch_size * recipe.epochs
    with tqdm(
        total=total, initial=state.step, unit="step", disable=not first, smoothing=0.02
    ) as bar:
        # By the history, not by the step: a run killed while it measures an epoch measures again.
        while len(state.history) < recipe.epochs:
            _take_epoch(state, objective, source, training, recipe, process, bar, saved)
            _measure_epoch(state, held_out, recipe, process, total)
            if first:
                state.save(saved)
    if first:
        if overwrite:
            remove_companions(path)
        save_checkpoint(
            path,
            config=config,
            card=_card(source, start, state),
            tensors=state.averaged.network.state_dict(),
            dtype=torch.float16,
        )
        print(f"wrote {path}: `python -m model.evaluate {path}` measures it on the test split")
    return path


def _begin(recipe: Recipe, config: Config, process: Process, start: Checkpoint | None) -> RunState:
    """A run before its first step, with random weights or those of the checkpoint."""
    torch.manual_seed(recipe.seed)
    network = build(config)
    if start is not None:
        _take_over(network, start)
    network.to(process.device)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs
    return RunState(
        network=network,
        averaged=AveragedWeights(network, decay=recipe.averaging),
        optimizer=torch.optim.Adam(network.parameters(), lr=recipe.lr, fused=True),
        recipe={**dataclasses.asdict(recipe), "processes": process.count},
    )


def _take_epoch(
    state: RunState,
    objective: nn.Module,
    source: Source,
    training: Dataset,
    recipe: Recipe,
    process: Process,
    bar: tqdm[Any],
    saved: Path,
) -> None:
    """Take the steps of an epoch that are not yet done, and save the run every few minutes."""
    epoch, saved_at = len(state.history), time.monotonic()
    skip = state.step - epoch * (len(training) // recipe.batch_size)
    for indices in batches(len(training), recipe, epoch, skip=skip):
        lr = rate(recipe, state.step, bar.total)
        take_step(state, objective, source, training, indices, recipe, process, lr)
        bar.update()
        bar.set_postfix_str(_describe(state, lr), refresh=False)
        if process.rank == 0 and time.monotonic() - saved_at > SAVE_SECONDS:
            state.save(saved)
            saved_at = time.monotonic()


def _measure_epoch(
    state: RunState, held_out: Dataset, recipe: Recipe, process: Process, total: int
) -> None:
    """Write an epoch that was trained into the run's history, with its error on images held out."""
    epoch = len(state.history) + 1
    error = _error(state.averaged.network, held_out, recipe, process)
    seconds = round(state.running.pop("seconds"), 1)
    means = mean_losses(state, process)
    lr = rate(recipe, state.step - 1, total)
    state.history.append(
        {"epoch": epoch, "held_out_error": error, "lr": lr, **means, "seconds": seconds}
    )
    state.running = {}
    if process.rank == 0:
        tqdm.write(
            f"epoch {epoch}/{recipe.epochs}: held-out error {100 * error:.2f} %, "
            + ", ".join(f"{key} {value:.4f}" for key, value in means.items())
        )


def config_for(source: Source, pictures: Dataset, recipe: Recipe) -> Config:
    """The network of a recipe, for the pictures and classes of a data set."""
    *channels, height, width = pictures.images.shape[1:]
    sizes: dict[str, Any] = {
        "image_channels": channels[0] if channels else 1,
        "image_height": height,
        "image_width": width,
        "classes": len(source.class_names),
    }
    return find_architecture(recipe.architecture).config(**sizes, **recipe.sizes)


def _take_over(network: Network, start: Checkpoint) -> None:
    """Give a network the weights of a checkpoint."""
    had, has = start.network.config, network.config
    if had.architecture != has.architecture:
        raise ConfigError(
            f"{start.path} cannot be started from: it has architecture {had.architecture!r} "
            f"(now {has.architecture!r})"
        )
    if had != has:
        differing = ", ".join(
            f"{name} {value!r} (now {getattr(has, name)!r})"
            for name, value in had.to_dict().items()
            if value != getattr(has, name)
        )
        raise ConfigError(f"{start.path} cannot be started from: it has {differing}")
    network.load_state_dict(start.network.state_dict())


def _card(source: Source, start: Checkpoint | None, state: RunState) -> Card:
    """What is known of a run's network, those weights included that it started from."""
    dataset = state.recipe["dataset"]
    card = Card(
        title=source.title,
        dataset=dataset,
        class_names=source.class_names,
        trained_on=source.trained_on,
        tested_on=source.tested_on,
        seen=(dataset,),
        recipe=state.recipe,
        present=source.present,
        history=tuple(state.history),
    )
    if start is None:
        return card
    return dataclasses.replace(
        card,
        trained_on=f"{source.trained_on}\n\nIts weights started as those of `{start.name}` "
        f"(sha256 `{start.sha256}`):\n{start.card.trained_on}",
        seen=tuple(dict.fromkeys((*start.card.seen, dataset))),
    )


@torch.inference_mode()
def _error(network: Network, dataset: Dataset, recipe: Recipe, process: Process) -> float:
    """Share of the images that the network reads wrong, each process reading its part."""
    wrong = torch.zeros((), device=process.device)
    mine = torch.arange(process.rank, len(dataset), process.count)
    for indices in torch.split(mine, 250):
        batch = to_batch(dataset, indices, process.device)
        images = batch.images.contiguous(memory_format=torch.channels_last)
        with autocast(recipe, process.device):
            found = confidences(network, images)
        wrong += misread(found, batch.labels).any(dim=-1).sum()
    if process.count > 1:
        dist.all_reduce(wrong)
    return wrong.item() / len(dataset)


def _read_folder(folder: Path, recipe: Recipe, process: Process) -> tuple[Recipe, Source]:
    """The recipe with the folder's preparation spelled out, and the pictures."""
    preparation = recipe.preparation
    spelled_out = dataclasses.replace(
        recipe,
        image_size=preparation.size,
        channels=preparation.channels,
        fit=preparation.fit,
    )
    say = print if process.rank == 0 else _keep_silent
    return spelled_out, read_folder(folder, preparation, say=say)


def _keep_silent(_: str) -> None:
    """The first of several processes has said it."""


def _datasets(source: Source, recipe: Recipe, *, download: bool) -> tuple[Dataset, Dataset]:
    if dist.is_initialized():
        if download:
            source.read("train", download=True)
        dist.barrier()
    training = source.read_training(download=download)
    held_out = source.read_held_out(download=download)
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
    name = next(iter(state.running))
    mean = state.running[name] / state.running["batches"]
    latest = state.history[-1]["held_out_error"] if state.history else None
    return f"{name.replace('_', '-')} {mean:.4f}, lr {lr:.1e}, held-out error " + (
        "not yet measured" if latest is None else f"{100 * latest:.2f} %"
    )


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m model.train", description=main.__doc__)
    parser.add_argument(
        "name", nargs="?",
        help="name of the checkpoint; a data set's name trains on it, an architecture's trains it "
        "on mnist, and cnn-fashion or efficient-mnist say both (default: the folder's name)",
    )  # fmt: skip
    parser.add_argument("--dataset", choices=SOURCES, help="data set (default: the name)")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER",
        help="folder of pictures to train on instead, one subfolder a class",
    )  # fmt: skip
    add_arguments(parser)
    parser.add_argument(
        "--device", choices=["cpu", "cuda"], help="(default: cuda where there is one)"
    )
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where runs are saved")
    parser.add_argument("--output", type=Path, default=FOLDER, help="checkpoint folder")
    add_overwrite(parser, "a checkpoint of that name")
    options = parser.parse_args(arguments)
    complete(options, parser)
    if options.data is not None:
        if options.dataset is not None:
            parser.error("--data and --dataset both name the data: give one of them")
        if options.channels == 3 and options.fit == "drawing":
            parser.error("--fit drawing looks for ink, which pictures of --channels 3 are not")
        options.dataset = name_of_folder(options.data)
        options.name = options.name or options.data.resolve().name
        return options
    if (options.image_size, options.channels, options.fit) != (None, None, None):
        parser.error("--image-size, --channels and --fit are for the pictures of --data")
    if options.name is None:
        parser.error("the following arguments are required: name")
    if options.dataset is None:
        options.dataset = read_run_name(options.name).dataset
    if options.dataset not in SOURCES:
        parser.error(f"{options.name!r} is no data set: say which with --dataset")
    return options


if __name__ == "__main__":
    sys.exit(main())
