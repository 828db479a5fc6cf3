"""Windows: the stretches of a document that the reader reads with a question, a paragraph or a part of one each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.document import Document, Sentence, Span

MOST = 900  # characters: a longer paragraph is read in parts that share a sentence
LEAST = 300  # a shorter one is read with the sentences before it, as many as fit


@dataclass(frozen=True, slots=True)
class Window(Span):
    """Neighbouring sentences of one document; the last of them make up its paragraph, or a part of it."""

    sentences: tuple[Sentence, ...] = field(repr=False)
    own: int  # sentences at the end that belong to the paragraph; those before are context


def windows(document: Document) -> tuple[Window, ...]:
    """Every sentence is in at least one window; in document order."""
    result: list[Window] = []
    before: list[Sentence] = []
    for paragraph in document.paragraphs:
        for part in _parts(paragraph.sentences):
            context = _context(before, part[0].start, part[-1].end) if part[0] is paragraph.sentences[0] else []
            sentences = (*context, *part)
            span = sentences[0].start, sentences[-1].end
            result.append(Window(document.text, *span, sentences=sentences, own=len(part)))
        before += paragraph.sentences
    return tuple(result)


def _parts(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    first = 0
    while first < len(sentences):
        last = first + 1
        while last < len(sentences) and sentences[last].end - sentences[first].start <= MOST:
            last += 1
        yield sentences[first:last]
        if last == len(sentences):
            return
        first = max(first + 1, last - 1)


def _context(before: Sequence[Sentence], start: int, end: int) -> list[Sentence]:
    """The nearest sentences before, as long as the window stays within LEAST."""
    first = len(before)
    while first and end - before[first - 1].start <= LEAST:
        first -= 1
    return list(before[first:])
