"""NPZ: tensors as a file that NumPy's `load` opens without any other library."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import numpy as np

from app.wire import Array

MEDIA_TYPE = "application/x-npz"


def encode(tensors: Mapping[str, Array], metadata: Mapping[str, object]) -> bytes:
    """An NPZ file that holds the tensors alone, and the metadata in its comment.

    `json.loads(numpy.load(path).zip.comment)` reads the metadata: an array of text among the
    tensors would be in the way of those who go through all of them.
    """
    file = io.BytesIO()
    np.savez(file, **tensors)  # type: ignore[arg-type]  # as NumPy's own documentation does
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = json.dumps({key: str(value) for key, value in metadata.items()}).encode()
    return file.getvalue()
