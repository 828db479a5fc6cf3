"""
Text of HTML, Word and PDF files, read in a child process that may do nothing but read them.

`extraction` and `process` run in the program; `child` and what it imports run in the child alone.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.files.extraction import SUFFIXES, Extracted, extract
    from bot.files.limits import Limits

__all__ = ["SUFFIXES", "Extracted", "Limits", "extract"]

HOMES = {"Limits": "bot.files.limits"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  the type depends on the name
    """Import a public name at its first use: the child, which passes through here, needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'bot.files' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(HOMES.get(name, "bot.files.extraction")), name)
