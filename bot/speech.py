"""Who says which words of the documents, and whose words a name asks for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from weakref import WeakKeyDictionary

from bot.document import Document, Span
from bot.quotations import Quotation
from bot.verification.names import is_described, is_introduced, is_slip, same_person

LEAST_SHARE = 0.5  # of the letters and digits of words that are somebody's


@dataclass(frozen=True, slots=True)
class Speech:
    """A quotation and the document that holds it."""

    document: Document
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class _Order:
    """The quotations of one document by their beginnings; `reach` is how far those up to each one go."""

    quotations: list[Quotation]
    starts: list[int] = field(init=False)
    reach: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.quotations.sort(key=lambda quotation: quotation.start)
        object.__setattr__(self, "starts", [quotation.start for quotation in self.quotations])
        object.__setattr__(self, "reach", list(accumulate((q.end for q in self.quotations), max)))

    def within(self, text: str, start: int, end: int) -> Iterator[tuple[Span, Quotation]]:
        """Which words of `start:end` are said, and in which quotation."""
        for quotation in self.quotations[bisect_right(self.reach, start) : bisect_left(self.starts, end)]:
            for span in quotation.content:
                first, last = max(start, span.start), min(end, span.end)
                if _weight(text[max(0, first) : max(first, last)]):
                    yield Span(text, first, last), quotation


class Speeches:
    """
    What some people say in some documents.

    :param speeches: their quotations, in the order of the documents.
    """

    def __init__(self, speeches: Iterable[Speech]) -> None:
        self._speeches = tuple(speeches)
        quotations: dict[Document, list[Quotation]] = {}
        for speech in self._speeches:
            quotations.setdefault(speech.document, []).append(speech.quotation)
        self._orders = {document: _Order(found) for document, found in quotations.items()}

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
        for meant in (self._named, self._called, self._introduced, self._misspelt):
            if speakers := meant(name):
                return Speeches(speech for speech in self._speeches if speech.quotation.speaker in speakers)
        return Speeches(())

    def _named(self, name: str) -> set[str]:
        return {speaker for speaker in self.speakers if same_person(name, speaker)}

    def _called(self, name: str) -> set[str]:
        sources = ((s.quotation.speaker, s.quotation.source) for s in self._speeches)
        return {who for who, source in sources if who and source and is_described(name, source.text)}

    def _introduced(self, name: str) -> set[str]:
        """Who holds an office by the text around their names, such as the “President of Belarus”."""
        found: set[str] = set()
        for speaker in self.speakers:
            theirs = [speech for speech in self._speeches if speech.quotation.speaker == speaker]
            sources = {s.quotation.source.text for s in theirs if s.quotation.source}
            texts = {speech.document.text for speech in theirs}
            if any(is_introduced(name, sources, speaker, text) for text in texts):
                found.add(speaker)
        return found

    def _misspelt(self, name: str) -> set[str]:
        return {speaker for speaker in self.speakers if is_slip(name, speaker)}

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks, each once, in the order of their first words."""
        return tuple(dict.fromkeys(s.quotation.speaker for s in self._speeches if s.quotation.speaker))

    def within(self, document: Document, start: int, end: int) -> Iterator[tuple[Span, Quotation]]:
        """Which words of `start:end` (half-open code points) are said, and in which quotation."""
        order = self._orders.get(document)
        return order.within(document.text, start, end) if order else iter(())


_orders: WeakKeyDictionary[Document, _Order] = WeakKeyDictionary()


def _within(document: Document, start: int, end: int) -> Iterator[tuple[Span, Quotation]]:
    """Which words of `start:end` are said, also by nobody knows whom, and in which quotation."""
    order = _orders.get(document)
    if order is None:
        order = _orders[document] = _Order(list(document.quotations))
    return order.within(document.text, start, end)


def spoken(document: Document, start: int, end: int) -> Quotation | None:
    """The quotation that most of the words `start:end` (half-open code points) belong to, or None for the narration."""
    weights: dict[Quotation, int] = {}
    for span, quotation in _within(document, start, end):
        weights[quotation] = weights.get(quotation, 0) + _weight(span.text)
    if not weights:
        return None
    quotation, weight = max(weights.items(), key=lambda item: (item[1], item[0].start - item[0].end))
    return quotation if weight >= LEAST_SHARE * _weight(document.text[start:end]) else None


def speakers(document: Document, start: int, end: int) -> tuple[str, ...]:
    """
    Who says the words `start:end` (half-open code points), who says most of them first; nobody for the narration.

    Of speech within speech the inner one is its speaker's; who says only what others say already is left out.
    """
    said: dict[str | None, set[int]] = {}
    length: dict[str | None, int] = {}
    for span, quotation in _within(document, start, end):
        who = quotation.speaker
        said.setdefault(who, set()).update(at for at in range(span.start, span.end) if document.text[at].isalnum())
        length[who] = min(length.get(who, quotation.end - quotation.start), quotation.end - quotation.start)
    left = set().union(*said.values())
    if not left or len(left) < LEAST_SHARE * _weight(document.text[start:end]):
        return ()
    found: list[str] = []
    for who in sorted(said, key=lambda name: (-len(said[name]), length[name])):
        if who and said[who] & left:
            found.append(who)
        left -= said[who]
    return tuple(found)


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


def _weight(text: str) -> int:
    return sum(map(str.isalnum, text))
