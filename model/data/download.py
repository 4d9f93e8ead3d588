"""Published files: fetched, checked against their checksums, unpacked."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from pathlib import Path

from model.data.dataset import data_folder
from model.errors import DataError


def find_file(name: str, file_name: str, *, url: str, md5: str, download: bool) -> Path:
    """The file of a data set, downloaded if it is missing and may be.

    Raises DataError where it is missing and `download` is false or fails, or its MD5 is another.
    """
    path = data_folder() / name / file_name
    if not path.exists():
        if not download:
            raise DataError(f"{path} is missing: `python -m model.data {name}` downloads it")
        _download(url + file_name, path, md5=md5)
    return path


def read_gzip(path: Path, *, md5: str) -> bytes:
    """What a gzip file holds. Raises DataError where it is damaged, or its content's MD5 another.

    The packed bytes are not compared: the same content can be packed in many ways.
    """
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    found = hashlib.md5(content, usedforsecurity=False).hexdigest()
    if found != md5:
        raise DataError(f"{path} is damaged: its content has MD5 {found} (expected {md5})")
    return content


def _download(url: str, path: Path, *, md5: str) -> None:
    import pooch  # only those who download wait for its import

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pooch.retrieve(
            url, known_hash=f"md5:{md5}", fname=path.name, path=path.parent, progressbar=True
        )
    except Exception as error:  # requests, urllib3 and pooch share no base class
        raise DataError(f"{url} could not be downloaded to {path}: {error}") from error
