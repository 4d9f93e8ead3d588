from __future__ import annotations

import io
import json

import numpy as np

from app.npz import encode


def test_numpy_loads_the_tensors_alone_and_the_comment_holds_the_metadata() -> None:
    tensors = {
        "image": np.linspace(0, 1, 6, dtype=np.float32).reshape(2, 3),
        "labels": np.array([3, 1], np.uint8),
        "sums": np.arange(6, dtype=np.float32).reshape(2, 3).T,
    }
    file = np.load(io.BytesIO(encode(tensors, {"model": "mnist", "routing": 3})))
    assert file.files == list(tensors)
    for name, values in tensors.items():
        assert file[name].dtype == values.dtype
        np.testing.assert_array_equal(file[name], values)
    assert json.loads(file.zip.comment) == {"model": "mnist", "routing": "3"}
