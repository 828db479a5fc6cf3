"""
The probability that a sentence speaks of a topic.

Two logistic regressions: the first judges each sentence by itself, the second adds what it takes over from the
sentences before it. `python -m tests.bench.fit_search --press FILE` prints the numbers, and says on what they were
fitted and what they reach.
"""

from __future__ import annotations

import numpy as np

from bot.corpus import Corpus
from bot.features import Floats, Rows
from bot.retriever import Comparison
from bot.search.links import Flags

SIGNALS = (
    "outstanding",  # how far the cosine of topic and sentence is above the mean of its document, in standard deviations
    "paragraph",  # cosine of topic and paragraph
    "outstanding_paragraph",  # how far that is above the mean, likewise
    "lexical",  # BM25 of the sentence, as a share of the highest that the topic could reach
    "coverage",  # share of the topic's words, weighted by IDF, that the sentence holds at all; squared
    "whole",  # 1 where it holds all of them
)
# The intercept first.
ALONE: tuple[float, ...] = (-5.125, 0.285, 7.519, 0.772, 0.528, 2.167, 2.582)
# How much of the probability of the sentence before is taken over, one for each of `links.LINKS`.
CARRIED: tuple[float, ...] = (0.954, 0.045, 0.204, 0.95)
MOST_CARRIED = 0.95
# Intercept, weight of the sentence's own log-odds, weight of the probability taken over.
TOGETHER = (-1.014, 0.828, 2.801)
# Probability from which on a sentence is found: where F2 is highest, which counts recall twice as much as precision.
LEAST = 0.12
LEAST_SPREAD = 1e-4  # of cosines, below which all are alike
CLIP = 1e-4  # probability


def signals(comparison: Comparison, corpus: Corpus) -> Floats:
    """What speaks for each sentence by itself, float32, shape `(sentences, len(SIGNALS))`."""
    paragraphs, lexical = comparison.paragraphs[corpus.paragraph], comparison.lexical
    idf = np.array([[term.idf] for term in lexical.terms], dtype=np.float32).reshape(-1, 1)
    held = lexical.matches > 0
    columns = (
        _outstanding(comparison.dense, corpus.document),
        paragraphs,
        _outstanding(paragraphs, corpus.document),
        lexical.sentences,
        ((held * idf).sum(axis=0) / lexical.ideal) ** 2,
        held.all(axis=0) & bool(len(held)),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def alone(signals: Floats) -> Floats:
    """Probability that each sentence speaks of the topic, judged by itself, shape `(sentences,)`."""
    return _logistic(ALONE[0] + signals @ np.array(ALONE[1:]))


def taken_over(chances: Floats, links: Flags) -> Floats:
    """What each sentence takes over of the highest probability before it, fading with every step."""
    shares = np.minimum(links @ np.array(CARRIED), MOST_CARRIED).tolist()
    result, last, before = [], 0.0, 0.0
    for chance, share in zip(chances.tolist(), shares, strict=True):
        last = max(before, last) * share
        result.append(last)
        before = chance
    return np.array(result, dtype=np.float32)


def together(chances: Floats, links: Flags) -> Floats:
    """Probability that each sentence speaks of the topic, judged with those before it, shape `(sentences,)`."""
    own = np.clip(chances, CLIP, 1 - CLIP)
    intercept, odds, over = TOGETHER
    return _logistic(intercept + odds * np.log(own / (1 - own)) + over * taken_over(chances, links))


def _outstanding(cosines: Floats, document: Rows) -> Floats:
    # Document by document, so that others beside it don't change what is found in one.
    sizes = np.maximum(np.bincount(document), 1)
    apart = cosines - (np.bincount(document, cosines) / sizes)[document]
    spread = np.sqrt(np.bincount(document, apart**2) / sizes)[document]
    return np.where(spread > LEAST_SPREAD, apart / np.maximum(spread, LEAST_SPREAD), 0).astype(np.float32)


def _logistic(z: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-z)), dtype=np.float32)
