"""
The fitted numbers of the reader: how its scores and the retriever's make a rank, a probability, and silence.

None is set by hand: `python -m tests.bench.calibrate` prints them, and what they reach on what they were not fitted to.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.features import Floats

SIGNALS = ("margin", "judged", "retrieved")  # of a sentence, as `Candidate.signals` gives them
# Listwise logistic regression: P(a sentence is the source | question) is the softmax of its score over the sentences.
RANK = (0.343, -0.124, 0.555)
# Logistic regression on `traits` of the best sentence, the intercept first.
ANSWERS = (0.2542, 0.1061, 0.244, 0.313, 0.0187)
# Below it the bot is silent: where 8 % of the right answers about the fitted releases would be refused.
LEAST_ANSWERS = 0.18


def ranks(signals: Sequence[Sequence[float]]) -> Floats:
    """
    Scores of sentences, higher is better; only differences mean something.

    :param signals: `SIGNALS` of each sentence, shape `(n, 3)`.
    :return: float32, shape `(n,)`.
    """
    return np.asarray(np.array(signals) @ np.array(RANK), dtype=np.float32)


def traits(signals: Sequence[Sequence[float]], scores: Floats) -> Floats:
    """What tells how sure the best sentence is: its signals and its lead in score (0 for a lone one), shape `(4,)`."""
    best, *others = np.argsort(-scores, kind="stable")[:2].tolist()
    lead = float(scores[best] - scores[others[0]]) if others else 0.0
    return np.array([*signals[best], lead], dtype=np.float32)


def chances(signals: Sequence[Sequence[float]], scores: Floats) -> Floats:
    """
    Probabilities that the sentences answer: the best by `ANSWERS`, the others by their odds against it.

    :return: float32, shape `(n,)`.
    """
    logit = ANSWERS[0] + float(traits(signals, scores) @ np.array(ANSWERS[1:]))
    return np.asarray(np.exp(scores - scores.max()) / (1 + np.exp(-logit)), dtype=np.float32)
