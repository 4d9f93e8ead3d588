from __future__ import annotations

import dataclasses
import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from model.data import __main__ as download
from model.data import sources
from model.data.idx import IdxSource
from model.data.sources import Dataset, data_folder, read_dataset
from model.errors import DataError
from tests.model.tiny import make_dataset, write_dataset

FILE = "train-images-idx3-ubyte.gz"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[IdxSource]:
    """The tiny data set on a server of this machine, and no file of it where data is looked for."""
    monkeypatch.setenv("CAPSNET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    source = write_dataset(
        tmp_path / "served", training=make_dataset(40), test=make_dataset(20, seed=1)
    )
    handler = partial(QuietHandler, directory=str(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        local = dataclasses.replace(
            source, folder="tiny", url=f"http://127.0.0.1:{server.server_port}/"
        )
        monkeypatch.setitem(sources.SOURCES, "tiny", local)
        yield local
        server.shutdown()
        thread.join()


def assert_same(found: Dataset, expected: Dataset) -> None:
    assert np.array_equal(found.images, expected.images)
    assert np.array_equal(found.labels, expected.labels)


@pytest.mark.usefixtures("tiny")
def test_the_bytes_of_the_files_are_read() -> None:
    assert_same(read_dataset("tiny", "train"), make_dataset(40))
    assert_same(read_dataset("tiny", "test"), make_dataset(20, seed=1))
    assert len(read_dataset("tiny", "train")[:7]) == 7
    assert_same(read_dataset("tiny", "train")[-5:], make_dataset(40)[35:])


@pytest.mark.usefixtures("tiny")
def test_damaged_content_is_named_with_its_checksum() -> None:
    path = data_folder() / "tiny" / FILE
    content = bytearray(gzip.decompress(path.read_bytes()))
    content[100] ^= 1
    path.write_bytes(gzip.compress(bytes(content)))
    with pytest.raises(DataError, match=rf"{FILE} is damaged: its content has MD5 \w+ \(expected"):
        read_dataset("tiny", "train")


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("damage", ["truncated", "no gzip", "empty", "broken inside"])
def test_a_file_that_cannot_be_unpacked_is_named(damage: str) -> None:
    path = data_folder() / "tiny" / FILE
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "truncated": content[:middle],
            "no gzip": b"<html>not found</html>",
            "empty": b"",
            "broken inside": content[:middle] + b"\xff" * 40 + content[middle + 40 :],
        }[damage]
    )
    with pytest.raises(DataError, match=rf"{FILE} (cannot be read|is damaged): "):
        read_dataset("tiny", "train")


@pytest.mark.usefixtures("tiny")
def test_a_missing_file_says_how_to_get_it() -> None:
    path = data_folder() / "tiny" / FILE
    path.unlink()
    with pytest.raises(DataError) as caught:
        read_dataset("tiny", "train")
    assert str(caught.value) == f"{path} is missing: `python -m model.data tiny` downloads it"


def test_an_unknown_data_set_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DataError) as caught:
        read_dataset("emnist", "test")
    assert str(caught.value) == (
        "unknown data set: 'emnist' (expected one of mnist, digits, multimnist, fashion-mnist, "
        "cifar-10, smallnorb)"
    )


@pytest.mark.usefixtures("served")
def test_missing_files_are_downloaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert download.main(["tiny"]) == 0
    assert "tiny train: 40 images" in capsys.readouterr().out
    assert_same(read_dataset("tiny", "test"), make_dataset(20, seed=1))
    assert len(list((data_folder() / "tiny").iterdir())) == 4


@pytest.mark.usefixtures("served")
def test_a_download_with_another_checksum_is_refused_and_not_kept(tmp_path: Path) -> None:
    (tmp_path / "served" / FILE).write_bytes(gzip.compress(b"something else"))
    with pytest.raises(DataError, match=rf"{FILE} could not be downloaded to .*hash"):
        read_dataset("tiny", "train", download=True)
    assert not (data_folder() / "tiny" / FILE).exists()


def test_a_download_that_fails_says_what_and_where(
    served: IdxSource, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "served" / FILE).unlink()
    assert download.main(["tiny"]) == 1
    message = capsys.readouterr().err
    assert f"{served.url}{FILE} could not be downloaded to {tmp_path / 'data' / 'tiny'}" in message
    assert "404" in message


def test_the_command_refuses_an_unknown_data_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        download.main(["emnist"])
    assert caught.value.code == 2
    assert "invalid choice: 'emnist'" in capsys.readouterr().err


def test_the_folder_is_the_named_one_or_the_projects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPSNET_DATA", "/some/where")
    assert data_folder() == Path("/some/where")
    monkeypatch.delenv("CAPSNET_DATA")
    assert data_folder() == Path(__file__).parents[3] / "data"


def test_mnists_test_split_is_the_published_one(mnist: Dataset) -> None:
    assert mnist.images.shape == (10_000, 28, 28)
    assert mnist.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.bincount(mnist.labels).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip


def test_the_page_on_models_names_every_data_set() -> None:
    page = (Path(__file__).parents[3] / "docs" / "models.md").read_text(encoding="utf-8")
    table = page.split("| data set | what it holds |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([^`]+)` \|", table, re.M) == list(sources.SOURCES)
