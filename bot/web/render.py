"""Results and documents as HTML that shows their text exactly, or as plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.answer import Abstention, Answer, Passage
from bot.document import Document, Paragraph

BACK = '<nav><a href="#conversation">↑ Back to the conversation</a></nav>'
LINE_BREAK = re.compile(r"\r\n|\r|\n")


def escaped(text: str) -> str:
    r"""
    Text as HTML of one line; each of `\r\n`, `\r` and `\n` becomes a `<br>`.

    One line, because a blank line would end the HTML block and start Markdown.
    """
    return LINE_BREAK.sub("<br>", html.escape(text, quote=False))


def user_message(text: str) -> str:
    """What the user typed, shown as it is."""
    return f'<div class="typed" dir="auto">{escaped(text)}</div>'


def notice(text: str) -> str:
    """A message of the program about itself, such as a failure."""
    return f'<div class="reply abstention"><p class="verdict">{escaped(text)}</p></div>'


def reply(result: Answer | Abstention, documents: Sequence[Document]) -> str:
    """
    A result as the message that the chat shows.

    :param documents: all that can be quoted, in the order of `panel`; they give each place its id.
    """
    if isinstance(result, Answer):
        return _answer(result, documents)
    parts = [f'<p class="verdict">{escaped(result.message)}</p>']
    if result.passage:
        parts.append('<p class="near">Nearest sentence (not an answer):</p>')
        parts.append(f'<p class="nearest" dir="auto">{escaped(result.passage.sentence.text)}</p>')
        parts.append(_source(result.passage, documents))
    return f'<div class="reply abstention">{"".join(parts)}</div>'


def plain(result: Answer | Abstention) -> str:
    """A result as plain text: the quote and its sentence, or why there is none, and the place on a line of its own."""
    if isinstance(result, Answer):
        return "\n".join(dict.fromkeys((result.quote, result.sentence.text, f"— {result.citation}")))
    if result.passage is None:
        return result.message
    nearest = f"Nearest sentence (not an answer): {result.passage.sentence.text}"
    return f"{result.message}\n{nearest}\n— {result.passage.citation}"


def panel(documents: Sequence[Document]) -> str:
    """All documents with numbered paragraphs; each sentence is an element with its place as id."""
    articles = (_article(document, place) for document, place in zip(documents, _prefixes(documents), strict=True))
    return f'<div class="documents">{BACK}{"".join(articles)}</div>'


def place_id(passage: Passage, documents: Sequence[Document]) -> str:
    """The id of a sentence's element in the panel: `p7s2`, or `d3p7s2` where there are several documents."""
    return _prefixes(documents)[documents.index(passage.document)] + passage.sentence.id


def _answer(answer: Answer, documents: Sequence[Document]) -> str:
    sentence, text = answer.sentence, answer.document.text
    before = escaped(text[sentence.start : answer.start])
    after = escaped(text[answer.end : sentence.end])
    quote = f'<blockquote dir="auto">{before}<mark>{escaped(answer.quote)}</mark>{after}</blockquote>'
    source = _source(answer.passage, documents, answer.speaker, copy=True)
    return f'<div class="reply answer">{quote}{source}</div>'


def _source(passage: Passage, documents: Sequence[Document], speaker: str | None = None, *, copy: bool = False) -> str:
    place = f"paragraph {passage.sentence.paragraph}, sentence {passage.sentence.number}"
    parts = [
        f"<cite>{_title(passage.document)}</cite>",
        f'<a class="place" href="#{place_id(passage, documents)}">{place}</a>',
    ]
    if speaker:
        parts.insert(0, f'<span class="speaker">{escaped(speaker)}</span>')
    if copy:
        parts.append('<button type="button" class="copy">Copy quote</button>')
    return f'<p class="source">{" · ".join(parts)}</p>'


def _title(document: Document) -> str:
    title = escaped(document.title or "Untitled document")
    if not document.url or not _linkable(document.url):
        return title
    return f'<a href="{html.escape(document.url)}" target="_blank" rel="noopener">{title}</a>'


def _linkable(url: str) -> bool:
    """Whether a document's URL is an address on the web; `javascript:` and the like are not."""
    try:
        return urlsplit(url).scheme in ("http", "https") and url.isprintable()
    except ValueError:
        return False


def _prefixes(documents: Sequence[Document]) -> list[str]:
    return [""] if len(documents) == 1 else [f"d{n}" for n in range(1, len(documents) + 1)]


def _article(document: Document, prefix: str) -> str:
    date = f'<p class="date">{escaped(document.date)}</p>' if document.date else ""
    paragraphs = "".join(_paragraph(paragraph, prefix) for paragraph in document.paragraphs)
    language = html.escape(document.language or "")
    return f'<article lang="{language}"><h2 dir="auto">{_title(document)}</h2>{date}{paragraphs}</article>'


def _paragraph(paragraph: Paragraph, prefix: str) -> str:
    parts, end = [], paragraph.start
    for sentence in paragraph.sentences:
        parts.append(escaped(paragraph.source[end : sentence.start]))
        parts.append(f'<span class="sentence" id="{prefix}{sentence.id}">{escaped(sentence.text)}</span>')
        end = sentence.end
    parts.append(escaped(paragraph.source[end : paragraph.end]))
    return (
        f'<div class="paragraph"><span class="number">{paragraph.number}</span><p dir="auto">{"".join(parts)}</p></div>'
    )
