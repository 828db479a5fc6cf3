"""A document that a page sends: its bytes and its name into a `Document`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from bot.document import SUFFIXES, Document

LONGEST_STEM = 60  # characters: in UTF-8 with any suffix under the 255 bytes that file systems take
LONGEST_SUFFIX = 10
UNNAMED = "document"

_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)


def read(content: bytes, name: str, title: str | None = None) -> Document:
    """
    Read a document from its bytes; for that moment they are a file in a folder of its own, gone at the end.

    :param name: the name that the file had, whose suffix tells its type; folders in it count for nothing.
    :param title: what the document is called, if not as it says itself.
    :raises DocumentError: as `Document.from_file`.
    """
    with tempfile.TemporaryDirectory(prefix="visitbot-") as folder:
        path = Path(folder) / _safe(name)
        path.write_bytes(content)
        return Document.from_file(path, title=title or None)


def is_extracted(name: str) -> bool:
    """Whether the text of a file of this name is not the file's own but extracted from it."""
    return Path(_safe(name)).suffix.lower() not in SUFFIXES


def _safe(name: str) -> str:
    """A name for one file in one folder, as like the given one as may be."""
    kept = "".join(c for c in _FOLDERS.sub("", name) if c.isprintable()).strip().lstrip(".")
    suffix = Path(kept).suffix
    return (kept.removesuffix(suffix)[:LONGEST_STEM] or UNNAMED) + suffix[:LONGEST_SUFFIX]
