"""Random variations of training images: what another hand might have drawn."""

from __future__ import annotations

import dataclasses

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional


@dataclasses.dataclass(frozen=True, kw_only=True)
class Augmentation:
    """How far digits are varied; each strength is the end of a uniform range around none."""

    shift: int = 2
    """Whole pixels, as in the paper; every image."""
    warped: float = 0.0
    """Share of images that are turned, sheared, scaled and bent."""
    degrees: float = 12.0
    shear: float = 0.25
    scale: float = 0.15
    elastic: float = 0.7
    """Pixels by which the nodes of a 5x5 grid wander (standard deviation)."""
    restroked: float = 0.0
    """Share of images whose strokes are made thicker or thinner."""
    mirrored: float = 0.0
    """Share of images whose left and right change places."""


AUGMENTATIONS: dict[str, Augmentation | None] = {
    "none": None,
    "shift": Augmentation(),
    "mirror": Augmentation(mirrored=0.5),
    "digits": Augmentation(warped=0.8, restroked=0.5),
}


def augment(
    images: Float[Tensor, "batch channels height width"],
    augmentation: Augmentation,
    generator: torch.Generator,
) -> Float[Tensor, "batch channels height width"]:
    """Varied copies of images in [0, 1]; the same generator state gives the same copies."""
    varied = images
    if augmentation.warped > 0:
        warped = functional.grid_sample(
            varied, _warp(varied, augmentation, generator), align_corners=False
        )
        varied = _where(_chance(varied, augmentation.warped, generator), warped, varied)
    if augmentation.restroked > 0:
        restroked = _restroke(varied, generator)
        varied = _where(_chance(varied, augmentation.restroked, generator), restroked, varied)
    if augmentation.mirrored > 0:
        mirrored = varied.flip(-1)
        varied = _where(_chance(varied, augmentation.mirrored, generator), mirrored, varied)
    return _shift(varied, augmentation.shift, generator)


def _uniform(count: int, end: float, generator: torch.Generator) -> Tensor:
    return (torch.rand(count, generator=generator) * 2 - 1) * end


def _chance(images: Tensor, share: float, generator: torch.Generator) -> Tensor:
    return (torch.rand(len(images), generator=generator) < share).to(images.device)


def _where(chosen: Tensor, these: Tensor, others: Tensor) -> Tensor:
    return torch.where(chosen[:, None, None, None], these, others)


def _warp(images: Tensor, augmentation: Augmentation, generator: torch.Generator) -> Tensor:
    """Sampling grid of an affine map and a smooth random bend, drawn anew for each image."""
    count, _, height, width = images.shape
    angle = torch.deg2rad(_uniform(count, augmentation.degrees, generator))
    shear = _uniform(count, augmentation.shear, generator)
    wide = torch.exp(_uniform(count, augmentation.scale, generator))
    tall = torch.exp(_uniform(count, augmentation.scale, generator))
    zero = torch.zeros(count)
    turn = torch.stack((angle.cos(), -angle.sin(), angle.sin(), angle.cos()), -1).view(-1, 2, 2)
    skew = torch.stack((wide, shear, zero, tall), -1).view(-1, 2, 2)
    affine = torch.cat((turn @ skew, torch.zeros(count, 2, 1)), dim=-1)
    grid = functional.affine_grid(affine, [count, 1, height, width], align_corners=False)
    nodes = torch.randn(count, 2, 5, 5, generator=generator) * augmentation.elastic
    bend = functional.interpolate(nodes, (height, width), mode="bicubic", align_corners=True)
    pixel = torch.tensor([2 / width, 2 / height])  # the grid spans -1 to 1
    return (grid + bend.permute(0, 2, 3, 1) * pixel).to(images)


def _restroke(images: Tensor, generator: torch.Generator) -> Tensor:
    """Each image drawn with a wider or a thinner pen: blended with its 3x3 maximum or minimum."""
    weight = torch.rand(len(images), generator=generator).to(images)[:, None, None, None]
    thicker = functional.max_pool2d(images, 3, stride=1, padding=1)
    thinner = -functional.max_pool2d(-images, 3, stride=1, padding=1)
    widened = images + 0.7 * weight * (thicker - images)
    narrowed = images + 0.35 * weight * (thinner - images)
    return _where(_chance(images, 0.5, generator), widened, narrowed)


def _shift(images: Tensor, pixels: int, generator: torch.Generator) -> Tensor:
    """Each image moved by up to so many whole pixels, zeros moving in."""
    count, _, height, width = images.shape
    offsets = torch.randint(0, 2 * pixels + 1, (count, 2), generator=generator).to(images.device)
    padded = functional.pad(images, (pixels,) * 4)
    rows = offsets[:, :1] + torch.arange(height, device=images.device)
    columns = offsets[:, 1:] + torch.arange(width, device=images.device)
    each = torch.arange(count, device=images.device)[:, None, None]
    # Advanced indices around a slice put the channels last.
    return padded[each, :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
