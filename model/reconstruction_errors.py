"""`python -m model.reconstruction_errors NAME` measures how well held-out pictures are drawn again.

They are written to NAME.errors.safetensors beside the checkpoint.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from model.analysis.reconstruction_errors import measure_errors, save_errors
from model.arguments import add_overwrite, checkpoint_parser
from model.checkpoints.catalogue import load_checkpoint
from model.checkpoints.sidecar import ERRORS
from model.errors import ModelError


def main(arguments: list[str] | None = None) -> int:
    """Measure how well a checkpoint draws the pictures again that it was not trained on."""
    parser = checkpoint_parser(ERRORS.command, main.__doc__)
    add_overwrite(parser, "those of another checkpoint")
    options = parser.parse_args(arguments)
    try:
        checkpoint = load_checkpoint(options.checkpoint)
        ERRORS.check_free(checkpoint, overwrite=options.overwrite)
        dataset = checkpoint.source(options.data).read("test", download=False)
        started = time.monotonic()
        errors = measure_errors(checkpoint.capsnet, dataset, progress=True)
        path = save_errors(checkpoint, errors)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 1
    low, middle, high = np.quantile(errors, (0.05, 0.5, 0.95))
    print(
        f"{path}: {len(errors):,} pictures in {time.monotonic() - started:.0f} s; "
        f"median {middle:.1f}, 90 % between {low:.1f} and {high:.1f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
