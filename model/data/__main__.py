"""`python -m model.data mnist` downloads a data set; CAPSNET_DATA names the folder of them all."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial

from model.data.dataset import Dataset, data_folder
from model.data.sources import SOURCES
from model.errors import DataError


def main(arguments: list[str] | None = None) -> int:
    """Download data sets, or check those that are there."""
    parser = argparse.ArgumentParser(prog="python -m model.data", description=main.__doc__)
    parser.add_argument("name", choices=SOURCES)
    name = parser.parse_args(arguments).name
    source = SOURCES[name]
    # What can be downloaded comes first: pen strokes cannot, and the pictures serve without them.
    parts: dict[str, Callable[..., Dataset]] = {
        "train": partial(source.read, "train"),
        "test": partial(source.read, "test"),
        "held out": source.read_held_out,
    }
    try:
        for part, read in parts.items():
            print(f"{name} {part}: {len(read(download=True)):,} images in {data_folder()}")
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
