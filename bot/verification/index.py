"""An index over the folded words of a document, made once for each document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from bot.document import Document
from bot.verification.folding import Folded, fold

PIECE = 3  # words: pairs are common to unrelated texts
UNKNOWN = -1
_FACTOR = 0x9E3779B97F4A7C15  # any odd number has an inverse modulo 2**64
_INVERSE = pow(_FACTOR, -1, 1 << 64)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """
    A document's tokens as numbers.

    :param folded: the document's tokens with their places.
    :param vocabulary: the number of each distinct token.
    :param ids: int32, shape (tokens,).
    :param frequencies: int64, shape (vocabulary,): how often each token occurs.
    :param order: int64, shape (tokens - PIECE + 1,): where runs of PIECE tokens begin, ordered by `codes`.
    :param codes: uint64, ascending: the hashes of those runs.
    """

    folded: Folded
    vocabulary: dict[str, int] = field(repr=False)
    ids: NDArray[np.int32] = field(repr=False)
    frequencies: NDArray[np.int64] = field(repr=False)
    order: NDArray[np.int64] = field(repr=False)
    codes: NDArray[np.uint64] = field(repr=False)

    @classmethod
    def build(cls, text: str) -> Index:
        """Fold and index a text, in time near-linear in its length."""
        folded = fold(text)
        vocabulary: dict[str, int] = {}
        ids = np.array([vocabulary.setdefault(token, len(vocabulary)) for token in folded.tokens], np.int32)
        codes = hashes(ids, PIECE)
        order = np.argsort(codes, kind="stable")
        return cls(folded, vocabulary, ids, np.bincount(ids, minlength=len(vocabulary)), order, codes[order])

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, tokens: Sequence[str]) -> NDArray[np.int32]:
        """The numbers of a quote's tokens, UNKNOWN for one that the document doesn't have."""
        return np.array([self.vocabulary.get(token, UNKNOWN) for token in tokens], np.int32)


_indexes: WeakKeyDictionary[Document, Index] = WeakKeyDictionary()


def index_of(document: Document) -> Index:
    """The document's index, made at the first call and kept as long as the document."""
    index = _indexes.get(document)
    if index is None:
        index = _indexes[document] = Index.build(document.text)
    return index


def hashes(ids: NDArray[np.int32], length: int) -> NDArray[np.uint64]:
    """
    Polynomial hashes of all runs of `length` tokens; equal runs have equal hashes, wherever they stand.

    :return: uint64, shape (len(ids) - length + 1,), or empty where the run doesn't fit.
    """
    count = len(ids) - length + 1
    if length < 1 or count < 1:
        return np.empty(0, np.uint64)
    sums = np.concatenate(
        [np.zeros(1, np.uint64), np.cumsum(_mixed(ids) * _powers(_FACTOR, len(ids)), dtype=np.uint64)]
    )
    codes: NDArray[np.uint64] = (sums[length:] - sums[:count]) * _powers(_INVERSE, count)
    return codes


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mixed(ids: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Spread token numbers over 64 bits (the finaliser of splitmix64)."""
    mixed = ids.astype(np.uint64) + np.uint64(_FACTOR)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
