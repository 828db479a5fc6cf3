"""Text as Markdown that shows it and does nothing else: CommonMark, and GitHub's additions to it."""

from __future__ import annotations

import re
from urllib.parse import quote

LINE_BREAK = re.compile(r"\r\n|\r|\n")

# Marks that mean something anywhere, and those that do only beside certain others ("1." and "a.b" but not "end.").
_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>#+=|~&$^@]"
    r"|(?<=\d)[.)]|\.(?=\w)"
    r"|(?<!\w):|:(?!\s|\Z)"
    r"|(?<!\w)-|-(?!\w)"
)
# What no file in UTF-8, or no Markdown, can hold.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
# Every ASCII mark that a URL may hold but the ones that end a link's address or are escapes in it.
_URL_MARKS = "%/:?#[]@!$&'()*+,;=~-._"


def line(text: str) -> str:
    """Text on a single line, its white space made single spaces, with every mark of Markdown escaped."""
    return _MARKUP.sub(r"\\\g<0>", _UNWRITABLE.sub("\ufffd", " ".join(text.split())))


def block_quote(text: str) -> str:
    """Text as a block quote that nothing in it can end; its line breaks stay."""
    return "\n".join(f"> {line(part)}".rstrip() for part in LINE_BREAK.split(text))


def link(text: str, url: str) -> str:
    """
    A link.

    :param url: an address that is safe to follow; the caller has judged it.
    """
    return f"[{line(text)}](<{quote(_UNWRITABLE.sub('', url), safe=_URL_MARKS)}>)"
