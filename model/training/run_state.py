"""A training run that survives a kill: its state on disk, and the average of its weights."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from model.errors import CheckpointError
from model.network.architecture import Network


class AveragedWeights:
    """Exponential moving average of a network's weights, which reads better than the last ones.

    Of the running averages of its batch normalisation too: those of the newest weights would not
    fit averaged ones.
    """

    def __init__(self, network: Network, *, decay: float) -> None:
        self.network = copy.deepcopy(network).requires_grad_(False).eval()
        self.decay = decay

    @torch.no_grad()
    def update(self, network: Network, step: int) -> None:
        """Move towards the network; faster in the first steps, whose weights mean little."""
        decay = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(_averageable(self.network), _averageable(network), 1 - decay)


@dataclasses.dataclass
class RunState:
    """Everything that a run needs to go on to the same numbers."""

    network: Network
    averaged: AveragedWeights
    optimizer: torch.optim.Adam
    recipe: dict[str, Any]
    """The arguments that shape the numbers; a run goes on only with the same."""
    step: int = 0
    """Optimiser steps done."""
    history: list[dict[str, float]] = dataclasses.field(default_factory=list)
    running: dict[str, float] = dataclasses.field(default_factory=dict)
    """Sums over the epoch in progress."""

    def save(self, path: Path) -> None:
        """Write the state in one step, so that a kill never leaves half a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        progress = {name: getattr(self, name) for name in ("step", "history", "running", "recipe")}
        tensors = {name: tensor.contiguous() for name, tensor in self._tensors().items()}
        save_file(tensors, partial, {"progress": json.dumps(progress)})
        os.replace(partial, path)

    def resume(self, path: Path) -> None:
        """Take over the state in a file.

        Raises CheckpointError where the file is damaged or was made by another recipe.
        """
        try:
            with safe_open(path, framework="pt") as file:
                progress = json.loads(file.metadata()["progress"])
                saved = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
            raise CheckpointError(f"{path} cannot be resumed: {error}; delete it") from error
        if _may_end_otherwise(progress, self.recipe):
            progress["recipe"] |= {name: self.recipe[name] for name in ("epochs", "cool_down")}
        for name, value in json.loads(json.dumps(self.recipe)).items():
            if progress["recipe"].get(name) != value:
                raise CheckpointError(
                    f"{path} was trained with {name}={progress['recipe'].get(name)!r} "
                    f"(now {value!r}): give the same arguments, or delete it to start again"
                )
        self.step = progress["step"]
        self.history = progress["history"]
        self.running = progress["running"]
        if self.step > 0:
            self._create_optimizer_state()
        tensors = self._tensors()
        with torch.no_grad():
            for name, tensor in tensors.items():
                if name not in saved or saved[name].shape != tensor.shape:
                    raise CheckpointError(f"{path} is of another network: delete it to start again")
                tensor.copy_(saved[name])

    def _create_optimizer_state(self) -> None:
        for parameter in self.network.parameters():
            self.optimizer.state[parameter] = {
                "step": torch.zeros((), device=parameter.device),
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.zeros_like(parameter),
            }

    def _tensors(self) -> dict[str, Tensor]:
        tensors = {}
        for name, parameter in self.network.named_parameters():
            tensors[f"network.{name}"] = parameter.detach()
            for moment, tensor in self.optimizer.state.get(parameter, {}).items():
                tensors[f"optimizer.{moment}.{name}"] = tensor
        for name, buffer in self.network.named_buffers():
            tensors[f"network.{name}"] = buffer
        for name, tensor in self.averaged.network.state_dict().items():
            tensors[f"averaged.{name}"] = tensor
        return tensors


def _may_end_otherwise(progress: dict[str, Any], recipe: dict[str, Any]) -> bool:
    """Whether a run that ends as the recipe says would have begun as the one that was saved.

    It would where the rate cools down at the end of both, and neither has begun to.
    """
    begun = len(progress["history"]) + bool(progress["running"])
    return all(
        plan.get("cool_down") is not None and begun <= plan["epochs"] - plan["cool_down"]
        for plan in (progress["recipe"], recipe)
    )


def _averageable(network: Network) -> list[Tensor]:
    return [*network.parameters(), *network.buffers()]
