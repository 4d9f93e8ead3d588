from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from einops import rearrange
from safetensors.torch import save_file
from torch import Tensor

from benchmarks.plain_capsnet import make_plain_capsnet
from model.checkpoints.catalogue import load_checkpoint
from model.convert import convert, main, read_mapping
from model.errors import CheckpointError, ConfigError
from model.evaluate import render_card
from model.network.capsnet import CapsNet
from tests.model.tiny import NETWORK

PAGE = Path(__file__).parents[2] / "docs" / "models.md"
SWAPPED = (
    "classes digit_dimensions primary_dimensions (columns rows types) -> "
    "types rows columns primary_dimensions classes digit_dimensions"
)


def fenced(language: str) -> str:
    """The only block of docs/models.md in a language."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    return str(block)


@pytest.fixture
def ours() -> dict[str, Tensor]:
    return CapsNet(NETWORK).state_dict()


@pytest.fixture
def theirs(ours: dict[str, Tensor]) -> dict[str, Tensor]:
    """Our weights as another implementation might keep them."""
    weights = {f"their.{name}": tensor.half() for name, tensor in ours.items()}
    weights["W"] = rearrange(weights.pop("their.digits.weight"), "t r c p j d -> j d p (c r t)")
    return {name: tensor.contiguous() for name, tensor in weights.items()}


@pytest.fixture
def mapping(ours: dict[str, Tensor]) -> dict[str, Any]:
    tensors: dict[str, Any] = {name: f"their.{name}" for name in ours}
    tensors["digits.weight"] = {"name": "W", "pattern": SWAPPED}
    return {
        "title": "Bars",
        "dataset": "tiny",
        "class_names": ["top", "middle", "bottom"],
        "config": NETWORK.to_dict(),
        "tensors": tensors,
    }


@pytest.fixture
def run(tmp_path: Path, theirs: dict[str, Tensor], mapping: dict[str, Any]) -> Any:
    """The command, on the weights and the mapping as the test left them."""

    def command() -> int:
        save_file(theirs, tmp_path / "theirs.safetensors")
        (tmp_path / "mapping.json").write_text(json.dumps(mapping))
        files = [str(tmp_path / "theirs.safetensors"), str(tmp_path / "mapping.json")]
        return main([*files, "new", "--output", str(tmp_path)])

    return command


def test_the_pages_example_gives_the_same_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(fenced("python"), "docs/models.md", "exec"), {})
    Path("mapping.json").write_text(fenced("json"), encoding="utf-8")
    (command,) = re.findall(r"^python -m model\.convert (.*)$", PAGE.read_text("utf-8"), re.M)
    assert main([*command.split(), "--output", str(tmp_path)]) == 0
    capsnet = load_checkpoint(tmp_path / "plain.safetensors").capsnet
    image = torch.rand(28, 28)
    lengths, pictures = make_plain_capsnet()(image[None, None])
    trace = capsnet.trace(image)
    assert torch.allclose(lengths[0], trace.lengths, rtol=1e-3, atol=1e-4)
    assert torch.allclose(pictures.view(28, 28), trace.reconstructions[trace.prediction], atol=1e-4)


def test_tensors_are_renamed_and_their_axes_reordered(
    run: Any, ours: dict[str, Tensor], theirs: dict[str, Tensor], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    theirs["optimizer.step"] = torch.zeros(2, 3)
    assert run() == 0
    printed = capsys.readouterr().out
    assert "left out tensor 'optimizer.step' of shape (2, 3)" in printed
    path = tmp_path / "new.safetensors"
    assert f"wrote {path}" in printed
    loaded = load_checkpoint(path)
    for name, tensor in loaded.capsnet.state_dict().items():
        assert torch.equal(tensor, ours[name].half().float()), name
    assert loaded.card.class_names == ("top", "middle", "bottom")
    page = render_card(path)
    assert "Not trained by this project: its weights are those of `theirs.safetensors`" in page
    assert "model.train" not in page


def test_a_checkpoint_is_not_written_over(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    capsys.readouterr()
    assert run() == 1
    assert "new.safetensors is there already: give another name" in capsys.readouterr().err


def test_a_tensor_that_does_not_fit_is_named_with_both_shapes(
    run: Any, theirs: dict[str, Tensor], mapping: dict[str, Any], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    theirs["their.conv1.weight"] = torch.zeros(4, 3, 3, 3)
    assert run() == 1
    assert capsys.readouterr().err == (
        "tensor 'their.conv1.weight' gives 'conv1.weight' the shape (4, 3, 3, 3) "
        "(expected (4, 1, 3, 3))\n"
    )
    theirs["their.conv1.weight"] = torch.zeros(4, 1, 3, 3)
    theirs["W"] = torch.zeros(3, 4, 4, 17)
    assert run() == 1
    message = capsys.readouterr().err
    assert message.startswith(f"tensor 'W' of shape (3, 4, 4, 17) does not fit {SWAPPED!r} with {{")
    assert "'types': 2, 'rows': 3, 'columns': 3" in message
    assert not (tmp_path / "new.safetensors").exists()


def test_a_missing_tensor_is_named_on_either_side(
    ours: dict[str, Tensor], theirs: dict[str, Tensor], mapping: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mapping.json"

    def refusal() -> str:
        path.write_text(json.dumps(mapping))
        with pytest.raises(CheckpointError) as caught:
            convert(theirs, read_mapping(path))
        return str(caught.value)

    taken = theirs.pop("W")
    assert refusal().startswith(
        "the weights hold no tensor 'W' for 'digits.weight' (expected one of their.conv1.bias, "
    )
    theirs["W"] = torch.full_like(taken, torch.nan)
    assert refusal() == "tensor 'W' holds values that are not finite"
    del mapping["tensors"]["digits.bias"]
    theirs["W"] = taken
    assert refusal() == "the mapping says nothing of 'digits.bias' (a tensor of shape (3, 4))"
    mapping["tensors"]["caps.bias"] = "their.digits.bias"
    assert refusal().startswith("the network has no tensor 'caps.bias' (expected one of conv1.weig")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"tensors": None}, "cannot be read as a mapping: "),
        ({"tensors": {"conv1.bias": {"name": "b"}}}, "has no 'pattern'"),
        ({"tensors": {"conv1.bias": 5}}, "cannot be read as a mapping: "),
        ({"class_names": ["only"]}, r"names 1 classes \(expected 3\)"),
        ({"config": {"conv2_kernels": 3}}, "unknown config field 'conv2_kernels'"),
        ({"config": 5}, "cannot be read as a mapping: "),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(
    mapping: dict[str, Any], tmp_path: Path, change: dict[str, Any], expected: str
) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps({**mapping, **change}))
    with pytest.raises((CheckpointError, ConfigError), match=expected):
        read_mapping(path)


def test_a_mapping_lacks_no_part(mapping: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    for part in ("title", "dataset", "class_names", "config", "tensors"):
        path.write_text(json.dumps({name: v for name, v in mapping.items() if name != part}))
        with pytest.raises(CheckpointError, match=f"has no '{part}'"):
            read_mapping(path)
    with pytest.raises(CheckpointError, match="cannot be read as a mapping"):
        read_mapping(tmp_path / "none.json")
    path.write_text("{")
    with pytest.raises(CheckpointError, match="cannot be read as a mapping"):
        read_mapping(path)


def test_weights_that_are_no_safetensors_file_are_refused(
    mapping: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mapping.json").write_text(json.dumps(mapping))
    torch.save({"conv1.weight": torch.zeros(3)}, tmp_path / "theirs.pt")
    files = [str(tmp_path / "theirs.pt"), str(tmp_path / "mapping.json")]
    assert main([*files, "new", "--output", str(tmp_path)]) == 1
    assert "theirs.pt is not a safetensors file: " in capsys.readouterr().err
