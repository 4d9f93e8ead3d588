"""`python -m tests.hostile.fuzz picture` searches for bytes that break what reads pictures.

`checkpoint` is the other target. Atheris guides the search by what parts of the code an input
reaches; the decoders that Pillow and safetensors have in C and Rust are run but not followed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from pathlib import Path

import numpy as np

try:
    import atheris

    # What is imported in the block below is followed; before it, none of it may be.
    followed = atheris.instrument_imports(include=["model", "PIL"])
except ImportError:  # told in main
    followed = contextlib.nullcontext()

with followed:
    from PIL import Image

    from model.checkpoints.card import Card
    from model.checkpoints.catalogue import load_checkpoint
    from model.checkpoints.checkpoint import save_checkpoint
    from model.errors import ImageError, ModelError
    from model.images.preprocess import place_picture
    from model.network.capsnet import CapsNet, CapsNetConfig

LARGEST = {"picture": 4096, "checkpoint": 16384}
SMALL = CapsNetConfig(
    image_height=12,
    image_width=12,
    conv1_kernels=2,
    conv1_kernel_size=3,
    primary_types=1,
    primary_dimensions=2,
    primary_kernel_size=3,
    classes=2,
    digit_dimensions=2,
    decoder_hidden=(3,),
)


def read_picture(data: bytes) -> None:
    """Fails where a picture is neither read, right, nor refused."""
    try:
        image = place_picture(data).image
    except ImageError:
        return
    assert image.shape == (28, 28)
    assert image.isfinite().all()
    assert 0 <= image.min() <= image.max() <= 1


def read_checkpoint(data: bytes, path: Path) -> None:
    """Fails where a checkpoint is neither loaded nor refused."""
    path.write_bytes(data)
    try:
        loaded = load_checkpoint(path)
    except ModelError:
        return
    assert all(each.isfinite().all() for each in loaded.capsnet.state_dict().values())


def main(arguments: list[str] | None = None) -> int:
    """Search for a time; fails, and leaves the input in a file, where one breaks something."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=main.__doc__)
    parser.add_argument("target", choices=LARGEST)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args(arguments)
    if "atheris" not in sys.modules:
        print("atheris is not installed: it has no build for this Python or system")
        return 1
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    scratch = folder / "scratch.safetensors"
    targets = {"picture": read_picture, "checkpoint": lambda data: read_checkpoint(data, scratch)}
    settings = [
        f"-max_total_time={options.seconds}",
        f"-max_len={LARGEST[options.target]}",
        "-timeout=20",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *settings, str(corpus)], targets[options.target])
    atheris.Fuzz()
    return 0


def write_corpus(corpus: Path) -> None:
    """Sound files of every kind, from which the search begins."""
    pixels = np.zeros((14, 14), np.uint8)
    pixels[3:11, 6:8] = 255
    for form in ("PNG", "BMP", "JPEG", "GIF", "WEBP"):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, form)
        (corpus / form).write_bytes(file.getvalue())
    card = Card(title="Small", dataset="small", class_names=("0", "1"), recipe={})
    path = corpus / "small.safetensors"
    save_checkpoint(path, config=SMALL, card=card, tensors=CapsNet(SMALL).state_dict())


if __name__ == "__main__":
    sys.exit(main())
