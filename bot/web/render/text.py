"""Text as HTML."""

from __future__ import annotations

import html
import re

LINE_BREAK = re.compile(r"\r\n|\r|\n")


def escaped(text: str) -> str:
    r"""
    Text as HTML of one line; each of `\r\n`, `\r` and `\n` becomes a `<br>`.

    One line, because a blank line would end the HTML block and start Markdown; a tab is spelt out, because Markdown
    makes spaces of it.
    """
    return LINE_BREAK.sub("<br>", html.escape(text, quote=False)).replace("\t", "&#9;")


def attribute(text: str) -> str:
    """Text for a quoted attribute, on one line for the same reason."""
    return LINE_BREAK.sub("&#10;", html.escape(text))


def language_of(tag: str | None) -> str:
    """The attribute that names the language of a document's words, or nothing if it is unknown."""
    return f' lang="{attribute(tag)}"' if tag else ""


def unseen(text: str) -> str:
    """Words for a screen reader alone."""
    return f'<span class="unseen">{escaped(text)} </span>'
