"""Risk and coverage: how many questions are answered, and how many of the answers are wrong, at every threshold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.document import Sentence
from bot.reader import calibration
from bot.reader.joint import JointReader
from bot.visits import visit
from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.corpora import Corpus, Item, press_corpus
from tests.bench.figures import Figure
from tests.bench.reading import Read, read_all

RISKS = (0.02, 0.05, 0.1)


def own(questions: Path, releases: Path) -> list[Read]:
    """The project's own questions, none of which any number was fitted to."""
    corpus: Corpus = [(visit(), [_item(json.loads(line)) for line in questions.read_text("utf-8").splitlines()])]
    return read_all([*corpus, *press_corpus(releases)], SentenceTransformerEncoder(), JointReader(), strange=0)


def figures(reads: Sequence[Read]) -> list[Figure]:
    """Coverage at fixed risks, and both at the bot's threshold."""
    coverage, risk, thresholds = curve(reads)
    here = int(np.searchsorted(-thresholds, -calibration.LEAST_ANSWERS, side="right")) - 1
    rows = [("answered, at the bot's threshold", float(coverage[here])), ("wrong among these", float(risk[here]))]
    for most in RISKS:
        within = np.flatnonzero(risk <= most)
        rows.append(
            (f"answered, at most {most:.0%} of them wrong", float(coverage[within[-1]]) if len(within) else 0.0)
        )
    return [Figure("risk and coverage", name, value, "", f"{len(reads)} questions") for name, value in rows]


def curve(reads: Sequence[Read]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """
    Answer the surest question first, then the next.

    :return: the share of all questions answered, the share of wrong ones among these (a wrong sentence, or an answer
        where the document doesn't say), and the threshold that does it; each of shape `(len(reads),)`.
    """
    chances = np.array([r.chance for r in reads])
    order = np.argsort(-chances, kind="stable")
    wrong = np.array([not r.found for r in reads])[order]
    answered = np.arange(1, len(reads) + 1)
    return answered / len(reads), wrong.cumsum() / answered, chances[order]


def draw(reads: Sequence[Read], path: Path) -> None:
    """The curve as a picture; matplotlib is the field's standard for it, and its licence is BSD-like."""
    from matplotlib.figure import Figure as Picture

    coverage, risk, thresholds = curve(reads)
    answerable = float(np.mean([r.item.kind == "answerable" for r in reads]))
    picture = Picture(figsize=(6, 4), layout="constrained")
    axes = picture.subplots()
    axes.plot(100 * coverage, 100 * risk)
    here = int(np.searchsorted(-thresholds, -calibration.LEAST_ANSWERS, side="right")) - 1
    axes.plot(100 * coverage[here], 100 * risk[here], "o", label="the bot's threshold")
    axes.axvline(100 * answerable, linestyle=":", label="questions that have an answer")
    axes.set(xlabel="questions answered, %", ylabel="wrong among the answers, %", xlim=(0, 100), ylim=(0, None))
    axes.legend()
    picture.savefig(path, dpi=120, metadata={"Software": None})


def _item(record: dict[str, object]) -> Item:
    sources = record["source"]
    assert isinstance(sources, list)

    def marks(sentence: Sentence) -> bool:
        return any(source in sentence.text for source in sources)

    kind = "answerable" if sources else "off_topic" if record["kind"] == "offtopic" else "near_miss"
    return Item(str(record["question"]), kind, marks if sources else None)
