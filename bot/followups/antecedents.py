"""What the pronouns of a follow-up stand for, found in the last questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Abstention, Answer
from bot.followups.lexicon import (
    ACTORS,
    AUXILIARIES,
    BE,
    CONNECTORS,
    GROUPS,
    PERSONS,
    PLACES,
    PLURALS,
    SPEECH,
    THINGS,
    WH,
)
from bot.followups.question import Question, Word, tokens
from bot.quotations.lexicon import ADVERBS, DETERMINERS, MONTHS_AND_DAYS
from bot.quotations.marks import DOUBLE
from bot.quotations.names import PARTICLES, is_role

Turn = Answer | Abstention
LONGEST_NAME = 7  # words
REMEMBERED = 3  # turns in which a person is looked for
_AMOUNT = re.compile(r"^(?:(?:a|an|the) )?(?:package|list|series|number|set|group|range|couple|pair) of ", re.I)
_TIED = re.compile(r"\b(?:for|of|on|about|to|from|with) ((?:the |an? |its |their )?[a-z-]+(?: [a-z-]+)?)$")
_PRONOUNS = PERSONS.keys() | GROUPS.keys() | THINGS.keys()
_NEVER_NAMES = WH | AUXILIARIES | CONNECTORS | PLACES | DETERMINERS | MONTHS_AND_DAYS | {"i"}


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words; `place` tells whether `in`, `at` or the like stands before it."""

    text: str
    start: int
    end: int
    place: bool


def names(text: str) -> list[Name]:
    """The names in a question, in order."""
    found: list[Name] = []
    run: list[Word] = []
    before = ""
    for word in (*tokens(text), Word(len(text), len(text), ".", ".")):
        capital = word.is_capital and word.low not in _NEVER_NAMES
        if capital or (run and word.text in PARTICLES):
            run.append(word)
            continue
        while run and not run[-1].is_capital:
            run.pop()
        if run:
            start, end = run[0].start, run[-1].end - 2 * run[-1].low.endswith("'s")
            found.append(Name(text[start:end], start, end, before in ("in", "at", "from", "near", "into")))
        run, before = [], word.low
    return found


def people(turn: Turn) -> Iterator[str]:
    """Who speaks in the document of a turn, by full name or office."""
    if turn.document is not None:
        yield from dict.fromkeys(q.speaker for q in turn.document.quotations if q.speaker)


def is_person(name: str, turn: Turn) -> bool:
    """Whether a name is that of a speaker of the document, or has an office with it."""
    words = {word.low for word in tokens(name)}
    if any(is_role(word) for word in words) and len(words) > 1:
        return True
    return any(words <= {word.low for word in tokens(known)} for known in people(turn))


def person(turns: Sequence[Turn]) -> str | None:
    """Who `he` or `she` is: named in the last question, given as its answer, or speaking in it."""
    for turn in reversed(turns[-REMEMBERED:]):
        if found := _person(turn):
            return found
    return None


def group(turn: Turn) -> str | None:
    """What `they` are: the plural phrase of the last question or the answer to its `who`."""
    question = Question.read(turn.question)
    if isinstance(turn, Answer) and question.first == "who" and _is_name(turn.quote) and " and " in turn.quote:
        return turn.quote
    if isinstance(turn, Answer) and question.first in ("what", "which") and is_phrase(turn.quote):
        several = _AMOUNT.sub("", turn.quote)
        if is_plural(several):
            return definite(several)
    named = [name.text for name in names(turn.question)]
    if named and named == [question.part(question.subject), question.part(question.object)]:
        return " and ".join(named)
    parts = map(question.part, (question.subject, question.measured, question.object))
    return next((definite(text) for text in parts if is_plural(text) and _is_nominal(text)), None)


def acts(phrase: str) -> bool:
    """Whether a plural phrase names people or bodies, so that they can be who does something."""
    last = phrase.split(" of ")[0].rpartition(" ")[2].lower()
    return " and " in phrase or last in ACTORS or is_role(last) or is_role(last.removesuffix("s"))


def thing(turn: Turn) -> str | None:
    """What `it` is: the thing that answers a `what` or `which`, or the topic of the last question."""
    question = Question.read(turn.question)
    if isinstance(turn, Answer) and question.first in ("what", "which") and is_phrase(turn.quote):
        return definite(turn.quote)
    found = topic(turn)
    return None if found is None or is_plural(found) else found


def topic(turn: Turn) -> str | None:
    """What the last question is about, as a phrase of its own words."""
    question = Question.read(turn.question)
    if (about := said_about(question)) is not None:
        return about if _is_nominal(about) else None
    if question.measured and question.first == "how":
        measured = question.part(question.measured)
        return definite(measured) if _is_nominal(measured) else None
    goal = question.part(question.object)
    if goal and question.part(question.verb) not in SPEECH and goal != "place" and _is_nominal(goal):
        return definite(goal)
    subject = question.part(question.subject)
    tied = _TIED.search(question.body)
    if tied and subject[:1].isupper() and not question.is_be:
        return definite(tied[1])
    told = subject[:1].isupper() or subject.split(" ")[0].lower() in DETERMINERS or question.verb is not None
    if told and _is_nominal(subject) and not is_person(subject, turn):
        return definite(subject)
    keywords = question.opening is None and question.auxiliary is None and len(question.words) <= 3
    return question.body if keywords and _is_nominal(question.body) else None


def said_about(question: Question) -> str | None:
    """What a question such as `What did Orsk say about the port?` is about."""
    words = question.words
    asked = next((at for at, word in enumerate(words) if word.low in SPEECH), len(words))
    for word in words[asked:]:
        if word.low in ("about", "of", "on", "regarding"):
            return question.text[word.end : len(question.body)].strip() or None
    return None


def definite(phrase: str) -> str:
    """
    A phrase as it is named the second time.

    >>> definite("a joint statement")
    'the joint statement'
    """
    first, _, rest = phrase.partition(" ")
    if first.lower() in ("a", "an", "some", "another") and rest:
        return f"the {rest}"
    return phrase if first.lower() in DETERMINERS or first[:1].isupper() else f"the {phrase}"


def is_plural(phrase: str) -> bool:
    """Whether a phrase names several, to judge by its form."""
    if " and " in phrase:
        return True
    last = phrase.split(" of ")[0].rpartition(" ")[2]
    return last in PLURALS or (last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is")))


def is_phrase(text: str) -> bool:
    """Whether quoted words are a short noun phrase or a name, not a clause."""
    words = tokens(text)
    plain = all(word.text[0].isalnum() for word in words) and 0 < len(words) <= LONGEST_NAME
    if not plain or words[0].text[0].isdigit() or any(word.low in AUXILIARIES | BE for word in words):
        return False
    return words[0].is_capital or words[0].low in ("the", "a", "an")


def _is_nominal(phrase: str) -> bool:
    """Whether words can stand as a noun phrase by themselves: few, without pronouns, not ending in a participle."""
    words = [word for word in tokens(phrase) if word.text[0].isalnum()]
    possessive = bool(words) and words[-1].low.endswith("'s")
    if possessive or not 0 < len(words) <= LONGEST_NAME or words[0].low == "any":
        return False
    if any(mark in phrase for mark in DOUBLE):  # a phrase out of quoted words would carry half of their marks
        return False
    if any(word.low in _PRONOUNS | AUXILIARIES | WH for word in words):
        return False
    last = words[-1]
    bare = last.text.islower() and (last.low.endswith(("ed", "ly", "ing", "ago")) or last.low in PLACES | ADVERBS)
    adjective = len(words) == 1 and last.text.islower() and last.low.endswith(("er", "est", "al", "ent", "ble"))
    return not bare and not adjective


def _person(turn: Turn) -> str | None:
    question = Question.read(turn.question)
    if isinstance(turn, Answer) and question.first in ("who", "whom") and _is_name(turn.quote):
        return turn.quote if " and " not in turn.quote else None
    found = [name for name in names(turn.question) if not name.place]
    known = [name.text for name in found if is_person(name.text, turn)]
    if known:
        return known[0]
    if isinstance(turn, Answer) and turn.speaker:
        return turn.speaker
    said = question.part(question.verb) in SPEECH
    return next((name.text for name in found if said and name.text == question.part(question.subject)), None)


def _is_name(quote: str) -> bool:
    words = tokens(quote)
    small = PARTICLES | {"the", "of", "and"}
    capitals = all(word.is_capital or word.low in small for word in words)
    return capitals and 0 < len(words) <= LONGEST_NAME and any(w.is_capital and w.low not in small for w in words)
