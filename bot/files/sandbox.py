"""
What the child may do, held by the operating system's own limits.

On Linux all of it; on macOS all but memory; on Windows only the limits on size and time hold.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.files.limits import Limits


def limit_costs(limits: Limits) -> None:
    """Bound this process's memory and processor time, and let it dump no core."""
    _limit("RLIMIT_AS", limits.memory_bytes)
    _limit("RLIMIT_CPU", limits.cpu_seconds)
    _limit("RLIMIT_CORE", 0)


def close_off() -> None:
    """
    Let this process open no file, no connection and no pipe, write no file and start no process, from now on.

    What is open stays open: the document and the way back.
    """
    _limit("RLIMIT_NOFILE", 0)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_NPROC", 0)


def _limit(name: str, most: int) -> None:
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(getattr(resource, name))[1]
    # The hard limit on processor time must lie above the soft one, or the signal that tells it apart never comes.
    ceiling = most + 1 if name == "RLIMIT_CPU" else most
    if hard != resource.RLIM_INFINITY:
        most, ceiling = min(most, hard), min(ceiling, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(getattr(resource, name), (most, ceiling))
