"""
Fit the numbers of `bot/weights.py`: `python -m tests.bench.fit --squad FILE --press FILE`.

Ranking: a listwise logistic regression (softmax over each question's candidates) on SQuAD 1.1 articles and press
releases, both in equal parts. Probabilities: logistic regressions on the best sentence of held-in questions, with
near-miss questions and questions about other documents as the negative ones. One release in six is kept out and
reported on, as is any `--report` file of SQuAD 2.0.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from bot import Document, weights
from bot.features import FEATURES, Floats
from bot.retriever import Retriever
from embeddings.encoder import Encoder, SentenceTransformerEncoder
from tests.bench.corpora import Corpus, Item, press_corpus, squad_corpus
from tests.bench.squad import read_articles

ARTICLES = 40  # of SQuAD, drawn with a fixed seed: more did not raise the figures
SEED = 0
PENALTY = 1e-4
KEPT_OUT = 6  # one release in so many is reported on and never fitted to
REFUSED = 0.02  # share of right answers that each threshold may silence
STRANGE = 8  # questions of other documents asked of each document


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question's candidates.

    :param features: float32, shape `(n, len(FEATURES))`.
    :param right: which candidates are right sources, shape `(n,)`.
    :param kind: `answerable`, `near_miss` or `off_topic`.
    """

    features: Floats
    right: NDArray[np.bool_]
    kind: str


class CachedEncoder:
    """An encoder that embeds a list of texts once and looks them up afterwards."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Floats] = {}
        self.name, self.fingerprint, self.dim = encoder.name, encoder.fingerprint, encoder.dim

    def encode(self, texts: Sequence[str], *, progress: bool = False) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, self.dim), np.float32)


def ask_all(corpus: Corpus, encoder: CachedEncoder, rng: random.Random) -> list[Asked]:
    """The candidates of every question on its own document, and of STRANGE questions on the next one."""
    asked = []
    others = corpus[1:] + corpus[:1]
    for (document, items), (_, foreign) in tqdm(list(zip(corpus, others, strict=True)), desc="documents"):
        strange = [Item(item.text, "off_topic") for item in rng.sample(foreign, min(STRANGE, len(foreign)))]
        retriever = Retriever.build([document], encoder)
        encoder.encode([item.text for item in items + strange])
        asked += [_asked(retriever, document, item) for item in items + strange]
    return asked


def _asked(retriever: Retriever, document: Document, item: Item) -> Asked:
    found = retriever.candidates(item.text)
    sentences = [document.sentences[row] for row in found.rows.tolist()]
    right = np.array([item.marks is not None and item.marks(s) for s in sentences], dtype=np.bool_)
    return Asked(found.features, right, item.kind)


def fit_rank(parts: Sequence[Sequence[Asked]]) -> dict[str, float]:
    """Weights of the features: the parts count the same, however many questions each has."""
    groups = [[a for a in part if a.right.any()] for part in parts]
    spread = np.concatenate([a.features for group in groups for a in group]).std(axis=0) + 1e-6

    def loss(scaled: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = PENALTY * float(scaled @ scaled), 2 * PENALTY * scaled
        for group in groups:
            for a in group:
                x = a.features / spread
                z = x @ scaled
                every = np.exp(z - z.max())
                every /= every.sum()
                right = every * a.right
                total -= float(np.log(right.sum() + 1e-30)) / len(group)
                gradient = gradient + (every - right / (right.sum() + 1e-30)) @ x / len(group)
        return total, gradient

    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B")
    return {name: round(float(w), 3) for name, w in zip(FEATURES, best.x / spread, strict=True)}


def fit_chance(signals: Floats, target: NDArray[np.bool_]) -> tuple[float, ...]:
    """Intercept and weights of a logistic regression."""
    model = LogisticRegression(C=100.0, max_iter=2000).fit(signals, target)
    return tuple(round(float(x), 3) for x in (*model.intercept_, *model.coef_[0]))


def best(asked: Asked) -> tuple[Floats, bool]:
    """The signals of the best candidate by the present weights, and whether it is right."""
    scores = weights.rank(asked.features)
    return weights.signals(asked.features, scores), bool(asked.right[int(np.argmax(scores))])


def fit_silence(parts: Sequence[Sequence[Asked]], releases: Sequence[Asked]) -> dict[str, Any]:
    """Both probabilities on all parts, and the thresholds that refuse REFUSED of the right answers on releases."""
    asked = [a for part in parts for a in part]
    signals, right = (np.array(column) for column in zip(*map(best, asked), strict=True))
    topical = np.array([a.kind != "off_topic" for a in asked])
    weights.ANSWERS, weights.ON_TOPIC = fit_chance(signals, right), fit_chance(signals, topical)
    sure = [_chances(a) for a in releases if best(a)[1]]
    answers, on_topic = (round(float(np.quantile(column, REFUSED)), 3) for column in zip(*sure, strict=True))
    weights.LEAST_ANSWERS, weights.LEAST_ON_TOPIC = answers, on_topic
    names = ("ANSWERS", "ON_TOPIC", "LEAST_ON_TOPIC", "LEAST_ANSWERS")
    return {name: getattr(weights, name) for name in names}


def _chances(asked: Asked) -> tuple[float, float]:
    scores = weights.rank(asked.features)
    return float(weights.answers(asked.features, scores).max()), weights.on_topic(asked.features, scores)


def _silent(asked: Asked) -> bool:
    answers, on_topic = _chances(asked)
    return answers < weights.LEAST_ANSWERS or on_topic < weights.LEAST_ON_TOPIC


def report(name: str, asked: Sequence[Asked]) -> None:
    """Print what the present weights reach on some questions."""
    answerable = [a for a in asked if a.kind == "answerable"]
    right = [a for a in answerable if best(a)[1]]
    print(f"{name}: hit@1 {len(right) / len(answerable):.3f} of {len(answerable)}", end="")
    for label, group in (
        ("right ones refused", right),
        ("near misses silent", [a for a in asked if a.kind == "near_miss"]),
        ("off-topic silent", [a for a in asked if a.kind == "off_topic"]),
    ):
        if group:
            print(f", {label} {np.mean([_silent(a) for a in group]):.3f} of {len(group)}", end="")
    print()


def main() -> int:
    """Fit, print the numbers, and report on what was kept out."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fit", description="Fit bot/weights.py.")
    parser.add_argument("--squad", type=Path, required=True, help="SQuAD 1.1 training articles, .json.gz")
    parser.add_argument("--press", type=Path, required=True, help="press releases with questions, .jsonl")
    parser.add_argument("--report", type=Path, help="SQuAD 2.0 articles to report on: every second one is fitted to")
    options = parser.parse_args()
    rng, encoder = random.Random(SEED), CachedEncoder(SentenceTransformerEncoder())

    def asked(corpus: Corpus) -> list[Asked]:
        return ask_all(corpus, encoder, rng)

    articles = rng.sample(list(read_articles(options.squad)), ARTICLES)
    releases = press_corpus(options.press)
    kept_out = releases[::KEPT_OUT]
    squad = asked(squad_corpus(articles, rng))
    press = asked([release for n, release in enumerate(releases) if n % KEPT_OUT])
    near = list(read_articles(options.report)) if options.report else []
    near_in = asked(squad_corpus(near[1::2], rng)) if near else []

    weights.RANK = fit_rank([squad, press])
    weights.WEIGHTS = np.array([weights.RANK[name] for name in FEATURES], dtype=np.float32)
    print("RANK =", json.dumps(weights.RANK, indent=4))
    for name, value in fit_silence([squad, press, near_in], press).items():
        print(name, "=", value)
    report("articles, fitted to", squad)
    report("releases, fitted to", press)
    report("releases, kept out", asked(kept_out))
    if near:
        report("SQuAD 2.0 articles, kept out", asked(squad_corpus(near[::2], rng)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
