"""Errors that a caller can act on; each message names the problem, the values and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from bot.files.faults import KINDS, MESSAGES, Fault, FileKind


class VisitbotError(Exception):
    """The base of the errors below."""


class DocumentError(VisitbotError, ValueError):
    """
    A document can't be read or used.

    :param kind: what is wrong, a key of `bot.files.faults.MESSAGES`.
    :param file: the name of the file, with which the message then begins.
    :param values: what fills the message's braces; `wanted` and `found` are keys of `bot.files.faults.KINDS`.
    """

    def __init__(self, kind: Fault, *, file: str | None = None, **values: str | int) -> None:
        self.kind = kind
        self.file = file
        self.values = values
        super().__init__(self.told(MESSAGES, KINDS))

    def __reduce__(self) -> tuple[Callable[[], DocumentError], tuple[()]]:
        return partial(type(self), self.kind, file=self.file, **self.values), ()

    def told(self, messages: Mapping[Fault, str], kinds: Mapping[FileKind, str]) -> str:
        """Say it in the words of a language: a message for each kind of fault, a name for each kind of file."""
        values = dict(self.values)
        for name in ("wanted", "found"):
            if name in values:
                values[name] = kinds[cast(FileKind, values[name])]
        message = messages[self.kind].format_map(values)
        return f"{self.file}: {message}" if self.file else message


class QuestionError(VisitbotError, TypeError):
    """A question is not text."""


class QuestionFileError(VisitbotError, ValueError):
    """A file of questions can't be used."""


class UsageError(VisitbotError, ValueError):
    """Options that don't go together."""
