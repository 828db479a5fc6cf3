"""
The fitted numbers of retrieval: how features make a rank, a probability, and silence.

None is set by hand: `python -m tests.bench.fit` prints them, and says on what they were fitted and what they reach.
"""

from __future__ import annotations

import numpy as np

from bot.features import FEATURES, Floats

# Listwise logistic regression: P(a sentence is the source | question) is the softmax of its score over the candidates.
RANK = {
    "dense": 7.4,
    "dense_paragraph": 9.006,
    "dense_neighbour": 1.376,
    "lexical": -0.207,
    "lexical_paragraph": 3.577,
    "lexical_window": 6.162,
    "coverage": 2.123,
    "pairs": 2.239,
    "length": 0.26,
    "holds_speech": 0.47,
    "holds_number": 2.669,
    "holds_date": 2.484,
    "holds_person": 1.227,
    "holds_place": 1.596,
    "holds_reason": 1.839,
    "spoken": 2.239,
    "spoken_unasked": 0.297,
}
# Logistic regressions on `signals` of the best sentence, the intercept first.
ANSWERS = (-2.932, 3.843, -0.088, 1.605, -1.602, 0.017, 0.247)
ON_TOPIC = (-6.114, 6.288, 12.694, 1.913, 9.616, 2.799, 0.03)
# A silence is off topic below the first; without the trained reader the bot is silent below the second. Each is where
# 2 % of the right answers about the fitted press releases would be refused; on the releases kept out both together
# refuse 9 %, and silence 62 % of the questions about other documents.
LEAST_ON_TOPIC = 0.241
LEAST_ANSWERS = 0.131

SIGNALS = (
    "dense",
    "dense_paragraph",
    "coverage",
    "lexical_window",
    "pairs",
)  # and the lead over the second best
COLUMNS = [FEATURES.index(name) for name in SIGNALS]
WEIGHTS = np.array([RANK[name] for name in FEATURES], dtype=np.float32)


def rank(features: Floats) -> Floats:
    """
    Scores of sentences, higher is better; only differences mean something.

    :param features: shape `(n, len(FEATURES))`.
    :return: float32, shape `(n,)`.
    """
    return np.asarray(features @ WEIGHTS, dtype=np.float32)


def signals(features: Floats, scores: Floats) -> Floats:
    """What tells how sure the best sentence is: `SIGNALS` and its lead in score (0 for a lone one), shape `(6,)`."""
    best, *others = np.argsort(-scores, kind="stable")[:2].tolist()
    lead = scores[best] - scores[others[0]] if others else 0.0
    return np.append(features[best, COLUMNS], np.float32(lead))


def answers(features: Floats, scores: Floats) -> Floats:
    """
    Probabilities that the sentences answer: the best by `ANSWERS`, the others by their odds against it.

    :return: float32, shape `(n,)`.
    """
    best = _logistic(ANSWERS, signals(features, scores))
    return np.asarray(best * np.exp(scores - scores.max()), dtype=np.float32)


def on_topic(features: Floats, scores: Floats) -> float:
    """Probability that the question is about the documents, answered by them or not."""
    return _logistic(ON_TOPIC, signals(features, scores))


def _logistic(weights: tuple[float, ...], signals: Floats) -> float:
    return float(1 / (1 + np.exp(-(weights[0] + signals @ np.array(weights[1:])))))
