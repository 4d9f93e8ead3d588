"""Objective: what training minimises."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.data.dataset import Batch
from model.network.architecture import Network
from model.network.capsule_network import CapsuleNetwork
from model.network.cnn import Cnn
from model.network.loss import margin_loss, reconstruction_loss
from model.training.recipe import Recipe


class Objective(nn.Module):
    """A network with its loss, as one module: DDP synchronises what passes its forward."""

    def __init__(self, network: Network, recipe: Recipe) -> None:
        super().__init__()
        self.network = network
        self.recipe = recipe

    def forward(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss, and by name the parts that it is made of."""
        if isinstance(self.network, Cnn):
            return self._cross_entropy(self.network, batch)
        return self._capsules(self.network, batch)

    def _capsules(self, capsnet: CapsuleNetwork, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        labels = batch.labels
        with autocast(self.recipe, batch.images.device):
            lengths, digits = capsnet(batch.images)
            # Of several classes each is drawn from its own capsule; the loss is their mean.
            true_capsules = digits[torch.arange(len(labels), device=labels.device)[:, None], labels]
            pictures = capsnet.decode(true_capsules.flatten(0, 1), labels.flatten()).float()
        margin = margin_loss(lengths, labels)
        reconstruction = reconstruction_loss(pictures, batch.parts.reshape(pictures.shape))
        weight = self.recipe.reconstruction_weight
        assert weight is not None  # noqa: S101  # so for every recipe of a capsule network
        return margin + weight * reconstruction, {
            "margin": margin,
            "reconstruction": reconstruction,
        }

    def _cross_entropy(self, cnn: Cnn, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        with autocast(self.recipe, batch.images.device):
            scores = cnn.scores(batch.images)
        loss = functional.cross_entropy(scores.float(), batch.labels[:, 0])
        return loss, {"cross_entropy": loss}


def autocast(recipe: Recipe, device: torch.device) -> torch.autocast:
    """The precision in which a recipe's network computes."""
    return torch.autocast(device.type, torch.bfloat16, enabled=recipe.precision == "bf16")
