"""Keeps the C allocator from returning large blocks to the system after each use."""

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4


def keep_large_blocks() -> None:
    """Let glibc reuse large blocks; elsewhere nothing happens.

    By default every tensor above 32 MB is mapped and unmapped again, and filling fresh pages was
    40 % of a training step on two cores.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library, musl for one
        return
    mallopt(_MMAP_MAX, 0)
    mallopt(_TRIM_THRESHOLD, 2**31 - 1)
    mallopt(_TOP_PAD, 2**26)
