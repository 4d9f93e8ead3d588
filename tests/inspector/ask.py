"""What the inspector says of units of a network: asked of the page's own JavaScript, in one go."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from flask.testing import FlaskClient
from torch import Tensor, nn

from app import create_app
from app.config import AppConfig
from model.checkpoints.catalogue import load_checkpoint
from model.network.trace import FIELDS, Trace

SCRIPT = Path(__file__).parents[1] / "js/inspector/explain/explain-units.js"
RAW = "application/octet-stream"
Unit = dict[str, Any]


class Asked(NamedTuple):
    """One unit in one drawing's trace at one iteration."""

    unit: Unit
    drawing: int
    iteration: int


class Network:
    """A checkpoint computed anew by PyTorch in float64: what the inspector's numbers must be."""

    def __init__(self, path: Path, images: Sequence[Tensor]) -> None:
        self.path = path
        self.capsnet = load_checkpoint(path).capsnet.double()
        self.config = self.capsnet.config
        # Images as the server receives them: whole 255ths, in float32.
        self.pixels = [(image * 255).round().to(torch.uint8) for image in images]
        self.traces: list[Trace] = [
            self.capsnet.trace((pixels.float() / 255).double()) for pixels in self.pixels
        ]
        self.linear = [each for each in self.capsnet.decoder if isinstance(each, nn.Linear)]

    def random_units(self, count: int) -> dict[str, list[Asked]]:
        """Units of every kind, in random drawings and iterations, the same in every run."""
        config, generator = self.config, np.random.default_rng(3)
        capsule = dict(zip(("type", "row", "column"), config.primary_grid, strict=True))
        pixel = {"row": config.image_height, "column": config.image_width}
        place = {"row": config.primary_height, "column": config.primary_width}
        maps = {"map": config.conv1_kernels}
        digit = {"digit": config.classes}
        sizes: dict[str, Mapping[str, int]] = {
            "pixel": pixel,
            "kernel": maps,
            "conv1": {**maps, "row": config.conv1_height, "column": config.conv1_width},
            "type": {"type": config.primary_types},
            "capsule": capsule,
            "component": {**capsule, "dimension": config.primary_dimensions},
            "vote": {**capsule, **digit},
            "link": {"type": config.primary_types, **digit},
            "position": {**place, **digit},
            "digit": digit,
            "dimension": {**digit, "dimension": config.digit_dimensions},
            "hidden": {**digit, "layer": len(config.decoder_hidden)},
            "decoded": {**digit, **pixel},
        }

        def draw(kind: str) -> Asked:
            unit = {name: int(generator.integers(size)) for name, size in sizes[kind].items()}
            if kind == "hidden":
                unit["index"] = int(generator.integers(config.decoder_hidden[unit["layer"]]))
            return Asked(
                {"kind": kind, **unit},
                int(generator.integers(len(self.traces))),
                int(generator.integers(config.routing_iterations)),
            )

        return {kind: [draw(kind) for _ in range(count)] for kind in sizes}

    def explain(self, asked: Sequence[Asked], folder: Path) -> list[dict[str, Any]]:
        """What the page says of these units, made from the bytes that the server sends."""
        client = create_app(AppConfig(checkpoints=(self.path,), threads=1)).test_client()
        (model,) = client.get("/api/models").get_json()["models"]
        self._write_traces(client, folder)
        self._write_weights(client, model["name"], asked, folder)
        units = [
            {"unit": unit, "trace": f"trace-{drawing}", "iteration": iteration}
            for unit, drawing, iteration in asked
        ]
        (folder / "units.json").write_text(json.dumps({"model": model, "units": units}))
        done = subprocess.run(
            ["node", SCRIPT, folder], stdout=subprocess.PIPE, check=True, timeout=120
        )
        explanations: list[dict[str, Any]] = json.loads(done.stdout)
        return explanations

    def _write_traces(self, client: FlaskClient, folder: Path) -> None:
        fields = ",".join(name for name in FIELDS if name != "votes")
        for number, pixels in enumerate(self.pixels):
            answer = client.post(
                f"/api/trace?center=0&fields={fields}",
                data=pixels.numpy().tobytes(),
                content_type=RAW,
            )
            (folder / f"trace-{number}.safetensors").write_bytes(answer.data)

    def _write_weights(
        self, client: FlaskClient, name: str, asked: Sequence[Asked], folder: Path
    ) -> None:
        channels = {
            unit["type"] * self.config.primary_dimensions + unit["dimension"]
            for unit, _, _ in asked
            if unit["kind"] == "component"
        }
        indices = {
            "primary": sorted(channels),
            "votes": range(self.config.classes),
            "decoder": range(len(self.linear)),
        }
        (folder / "kernels.safetensors").write_bytes(client.get(f"/api/models/{name}/kernels").data)
        for layer, wanted in indices.items():
            for index in wanted:
                answer = client.get(f"/api/models/{name}/weights/{layer}/{index}")
                (folder / f"{layer}-{index}.safetensors").write_bytes(answer.data)
