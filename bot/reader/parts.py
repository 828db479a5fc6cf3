"""A document's windows as tokens, made once for all questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.document import Document, Sentence
from bot.reader.tokens import PairTokenizer, Tokens
from bot.reader.windows import Window, windows


@dataclass(frozen=True, slots=True)
class Part:
    """
    A window with its tokens.

    :param ranges: half-open ranges of tokens, one for each of the window's sentences.
    """

    window: Window
    tokens: Tokens
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """
    All windows of a document.

    :param owner: for the start of each sentence the position in `parts` of the first window that owns it.
    """

    parts: tuple[Part, ...]
    owner: dict[int, int]

    @classmethod
    def of(cls, document: Document, tokenizer: PairTokenizer) -> Parts:
        """Split a document into windows and these into tokens."""
        own = windows(document)
        tokens = tokenizer.texts([window.text for window in own])
        owner: dict[int, int] = {}
        for number, window in enumerate(own):
            for sentence in window.sentences[-window.own :]:
                owner.setdefault(sentence.start, number)
        return cls(tuple(Part(w, t, tuple(_ranges(w, t))) for w, t in zip(own, tokens, strict=True)), owner)

    def owning(self, sentence: Sentence) -> Part:
        """The window to read for a sentence."""
        return self.parts[self.owner[sentence.start]]


def _ranges(window: Window, tokens: Tokens) -> Iterator[tuple[int, int]]:
    starts = tokens.offsets[:, 0] + window.start
    for sentence in window.sentences:
        first, last = np.searchsorted(starts, [sentence.start, sentence.end])
        yield int(first), int(last)
