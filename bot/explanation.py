"""Why a sentence was found: what each of its words adds to its likeness with the question."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np

from bot.answer import Abstention, Answer, Passage
from bot.chatbot import Bot
from bot.document import Sentence
from bot.errors import VisitbotError
from embeddings.parts import Parts

# The cosine may be of vectors made elsewhere in shorter numbers, at a cosine above 0.999 with these, which are then
# sqrt(2 - 2 * 0.999) = 0.045 apart. More means that the sentence or the question was another.
MOST_APART = 0.05


class ExplanationError(VisitbotError, ValueError):
    """A match can't be explained."""


@runtime_checkable
class Separable(Protocol):
    """An encoder that can take the vector of a text apart; None if its model can't."""

    def parts(self, text: str) -> Parts | None:
        """Take the vector of one text apart."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """
    A word, or the punctuation beside it; `start` and `end` are half-open code-point offsets into the document.

    :param contribution: what it adds to the cosine of question and sentence; below 0 if it speaks against the match.
    """

    text: str
    start: int
    end: int
    contribution: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    The cosine of question and sentence as a sum over the sentence's words.

    :param words: in the order of the text; those that the model did not read, in a very long sentence, add 0.
    :param dense: the cosine that the passage shows, and the sum of the words' contributions.
    :param shared: the part of it that belongs to no word and is spread over them: that of the two marks which the
        model puts around a sentence, and what rounding differs by between this reading of the sentence and the one
        that was searched. As pooling weighs all pieces of words alike, each piece has the same share.
    """

    words: tuple[Word, ...]
    dense: float
    shared: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape; the contributions sum to `dense`, rounded as a passage shows it, within 1e-6."""
        return {
            "dense": round(self.dense, 6),
            "shared": round(self.shared, 9),
            "words": [
                {"text": w.text, "start": w.start, "end": w.end, "contribution": round(w.contribution, 9)}
                for w in self.words
            ],
        }


def explain(bot: Bot, result: Answer | Abstention) -> Explanation:
    """
    Tell what each word of the source sentence, or of the nearest one, adds to its cosine with the question.

    :param bot: the bot that gave the result.
    :raises ExplanationError: if the result names no sentence, the bot's model does not make vectors that are sums over
        words, or the passage's cosine is not that of its sentence and this question.
    """
    if result.passage is None:
        raise ExplanationError("no sentence was compared with the question, so there is no match to explain")
    encoder = bot.encoder
    parts = encoder.parts(result.passage.sentence.text) if isinstance(encoder, Separable) else None
    if parts is None:
        raise ExplanationError(
            f"the model {encoder.name} can't tell what each word adds; "
            "use the embedded model, or another BERT with mean pooling"
        )
    question = encoder.encode([result.question])[0]
    return _explanation(result.passage, parts, (parts.vectors @ question).astype(np.float64))


def _explanation(passage: Passage, parts: Parts, added: np.ndarray[Any, np.dtype[np.float64]]) -> Explanation:
    """
    Sum what the pieces add into the words that hold them.

    :param added: what each piece adds to the cosine, shape (n,).
    """
    sentence, dense = passage.sentence, passage.dense
    if abs(added.sum() - dense) > MOST_APART:
        raise ExplanationError(
            f"question and sentence have the cosine {added.sum():.3f} and not {dense:.3f} as found; "
            "explain a result with the bot that gave it"
        )
    spans = list(_words(sentence.text))
    inside = parts.spans[:, 0] < parts.spans[:, 1]
    if not inside.any():
        return Explanation((_word(sentence, 0, len(sentence.text), dense),), dense, dense)
    starts = [start for start, _ in spans]
    places = np.array([bisect_right(starts, start) - 1 for start in parts.spans[inside, 0].tolist()]).clip(0)
    shared = float(dense - added[inside].sum())
    sums = np.bincount(places, added[inside] + shared / len(places), len(spans))
    words = (_word(sentence, *span, amount) for span, amount in zip(spans, sums.tolist(), strict=True))
    return Explanation(tuple(words), dense, shared)


def _word(sentence: Sentence, start: int, end: int, contribution: float) -> Word:
    """The word at an offset into the sentence."""
    return Word(sentence.text[start:end], sentence.start + start, sentence.start + end, contribution)


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand, and the punctuation before and after each."""
    for run in re.finditer(r"\S+", text):
        start, end = run.span()
        first = next((i for i in range(start, end) if not _is_punctuation(text[i])), end)
        last = next((i for i in range(end, first, -1) if not _is_punctuation(text[i - 1])), first)
        yield from ((a, b) for a, b in ((start, first), (first, last), (last, end)) if a < b)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")
