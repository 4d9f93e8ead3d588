"""What tests read from the server's answers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load
from werkzeug.test import TestResponse

from app import wire

RAW = "application/octet-stream"


def assert_error(
    response: TestResponse, status: int, *words: str, field: str | None = None
) -> None:
    """The answer is an error in the one shape, and its message holds the words."""
    assert response.status_code == status, response.get_data(as_text=True)[:300]
    assert response.mimetype == "application/json"
    answer = response.get_json()
    assert list(answer) == ["error"]
    assert list(answer["error"]) == ["code", "message", "field"]
    assert answer["error"]["field"] == field
    assert answer["error"]["code"].islower()
    for word in words:
        assert word in answer["error"]["message"]
    assert len(answer["error"]["message"]) < 400
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def read_tensors(
    response: TestResponse,
) -> tuple[dict[str, str], dict[str, npt.NDArray[Any]]]:
    """Metadata and tensors of a binary answer."""
    assert response.status_code == 200, response.get_data(as_text=True)[:300]
    assert response.content_type == wire.MEDIA_TYPE
    content = response.get_data()
    return read_header(content).get("__metadata__", {}), load(content)


def read_header(content: bytes) -> dict[str, Any]:
    """The header of a safetensors file, whose tensors must all be aligned."""
    size = int.from_bytes(content[:8], "little")
    assert size % 8 == 0
    header: dict[str, Any] = json.loads(content[8 : 8 + size])
    for name, entry in header.items():
        if name != "__metadata__":
            wide = {"F32": 4, "U32": 4, "U8": 1}[entry["dtype"]]
            assert (8 + size + entry["data_offsets"][0]) % wide == 0, name
    return header


def dequantize(
    metadata: dict[str, str], tensors: dict[str, npt.NDArray[Any]]
) -> dict[str, npt.NDArray[Any]]:
    """The values that all tensors stand for."""
    scales = json.loads(metadata.get("quantized", "{}"))
    return {
        name: scales[name]["zero"] + scales[name]["scale"] * values.astype(np.float64)
        if name in scales
        else values
        for name, values in tensors.items()
    }
