"""Steps: what training does with one batch after another."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import torch
import torch.distributed as dist
from torch import Tensor, nn

from model.data.dataset import Batch, Dataset, Source
from model.network.architecture import Network
from model.training.augment import AUGMENTATIONS, augment
from model.training.processes import Process
from model.training.recipe import Recipe
from model.training.run_state import RunState

WARM_UP = 0.2
"""Share of the steps in which a one-cycle schedule rises; before a cool-down, of one epoch's."""


def rate(recipe: Recipe, step: int, total: int) -> float:
    """Learning rate of a step, of so many in all."""
    if recipe.cool_down is None:
        return one_cycle(step, total, peak=recipe.lr)
    # Nothing before the cool-down depends on the epochs: a run may be made longer or shorter.
    epoch = total // recipe.epochs
    left = (total - step) / (epoch * recipe.cool_down)
    return recipe.lr * min(1, 0.04 + 0.96 * step / (WARM_UP * epoch), left)


def one_cycle(step: int, total: int, *, peak: float) -> float:
    """Learning rate that rises along a cosine for a fifth of the run, then falls to almost zero."""
    rise = WARM_UP * total
    if step < rise:
        return peak * (0.04 + 0.96 * (1 - math.cos(math.pi * step / rise)) / 2)
    return peak * (0.001 + 0.999 * (1 + math.cos(math.pi * (step - rise) / (total - rise))) / 2)


def take_step(
    state: RunState,
    objective: nn.Module,
    source: Source,
    training: Dataset,
    indices: Tensor,
    recipe: Recipe,
    process: Process,
    lr: float,
) -> None:
    """Move a run's weights one step along what a batch of the training images teaches."""
    started = time.monotonic()
    # Drawn from the step's number, not from a running stream: a resumed run draws the same.
    mine = indices.chunk(process.count)[process.rank]
    seed = (recipe.seed * 1_000_003 + state.step) * 1_009 + process.rank
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)  # for dropout, which draws from no generator of ours
    batch = to_batch(training, mine, process.device)
    augmentation = AUGMENTATIONS[recipe.augmentation]
    if augmentation is not None:
        varied = augment(batch.images, augmentation, generator)
        batch = Batch(varied, batch.labels, varied[:, None])
    batch = source.compose(batch, generator)
    images = batch.images.contiguous(memory_format=torch.channels_last)
    for group in state.optimizer.param_groups:
        group["lr"] = lr
    total, losses = objective(batch._replace(images=images))
    state.optimizer.zero_grad(set_to_none=True)
    total.backward()
    state.optimizer.step()
    _share_statistics(state.network, process)
    state.step += 1
    state.averaged.update(state.network, state.step)
    for key, value in losses.items():
        state.running[key] = state.running.get(key, 0.0) + value.item()
    state.running["batches"] = state.running.get("batches", 0) + 1
    seconds = time.monotonic() - started
    state.running["seconds"] = state.running.get("seconds", 0.0) + seconds


def _share_statistics(network: Network, process: Process) -> None:
    """Give every process the mean of all their running averages of batch normalisation.

    While training, each normalises its part of a batch by that part's own statistics.
    """
    if process.count == 1:
        return
    for buffer in network.buffers():
        dist.all_reduce(buffer)
        buffer /= process.count


def mean_losses(state: RunState, process: Process) -> dict[str, float]:
    """Means over the epoch, of the images of all processes."""
    batches = state.running["batches"]
    means = {key: value / batches for key, value in state.running.items() if key != "batches"}
    if process.count == 1:
        return means
    values = torch.tensor(list(means.values()), device=process.device)
    dist.all_reduce(values)
    return dict(zip(means, (values / process.count).tolist(), strict=True))


def batches(images: int, recipe: Recipe, epoch: int, *, skip: int) -> Iterator[Tensor]:
    """The images of each step of an epoch, in an order that only the seed decides."""
    generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + epoch)
    order = torch.randperm(images, generator=generator)
    full = images - images % recipe.batch_size
    yield from torch.split(order[:full], recipe.batch_size)[skip:]


def to_batch(dataset: Dataset, indices: Tensor, device: torch.device) -> Batch:
    """Some images of a data set, as the network receives them."""
    return dataset[indices.numpy()].to_batch(device)
