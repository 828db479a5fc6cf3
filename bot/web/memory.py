"""Freed memory, given back to the machine."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """
    Return what the process has freed to the system; without this the GNU C library keeps most of it for later.

    Does nothing where there is another C library, whose own ways have to do.
    """
    try:
        trim = ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return
    trim(0)
