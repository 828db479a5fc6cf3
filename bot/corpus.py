"""All sentences of all documents as numbered rows, with what ranking needs to know of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot import cues
from bot.document import Document
from bot.lexical import stems, words


class Corpus:
    """
    Row `i` is sentence `i` of the documents in their order; paragraphs are numbered likewise.

    :param documents: what the rows come from.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self.sentences = tuple(s for d in documents for s in d.sentences)
        self.paragraphs = tuple(p for d in documents for p in d.paragraphs)
        self.language = next((d.language for d in documents if d.language), None)
        sizes = np.array([len(p.sentences) for p in self.paragraphs], dtype=np.int64)
        ends = np.cumsum(sizes)
        rows = np.arange(len(self.sentences), dtype=np.int64)
        self.paragraph: NDArray[np.int64] = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
        self.before: NDArray[np.int64] = np.maximum(rows - 1, (ends - sizes)[self.paragraph])
        self.after: NDArray[np.int64] = np.minimum(rows + 1, ends[self.paragraph] - 1)
        self.document: NDArray[np.int64] = np.repeat(np.arange(len(documents)), [len(d.sentences) for d in documents])
        counts = [len(words(s.text)) for s in self.sentences]
        self.length: NDArray[np.float32] = np.log1p(np.array(counts, dtype=np.float32))
        flags = [flag for p in self.paragraphs for flag in cues.spoken([s.text for s in p.sentences])]
        self.spoken: NDArray[np.bool_] = np.array(flags, dtype=np.bool_)
        self._pairs: dict[int, frozenset[tuple[str, str]]] = {}

    def pairs(self, row: int) -> frozenset[tuple[str, str]]:
        """The neighbouring stems of a sentence, kept after the first look."""
        found = self._pairs.get(row)
        if found is None:
            found = frozenset(pairwise(stems(self.sentences[row].text, self.language)))
            self._pairs[row] = found
        return found
