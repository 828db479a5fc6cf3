"""
Fit the numbers of `bot/reader/calibration.py`: `python -m tests.bench.calibrate --squad FILE --press FILE…`.

The 3rd, 11th, … article of the SQuAD 2.0 file, whole and as single paragraphs, and the 4th, 10th, … release of each
press file are fitted to; the 1st, 5th, … article and the 1st, 7th, … releases are reported on. The reader was
trained on neither; `tests.bench.split` writes the other articles, which it may be trained on.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bot.reader import calibration
from bot.reader.joint import JointReader
from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.corpora import paragraph_corpus, press_corpus, squad_corpus
from tests.bench.figures import table
from tests.bench.reading import FITTED_ARTICLES, FITTED_RELEASES, Read, figures, kept_out, read_all, squad_score
from tests.bench.squad import read_articles

SEED = 0
PENALTY = 1e-3
REFUSED = 0.08  # share of the right answers about releases that the threshold may silence


def fit_rank(parts: Sequence[Sequence[Read]]) -> tuple[float, ...]:
    """Weights of the signals: the parts count the same, however many questions each has."""
    groups = [[r for r in part if r.right.any()] for part in parts]

    def loss(weights: NDArray[np.float64]) -> float:
        total = PENALTY * float(weights @ weights)
        for group in groups:
            for read in group:
                z = read.signals @ weights
                z -= z.max()
                total -= float(np.log(np.exp(z[read.right]).sum() / np.exp(z).sum())) / len(group)
        return total

    best = minimize(loss, np.array(calibration.RANK), method="Nelder-Mead")
    return tuple(round(float(w), 3) for w in best.x)


def fit_chance(parts: Sequence[Sequence[Read]]) -> tuple[float, ...]:
    """Intercept and weights of a logistic regression on the best sentence, the parts counting the same."""
    reads = [r for part in parts for r in part]
    share = np.array([1 / len(part) for part in parts for _ in part])
    traits = np.array([calibration.traits(r.signals, calibration.ranks(r.signals)) for r in reads])
    model = LogisticRegression(C=100.0, max_iter=5000)
    model.fit(traits, [r.found for r in reads], sample_weight=share * len(reads) / len(parts))
    return tuple(round(float(x), 4) for x in (*model.intercept_, *model.coef_[0]))


def fit(parts: Sequence[Sequence[Read]], releases: Sequence[Read]) -> None:
    """Fit all numbers in place and print them."""
    calibration.RANK = fit_rank(parts)
    calibration.ANSWERS = fit_chance(parts)
    sure = [r.chance for r in releases if r.item.kind == "answerable" and r.found]
    calibration.LEAST_ANSWERS = round(float(np.quantile(sure, REFUSED)), 3)
    for name in ("RANK", "ANSWERS", "LEAST_ANSWERS"):
        print(name, "=", getattr(calibration, name))


def main() -> int:
    """Fit, print the numbers, and report on what was kept out."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calibrate", description=__doc__)
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 2.0 articles, .json.gz")
    parser.add_argument("--press", type=Path, nargs="+", required=True, help="press releases with questions, .jsonl")
    options = parser.parse_args()
    rng, encoder, reader = random.Random(SEED), SentenceTransformerEncoder(), JointReader()
    articles = list(read_articles(options.squad))[FITTED_ARTICLES]
    releases = [release for path in options.press for release in press_corpus(path)[FITTED_RELEASES]]
    corpora = squad_corpus(articles, rng), paragraph_corpus(articles, rng), releases
    parts = [read_all(corpus, encoder, reader) for corpus in corpora]
    fit(parts, parts[2])
    rows = [
        f for name, part in zip(("articles", "paragraphs", "releases"), parts, strict=True) for f in figures(name, part)
    ]
    print(table(rows + squad_score("paragraphs", parts[1])))
    print(table(kept_out(options.squad, options.press)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
