"""Which sentences go on about what the one before them is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bot.corpus import Corpus

Flags = NDArray[np.bool_]

# Words that stand for something named before; English only.
POINTING = re.compile(
    r"\b(?:it|its|this|these|those|they|them|their|such|both|latter|former|that (?!\w+ (?:the|a)\b))\b", re.I
)
LINKS = (
    "beside",  # it follows in the same paragraph
    "same_speech",  # it goes on with the same quotation, also across paragraphs
    "pointing",  # it follows in the same paragraph and holds a word such as `it`
    "comment",  # it begins quoted words after narration, in a new paragraph or not
)


def links(corpus: Corpus) -> Flags:
    """
    How each sentence hangs on the one before it in its document.

    :return: shape `(sentences, len(LINKS))`; the first row of a document holds no link.
    """
    count = len(corpus.sentences)
    rows = np.arange(count)
    first = np.append(True, corpus.document[1:] != corpus.document[:-1])[:count]
    beside = corpus.before != rows
    pointing = np.array([bool(POINTING.search(sentence.text)) for sentence in corpus.sentences], dtype=np.bool_)
    same, quoted = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    for begin, end, in_marks in _speeches(corpus):
        same[begin + 1 : end] = True
        quoted[begin:end] |= in_marks
    narration_before = ~np.append(True, quoted[:-1])[:count]
    columns = (beside, same, beside & pointing, quoted & narration_before)
    return np.stack([column & ~first for column in columns], axis=1)


def _speeches(corpus: Corpus) -> Iterator[tuple[int, int, bool]]:
    """The rows, half-open, that each quotation runs over, and whether its words stand between marks."""
    offset = 0
    for document in corpus.documents:
        sentences = document.sentences
        for quotation in document.quotations:
            begin = bisect_right(sentences, quotation.start, key=lambda sentence: sentence.end)
            end = bisect_left(sentences, quotation.end, key=lambda sentence: sentence.start)
            yield offset + begin, offset + end, quotation.kind != "reported"
        offset += len(sentences)
