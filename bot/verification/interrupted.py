"""Speech such as “We came,” she said, “to help”, which the text interrupts to say who speaks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from weakref import WeakKeyDictionary

from bot.document import Document, Span
from bot.quotations import Quotation
from bot.verification.folding import Folded
from bot.verification.index import Index
from bot.verification.matching import occurrences


@dataclass(frozen=True, slots=True)
class _Joined:
    """
    A quotation's words without what stands between them.

    :param content: its spans in the document.
    :param index: over the words, the spans joined by single spaces.
    """

    content: tuple[Span, ...]
    index: Index = field(repr=False)

    def place(self, at: int, *, end: bool) -> int:
        """Where a character of the joined words, or the end before it, stands in the document."""
        begins = [0, *accumulate(span.end - span.start + 1 for span in self.content)]
        part = bisect_right(begins, at - end) - 1
        return self.content[part].start + at - begins[part]


_joined: WeakKeyDictionary[Document, tuple[_Joined, ...]] = WeakKeyDictionary()


def interrupted(document: Document, quote: Folded) -> list[tuple[int, int]]:
    """Where a quote stands in speech with only its interruption left out: half-open code points, from first to last."""
    found = []
    for joined in _of(document):
        folded = joined.index.folded
        for first in occurrences(joined.index, quote.tokens):
            start, end = folded.range(first, first + len(quote))
            found.append((joined.place(start, end=False), joined.place(end, end=True)))
    return found


def _of(document: Document) -> tuple[_Joined, ...]:
    joined = _joined.get(document)
    if joined is None:
        parted = (quotation for quotation in document.quotations if _is_interrupted(quotation))
        joined = tuple(_Joined(quotation.content, Index.build(quotation.text)) for quotation in parted)
        _joined[document] = joined
    return joined


def _is_interrupted(quotation: Quotation) -> bool:
    """Whether whole clauses have nothing but their attribution between them; parts of a clause aren't one speech."""
    named = [span for span in (quotation.source, quotation.cue) if span]
    gaps = [(a.end, b.start) for a, b in pairwise(quotation.content)]
    return (
        quotation.kind != "mixed"
        and bool(gaps)
        and all(
            not any(map(str.isalnum, quotation.content[0].source[start:end]))
            or any(start <= span.start and span.end <= end for span in named)
            for start, end in gaps
        )
    )
