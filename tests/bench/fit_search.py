"""
Fit the numbers of `bot/search/relevance.py`: `python -m tests.bench.fit_search --press FILE`.

Fitted to topics of the project's invented releases and of six more in FILE, judged by hand sentence by sentence; each
release is judged by a regression on the others before the second one and the threshold are fitted. Nothing is fitted to
the visit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.document import Document
from bot.features import Floats
from bot.retriever import Retriever
from bot.search import relevance
from bot.search.links import Flags, links
from bot.search.topics import subject
from bot.visits import visit
from embeddings.encoder import Encoder, SentenceTransformerEncoder
from tests.bench.search import RELEASES, Gold, releases, visit_topics

STRENGTH = 0.1  # of the second regression's pull to no weight at all, for all topics together
START = (-1.0, 1.0, 3.0, 0.5, 0.5, 0.5, 0.5)  # of TOGETHER and CARRIED; a search from zeros gets stuck
BETA = 2  # recall counts twice as much as precision where the threshold is chosen


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A topic on its document.

    :param signals: shape `(sentences, len(SIGNALS))`.
    :param relevant: which sentences speak of it, shape `(sentences,)`.
    """

    signals: Floats
    links: Flags
    relevant: NDArray[np.bool_]


def judge(document: Document, topics: Sequence[Gold], encoder: Encoder) -> list[Judged]:
    """The signals of every topic of a document."""
    retriever = Retriever.build([document], encoder)
    hung, judged = links(retriever.corpus), []
    for gold in topics:
        found = relevance.signals(retriever.compare(subject(gold.topic)), retriever.corpus)
        relevant = np.array([sentence.id in gold.sentences for sentence in document.sentences])
        judged.append(Judged(found, hung, relevant))
    return judged


def fit_alone(judged: Sequence[Judged]) -> tuple[float, ...]:
    """Intercept and weights of the signals: a logistic regression in which none may speak against a sentence."""
    signals = np.concatenate([j.signals for j in judged])
    relevant = np.concatenate([j.relevant for j in judged])
    spread = signals.std(axis=0) + 1e-6
    rows = np.column_stack([np.ones(len(signals)), signals / spread])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = rows @ weights
        pull = np.append(0.0, weights[1:])
        total = float(np.logaddexp(0, z).sum() - z[relevant].sum() + 0.5 * pull @ pull)
        return total, rows.T @ (1 / (1 + np.exp(-z)) - relevant) + pull

    bounds = [(None, None), *[(0.0, None)] * len(relevance.SIGNALS)]
    best = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return tuple(round(float(x), 3) for x in (best.x[0], *(best.x[1:] / spread)))


def fit_together(judged: Sequence[Judged], chances: Sequence[Floats]) -> None:
    """Set TOGETHER and CARRIED to those of the least log loss on what was judged by others."""

    def loss(numbers: NDArray[np.float64]) -> float:
        _take(numbers)
        total = STRENGTH * float(numbers[1:] @ numbers[1:])
        for j, alone in zip(judged, chances, strict=True):
            p = np.clip(relevance.together(alone, j.links), 1e-6, 1 - 1e-6)
            total -= float(np.log(np.where(j.relevant, p, 1 - p)).sum())
        return total

    bounds = [(None, None), (0, None), (0, None), *[(0.0, 1.0)] * len(relevance.CARRIED)]
    best = minimize(
        loss, np.array(START), method="Nelder-Mead", bounds=bounds, options={"maxiter": 2000, "xatol": 1e-3}
    )
    _take(best.x)


def _take(numbers: NDArray[np.float64]) -> None:
    intercept, odds, over, *carried = (round(float(x), 3) for x in numbers)
    relevance.TOGETHER, relevance.CARRIED = (intercept, odds, over), tuple(carried)


def fit_least(judged: Sequence[Judged], chances: Sequence[Floats]) -> float:
    """The threshold of the highest F measure that counts recall BETA times as much as precision."""
    scores = np.concatenate([relevance.together(alone, j.links) for j, alone in zip(judged, chances, strict=True)])
    relevant = np.concatenate([j.relevant for j in judged])

    def measure(least: float) -> float:
        found = scores >= least
        return float((1 + BETA**2) * (found & relevant).sum() / (BETA**2 * relevant.sum() + found.sum()))

    return max(np.arange(0.01, 0.6, 0.01).round(2).tolist(), key=measure)


def report(name: str, judged: Sequence[Judged], chances: Sequence[Floats]) -> None:
    """Print recall and precision at several thresholds."""
    scores = np.concatenate([relevance.together(alone, j.links) for j, alone in zip(judged, chances, strict=True)])
    relevant = np.concatenate([j.relevant for j in judged])
    for least in sorted({relevance.LEAST, 0.05, 0.1, 0.2, 0.3, 0.5}):
        found = scores >= least
        right = int((found & relevant).sum())
        print(
            f"{name}, from {least}: recall {right / relevant.sum():.3f} of {relevant.sum()},"
            f" precision {right / found.sum():.3f} of {found.sum()}"
        )


def main() -> int:
    """Fit, print the numbers, and report."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.fit_search", description="Fit bot/search/relevance.py."
    )
    parser.add_argument("--press", type=Path, required=True, help="press releases, .jsonl")
    options, encoder = parser.parse_args(), SentenceTransformerEncoder()
    groups = [
        judge(document, topics, encoder) for path in (RELEASES, options.press) for document, topics in releases(path)
    ]
    judged, chances = [j for group in groups for j in group], []
    for n, group in enumerate(groups):
        relevance.ALONE = fit_alone([j for m, other in enumerate(groups) if m != n for j in other])
        chances += [relevance.alone(j.signals) for j in group]
    fit_together(judged, chances)
    relevance.LEAST = fit_least(judged, chances)
    relevance.ALONE = fit_alone(judged)
    for name in ("ALONE", "CARRIED", "TOGETHER", "LEAST"):
        print(name, "=", getattr(relevance, name))
    report("releases, each judged by the others", judged, chances)
    report("releases, fitted to", judged, [relevance.alone(j.signals) for j in judged])
    unseen = judge(visit(), visit_topics(), encoder)
    report("visit", unseen, [relevance.alone(j.signals) for j in unseen])
    return 0


if __name__ == "__main__":
    sys.exit(main())
