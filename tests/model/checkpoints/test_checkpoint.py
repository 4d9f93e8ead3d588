from __future__ import annotations

import hashlib
import json
import os
import pickle
import stat
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from model.checkpoints.card import Card
from model.checkpoints.catalogue import FOLDER, load, load_checkpoint
from model.checkpoints.checkpoint import save_card, save_checkpoint
from model.errors import CheckpointError
from model.network.capsnet import CapsNet, CapsNetConfig
from model.network.cnn import Cnn, CnnConfig

CARD = Card(
    title="MNIST",
    dataset="mnist",
    class_names=tuple("0123456789"),
    recipe={"dataset": "mnist", "lr": 0.001, "limit": None},
    history=({"epoch": 1, "held_out_error": 0.25},),
)


def write(path: Path, network: CapsNetConfig, tensors: dict[str, Tensor], **metadata: Any) -> Path:
    """A file like a checkpoint, with parts of its metadata replaced, or left out where None."""
    parts = {
        "format": "capsnet-explorer 1",
        "config": json.dumps(network.to_dict()),
        "card": json.dumps(CARD.to_dict()),
        **metadata,
    }
    kept = {name: tensor.contiguous() for name, tensor in tensors.items()}
    save_file(kept, path, {name: part for name, part in parts.items() if part is not None})
    return path


def refusal(path: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        load(path)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "net.safetensors"


@pytest.fixture
def tensors(capsnet: CapsNet) -> dict[str, Tensor]:
    return dict(capsnet.state_dict())


def test_a_checkpoint_comes_back_as_it_was_saved(
    path: Path, capsnet_config: CapsNetConfig, capsnet: CapsNet, image: Tensor
) -> None:
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=capsnet.state_dict())
    loaded = load_checkpoint(path)
    assert loaded.name == "net"
    assert loaded.card == CARD
    assert loaded.dtype == "float32"
    assert loaded.path == path
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded.capsnet.config == capsnet_config
    assert not loaded.capsnet.training
    for name, tensor in capsnet.state_dict().items():
        assert torch.equal(loaded.capsnet.state_dict()[name], tensor), name
    assert torch.equal(loaded.capsnet.trace(image).lengths, capsnet.trace(image).lengths)


def test_weights_stored_in_float16_are_computed_with_in_float32(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor], image: Tensor
) -> None:
    half = torch.float16
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors, dtype=half)
    loaded = load_checkpoint(path)
    assert loaded.dtype == "float16"
    for name, tensor in loaded.capsnet.state_dict().items():
        assert tensor.dtype == torch.float32
        assert torch.equal(tensor, tensors[name].half().float()), name
    assert loaded.capsnet.trace(image).lengths.dtype == torch.float32


def test_a_name_is_looked_for_among_the_shipped_checkpoints(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors)
    monkeypatch.setattr("model.checkpoints.catalogue.FOLDER", path.parent)
    assert load_checkpoint("net").path == path
    assert load_checkpoint(f"../../{path.parent.name}/net").path == path  # a name has no folders
    with pytest.raises(CheckpointError, match=r"no checkpoint 'fashion'.*or one of: net\)"):
        load("fashion")


def test_the_shipped_checkpoints_lie_in_the_project() -> None:
    assert Path(__file__).parents[3] / "checkpoints" == FOLDER


def test_the_same_contents_give_the_same_bytes(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    contents = set()
    for _ in range(5):
        save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors)
        contents.add(path.read_bytes())
    assert len(contents) == 1


def test_the_weights_begin_aligned(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors)
    assert int.from_bytes(path.read_bytes()[:8], "little") % 8 == 0


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX systems")
def test_others_may_read_a_checkpoint_where_the_umask_lets_them(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    before = os.umask(0o027)
    try:
        save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_another_card_leaves_the_tensors_and_their_type_alone(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    half = torch.float16
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors, dtype=half)
    card = Card(**{**CARD.to_dict(), "title": "Another"})
    save_card(path, card)
    assert load_checkpoint(path).card.title == "Another"
    with safe_open(path, framework="pt") as file:
        assert set(file.keys()) == set(tensors)
        for name, tensor in tensors.items():
            assert file.get_tensor(name).dtype == half
            assert torch.equal(file.get_tensor(name), tensor.half())


def test_each_kind_of_network_comes_back_as_what_it_is(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    config = CnnConfig(kernels=(2, 3), strides=(2, 2), hidden=(7,), dropout=0.25)
    cnn = Cnn(config).eval()
    save_checkpoint(path, config=config, card=CARD, tensors=cnn.state_dict())
    loaded = load_checkpoint(path)
    assert isinstance(loaded.network, Cnn)
    assert loaded.network.config == config
    assert not loaded.network.training
    images = torch.rand(4, 1, 28, 28)
    assert torch.equal(load(path)(images), cnn(images))
    with pytest.raises(CheckpointError) as caught:
        _ = loaded.capsnet
    assert str(caught.value) == (
        "net is a convolutional network without capsules (expected a capsule network)"
    )
    save_card(path, CARD)
    assert isinstance(load(path), Cnn)
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors)
    for expected, file in (("capsnet", path), ("cnn", FOLDER / "cnn.safetensors")):
        if file.exists():
            with safe_open(file, framework="pt") as saved:
                assert saved.metadata()["architecture"] == expected


def test_a_file_from_before_they_named_their_architecture_is_a_capsule_network(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    write(path, capsnet_config, tensors)
    assert isinstance(load(path), CapsNet)


def test_an_unknown_architecture_is_named(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    write(path, capsnet_config, tensors, architecture="transformer")
    assert refusal(path) == (
        f"the metadata of {path} cannot be read: unknown architecture: 'transformer' "
        "(expected one of capsnet, efficient-capsnet, cnn)"
    )


def test_a_config_of_another_architecture_is_refused(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    write(path, capsnet_config, tensors, architecture="cnn")
    assert "unknown config field 'conv1_kernel_size' (expected [" in refusal(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.safetensors"
    assert f"{missing} is missing (expected the path of a .safetensors file" in refusal(missing)
    (tmp_path / "folder.safetensors").mkdir()
    assert "is missing" in refusal(tmp_path / "folder.safetensors")


@pytest.mark.parametrize("kept", [0, 4, 100, 0.5, 0.999])
def test_a_truncated_file_is_refused(checkpoint: Path, kept: float) -> None:
    content = checkpoint.read_bytes()
    checkpoint.write_bytes(content[: int(kept if kept >= 4 else kept * len(content))])
    assert f"{checkpoint} is not a safetensors file: " in refusal(checkpoint)


@pytest.mark.parametrize(
    "content", [b"\x00" * 1000, b"\xff" * 1000, b"PK\x03\x04 not this either", os.urandom(5000)]
)
def test_garbage_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert f"{path} is not a safetensors file: " in refusal(path)


def test_a_pickle_under_another_name_is_refused_and_never_run(path: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    path.write_bytes(pickle.dumps(Trap()))
    assert f"{path} is not a safetensors file: " in refusal(path)
    torch.save({"weights": torch.zeros(3), "trap": Trap()}, path)
    assert f"{path} is not a safetensors file: " in refusal(path)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("found", ["pt", "capsnet-explorer 2", None])
def test_another_format_is_refused(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor], found: str | None
) -> None:
    write(path, capsnet_config, tensors, format=found)
    assert refusal(path) == (
        f"{path} has format {found!r} in its metadata (expected 'capsnet-explorer 1')"
    )


@pytest.mark.parametrize("part", ["config", "card"])
@pytest.mark.parametrize(
    "text", [None, "", "{", "3", "null", "[]", '["a"]', '"text"', "[" * 100_000, "1" * 5000]
)
def test_metadata_that_is_not_ours_is_refused(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor], part: str,
    text: str | None,
) -> None:  # fmt: skip
    write(path, capsnet_config, tensors, **{part: text})
    assert f"the metadata of {path} cannot be read: " in refusal(path)


def test_a_config_out_of_range_is_named(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    config = json.dumps({**capsnet_config.to_dict(), "primary_stride": 0})
    write(path, capsnet_config, tensors, config=config)
    assert "invalid primary_stride: 0 (expected a whole number above 0)" in refusal(path)


@pytest.mark.parametrize("size", [10**6, 10**12, 10**30])
def test_a_config_that_would_need_terabytes_fails_at_once(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor], size: int
) -> None:
    absurd = {"conv1_kernels": size, "primary_types": size, "decoder_hidden": [size, size]}
    config = json.dumps({**capsnet_config.to_dict(), **absurd})
    write(path, capsnet_config, tensors, config=config)
    started = time.process_time()
    message = refusal(path)
    assert time.process_time() - started < 2
    assert "its config expects" in message or "no network is as large as" in message


def test_a_class_without_a_name_is_refused(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    card = json.dumps({**CARD.to_dict(), "class_names": ["0", "1"]})
    write(path, capsnet_config, tensors, card=card)
    assert refusal(path) == f"{path} names 2 classes (expected 10)"


def test_a_missing_tensor_is_named_with_its_shape(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    shape = tuple(tensors.pop("digits.weight").shape)
    write(path, capsnet_config, tensors)
    assert refusal(path) == f"{path} lacks tensor 'digits.weight' of shape {shape}"


def test_a_tensor_of_another_shape_is_named_with_both(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    tensors["conv1.weight"] = torch.zeros(6, 1, 9, 8)
    write(path, capsnet_config, tensors)
    assert refusal(path) == (
        f"tensor 'conv1.weight' of {path} has shape (6, 1, 9, 8) (its config expects (6, 1, 9, 9))"
    )


def test_a_tensor_too_many_is_named(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor]
) -> None:
    write(path, capsnet_config, {**tensors, "extra": torch.zeros(2)})
    assert refusal(path) == f"{path} holds tensor 'extra', which its config does not have"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_weights_that_are_not_finite_are_refused(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor], value: float,
    dtype: torch.dtype,
) -> None:  # fmt: skip
    tensors["primary.convolution.bias"] = tensors["primary.convolution.bias"].to(dtype)
    tensors["primary.convolution.bias"][3] = value
    write(path, capsnet_config, tensors)
    assert refusal(path) == (
        f"tensor 'primary.convolution.bias' of {path} holds values that are not finite"
    )


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.float8_e4m3fn])
def test_weights_of_another_type_are_refused(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor], dtype: torch.dtype
) -> None:
    tensors["conv1.bias"] = tensors["conv1.bias"].to(dtype)
    write(path, capsnet_config, tensors)
    assert f"tensor 'conv1.bias' of {path} has type {dtype} (expected" in refusal(path)


def test_a_kill_while_saving_leaves_the_file_that_was_there(
    path: Path, capsnet_config: CapsNetConfig, tensors: dict[str, Tensor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    save_checkpoint(path, config=capsnet_config, card=CARD, tensors=tensors)
    before = path.read_bytes()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.checkpoints.checkpoint.os.replace", die)
    with pytest.raises(KeyboardInterrupt):
        save_checkpoint(path, config=capsnet_config, card=CARD, tensors={"other": torch.zeros(1)})
    assert path.read_bytes() == before
