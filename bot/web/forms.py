"""The page's own forms as HTML: which documents to ask, adding one, checking a quote, saving the conversation."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from bot.document import SUFFIXES, Document
from bot.files import SUFFIXES as EXTRACTED
from bot.verification import MAX_TEXT
from bot.web import render
from bot.web.render import escaped
from bot.web.words import Language, Words

FORMATS = {"markdown": "Markdown", "json": "JSON", "csl-json": "CSL-JSON"}
STATUS = '<p class="status" role="status"></p><p class="problem" role="alert"></p>'


def tools(documents: Sequence[Document], language: Language, words: Words) -> str:
    """
    What stands over the document panel; each part is a line of HTML, for a blank line would start Markdown.

    The script reads the messages that it shows itself from the data of the root element.
    """
    messages = {
        "reading": words.reading,
        "unreachable": words.unreachable,
        "too-large": words.too_large,
        "pasted": words.untitled,
    }
    data = "".join(f' data-{name}="{html.escape(text)}"' for name, text in messages.items())
    chosen = range(len(documents))
    parts = (choice(documents, len(documents), chosen, words), _add(words), _check(words))
    return f'<div id="session" lang="{language}"{data}>{"".join(parts)}{render.told(language=language)}</div>'


def choice(documents: Sequence[Document], shared: int, chosen: Collection[int], words: Words) -> str:
    """
    The documents as boxes to check.

    :param shared: how many, from the first, are every session's.
    :param chosen: positions of those that are asked.
    """
    boxes = (_box(document, n, n in chosen, n >= shared, words) for n, document in enumerate(documents))
    return f'<fieldset id="documents"><legend>{escaped(words.documents_legend)}</legend>{"".join(boxes)}</fieldset>'


def export(words: Words) -> str:
    """The buttons that save the conversation, one a format."""
    buttons = (f'<button type="button" data-format="{key}">{name}</button>' for key, name in FORMATS.items())
    return (
        f'<div id="export" role="group" aria-label="{html.escape(words.save_conversation)}">'
        f"<span>{escaped(words.save_conversation)}</span>{''.join(buttons)}{STATUS}</div>"
    )


def _box(document: Document, position: int, checked: bool, own: bool, words: Words) -> str:
    mark = " checked" if checked else ""
    note = f' <span class="own">{escaped(words.own_document)}</span>' if own else ""
    title = escaped(document.title or words.untitled)
    return f'<label><input type="checkbox" value="{position}"{mark}><span dir="auto">{title}</span>{note}</label>'


def _add(words: Words) -> str:
    accepted = ",".join((*SUFFIXES, *EXTRACTED))
    return (
        f'<details id="add-document"><summary>{escaped(words.add_document)}</summary>'
        f'<p class="hint">{escaped(words.drop_hint)} {escaped(words.privacy)}</p>'
        f'<label class="file">{escaped(words.choose_file)}<input type="file" multiple accept="{accepted}"></label>'
        f'<form method="post"><label>{escaped(words.paste_label)}<textarea rows="4" required></textarea></label>'
        f'<label>{escaped(words.paste_title)}<input type="text" maxlength="200"></label>'
        f'<button type="submit">{escaped(words.paste_button)}</button></form>{STATUS}</details>'
    )


def _check(words: Words) -> str:
    return (
        f'<details id="check"><summary>{escaped(words.check_quote)}</summary>'
        f'<form method="post"><label>{escaped(words.quote_label)}'
        f'<textarea rows="3" maxlength="{MAX_TEXT}" required></textarea></label>'
        f'<label>{escaped(words.speaker_label)}<input type="text" maxlength="200"></label>'
        f'<button type="submit">{escaped(words.check_button)}</button></form>'
        f'<div class="checked" role="status"></div>{STATUS}</details>'
    )
