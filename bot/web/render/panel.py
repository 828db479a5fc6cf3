"""The documents beside the conversation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.document import Document, Paragraph
from bot.web.render.places import prefix, title
from bot.web.render.text import attribute, escaped
from bot.web.words import Language, Words
from bot.web.words import words as words_in


def panel(
    documents: Sequence[Document],
    *,
    language: Language = "en",
    asked: Collection[str] = (),
    extracted: Collection[int] = (),
    hidden: Collection[int] = (),
) -> str:
    """
    All documents with numbered paragraphs; each sentence is an element with its place as id.

    :param asked: ids of the sentences that were quoted before, which are shaded.
    :param extracted: positions, from 0, of the documents whose text was extracted from a file of another format.
    :param hidden: positions of the documents that are not asked; their ids stay in place.
    """
    words = words_in(language)
    articles = (
        _article(document, position, words, asked, extracted=position in extracted, hidden=position in hidden)
        for position, document in enumerate(documents)
    )
    return f'<div class="documents">{"".join(articles)}</div>'


def _article(
    document: Document, position: int, words: Words, asked: Collection[str], *, extracted: bool, hidden: bool
) -> str:
    heading = f'<h2 dir="auto">{title(document, words)}</h2>'
    date = f'<p class="date">{escaped(document.date)}</p>' if document.date else ""
    note = f'<p class="extracted">{escaped(words.extracted)}</p>' if extracted else ""
    paragraphs = "".join(_paragraph(paragraph, prefix(position), asked) for paragraph in document.paragraphs)
    lang = attribute(document.language or "")
    return f'<article lang="{lang}"{" hidden" if hidden else ""}>{heading}{date}{note}{paragraphs}</article>'


def _paragraph(paragraph: Paragraph, prefix: str, asked: Collection[str]) -> str:
    parts, end = [], paragraph.start
    for sentence in paragraph.sentences:
        name = prefix + sentence.id
        kind = "sentence asked" if name in asked else "sentence"
        parts.append(escaped(paragraph.source[end : sentence.start]))
        parts.append(f'<span class="{kind}" id="{name}">{escaped(sentence.text)}</span>')
        end = sentence.end
    parts.append(escaped(paragraph.source[end : paragraph.end]))
    return (
        f'<div class="paragraph"><span class="number">{paragraph.number}</span><p dir="auto">{"".join(parts)}</p></div>'
    )
