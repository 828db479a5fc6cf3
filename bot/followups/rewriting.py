"""Put a follow-up in words that stand alone, out of nothing but the last questions and answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Abstention, Answer
from bot.followups.antecedents import Turn, said_about, topic
from bot.followups.ellipsis import asked_as, saying, with_parallel
from bot.followups.lexicon import AUXILIARIES, EMPTY, GROUPS, PERSONS, SPEECH, WH
from bot.followups.pronouns import replaced
from bot.followups.question import Question, tokens
from bot.lexical import stems
from bot.quotations.marks import DOUBLE

LONGEST = 1000  # characters that a question may have
LONGEST_ELEMENT = 9  # words after "what about"
_LEAD = r"^\s*(?:(?:and|but|so|ok|okay|well|then|or)\b,?\s+)"
_ABOUT = re.compile(rf"(?:{_LEAD})?(?:what|how) about\s+(?P<element>[^?!]+?)\s*[?!.]*\s*$", re.I)
_ALSO = re.compile(rf"{_LEAD}(?P<element>[^?!]+?)\s*\?*\s*$", re.I)
_WHO = re.compile(
    rf"(?:{_LEAD})?(?:says who"
    r"|who(?:se)?\b.*\b(?:said|says?|told|words?|thinks?|speaking|speaker|quoted?)\b)",
    re.I,
)
_CIRCUMSTANCE = re.compile(
    rf"(?:{_LEAD})?(?P<asks>why not|how come|how so|what for|why|when|where|since when|until when|by when"
    r"|(?:by |for )?how (?:long|often|far|soon|much|many)|how|(?:by|with|to|from|for|of) whom"
    r"|(?:(?:in|on|at|by|since|until) )?(?:what|which) (?:year|day|date|month|time|city|country|town|place))"
    r"(?: (?:is|was|were|are|did|does|has|exactly|so|that|this|it|happen|happened|be|been))*\s*[?!.]*\s*$",
    re.I,
)
_WHYS = ("why not", "how come", "how so", "what for")
_SAY_IT = re.compile(r"\b(say|said|says) (?:it|that|this|so)\b", re.I)
_NEVER_ELEMENTS = WH | AUXILIARIES | {"i", "we", "you", "there", "if", "because", "that"}


def rewrite(question: str, turns: Sequence[Turn]) -> str:
    """
    The question to ask in place of a follow-up; a question that stands alone comes back unchanged.

    The words added are those of earlier questions and answers. After an abstention a question that adds
    nothing becomes the abstained question itself, so that it meets the same silence, and the nearest
    sentence lends no words. Quoted words are never changed. English only: other questions come back unchanged.

    :param turns: what was asked so far, as rewritten, oldest first.
    """
    if not turns or not question.strip():
        return question
    last = turns[-1]
    if isinstance(last, Abstention) and _adds_nothing(question, last, turns):
        return last.question
    found = _bare(question, turns) if not _content(question) else _full(question, turns)
    return found if len(found) <= LONGEST else question


def _adds_nothing(question: str, last: Abstention, turns: Sequence[Turn]) -> bool:
    """Whether a follow-up has no content of its own that the abstained question does not have."""
    content = _content(question)
    if not content:
        return any(word.low in EMPTY for word in tokens(question))
    leans = _element(question) is not None or replaced(question, turns) != question
    return leans and content <= _content(last.question)


def _content(question: str) -> set[str]:
    kept = [word.low for word in tokens(question) if word.text[0].isalnum() and word.low not in EMPTY]
    return set(stems(" ".join(kept)))


def _bare(question: str, turns: Sequence[Turn]) -> str:
    """A question without content, after an answer."""
    last = turns[-1]
    words = tokens(question)
    if not isinstance(last, Answer) or not any(word.low in EMPTY for word in words):
        return question
    if _WHO.match(question) and not _names_somebody(question):
        return f"Who said “{saying(last)}”?"
    circumstance = _CIRCUMSTANCE.match(question)
    meant = replaced(question, turns)
    if circumstance and not (circumstance["asks"].lower() == "where" and meant != question):
        asks = circumstance["asks"].lower()
        return asked_as("why" if asks in _WHYS else asks, last)
    if meant == question:
        return last.question
    return _SAY_IT.sub(lambda said: f"{said[1]} “{saying(last)}”", meant)


def _names_somebody(question: str) -> bool:
    return any(word.low in PERSONS or word.low in GROUPS for word in tokens(question))


def _full(question: str, turns: Sequence[Turn]) -> str:
    """A question with content of its own."""
    last = turns[-1]
    if element := _element(question):
        return _parallel(question, element, turns) or question
    meant = replaced(question, turns)
    if measured := _measured(question, turns):
        return measured
    led = re.match(_LEAD, meant, re.I)
    asked = Question.read(meant[led.end() :] if led else meant)
    speech = asked.part(asked.verb) in SPEECH and said_about(asked) is None
    if led and speech and asked.verb and asked.verb[1] == len(asked.body) and (about := topic(last)):
        return f"{asked.body[0].upper()}{asked.body[1:]} about {about}?"
    return meant


def _parallel(question: str, element: str, turns: Sequence[Turn]) -> str | None:
    """The newest question without quoted words, asked of something else; no refusal on the way is evaded."""
    for turn in reversed(turns):
        if isinstance(turn, Abstention) and _content(question) <= _content(turn.question):
            return turn.question
        if not _quotes(turn.question):
            return with_parallel(element, turn)
    return None


def _quotes(question: str) -> bool:
    return any(mark in question for mark in DOUBLE)


def _measured(question: str, turns: Sequence[Turn]) -> str | None:
    """`How much cotton?` after a question of the same kind."""
    led = re.match(_LEAD, question, re.I)
    asked = Question.read(question[led.end() :] if led else question)
    whole = asked.measured is not None and asked.measured[1] == len(asked.body) and asked.first == "how"
    found = _parallel(question, asked.part(asked.measured), turns) if whole else None
    of_same_kind = found and Question.read(found).first == "how" and Question.read(found).measured
    return found if of_same_kind else None


def _element(question: str) -> str | None:
    """What is asked about in `What about cotton?` or `And cotton?`."""
    match = _ABOUT.match(question) or _ALSO.match(question)
    if match is None:
        return None
    element = match["element"].strip()
    words = tokens(element)
    if not words or len(words) > LONGEST_ELEMENT or words[0].low in _NEVER_ELEMENTS or words[0].low in PERSONS:
        return None
    if any(word.low in AUXILIARIES for word in words):
        return None
    return element
