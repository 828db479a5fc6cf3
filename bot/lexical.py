"""Lexical matching: BM25 (bm25s) over stems, tolerant of misspelt and derived words."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\w")
POSSESSIVE, APOSTROPHES = re.compile(r"['’]s?$"), frozenset("'’")
# Function words, and the verbs that say how a question is asked, not what about.
STOPWORDS = frozenset(STOPWORDS_EN_PLUS) | {
    "also", "another", "could", "may", "might", "must", "said", "say", "says", "shall", "tell", "told", "us", "whether",
    "would",
}  # fmt: skip
K1, B = 1.5, 0.75  # BM25's usual values; 1.2 and 0.4 ranked no better
MISSPELT = 80  # rapidfuzz ratio, percent: from here on an unknown stem counts as a spelling of a known one
DERIVED = 0.8  # weight of a stem that begins the other or is begun by it
SHORTEST_DERIVED, LONGEST_ENDING = 5, 4  # letters
MOST_DERIVED = 32
SHORTEST_MISSPELT = 4  # letters: shorter stems are one edit away from too many others
STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "it": "italian", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "tr": "turkish",
}  # fmt: skip


def words(text: str) -> list[str]:
    """
    The words of a text, folded for comparison: compatibility form, case, accents and a final 's removed.

    >>> words("Mozyr’s 85,000 tonnes")
    ['mozyr', '85,000', 'tonnes']
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = folded if folded.isascii() else "".join(c for c in folded if not unicodedata.combining(c))
    return [POSSESSIVE.sub("", word) if APOSTROPHES.intersection(word) else word for word in WORD.findall(plain)]


def stems(text: str, language: str | None = None) -> list[str]:
    """
    The words of a text without their endings (Snowball; English where the language is unknown).

    :param language: BCP 47 tag, such as `en` or `ru-RU`.
    """
    algorithm = STEMMERS.get((language or "en").split("-")[0].lower(), "english")
    # One stemmer a call: PyStemmer's objects must not be shared between threads.
    return list(Stemmer.Stemmer(algorithm).stemWords(words(text)))


@dataclass(frozen=True, slots=True)
class Term:
    """
    A word of a question as the index sees it.

    :param idf: inverse document frequency (natural logarithm, Lucene's form), of the first spelling for a word that is
        in no row; the highest for one without spellings.
    :param spellings: the index's stems that count as this word, each with its weight in (0, 1].
    """

    stem: str
    idf: float
    spellings: tuple[tuple[str, float], ...]


class LexicalIndex:
    """BM25 over the rows of a list of texts; row `i` is text `i`."""

    def __init__(self, texts: Sequence[str], language: str | None = None) -> None:
        self.language = language
        self._count = len(texts)
        rows = [stems(text, language) for text in texts]
        self._bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        self._vocabulary: list[str] = []
        self._frequency = Counter(stem for row in rows for stem in set(row))
        if self._frequency:
            self._bm25.index(rows, show_progress=False)
            self._vocabulary = sorted(stem for stem in self._frequency if len(stem) >= SHORTEST_MISSPELT)

    def __len__(self) -> int:
        return self._count

    def terms(self, question: str) -> list[Term]:
        """The content words of a question, each once; all its words if it has none but stop words."""
        kept = [word for word in words(question) if word not in STOPWORDS] or words(question)
        unique = dict.fromkeys(stems(" ".join(kept), self.language))
        return [self._term(stem) for stem in unique if stem]

    def matches(self, terms: Sequence[Term]) -> NDArray[np.float32]:
        """
        What each term adds to the BM25 score of each row.

        :return: float32, shape `(len(terms), len(self))`, each from 0 to below the term's `idf`.
        """
        scores = np.zeros((len(terms), self._count), dtype=np.float32)
        for row, term in zip(scores, terms, strict=True):
            for stem, weight in term.spellings:
                known = self._bm25.get_scores([stem])
                ceiling = term.idf / self._idf(stem)
                np.maximum(row, known * (weight * ceiling), out=row)
        return scores

    def _term(self, stem: str) -> Term:
        spellings = self._spellings(stem)
        # A misspelt word is as rare as the word it stands for.
        known = stem if stem in self._frequency or not spellings else spellings[0][0]
        return Term(stem, self._idf(known), spellings)

    def _idf(self, stem: str) -> float:
        frequency = self._frequency.get(stem, 0)
        return math.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5))

    def _spellings(self, stem: str) -> tuple[tuple[str, float], ...]:
        exact = ((stem, 1.0),) if stem in self._frequency else ()
        if len(stem) < SHORTEST_MISSPELT or stem[0].isdigit():
            return exact
        derived = tuple((other, DERIVED) for other in self._derived(stem))
        if exact or derived:
            return exact + derived
        found = process.extract(stem, self._vocabulary, scorer=fuzz.ratio, score_cutoff=MISSPELT, limit=4)
        return tuple((other, (ratio / 100) ** 2) for other, ratio, _ in found)

    def _derived(self, stem: str) -> list[str]:
        """The known stems that begin a stem or are begun by it: `deliv` for `deliveri`, `belarusian` for `belarus`."""
        if len(stem) < SHORTEST_DERIVED:
            return []
        shortest = max(SHORTEST_DERIVED, len(stem) - LONGEST_ENDING)
        beginnings = [stem[:length] for length in range(shortest, len(stem)) if stem[:length] in self._frequency]
        start = bisect_right(self._vocabulary, stem)
        following = self._vocabulary[start : start + MOST_DERIVED]
        longer = takewhile(lambda other: other.startswith(stem), following)
        return beginnings + [other for other in longer if len(other) - len(stem) <= LONGEST_ENDING]
