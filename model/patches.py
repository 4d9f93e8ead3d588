"""`python -m model.patches NAME` finds what each type of primary capsules responds to most.

It searches pictures of the checkpoint's training split, and writes NAME.patches.safetensors beside
the checkpoint.
"""

from __future__ import annotations

import argparse
import sys
import time

from model.analysis.patches import COUNT, LIMIT, find_patches, save_patches
from model.arguments import add_overwrite, checkpoint_parser, whole
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.sidecar import PATCHES
from model.errors import ModelError


def main(arguments: list[str] | None = None) -> int:
    """Find the patches of training pictures that each type of primary capsules responds to most."""
    options = _parse(arguments)
    try:
        checkpoint = load_checkpoint(options.checkpoint)
        PATCHES.check_free(checkpoint, overwrite=options.overwrite)
        dataset = checkpoint.source(options.data).read("train", download=False)
        images = min(options.limit, len(dataset))
        started = time.monotonic()
        patches = find_patches(checkpoint.capsnet, dataset, limit=images, progress=True)
        path = save_patches(checkpoint, patches, images=images)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.monotonic() - started
    print(f"{path}: searched {images:,} of {len(dataset):,} pictures in {seconds:.0f} s")
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = checkpoint_parser(PATCHES.command, main.__doc__)
    add_overwrite(parser, "those of another checkpoint")
    parser.add_argument(
        "--limit",
        type=whole(COUNT),
        default=LIMIT,
        help="pictures to search at most, evenly spread over the split (default: %(default)s)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
