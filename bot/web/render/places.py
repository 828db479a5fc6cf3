"""Where words stand: ids in the panel, and links to them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.answer import Passage
from bot.document import Document, Sentence
from bot.web.render.text import attribute, escaped
from bot.web.words import Words


def prefix(position: int) -> str:
    """
    What the ids of a document's sentences begin with: nothing for the first document, `d2` for the second.

    They stay when a document is added.

    :param position: of the document among all, counted from 0.
    """
    return f"d{position + 1}" if position else ""


def place_id(passage: Passage, documents: Sequence[Document]) -> str:
    """The id of a sentence's element in the panel: `p7s2` in the first document, `d3p7s2` in the third."""
    return prefix(documents.index(passage.document)) + passage.sentence.id


def place(sentence: Sentence, document: Document, documents: Sequence[Document], words: Words) -> str:
    """A link to a sentence in the panel."""
    named = words.place.format(paragraph=sentence.paragraph, sentence=sentence.number)
    target = prefix(documents.index(document)) + sentence.id
    return f'<a class="place" href="#{target}">{escaped(named)}</a>'


def cited(passage: Passage, documents: Sequence[Document], words: Words) -> str:
    """A passage's document and place."""
    where = place(passage.sentence, passage.document, documents, words)
    return f"<cite>{title(passage.document, words)}</cite> · {where}"


def title(document: Document, words: Words) -> str:
    """A document's title, linked to its publisher's page if that is an address on the web."""
    text = escaped(document.title or words.untitled)
    if not document.url or not _is_linkable(document.url):
        return text
    return f'<a href="{attribute(document.url)}" target="_blank" rel="noopener">{text}</a>'


def _is_linkable(url: str) -> bool:
    """Whether a document's URL is an address on the web; `javascript:` and the like are not."""
    try:
        return urlsplit(url).scheme in ("http", "https") and url.isprintable()
    except ValueError:
        return False
