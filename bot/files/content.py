"""What a reader finds in a file, and the cleaning of what files say of themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TITLE_LENGTH = 300
DATE_LENGTH = 40

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)|\d{4}(?:-\d\d)?\Z")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_MADE_UP = re.compile(
    r"(?i)(?:microsoft \w+ - .*|.*\.(?:docx?|html?|indd|odt|pages|pdf|pptx?|qxd|rtf|tex|txt|xlsx?)"
    r"|(?:untitled|document|presentation|slide) ?\d*)\Z"
)


@dataclass(frozen=True, slots=True)
class Content:
    """A file's lines, none empty, and its metadata; see `bot.files.extraction.Extracted`."""

    lines: list[str] = field(repr=False)
    title: str | None = None
    date: str | None = None
    language: str | None = None


def title(stated: str | None) -> str | None:
    """Take a stated title, unless it is empty, too long to be one, or a file's name or default that no person gave."""
    words = " ".join((stated or "").split())
    if not words or len(words) > TITLE_LENGTH or _MADE_UP.match(words):
        return None
    return words


def date(stated: str | None) -> str | None:
    """Take the day of an ISO 8601 time, or a short date as it is written."""
    words = " ".join((stated or "").split())
    day = _DAY.match(words)
    return day[0] if day else words if 0 < len(words) <= DATE_LENGTH else None


def language(stated: str | None) -> str | None:
    """Take a language tag if it has the form of one."""
    tag = (stated or "").strip().replace("_", "-")
    return tag if _TAG.match(tag) else None
