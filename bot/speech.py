"""Who says which words of the documents, and whose words a name asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.document import Document, Span
from bot.quotations import Quotation
from bot.verification.names import is_described, same_person

SLIP = 5
LEAST_SHARE = 0.5  # of the letters and digits of words that are somebody's


@dataclass(frozen=True, slots=True)
class Speech:
    """A quotation and the document that holds it."""

    document: Document
    quotation: Quotation


class Speeches:
    """
    What some people say in some documents.

    :param speeches: their quotations, in the order of the documents.
    """

    def __init__(self, speeches: Iterable[Speech]) -> None:
        self._speeches = tuple(speeches)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Speeches:
        """All speeches whose speaker is known."""
        found = (Speech(document, quotation) for document in documents for quotation in document.quotations)
        return cls(speech for speech in found if speech.quotation.speaker)

    def __bool__(self) -> bool:
        return bool(self._speeches)

    def by(self, name: str) -> Speeches:
        """
        Those of the person or body that a name or a description means.

        Whoever is called so once is meant wherever they speak: "the President" asks for all that the one speaker says
        whom the text once introduces as the President, and for several people's words if it calls several so.
        """
        for means in (_is_named, _is_called, _is_misspelt):
            if speakers := {s.quotation.speaker for s in self._speeches if means(name, s.quotation)}:
                return Speeches(speech for speech in self._speeches if speech.quotation.speaker in speakers)
        return Speeches(())

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks, each once, in the order of their first words."""
        return tuple(dict.fromkeys(s.quotation.speaker for s in self._speeches if s.quotation.speaker))

    def within(self, document: Document, start: int, end: int) -> Iterator[tuple[Span, Quotation]]:
        """Which words of `start:end` (half-open code points) are said, and in which quotation."""
        for speech in self._speeches:
            if speech.document is document and speech.quotation.start < end and start < speech.quotation.end:
                for span in speech.quotation.content:
                    first, last = max(start, span.start), min(end, span.end)
                    if _weight(document.text[max(0, first) : max(first, last)]):
                        yield Span(document.text, first, last), speech.quotation


def spoken(document: Document, start: int, end: int) -> Quotation | None:
    """The quotation that most of the words `start:end` (half-open code points) belong to, or None for the narration."""
    weights: dict[Quotation, int] = {}
    for span, quotation in Speeches(Speech(document, q) for q in document.quotations).within(document, start, end):
        weights[quotation] = weights.get(quotation, 0) + _weight(span.text)
    if not weights:
        return None
    quotation, weight = max(weights.items(), key=lambda item: (item[1], item[0].start - item[0].end))
    return quotation if weight >= LEAST_SHARE * _weight(document.text[start:end]) else None


def speaker(document: Document, start: int, end: int) -> str | None:
    """Who says the words `start:end` (half-open code points), or None for the narration."""
    quotation = spoken(document, start, end)
    return quotation.speaker if quotation else None


def attribution(document: Document, quotation: Quotation) -> str | None:
    """
    How the text says who speaks, for people: its words and their paragraph, or None if it does not.

    Such as “the President noted”, paragraph 4.
    """
    named = sorted((span for span in (quotation.source, quotation.cue) if span), key=lambda span: span.start)
    if not named:
        return None
    between = document.text[named[0].end : named[-1].start]
    words = document.text[named[0].start : named[-1].end] if between.isspace() else " … ".join(s.text for s in named)
    paragraph = next((p.number for p in document.paragraphs if p.holds(named[0])), None)
    return f"“{words}”" if paragraph is None else f"“{words}”, paragraph {paragraph}"


def _is_named(name: str, quotation: Quotation) -> bool:
    return same_person(name, quotation.speaker or "")


def _is_called(name: str, quotation: Quotation) -> bool:
    return quotation.source is not None and is_described(name, quotation.source.text)


def _is_misspelt(name: str, quotation: Quotation) -> bool:
    """Whether a surname is a slip of the pen away, one for every SLIP letters."""
    typed, known = (text.casefold().split()[-1:] for text in (name, quotation.speaker or ""))
    return bool(typed and known) and OSA.distance(typed[0], known[0]) <= len(known[0]) // SLIP


def _weight(text: str) -> int:
    return sum(map(str.isalnum, text))
