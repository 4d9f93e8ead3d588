"""AppConfig: everything that distinguishes one running server from another."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from model.checkpoints import catalogue

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def available_cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads_of_a_pass(cores: int) -> int:
    """Threads that compute one image: at most four are kept busy by it.

    Half the cores are left to a second image, or to the browser where it is on the same machine:
    threads that wait for one another on busy cores are slower than one alone.
    """
    return max(1, min(4, cores // 2))


def workers_of_a_class() -> int:
    """Processes that answer many people: Python computes in one thread of a process at a time.

    Two use two cores fully, where one leaves a fifth of them idle; of more, each would only have
    smaller batches.
    """
    return min(2, available_cores())


def shipped_checkpoints() -> tuple[Path, ...]:
    """Every checkpoint in the project's folder; first the one that reads drawings best."""
    return tuple(sorted(catalogue.shipped(), key=lambda path: path.stem != "digits"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class AppConfig:
    """What a server offers, to whom, and within which bounds."""

    checkpoints: tuple[str | Path, ...] = dataclasses.field(default_factory=shipped_checkpoints)
    """Names or paths; the first is the model of a request that names none."""
    host: str = "127.0.0.1"
    """Address that the server listens at."""
    port: int | None = None
    """Where it listens; None where somebody else than `run_visualization.py` starts it."""
    allowed_hosts: tuple[str, ...] = LOCAL_HOSTS
    """Names, without port, that requests may be addressed to."""
    allow_addresses: bool = False
    """Whether requests may be addressed to any IP address. No foreign page can fake one, as it
    could a name (DNS rebinding), so this is safe where others are meant to reach the server."""
    max_body_bytes: int = 8 * 2**20
    max_json_bytes: int = 2**20
    max_concurrent: int = 1
    """Forward passes computed at the same time."""
    patience: float = 20.0
    """Seconds that a request may take from its first byte to the last of its answer's."""
    workers: int = 1
    """Processes that answer, all with the models of this one."""
    max_batch: int = 12
    """Images of one forward pass: more gain little, and the last would wait for the first."""
    max_waiting: int = 64
    """Traces and decodes that may wait for their turn; the next is refused."""
    threads: int = dataclasses.field(default_factory=lambda: threads_of_a_pass(available_cores()))
    """Threads of each forward pass."""
    max_pictures: int = 2
    """Pictures decoded at the same time: a large photo takes 200 MB for a moment."""
    max_wait: float = 5.0
    """Seconds a request may wait for its turn before it is refused."""
    log_level: str = "warning"
    """"info" logs every answer, "warning" what went wrong and what was slow."""
    static_folder: Path = ROOT / "static"
    template_folder: Path = ROOT / "templates"
