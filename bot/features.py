"""What speaks for a sentence as the answer to a question, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot import cues
from bot.corpus import Corpus
from bot.lexical import LexicalIndex, Term, stems

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

FEATURES = (
    "dense",  # cosine of question and sentence
    "dense_paragraph",  # cosine of question and paragraph
    "dense_neighbour",  # the higher cosine of the sentences before and after it in its paragraph
    "lexical",  # BM25 of the sentence, as a share of the highest that the question could reach
    "lexical_paragraph",  # BM25 of the paragraph, likewise
    "lexical_window",  # BM25 with each term taken from the best of the sentence and its two neighbours
    "coverage",  # share of the question's words, weighted by IDF, that the sentence holds at all
    "pairs",  # share of the question's neighbouring word pairs that stand together in the sentence too
    "length",  # natural logarithm of 1 + the sentence's number of words
    *(f"holds_{kind}" for kind in cues.KINDS),  # 1 where the question asks for that kind and the sentence holds it
    "spoken",  # 1 for quoted words where the question asks what somebody said
    "spoken_unasked",  # 1 for quoted words where it does not
)


@dataclass(frozen=True, slots=True)
class Dense:
    """Cosines of the question and the pooled sentences, their neighbours and paragraphs; each of shape `(n,)`."""

    sentences: Floats
    before: Floats
    after: Floats
    paragraphs: Floats


@dataclass(frozen=True, slots=True)
class Lexical:
    """
    How the words of a question match every sentence and paragraph.

    :param terms: the question's terms, `t` of them.
    :param matches: BM25 of each term in each sentence, shape `(t, sentences)`.
    :param ideal: the highest that the terms together could reach.
    :param paragraphs: BM25 of the paragraphs as a share of the highest possible, shape `(paragraphs,)`.
    """

    terms: tuple[Term, ...]
    matches: Floats
    ideal: float
    paragraphs: Floats

    @property
    def sentences(self) -> Floats:
        """BM25 of the sentences as a share of the highest possible, shape `(sentences,)`."""
        return np.asarray(self.matches.sum(axis=0) / self.ideal, dtype=np.float32)


def match(question: str, sentences: LexicalIndex, paragraphs: LexicalIndex) -> Lexical:
    """Match the words of a question against both indexes."""
    terms = sentences.terms(question)
    of_paragraphs = paragraphs.terms(question)
    totals = paragraphs.matches(of_paragraphs).sum(axis=0) / _ideal(of_paragraphs)
    return Lexical(tuple(terms), sentences.matches(terms), _ideal(terms), np.asarray(totals, dtype=np.float32))


def features(question: str, corpus: Corpus, pool: Rows, dense: Dense, lexical: Lexical) -> Floats:
    """
    The features of the pooled sentences.

    :param pool: rows of the corpus, shape `(n,)`.
    :return: float32, shape `(n, len(FEATURES))`.
    """
    before, after = corpus.before[pool], corpus.after[pool]
    alone = before == after
    neighbour = np.maximum(np.where(before == pool, -1, dense.before), np.where(after == pool, -1, dense.after))
    matches = lexical.matches[:, pool]
    window = np.maximum(matches, np.maximum(lexical.matches[:, before], lexical.matches[:, after]))
    idf = np.array([[term.idf] for term in lexical.terms], dtype=np.float32).reshape(-1, 1)
    columns = (
        dense.sentences,
        dense.paragraphs,
        np.where(alone, dense.sentences, neighbour),
        matches.sum(axis=0) / lexical.ideal,
        lexical.paragraphs[corpus.paragraph[pool]],
        window.sum(axis=0) / lexical.ideal,
        ((matches > 0) * idf).sum(axis=0) / lexical.ideal,
        _pairs(question, corpus, pool, lexical.terms),
        corpus.length[pool],
        *_kinds(question, corpus, pool),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _ideal(terms: Sequence[Term]) -> float:
    return sum(term.idf for term in terms) or 1.0


def _pairs(question: str, corpus: Corpus, pool: Rows, terms: Sequence[Term]) -> Floats:
    content = {term.stem for term in terms}
    asked = {pair for pair in pairwise(stems(question, corpus.language)) if not content.isdisjoint(pair)}
    shares = [len(asked & corpus.pairs(row)) / max(1, len(asked)) for row in pool.tolist()]
    return np.array(shares, dtype=np.float32)


def _kinds(question: str, corpus: Corpus, pool: Rows) -> Floats:
    """The columns `holds_…`, `spoken` and `spoken_unasked`, shape `(len(KINDS) + 2, n)`."""
    columns = np.zeros((len(cues.KINDS) + 2, len(pool)), dtype=np.float32)
    spoken = corpus.spoken[pool]
    kind = cues.expected(question)
    if kind:
        texts = [corpus.sentences[row].text for row in pool.tolist()]
        columns[cues.KINDS.index(kind)] = cues.held(kind, texts, question)
    columns[-2 if kind == "speech" else -1] = spoken
    return columns
