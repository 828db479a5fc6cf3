"""What the page says of an error."""

from __future__ import annotations

from bot.errors import DocumentError
from bot.web.words.fields import Words


def problem(error: Exception, words: Words) -> str:
    """The message of an error, that of a document's in the reader's language; a session's errors are in it already."""
    if isinstance(error, DocumentError):
        return error.told(words.file_faults, words.file_kinds)
    return str(error)
