"""The parts of an English question: how it asks, and the phrases before and after its verb."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.followups import verbs
from bot.followups.lexicon import AUXILIARIES, BE, PLACES, WH
from bot.quotations.lexicon import ADVERBS, DETERMINERS

Range = tuple[int, int]  # half-open, code points of the question

TOKEN = re.compile(r"(?:St|Mr|Mrs|Ms|Dr)\.(?=\s)|\d+(?:[.,]\d+)*%?|[^\W_]+(?:[-’'.][^\W_]+)*|[^\w\s]|_")
MEASURES = frozenset(("much", "many"))
OPENERS = frozenset(("what", "which", "whose"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a question; half-open, code points."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def is_verb(self) -> bool:
        """Whether the word can be a verb, to judge by its form."""
        return self.low in verbs.FORMS and not self.is_capital


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question taken apart; a part that is not there, or can't be told, is None.

    :param opening: the words that ask: `How much oil`, `In which city`, `When`.
    :param measured: the noun of `how much`, `how many`, `what` or `which` in the opening.
    :param auxiliary: the auxiliary verb after the opening.
    :param subject: the phrase between auxiliary and verb.
    :param verb: the verb.
    :param object: the phrase after the verb.
    """

    text: str
    words: tuple[Word, ...]
    opening: Range | None = None
    measured: Range | None = None
    auxiliary: Range | None = None
    subject: Range | None = None
    verb: Range | None = None
    object: Range | None = None

    @classmethod
    def read(cls, text: str) -> Question:
        """Take a question apart."""
        return _Reading(text).question()

    def part(self, span: Range | None) -> str:
        """The words of a part, "" for None."""
        return self.text[span[0] : span[1]] if span else ""

    @property
    def first(self) -> str:
        """The first word in lower case, "" in a question without words."""
        return self.words[0].low if self.words else ""

    @property
    def body(self) -> str:
        """The question without what ends it."""
        return self.text.strip().rstrip("?!. ")

    @property
    def is_be(self) -> bool:
        """Whether the auxiliary is a form of `be`."""
        return self.part(self.auxiliary).lower() in BE


def tokens(text: str) -> tuple[Word, ...]:
    """The words and marks of a text."""
    return tuple(Word(m.start(), m.end(), m[0], m[0].lower().replace("’", "'")) for m in TOKEN.finditer(text))


class _Reading:
    """One pass over a question's words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tokens(text)
        self.at = 0

    def question(self) -> Question:
        opening, measured = self._opening()
        auxiliary = self._while(lambda word, taken: word.low in AUXILIARIES and not taken)
        subject = self._phrase() if auxiliary else None
        while self._low() in ADVERBS and self._low() not in AUXILIARIES:
            self.at += 1
        verb = self._while(lambda word, taken: not taken and (word.is_verb or bool(subject and word.text.islower())))
        if verb and self.text[slice(*verb)] in PLACES:
            self.at, verb = self.at - 1, None
        following = self._phrase() if verb else None
        return Question(self.text, self.words, opening, measured, auxiliary, subject, verb, following)

    def _opening(self) -> tuple[Range | None, Range | None]:
        start = self.at
        if self._low() in PLACES and self._low(1) in WH:
            self.at += 1
        first = self._low()
        if first not in WH:
            self.at = start
            return None, None
        self.at += 1
        measured = None
        if first == "how" and self._low() not in AUXILIARIES:
            counts = self._low() in MEASURES
            self.at += 1
            measured = self._while(self._is_noun) if counts else None
        elif first in OPENERS:
            measured = self._while(self._is_noun)
        return (self.words[start].start, self.words[min(self.at, len(self.words)) - 1].end), measured

    def _is_noun(self, word: Word, taken: int) -> bool:
        if word.low == "of":
            return taken > 0
        plain = word.text[0].isalnum() and word.low not in AUXILIARIES and word.low not in PLACES
        return plain and not (word.is_verb and (taken or word.low in verbs.PAST)) and word.low not in DETERMINERS

    def _phrase(self) -> Range | None:
        """A noun phrase from here on: to a preposition other than `of`, a verb or a mark."""

        def belongs(word: Word, taken: int) -> bool:
            if word.low in ("of", "and") or (word.low in DETERMINERS and self._low(-1) in ("of", "and")):
                return taken > 0
            if word.low in DETERMINERS:
                return not taken
            if not taken and word.low in verbs.PARTICIPLES and self._low(-1) in AUXILIARIES:
                return False
            plain = word.text[0].isalnum() and word.low not in PLACES | WH | ADVERBS
            after = self.words[self.at - 1] if taken else None
            ended = word.is_verb and after is not None and after.low not in DETERMINERS
            named = after is not None and after.is_capital and word.text.islower()
            return plain and not ended and not named

        return self._while(belongs)

    def _while(self, belongs: Callable[[Word, int], bool]) -> Range | None:
        start = self.at
        while self.at < len(self.words) and belongs(self.words[self.at], self.at - start):
            self.at += 1
        while self.at > start and self.words[self.at - 1].low in ("of", "and"):
            self.at -= 1
        return (self.words[start].start, self.words[self.at - 1].end) if self.at > start else None

    def _low(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.words[at].low if 0 <= at < len(self.words) else ""
