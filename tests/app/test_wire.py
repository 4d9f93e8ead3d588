from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from safetensors.numpy import load

from app.wire import EXACT_VALUES, encode, quantize
from tests.app.answers import dequantize, read_header
from tests.golden.make import FOLDER, expectations, make_answer

FINITE = st.floats(-(2.0**100), 2.0**100, width=32)
# No limits of time: machines are slow at times, and no test of these is about speed.
UNHURRIED = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_bytes_are_even_steps_from_lowest_to_highest() -> None:
    values = np.array([-1, -0.5, 0, 1.04, 4.1], np.float32)
    quantized = quantize(values)
    assert quantized.values.tolist() == [0, 25, 50, 102, 255]
    assert quantized.scale == pytest.approx(5.1 / 255)
    assert quantized.zero == -1


@pytest.mark.parametrize("value", [0.0, -3.5, 1e30])
def test_a_constant_tensor_has_scale_zero(value: float) -> None:
    quantized = quantize(np.full((2, 3), value, np.float32))
    assert quantized.values.tolist() == [[0, 0, 0], [0, 0, 0]]
    assert quantized.scale == 0
    assert quantized.zero == pytest.approx(value)


@UNHURRIED
@given(arrays(np.float32, array_shapes(max_dims=3), elements=FINITE))
def test_bytes_are_within_half_a_step_of_the_values(values: np.ndarray) -> None:
    quantized = quantize(values)
    read = quantized.zero + quantized.scale * quantized.values.astype(np.float64)
    rounding = 1e-4 * quantized.scale + 1e-6 * np.abs(values).max() + 1e-30
    assert np.abs(read - values).max() <= quantized.scale / 2 + rounding


@UNHURRIED
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=9).filter(lambda name: name != "__metadata__"),
        st.sampled_from([np.float32, np.uint8, np.uint32]).flatmap(
            lambda kind: arrays(kind, array_shapes(min_dims=0, min_side=0, max_side=4))
        ),
        min_size=1,
        max_size=5,
    ),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
)
def test_what_is_written_is_read_and_every_tensor_is_aligned(
    tensors: dict[str, np.ndarray], metadata: dict[str, str]
) -> None:
    content = encode(tensors, metadata)
    assert read_header(content).get("__metadata__", {}) == metadata
    read = load(content)
    assert set(read) == set(tensors)
    for name, values in tensors.items():
        assert read[name].dtype == values.dtype
        np.testing.assert_array_equal(read[name], values)


def test_only_large_float_tensors_become_bytes() -> None:
    tensors = {
        "exact": np.linspace(0, 1, EXACT_VALUES, dtype=np.float32),
        "large": np.linspace(0, 1, EXACT_VALUES + 1, dtype=np.float32),
        "whole": np.zeros(EXACT_VALUES + 1, np.uint32),
    }
    read = load(encode(tensors, {}, "u8"))
    kinds = {name: values.dtype for name, values in read.items()}
    assert kinds == {"exact": np.float32, "large": np.uint8, "whole": np.uint32}


def test_a_tensor_in_another_order_of_memory_is_sent_row_by_row() -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3).T
    np.testing.assert_array_equal(load(encode({"values": values}, {}))["values"], values)


def test_the_golden_answer_reads_as_written_down() -> None:
    content = (FOLDER / "trace.safetensors").read_bytes()
    assert len(content) < 60_000
    written = json.loads((FOLDER / "trace.json").read_text(encoding="utf-8"))
    assert expectations(content) == written
    header = read_header(content)
    tensors = dequantize(header["__metadata__"], load(content))
    assert header["__metadata__"] == written["metadata"]
    assert {entry["dtype"] for entry in written["tensors"].values()} == {"F32", "U8"}
    for name, entry in written["tensors"].items():
        assert list(tensors[name].shape) == entry["shape"]
        for place, value in entry["values"]:
            assert tensors[name].ravel()[place] == value


def test_the_golden_answer_is_what_the_server_would_send_today() -> None:
    golden = (FOLDER / "trace.safetensors").read_bytes()
    today = make_answer()
    before, after = load(golden), load(today)
    assert set(before) == set(after)
    for name, values in after.items():
        assert values.dtype == before[name].dtype
        # Another processor may round differently: bytes by one step.
        away = np.abs(values.astype(np.float64) - before[name].astype(np.float64)).max()
        assert away <= (1 if values.dtype == np.uint8 else 1e-4), name
    texts = read_header(today)["__metadata__"]
    golden_texts = read_header(golden)["__metadata__"]
    assert {**texts, "quantized": ""} == {**golden_texts, "quantized": ""}
