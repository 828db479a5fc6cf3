"""Plain sentences taken apart: a subject, its verb and the rest; what is not plain is left alone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.cues import MONTHS, NUMBER_WORDS
from bot.followups import verbs
from bot.followups.lexicon import BE
from bot.followups.question import Word, tokens
from bot.quotations.lexicon import ADVERBS, CLAUSE_OPENERS, DETERMINERS, PREPOSITIONS, RELATIVES, SAYING, words
from bot.quotations.names import is_role

LONGEST_SUBJECT = 9  # words
LONGEST_REST = 16
AUXILIARIES = BE | words("will has have had can could should would may must")
POINTING = words(
    "he she they we i it you his her their its our my your him them us this that these those such another other "
    "others both one ones here there same latter former who which whose whom what when while if although though "
    "because but than as so then"
)
_PLAIN = re.compile(r"[A-ZÀ-Þ0-9][^“”„«»\"();:–—!?…]*\.")
_APPOSITION = re.compile(r"(?<=\w), (?:the|an?) [^,]+, (?=to |in |for |at |with )")
_ALSO = words("also then later subsequently already jointly recently")
_DAY = "mon|tues|wednes|thurs|fri|satur|sun"
DATE = (
    rf"(?:the )?(?:\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?|(?:{MONTHS})(?: \d{{1,2}},)?(?: \d{{4}})?|(?:1[5-9]|20)\d\d"
    r"|(?:early|late|mid-|(?:the )?(?:spring|summer|autumn|winter)(?: of)?) ?\d{4}"
    rf"|(?:{_DAY})day(?:, \d{{1,2}} (?:{MONTHS}))?)"
)
NUMBER = re.compile(rf"\d{{1,3}}(?:[, ]\d{{3}})+|\d{{1,3}}|(?:{NUMBER_WORDS})(?:-\w+)?", re.I)


@dataclass(frozen=True, slots=True)
class Clause:
    """
    A sentence of the form subject, verb, rest.

    :param subject: with a small first letter unless a name begins it.
    :param verb: an auxiliary or a verb in the past.
    :param rest: what follows, without the full stop.
    """

    subject: str
    verb: str
    rest: str

    @property
    def is_auxiliary(self) -> bool:
        """Whether the verb is an auxiliary."""
        return self.verb in AUXILIARIES


def clause(sentence: str, names: Collection[str]) -> Clause | None:
    """
    Take a plain sentence apart, up to its first comma; None for one with quotations, brackets or clauses within.

    :param names: capitalised words that the document uses inside sentences, so that they are names.
    """
    text = " ".join(sentence.split()).replace(" because of ", " owing to ")  # "because" alone opens a clause
    if not _PLAIN.fullmatch(text):
        return None
    text = _APPOSITION.sub(" ", text.removesuffix(".")).split(",")[0]
    found = tokens(text)
    at = next((at for at, word in enumerate(found) if at and _is_finite(found, at)), None)
    if at is None or at > LONGEST_SUBJECT:
        return None
    subject = _subject(text[: found[at].start].strip(), found[:at], names)
    rest = [word for word in found[at + 1 :]]
    while rest and rest[0].low in _ALSO:
        rest = rest[1:]
    following = text[rest[0].start :] if rest else ""
    if subject is None or len(rest) > LONGEST_REST or POINTING & {word.low for word in (*found[:at], *rest)}:
        return None
    again = any(_is_finite(rest, i) for i, word in enumerate(rest) if word.low in AUXILIARIES or _opens(rest, i))
    return None if again else Clause(subject, found[at].text, following)


def is_person(phrase: str, speakers: Collection[str]) -> bool:
    """Whether a subject is somebody: a speaker of the document, or an office with or without a name."""
    named = [word for word in tokens(phrase) if word.text[0].isalnum()]
    if phrase in speakers:
        return True
    of = next((at for at, word in enumerate(named) if word.low in PREPOSITIONS), len(named))
    return " and " not in phrase and any(is_role(word.low) for word in named[:of])


def _is_finite(found: tuple[Word, ...] | list[Word], at: int) -> bool:
    """Whether the word can be the verb of the sentence."""
    word, before = found[at], found[at - 1].low if at else ""
    if word.low in AUXILIARIES:
        return True
    return word.text.islower() and (word.low in verbs.PAST or word.low in verbs.PRESENT) and before not in DETERMINERS


def _opens(rest: list[Word], at: int) -> bool:
    """Whether a second predicate begins here: `… and signed …`."""
    return at > 0 and rest[at - 1].low in ("and", "or") and rest[at].text.islower()


def _subject(text: str, found: tuple[Word, ...], names: Collection[str]) -> str | None:
    first = found[0]
    if any(
        not word.text[0].isalnum() or word.low in SAYING or word.low in CLAUSE_OPENERS | RELATIVES for word in found
    ):
        return None
    while found and found[-1].low in _ALSO:
        text, found = text[: found[-1].start].strip(), found[:-1]
    if not found or found[-1].low in PREPOSITIONS | ADVERBS or first.low in PREPOSITIONS | ADVERBS:
        return None
    if first.low in ("the", "a", "an") and len(found) > 1:
        return first.low + text[len(first.text) :]
    if first.text in names and first.low not in DETERMINERS:
        return text
    return None
