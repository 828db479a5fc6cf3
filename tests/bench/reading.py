"""What the reader makes of questions whose answers are known, and the figures that follow."""

from __future__ import annotations

import random
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from bot.chatbot import PASSAGES
from bot.reader import calibration
from bot.reader.joint import JointReader
from bot.retriever import Retriever
from embeddings.encoder import Encoder, SentenceTransformerEncoder
from tests.bench.corpora import Corpus, Item, paragraph_corpus, press_corpus, squad_corpus
from tests.bench.figures import Figure, share
from tests.bench.squad import read_articles

SEED = 1
# SQuAD's articles and the releases of each file, counted from 0, of which nothing was fitted to any,
REPORTED_ARTICLES, REPORTED_RELEASES = slice(0, None, 4), slice(0, None, 6)
# and those that the numbers of `calibration.py` are fitted to. The articles left are for training.
FITTED_ARTICLES, FITTED_RELEASES = slice(2, None, 8), slice(3, None, 6)
TRAINED_ARTICLES = slice(1, None, 2), slice(6, None, 8)
STRANGE = 8  # questions of the next document asked of each, at most
ARTICLE = re.compile(r"\b(?:a|an|the)\b")
NO_MARKS = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Read:
    """
    One question's candidates.

    :param signals: `calibration.SIGNALS` of each sentence read, shape `(n, 3)`.
    :param right: which sentences are right sources, shape `(n,)`.
    :param quotes: their best words.
    """

    item: Item
    signals: NDArray[np.float64]
    right: NDArray[np.bool_]
    quotes: tuple[str, ...]

    @property
    def best(self) -> int:
        """Which candidate the present weights put first."""
        return int(np.argmax(calibration.ranks(self.signals)))

    @property
    def found(self) -> bool:
        """Whether that is a right source."""
        return bool(self.right[self.best])

    @property
    def chance(self) -> float:
        """The calibrated probability that it answers."""
        return float(calibration.chances(self.signals, calibration.ranks(self.signals)).max())

    @property
    def silent(self) -> bool:
        """Whether the bot would not answer."""
        return self.chance < calibration.LEAST_ANSWERS


def kept_out(squad: Path | None, press: Sequence[Path]) -> list[Figure]:
    """Figures on what neither the reader nor a number was fitted to."""
    rng, encoder, reader = random.Random(SEED), SentenceTransformerEncoder(), JointReader()
    result = []
    if squad:
        articles = list(read_articles(squad))[REPORTED_ARTICLES]
        result += figures("whole articles", read_all(squad_corpus(articles, rng), encoder, reader))
        reads = read_all(paragraph_corpus(articles, rng), encoder, reader)
        result += squad_score("single paragraphs", reads) + figures("single paragraphs", reads)
    if press:
        releases = [release for path in press for release in press_corpus(path)[REPORTED_RELEASES]]
        result += figures("press releases", read_all(releases, encoder, reader))
    return result


def read_all(corpus: Corpus, encoder: Encoder, reader: JointReader, *, strange: int = STRANGE) -> list[Read]:
    """The candidates of every question on its own document, and of some questions on the next one."""
    reads = []
    others = corpus[1:] + corpus[:1]
    for (document, items), (_, foreign) in tqdm(list(zip(corpus, others, strict=True)), desc="reading", disable=None):
        retriever = Retriever.build([document], encoder)
        for item in [*items, *(Item(item.text, "off_topic") for item in foreign[:strange])]:
            found = retriever.retrieve(item.text, PASSAGES)
            candidates = reader.candidates(item.text, found.passages)
            if candidates:
                marks = item.marks or (lambda sentence: False)
                right = np.array([bool(marks(c.passage.sentence)) for c in candidates])
                quotes = tuple(document.text[c.start : c.end] for c in candidates)
                reads.append(Read(item, np.array([c.signals for c in candidates]), right, quotes))
    return reads


def figures(group: str, reads: Sequence[Read]) -> list[Figure]:
    """Both errors, the share found when an answer is forced, and how well near misses are told apart."""
    answerable = [r for r in reads if r.item.kind == "answerable"]
    near = [r for r in reads if r.item.kind == "near_miss"]
    strange = [r for r in reads if r.item.kind == "off_topic"]
    result = [
        share(group, "right sentence, answer forced", sum(r.found for r in answerable), len(answerable)),
        share(
            group, "right sentence, silence allowed", sum(r.found and not r.silent for r in answerable), len(answerable)
        ),
        share(group, "answerable but silent", sum(r.silent for r in answerable), len(answerable)),
    ]
    if near:
        result += [
            share(group, "near misses silent", sum(r.silent for r in near), len(near)),
            auroc(group, answerable, near),
        ]
    if strange:
        result.append(share(group, "off topic silent", sum(r.silent for r in strange), len(strange)))
    return result


def auroc(group: str, answerable: Sequence[Read], near: Sequence[Read]) -> Figure:
    """How well the probability tells answerable questions from near misses: area under the ROC curve."""
    truth = [1] * len(answerable) + [0] * len(near)
    area = float(roc_auc_score(truth, [r.chance for r in (*answerable, *near)]))
    return Figure(group, "answerable against near misses, AUROC", area, "", f"{len(answerable)} and {len(near)}")


def squad_score(group: str, reads: Sequence[Read]) -> list[Figure]:
    """Exact match and F1 as SQuAD 2.0 counts them (Rajpurkar et al. 2018), percent."""
    asked = [r for r in reads if r.item.kind != "off_topic"]
    pairs = [(r, "" if r.silent else r.quotes[r.best]) for r in asked]
    f1 = [max((word_f1(quote, a) for a in r.item.answers), default=float(not quote)) for r, quote in pairs]
    exact = [any(_words(quote) == _words(a) for a in r.item.answers or {""}) for r, quote in pairs]
    note = f"{len(asked)} questions"
    return [
        Figure(group, "exact match", 100 * float(np.mean(exact)), "%", note),
        Figure(group, "F1", 100 * float(np.mean(f1)), "%", note),
    ]


def word_f1(quote: str, answer: str) -> float:
    """
    Harmonic mean of precision and recall over words, without articles and punctuation.

    >>> word_f1("the red house", "red")
    0.6666666666666666
    """
    mine, right = _words(quote), _words(answer)
    if not mine or not right:
        return float(mine == right)
    common = sum((Counter(mine) & Counter(right)).values())
    return 2 * common / (len(mine) + len(right))


def _words(text: str) -> list[str]:
    return ARTICLE.sub(" ", text.lower().translate(NO_MARKS)).split()
