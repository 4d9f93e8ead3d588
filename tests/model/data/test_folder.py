from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model import evaluate, train
from model.checkpoints.catalogue import load_checkpoint
from model.data.folder import FolderSource, Preparation, read_folder
from model.errors import DataError
from model.images.preprocess import preprocess

SMALL = Preparation(size=17)


def picture(
    seed: int, *, colour: tuple[int, int, int] | None = None, upright: bool = True
) -> bytes:
    """A PNG of one dark bar on white paper; its place and so its bytes depend on the seed."""
    generator = np.random.default_rng(seed)
    pixels = np.full((40, 30, 3), 255, np.uint8)
    row, column = generator.integers(4, 12, 2)
    bar = (slice(row, row + 24), slice(column, column + 4))
    pixels[bar if upright else (bar[1], slice(3, 27))] = colour or (0, 0, 0)
    pixels[0, 0] = seed % 200  # no two pictures have the same bytes
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def fill(folder: Path, count: int = 40) -> Path:
    for name, upright in (("lying", False), ("upright", True)):
        (folder / name).mkdir(parents=True)
        for seed in range(count):
            (folder / name / f"{seed}.png").write_bytes(picture(seed, upright=upright))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "bars of mine")


def read(folder: Path, preparation: Preparation = SMALL) -> tuple[FolderSource, list[str]]:
    said: list[str] = []
    return read_folder(folder, preparation, say=said.append), said


def test_subfolders_are_the_classes_and_every_picture_is_in_one_part(folder: Path) -> None:
    source, said = read(folder)
    assert said == []
    assert source.title == "bars of mine"
    assert source.class_names == ("lying", "upright")
    parts = (source.read_training(), source.read_held_out(), source.read("test"))
    assert sum(len(part) for part in parts) == 80
    found = set()
    for part in parts:
        assert part.images.shape == (len(part), 17, 17)
        found |= {
            (image.tobytes(), label) for image, label in zip(part.images, part.labels, strict=True)
        }
    expected = set()
    for label, name in enumerate(source.class_names):
        for path in (folder / name).iterdir():
            image = preprocess(path.read_bytes(), height=17, width=17)
            expected.add(((255 * image).round().byte().numpy().tobytes(), label))
    assert found == expected
    # A limit takes the first: they are of both classes.
    assert 3 <= parts[0].labels[:16].sum() <= 13
    together = source.read("train")
    assert len(together) == len(parts[0]) + len(parts[1])


def test_a_pictures_bytes_alone_decide_its_part(folder: Path) -> None:
    before, _ = read(folder)
    counts = {"test": 0, "held out": 0, "training": 0}
    for path in folder.glob("*/*.png"):
        share = int(hashlib.sha256(path.read_bytes()).hexdigest()[:16], 16) / 2**64
        counts["test" if share < 0.1 else "held out" if share < 0.2 else "training"] += 1
    assert counts == {
        "test": len(before.test),
        "held out": len(before.held_out),
        "training": len(before.training),
    }
    # Renamed, and among more pictures, each stays where it was.
    for path in list(folder.glob("*/*.png")):
        path.rename(path.with_name(f"new {path.name}"))
    (folder / "lying" / "more.png").write_bytes(picture(77, upright=False))
    after, _ = read(folder)
    for part in ("training", "held_out", "test"):
        old, new = getattr(before, part), getattr(after, part)
        assert {image.tobytes() for image in old.images} <= {
            image.tobytes() for image in new.images
        }


def test_a_folder_may_say_itself_what_its_test_is(tmp_path: Path, folder: Path) -> None:
    both = tmp_path / "both"
    fill(both / "train", count=60)
    for name, upright in (("lying", False), ("upright", True)):
        (both / "test" / name).mkdir(parents=True)
        for seed in range(100, 110):
            content = Image.open(io.BytesIO(picture(seed, upright=upright)))
            content.save(both / "test" / name / f"{seed}.jpg")
        # A picture of the test is none to train on.
        again = (both / "test" / name / "100.jpg").read_bytes()
        (both / "train" / name / "again.jpg").write_bytes(again)
    source, said = read(both)
    assert [line.split(": ")[0] for line in said] == [
        f"left out {both / 'train' / name / 'again.jpg'}" for name in ("lying", "upright")
    ]
    assert source.class_names == ("lying", "upright")
    assert (len(source.test), len(source.training) + len(source.held_out)) == (20, 120)
    assert 3 <= len(source.held_out) <= 24
    assert source.trained_on == (
        f"Trained on {len(source.training)} pictures of the folder `both/train/`. "
        f"{len(source.held_out)} more of them are\nheld out, by the checksum of their bytes; "
        "20 in `both/test/` are for the test."
    )
    (both / "test" / "other").mkdir()
    with pytest.raises(DataError, match=r"train has the classes lying, upright \(expected those"):
        read(both)


def test_a_folder_of_jpeg_files_is_told_to_be_lossy(folder: Path) -> None:
    assert "lossy" not in read(folder)[0].trained_on
    for path in list(folder.glob("*/*.png")):
        Image.open(path).save(path.with_suffix(".jpg"), quality=75)
        path.unlink()
    assert "of the folder `bars of mine/`, JPEG files and so slightly lossy. " in (
        read(folder)[0].trained_on
    )


def test_what_cannot_be_used_is_left_out_by_name(folder: Path) -> None:
    lying, upright = folder / "lying", folder / "upright"
    (folder / "notes.txt").write_text("about the bars")
    (folder / ".thumbnails").mkdir()
    (lying / "damaged.png").write_bytes(picture(3)[:80])
    (lying / "notes.txt").write_text("not a picture")
    (upright / "again.png").write_bytes(picture(5))
    (upright / "more").mkdir()
    blank = io.BytesIO()
    Image.new("L", (30, 30), 255).save(blank, "PNG")
    (upright / "blank.png").write_bytes(blank.getvalue())
    source, said = read(folder)
    assert sum(len(part) for part in (source.training, source.held_out, source.test)) == 80
    assert [line.split(": ")[0] for line in said] == [
        f"left out {path}"
        for path in (
            folder / ".thumbnails", folder / "notes.txt",
            lying / "damaged.png", lying / "notes.txt",
            upright / "again.png", upright / "blank.png", upright / "more",
        )
    ]  # fmt: skip
    assert said[1].endswith("neither a class's subfolder nor in one")
    assert "expected a whole PNG, JPEG" in said[2]
    assert said[4] == f"left out {upright / 'again.png'}: the same picture as {upright / '5.png'}"
    assert said[5].endswith("it is blank")
    assert "directory" in said[6]


def test_what_macos_packs_beside_the_classes_is_none_of_them(folder: Path) -> None:
    (folder / "__MACOSX" / "upright").mkdir(parents=True)
    (folder / "__MACOSX" / "upright" / "._5.png").write_bytes(b"attributes")
    source, said = read(folder)
    assert source.class_names == ("lying", "upright")
    assert said == [f"left out {folder / '__MACOSX'}: neither a class's subfolder nor in one"]


def test_whole_pictures_are_only_scaled(folder: Path) -> None:
    source, _ = read(folder, Preparation(size=20, fit="whole"))
    path = next(
        path for path in (folder / "upright").iterdir()
        if int(hashlib.sha256(path.read_bytes()).hexdigest()[:16], 16) / 2**64 >= 0.2
    )  # fmt: skip
    expected = preprocess(path.read_bytes(), height=20, width=20, center=False)
    upright = source.training.images[source.training.labels == 1]
    assert any(np.array_equal(image, (255 * expected).round().byte()) for image in upright)


def test_colours_are_kept_where_asked_for_and_named_where_not(tmp_path: Path) -> None:
    folder = fill(tmp_path / "bars")
    for path in (folder / "upright").iterdir():
        path.write_bytes(picture(int(path.stem), colour=(200, 0, 100)))
    source, said = read(folder, Preparation(size=20, channels=3, fit="whole"))
    assert said == []
    upright = source.training.images[source.training.labels == 1]
    assert upright.shape[1:] == (3, 20, 20)
    red, green, blue = (upright[:, channel].min() for channel in range(3))
    assert (red, green, blue) == pytest.approx((200, 0, 100), abs=3)
    assert read(folder)[1] == []
    for path in list((folder / "lying").iterdir()):
        path.write_bytes(picture(int(path.stem), colour=(0, 90, 0), upright=False))
    assert read(folder)[1] == [
        "80 of 80 pictures are in colour and are read as ink on paper: --channels 3 keeps "
        "their colours"
    ]


def test_a_folder_that_holds_no_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is no folder .*nowhere"):
        read(tmp_path / "nowhere")
    (tmp_path / "only").mkdir()
    with pytest.raises(DataError, match=r"has 1 subfolders \(expected one a class, 2 to 256\)"):
        read(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="empty holds no picture that can be read"):
        read(tmp_path)


def test_too_few_pictures_to_split_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds 2 pictures, none of which is (held out|test)"):
        read(fill(tmp_path / "few", count=1))


def test_a_network_is_trained_and_measured_on_a_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--epochs", "1", "--batch-size", "8", "--limit", "16", "--image-size", "17"]
    folders = ["--runs", str(tmp_path / "runs"), "--output", str(tmp_path)]
    assert train.main(["--data", str(folder), "--device", "cpu", *options, *folders]) == 0
    path = tmp_path / "bars of mine.safetensors"
    loaded = load_checkpoint(path)
    assert loaded.card.class_names == ("lying", "upright")
    assert (loaded.card.title, loaded.card.dataset) == ("bars of mine", "bars of mine/")
    assert loaded.card.recipe["dataset"] == "bars of mine/"
    assert loaded.card.recipe["fit"] == "drawing"
    assert "of the folder `bars of mine/`" in loaded.card.trained_on
    assert str(tmp_path) not in path.read_bytes()[:5000].decode(errors="replace")
    assert loaded.capsnet.config.image_shape == (17, 17)
    capsys.readouterr()
    assert evaluate.main([str(path), "--data", str(folder), "--save"]) == 0
    source, _ = read(folder)
    measured = load_checkpoint(path).card.measured
    assert measured == evaluate.measure(loaded.capsnet, source.test)
    assert f"on {len(source.test)} images of bars of mine's test split" in capsys.readouterr().out
    # The folder has to be named, and to be the one that the network knows.
    assert evaluate.main([str(path)]) == 1
    assert "unknown data set: 'bars of mine/' (expected one of " in capsys.readouterr().err
    (folder / "lying").rename(folder / "flat")
    assert evaluate.main([str(path), "--data", str(folder)]) == 1
    assert "has the classes flat, upright (the network knows lying, upright)" in (
        capsys.readouterr().err
    )


def test_a_network_in_colour_is_trained_and_traced(folder: Path, tmp_path: Path) -> None:
    options = ["--epochs", "1", "--batch-size", "8", "--limit", "8", "--image-size", "17"]
    folders = ["--runs", str(tmp_path / "runs"), "--output", str(tmp_path)]
    command = ["colours", "--data", str(folder), "--channels", "3", "--device", "cpu"]
    assert train.main([*command, *options, *folders]) == 0
    loaded = load_checkpoint(tmp_path / "colours.safetensors")
    assert loaded.capsnet.config.image_channels == 3
    assert loaded.card.recipe["fit"] == "whole"
    source, _ = read(folder, Preparation(size=17, channels=3, fit="whole"))
    measured = evaluate.measure(loaded.capsnet, source.test)
    assert measured.images == len(source.test)
