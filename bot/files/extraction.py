"""Files of other programs into text and what they say of themselves."""

from __future__ import annotations

import hashlib
import stat
import threading
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import DocumentError
from bot.files import process
from bot.files.limits import Limits

SUFFIXES = (".docx", ".htm", ".html", ".pdf")
CHILDREN = 4  # at once; further calls wait, so that many uploads together can't take all memory

_slots = threading.BoundedSemaphore(CHILDREN)


@dataclass(frozen=True, slots=True)
class Extracted:
    """
    A file's text, one paragraph or table row a line, and its metadata as far as the file states them.

    :param text: lines with their words as the file has them; white space in a line is made single spaces, the cells
        of a table row are parted by tabs, words hyphenated at a line's end are whole again.
    :param title: what the file calls itself; None also for a name that a program made up, such as `Document1`.
    :param date: HTML: the day of publication, in ISO 8601 where the page has it so, else as written; PDF: the day it
        was made, in ISO 8601; Word: None, since its dates may be a template's.
    :param language: BCP 47 tag, such as `en`.
    :param file_sha256: SHA-256 of the file's bytes, as 64 hexadecimal digits.
    """

    text: str = field(repr=False)
    title: str | None = None
    date: str | None = None
    language: str | None = None
    file_sha256: str | None = None


def extract(path: str | Path, limits: Limits | None = None) -> Extracted:
    """
    Read the text of a `.docx`, `.htm`, `.html` or `.pdf` file.

    A child process reads it, which can open no file and no connection; see `bot.files.sandbox`. Safe to call from
    several threads. Leaves nothing on disk and no process behind.

    :param path: a regular file.
    :param limits: what it may cost; the defaults of `Limits` if None.
    :raises DocumentError: if it can't be read: another type, empty, damaged, locked by a password, without text, over
        a limit, or if its parser is missing or fails.
    :raises OSError: if the file can't be opened.
    """
    path, limits = Path(path), limits or Limits()
    try:
        return _extract(path, limits)
    except DocumentError as error:
        raise DocumentError(error.kind, file=path.name, **error.values) from error.__cause__


def _extract(path: Path, limits: Limits) -> Extracted:
    suffix, status = path.suffix.lower(), path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError("not_regular")
    if suffix not in SUFFIXES:
        raise DocumentError("no_reader", suffix=suffix or "(none)", types=", ".join(SUFFIXES))
    if not status.st_size:
        raise DocumentError("empty")
    if status.st_size > limits.file_bytes:
        raise DocumentError("too_large", size=status.st_size, limit=limits.file_bytes)
    # Unbuffered, so that the child finds the file at its start again.
    with path.open("rb", buffering=0) as file, _slots:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        found = process.answer(file, suffix, limits)
    return Extracted(found.pop("text") or "", **found, file_sha256=sha256)
