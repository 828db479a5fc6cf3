"""Is this quote real? The pasted words are looked for in the documents and judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.document import Document, Span
from bot.errors import QuestionError
from bot.verification.difference import difference, outer_insertions
from bot.verification.folding import Folded, fold
from bot.verification.index import PIECE, Index, index_of
from bot.verification.interrupted import interrupted
from bot.verification.matching import Match, chain, cover, occurrences, pieces, places
from bot.verification.names import same_person
from bot.verification.near import Near, nearest
from bot.verification.verdict import MAX_PLACES, MAX_TEXT, Place, Reason, Verdict, Verification

SpokenBy = Callable[[Document, int, int], tuple[str, ...]]

MOST_UNCOVERED = 0.2  # of the words of a quote put together from pieces
MOST_LEFT_OUT = 150  # words at one ellipsis
MOST_PARTS = 32
EDGE = 3  # words at either end of a quote that may stand for others

_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.{3})\s*[\])]|…|\.{3,}|\.(?: \.){2,}")


def verify(
    text: str,
    documents: Sequence[Document],
    *,
    spoken_by: SpokenBy | None = None,
    speaker: str | None = None,
    known_as: Collection[str] = (),
) -> Verification:
    """
    Judge whether a quote stands in the documents, word by word.

    A blank text, one of over MAX_TEXT characters and one without a letter or digit are `unusable`.

    :param spoken_by: names who say a range of a document (half-open code points), nobody for the narration.
    :param speaker: who is claimed to have said it; a blank name claims nothing.
    :param known_as: the names that `spoken_by` has for them; if there are none, those that agree with `speaker`.
    :raises QuestionError: if `text` is not a str.
    :raises ValueError: if a speaker is claimed and `spoken_by` is not given.
    """
    if not isinstance(text, str):
        raise QuestionError(f"a quote must be str, not {type(text).__name__}; pass its text")
    claimed = speaker if speaker and speaker.strip() else None
    if claimed and spoken_by is None:
        raise ValueError(f"who speaks is not known, so {claimed!r} can't be checked; give spoken_by too")
    if len(text) > MAX_TEXT:
        return Verification(text, "unusable", speaker=claimed, reason="too_long")
    quote = fold(text)
    if not quote.has_words:
        reason: Reason = "no_words" if text.strip() else "blank"
        return Verification(text, "unusable", speaker=claimed, reason=reason)
    indexes = [index_of(document) for document in documents]
    return _Search(quote, documents, indexes, spoken_by, claimed, known_as).judge()


@dataclass(frozen=True, slots=True)
class _Search:
    quote: Folded
    documents: Sequence[Document]
    indexes: Sequence[Index]
    spoken_by: SpokenBy | None
    speaker: str | None
    known_as: Collection[str]

    def judge(self) -> Verification:
        if found := self._whole():
            return self._attributed(map(self._matched, found))
        if joined := self._interrupted():
            return self._attributed(joined)
        if found := self._parts():
            return self._verification("stitched", found)
        near = nearest(self.indexes, self.quote)
        if found := self._joined(near):
            return self._verification("stitched", found)
        if near and near.is_alike:
            return self._altered(near)
        return self._verification("absent", [])

    def _whole(self) -> list[Match]:
        size = len(self.quote)
        return [
            Match(number, 0, start, size)
            for number, index in enumerate(self.indexes)
            for start in occurrences(index, self.quote.tokens)
        ]

    def _interrupted(self) -> list[Place]:
        """Where somebody says the quote's words with nothing between them but the words that say who speaks."""
        quoted = Span(self.quote.text, *self.quote.range(0, len(self.quote)))
        return [
            self._spoken(document, start, end, quoted)
            for document in self.documents
            for start, end in interrupted(document, self.quote)
        ]

    def _attributed(self, found: Iterable[Place]) -> Verification:
        every = list(found)
        verdict: Verdict = "exact"
        if self.speaker is not None:
            every.sort(key=lambda place: not self._is_theirs(place))
            verdict = "exact" if self._is_theirs(every[0]) else "misattributed"
        listed, unlisted = tuple(every[:MAX_PLACES]), max(0, len(every) - MAX_PLACES)
        return Verification(self.quote.text, verdict, listed, speaker=self.speaker, unlisted=unlisted)

    def _is_theirs(self, place: Place) -> bool:
        """Whether those claimed to say the words say all of them that are said."""
        return bool(place.speakers) and all(map(self._is_claimed, place.speakers))

    def _is_claimed(self, name: str) -> bool:
        return name in self.known_as if self.known_as else same_person(self.speaker or "", name)

    def _parts(self) -> list[Match]:
        """The parts between the quote's ellipses, if they stand in order and near each other."""
        cuts = self._cuts()
        if not 2 < len(cuts) <= MOST_PARTS:
            return []
        parts = [self.quote.tokens[first:last] for first, last in pairwise(cuts)]
        for number, index in enumerate(self.indexes):
            found = [occurrences(index, part) for part in parts]
            sizes = list(map(len, parts))
            if starts := chain(found, sizes, MOST_LEFT_OUT):
                return [Match(number, *run) for run in zip(cuts, starts, sizes, strict=False)]
        return []

    def _cuts(self) -> list[int]:
        """The tokens where a part of the quote begins after an ellipsis, with 0 and the number of tokens."""
        ellipses = [match.start() for match in _ELLIPSIS.finditer(self.quote.text)]
        cuts = {int(self.quote.starts.searchsorted(at)) for at in ellipses}
        return sorted(cuts | {0, len(self.quote)})

    def _joined(self, near: Near | None) -> list[Match]:
        """The pieces of several places that the quote is made of, unless fewer edits of one passage explain it."""
        size = len(self.quote)
        covering = [run for run in cover(pieces(self.indexes, self.quote), size) if run.length >= PIECE - 1]
        uncovered = size - sum(run.length for run in covering)
        leaps = places(covering) - 1
        if leaps < 1 or uncovered > MOST_UNCOVERED * size:
            return []
        # Another place is worth as much as the words that the shortest piece brings.
        fewer_edits = near is not None and near.is_alike and near.edits < PIECE * leaps + uncovered
        return [] if fewer_edits else covering

    def _altered(self, near: Near) -> Verification:
        original = self.indexes[near.document].folded
        first, last = self._with_replaced_edges(near)
        place = self._place(near.document, first, last, 0, len(self.quote))
        changes = difference(original, first, last, self.quote)
        return Verification(self.quote.text, "altered", (place,), changes, self.speaker)

    def _with_replaced_edges(self, near: Near) -> tuple[int, int]:
        """The passage with the words just before and after it that other words of the quote replace."""
        original, first, last = self.indexes[near.document].folded, near.start, near.end
        before, after = outer_insertions(original.tokens[first:last], self.quote.tokens)
        for _ in range(before if before <= EDGE else 0):
            first -= original.only_space_before(first)
        for _ in range(after if after <= EDGE else 0):
            last += original.only_space_before(last)
        return original.widen(first, last)

    def _verification(self, verdict: Verdict, found: Sequence[Match]) -> Verification:
        return Verification(self.quote.text, verdict, tuple(map(self._matched, found)), speaker=self.speaker)

    def _matched(self, match: Match) -> Place:
        return self._place(match.document, match.start, match.end, match.quoted, match.quoted_end)

    def _place(self, number: int, first: int, last: int, quoted: int, quoted_end: int) -> Place:
        document, original = self.documents[number], self.indexes[number].folded
        start, end = original.range(*original.widen(first, last))
        return self._spoken(document, start, end, Span(self.quote.text, *self.quote.range(quoted, quoted_end)))

    def _spoken(self, document: Document, start: int, end: int, quoted: Span) -> Place:
        return Place(document, start, end, quoted, self.spoken_by(document, start, end) if self.spoken_by else ())
