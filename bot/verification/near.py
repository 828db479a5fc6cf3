"""The passage of a document that comes nearest to a quote, by edits of whole words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from bot.verification.folding import Folded
from bot.verification.index import Index

# Chosen on quotes with 10 to 50 % of their words altered, shuffled ones, and sentences of other documents. Of quotes
# with 40 % altered 99 % are alike and all shuffled ones; of foreign sentences none in a press release, 1 % in 1 MB.
LEAST_LIKENESS = 0.55
LEAST_OVERLAP = 0.8
CANDIDATES = 5  # passages compared word by word in each document
MOST_COMPARED = 2000  # words of a quote, over all candidates; a long quote has few passages like it
SLACK = 8  # words around a candidate, besides half the quote's length
UNMATCHED = 3  # the cost of a word of the quote without its like, where a skipped word of the passage costs 1


@dataclass(frozen=True, slots=True)
class Near:
    """
    A passage like a quote.

    :param document: position of the document in the list that is searched.
    :param start: where the passage begins among the document's tokens; `end` is exclusive.
    :param edits: the fewest words to insert, delete or replace to make one of the other.
    :param shared: words that both have, in any order.
    :param size: words of the longer one.
    """

    document: int
    start: int
    end: int
    edits: int
    shared: int
    size: int

    @property
    def likeness(self) -> float:
        """Share of the words that no edit touches, from 0 to 1."""
        return 1 - self.edits / self.size

    @property
    def overlap(self) -> float:
        """Share of the words that both have in any order, from 0 to 1."""
        return self.shared / self.size

    @property
    def is_alike(self) -> bool:
        """Whether the quote is the passage altered: most words are left, or nearly all in another order."""
        return self.likeness >= LEAST_LIKENESS or self.overlap >= LEAST_OVERLAP


def nearest(indexes: Sequence[Index], quote: Folded) -> Near | None:
    """The passage of all documents with the highest likeness, or if that is too low the one with enough overlap."""
    candidates = [
        (number, index, ids, begin)
        for number, index in enumerate(indexes)
        for ids in [index.numbers(quote.tokens)]
        for begin in _heaviest(index, ids)
    ]
    best = max((_aligned(*candidate) for candidate in candidates), key=lambda near: near.likeness, default=None)
    if best is None or best.is_alike:
        return best
    mixed = max((_level(*candidate) for candidate in candidates), key=lambda near: near.overlap)
    return mixed if mixed.is_alike else best


def _aligned(number: int, index: Index, ids: NDArray[np.int32], begin: int) -> Near:
    """The best passage around a candidate, of whatever length."""
    slack = len(ids) // 2 + SLACK
    low, high = max(0, begin - slack), min(len(index), begin + len(ids) + slack)
    start, end = _best_part(ids, index.ids[low:high])
    return _near(number, index, ids, low + start, low + end)


def _level(number: int, index: Index, ids: NDArray[np.int32], begin: int) -> Near:
    """The candidate itself, as long as the quote."""
    return _near(number, index, ids, begin, min(begin + len(ids), len(index)))


def _near(number: int, index: Index, ids: NDArray[np.int32], start: int, end: int) -> Near:
    start, end = index.folded.widen(start, end)
    passage = index.ids[start:end].tolist()
    edits = Levenshtein.distance(passage, ids.tolist())
    shared = Counter(ids.tolist()) & Counter(passage)
    return Near(number, start, end, edits, shared.total(), max(len(ids), end - start))


def _heaviest(index: Index, ids: NDArray[np.int32]) -> list[int]:
    """Where the runs as long as the quote begin that hold most of its words, rare words counting for more."""
    known = np.unique(ids[ids >= 0])
    if not len(known):
        return []
    weights = np.zeros(len(index.frequencies))
    weights[known] = np.log(1 + len(index) / index.frequencies[known])
    size = min(len(ids), len(index))
    sums = np.concatenate([[0.0], np.cumsum(weights[index.ids])])
    held = sums[size:] - sums[:-size]
    chosen: list[int] = []
    for _ in range(max(1, min(CANDIDATES, MOST_COMPARED // len(ids)))):
        best = int(np.argmax(held))
        if held[best] <= 0:
            break
        chosen.append(best)
        held[max(0, best - size + 1) : best + size] = 0
    return chosen


def _best_part(ids: NDArray[np.int32], passage: NDArray[np.int32]) -> tuple[int, int]:
    """
    Where the part of a passage that is most like the quote begins and ends.

    Sellers' algorithm, a row for each word of the quote. A cell holds the cost of the best part that ends there, in
    units of `unit`, and below that how long before the passage's end the part begins.
    """
    length = len(passage)
    unit = length + 1
    skips = np.arange(length + 1, dtype=np.int64) * unit
    row = np.arange(length, -1, -1, dtype=np.int64)
    for number in ids.tolist():
        below = row + UNMATCHED * unit
        below[1:] = np.minimum(below[1:], row[:-1] + (passage != number) * (UNMATCHED * unit))
        row = np.minimum.accumulate(below - skips) + skips
    end = int(np.argmin(row))
    return length - int(row[end]) % unit, end
