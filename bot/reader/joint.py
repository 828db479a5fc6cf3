"""The trained reader: reads question and passages together, picks the sentence, narrows the quote, judges silence."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from bot.answer import Passage
from bot.document import Document, Sentence
from bot.features import Floats
from bot.reader import calibration, shipped
from bot.reader.parts import Part, Parts
from bot.reader.tokens import PairTokenizer
from bot.reader.types import Reading
from embeddings import model as embedded

if TYPE_CHECKING:
    from bot.reader.scorer import Scorer, Scores

WINDOWS = 3  # read for a question at least: the right one is among them for 93 % on releases, 96 % on articles
TOKENS = 240  # of all windows together, where these are short and more are read
LONGEST = 40  # tokens of a quote


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    The best words of one sentence, with what speaks for them.

    :param passage: the sentence; its score is still the retriever's.
    :param margin: logit of these words less that of no answer in the window.
    :param judged: logit that the window answers at all.
    """

    passage: Passage
    start: int
    end: int
    margin: float
    judged: float

    @property
    def signals(self) -> tuple[float, float, float]:
        """Margin, judgement and the logarithm of the retriever's probability."""
        return self.margin, self.judged, math.log(max(self.passage.score, 1e-6))


class JointReader:
    """
    Reads the windows around the best passages with the trained model; the first use loads it.

    Safe to share between threads. Documents are forgotten when nobody else holds them.
    """

    least = calibration.LEAST_ANSWERS
    fingerprint = shipped.SHA256

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scorer: Scorer | None = None
        self._documents: WeakKeyDictionary[Document, Parts] = WeakKeyDictionary()

    def warm_up(self, documents: Sequence[Document] = ()) -> None:
        """
        Load the model and split the documents into tokens now, so that the first question doesn't wait.

        :raises ModelError: if the weights are damaged or the embedded model is missing.
        """
        scorer = self._ready()
        for document in documents:
            self._parts(document, scorer.tokenizer)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """The best words of each sentence read, the likeliest answer first; none without passages."""
        found = self.candidates(question, passages)
        if not found:
            return []
        scores = calibration.ranks([candidate.signals for candidate in found])
        chances = calibration.chances([candidate.signals for candidate in found], scores)
        order = np.argsort(-scores, kind="stable").tolist()
        return [_reading(found[i], float(chances[i])) for i in order]

    def candidates(self, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        """The best words of every sentence in the windows that the passages lead to."""
        scorer = self._ready()
        chosen = self._chosen(passages, scorer.tokenizer)
        asked = scorer.tokenizer.question(question)
        scores = scorer.score([scorer.tokenizer.pair(asked, part.tokens) for _, part in chosen])
        known = {(id(p.document), p.sentence.start): p for p in passages}
        best: dict[tuple[int, int], Candidate] = {}
        for (document, part), score in zip(chosen, scores, strict=True):
            for sentence, start, end, margin in _words(part, score):
                key = id(document), sentence.start
                if (passage := known.get(key)) is None:
                    continue  # context from outside the retriever's candidates
                candidate = Candidate(passage, start, end, margin, score.judged)
                if key not in best or candidate.margin > best[key].margin:
                    best[key] = candidate
        return list(best.values())

    def _chosen(self, passages: Sequence[Passage], tokenizer: PairTokenizer) -> list[tuple[Document, Part]]:
        """The windows to read, those first that own the best passages' sentences: WINDOWS, and more within TOKENS."""
        chosen: dict[tuple[int, int], tuple[Document, Part]] = {}
        tokens = 0
        for passage in passages:
            part = self._parts(passage.document, tokenizer).owning(passage.sentence)
            if (key := (id(passage.document), part.window.start)) in chosen:
                continue
            tokens += len(part.tokens.numbers)
            if len(chosen) >= WINDOWS and tokens > TOKENS:
                break
            chosen[key] = passage.document, part
        return list(chosen.values())

    def _parts(self, document: Document, tokenizer: PairTokenizer) -> Parts:
        with self._lock:
            found = self._documents.get(document)
        if found is None:
            found = Parts.of(document, tokenizer)
            with self._lock:
                self._documents[document] = found
        return found

    def _ready(self) -> Scorer:
        with self._lock:
            if self._scorer is None:
                from bot.reader.scorer import Scorer  # late: torch and transformers take seconds to import

                folder = embedded.embedded_folder()
                embedded.verify(folder)  # the encoder may be another model, whose loading has not checked this one
                self._scorer = Scorer(folder)
            return self._scorer


def best_span(start: Floats, end: Floats) -> tuple[int, int, float]:
    """
    The span of at most LONGEST tokens with the highest sum of logits.

    :param start: logits that it begins at a token, shape `(n,)`.
    :param end: logits that it ends there, likewise.
    :return: its first and last token, and the sum.

    >>> best_span(np.array([0, 2, 1]), np.array([3, 0, 1]))
    (0, 0, 3.0)
    """
    sums = start[:, None] + end[None, :] + 0.0
    places = np.arange(len(start))
    far = (places[None, :] < places[:, None]) | (places[None, :] >= places[:, None] + LONGEST)
    sums[far] = -np.inf
    first, last = divmod(int(np.argmax(sums)), len(start))
    return first, last, float(sums[first, last])


def _words(part: Part, scores: Scores) -> Iterator[tuple[Sentence, int, int, float]]:
    """The best words of each sentence of a window: their offsets in the document and their margin."""
    for sentence, (first, end) in zip(part.window.sentences, part.ranges, strict=True):
        if first < end:
            a, b, logit = best_span(scores.start[first:end], scores.end[first:end])
            offsets = part.tokens.offsets[first:end] + part.window.start
            yield sentence, int(offsets[a, 0]), int(offsets[b, 1]), logit - scores.none


def _reading(candidate: Candidate, chance: float) -> Reading:
    return Reading(replace(candidate.passage, score=chance), candidate.start, candidate.end, chance)
