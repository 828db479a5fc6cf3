"""Where the words of a quote stand unaltered: as a whole, or in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.verification.folding import Folded
from bot.verification.index import PIECE, Index, hashes

SAME_PLACE = 12  # words left out between two pieces that still count as one place
MOST_OCCURRENCES = 32  # of one run of PIECE words in a document
MOST_PIECES = 256


@dataclass(frozen=True, slots=True)
class Match:
    """
    A run of a quote's tokens that stands in a document.

    :param document: position of the document in the list that is searched.
    :param quoted: where the run begins among the quote's tokens.
    :param start: where it begins among the document's tokens.
    :param length: tokens.
    """

    document: int
    quoted: int
    start: int
    length: int

    @property
    def quoted_end(self) -> int:
        """Where the run ends among the quote's tokens, exclusive."""
        return self.quoted + self.length

    @property
    def end(self) -> int:
        """Where the run ends among the document's tokens, exclusive."""
        return self.start + self.length

    def continues(self, other: Match, within: int = SAME_PLACE) -> bool:
        """Whether this run follows another in the document with at most `within` tokens left out."""
        return self.document == other.document and 0 <= self.start - other.end <= within

    def part(self, first: int, last: int) -> Match:
        """The part of the run from `first` to `last`, exclusive, of the quote's tokens."""
        return Match(self.document, first, self.start + first - self.quoted, last - first)


def occurrences(index: Index, tokens: Sequence[str]) -> list[int]:
    """Where the tokens stand in this order, whole words and numbers only; occurrences don't overlap."""
    ids, size = index.numbers(tokens), len(tokens)
    if not size or size > len(index) or ids.min() < 0:
        return []
    same = hashes(index.ids, size) == hashes(ids, size)[0]
    glued = index.folded.glued
    candidates = np.flatnonzero(same & ~glued[: len(same)] & ~glued[size : size + len(same)])
    found: list[int] = []
    for start in candidates.tolist():
        free = not found or start >= found[-1] + size
        if free and np.array_equal(index.ids[start : start + size], ids):
            found.append(start)
    return found


def pieces(indexes: Sequence[Index], quote: Folded) -> list[Match]:
    """The longest runs of at least PIECE tokens of a quote in the documents, at most MOST_PIECES."""
    runs = [match for number, index in enumerate(indexes) for match in _pieces(number, index, quote)]
    return sorted(runs, key=lambda match: -match.length)[:MOST_PIECES]


def cover(runs: Sequence[Match], size: int) -> list[Match]:
    """
    Lay runs over a quote of `size` tokens from left to right, each as far as it reaches.

    A run that goes on where the one before it ended is preferred to one that only reaches further.
    """
    chosen: list[Match] = []
    at = 0
    while at < size:
        here = [run for run in runs if run.quoted <= at and run.quoted_end > at]
        if not here:
            at = min((run.quoted for run in runs if run.quoted > at), default=size)
            continue
        following = [run for run in here if chosen and run.part(at, run.quoted_end).continues(chosen[-1])]
        best = max(following or here, key=lambda run: run.quoted_end)
        chosen.append(best.part(at, best.quoted_end))
        at = best.quoted_end
    return chosen


def places(covering: Sequence[Match]) -> int:
    """In how many different places the runs of a cover stand."""
    return sum(not b.continues(a) for a, b in pairwise(covering)) + bool(covering)


def chain(found: Sequence[Sequence[int]], sizes: Sequence[int], within: int) -> list[int] | None:
    """
    Choose one occurrence of each part of a quote so that they stand in order and near each other.

    :param found: where each part stands, ascending.
    :param sizes: the tokens of each part.
    :param within: how many tokens may be left out between two parts.
    :return: the chosen occurrences, or None.
    """
    ways = [np.array(starts, np.int64) for starts in found]
    backs: list[NDArray[np.int64]] = []
    for number, size in enumerate(sizes[:-1]):
        ends, following = ways[number] + size, ways[number + 1]
        before = np.searchsorted(ends, following, "right") - 1
        near = before >= 0
        near[near] = following[near] - ends[before[near]] <= within
        ways[number + 1] = following[near]
        backs.append(before[near])
    if not len(ways[-1]):
        return None
    at = 0
    chosen = [int(ways[-1][at])]
    for back, starts in zip(reversed(backs), reversed(ways[:-1]), strict=True):
        at = int(back[at])
        chosen.append(int(starts[at]))
    return chosen[::-1]


def _pieces(number: int, index: Index, quote: Folded) -> list[Match]:
    ids = index.numbers(quote.tokens)
    codes = hashes(ids, PIECE)
    low = np.searchsorted(index.codes, codes, "left")
    counts = np.minimum(np.searchsorted(index.codes, codes, "right") - low, MOST_OCCURRENCES)
    quoted = np.repeat(np.arange(len(codes)), counts)
    within = np.arange(len(quoted)) - np.repeat(np.cumsum(counts) - counts, counts)
    starts = index.order[np.repeat(low, counts) + within]
    runs = [_extended(number, index, ids, *run) for run in _longest_runs(quoted, starts)]
    return [run for run in runs if run.length >= PIECE]


def _longest_runs(quoted: NDArray[np.int64], starts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The beginnings of the longest runs of pairs that lie on one diagonal, one after the other."""
    if not len(quoted):
        return []
    order = np.lexsort((quoted, starts - quoted))
    quoted, starts = quoted[order], starts[order]
    breaks = np.flatnonzero((np.diff(quoted) != 1) | (np.diff(starts) != 1)) + 1
    first = np.concatenate([[0], breaks])
    lengths = np.diff(np.concatenate([first, [len(quoted)]]))
    longest = first[np.argsort(-lengths, kind="stable")[:MOST_PIECES]]
    return [(int(quoted[i]), int(starts[i])) for i in longest]


def _extended(number: int, index: Index, ids: NDArray[np.int32], quoted: int, start: int) -> Match:
    """The run through two equal tokens as far as it goes both ways."""
    back = _equal(ids[:quoted][::-1], index.ids[:start][::-1])
    on = _equal(ids[quoted:], index.ids[start : start + len(ids)])
    return Match(number, quoted - back, start - back, back + on)


def _equal(a: NDArray[np.int32], b: NDArray[np.int32]) -> int:
    """How many tokens two sequences have in common from their beginning."""
    size = min(len(a), len(b))
    different = np.flatnonzero(a[:size] != b[:size])
    return int(different[0]) if len(different) else size
