"""What kind of answer a question expects, and which sentences hold that kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.lexical import words

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|hundred|thousand|million|billion|half|third|quarter|twice|double|several|single|both"
)
# The first pattern that a question meets names the kind of its answer; English only.
EXPECTED = {
    "speech": r"\b(say|says|said|think|thinks|thought|opinion|view|views|believe|comment|according to|told|call|"
    r"stress|promise)\b",
    "number": r"\bhow (many|much|big|large|high|long|far|tall|old|fast|often|wide|deep|heavy)\b|\bnumber of\b|"
    r"\bwhat (percent\w*|number|rate|share|amount|size|population|sum|price|cost)\b",
    "date": r"\bwhen\b|\b(what|which) (year|day|date|month|time|century|decade)\b|\bhow soon\b|\bsince\b",
    "person": r"\b(who|whom|whose)\b|"
    r"\bwhich (persons?|people|presidents?|ministers?|kings?|queens?|leaders?|politicians?|authors?)\b",
    "place": r"\bwhere\b|\b(what|which) (cit(y|ies)|countr(y|ies)|towns?|states?|regions?|places?|capitals?|rivers?|"
    r"locations?|count(y|ies)|villages?)\b",
    "reason": r"\bwhy\b|\bhow come\b|\bwhat (caused|cause|led|made|reason)\b|\bfor what\b",
}
KINDS = tuple(EXPECTED)
ASKED = {kind: re.compile(pattern, re.I) for kind, pattern in EXPECTED.items()}
SAID = re.compile(r"\b(?:said|says|noted|stressed|added|told|according|believes?|thinks?)\b", re.I)
NUMBER = re.compile(rf"[$€£¥]?\d[\d.,]*|\b(?:{NUMBER_WORDS})\b", re.I)
DATE = re.compile(
    rf"\b(?:{MONTHS})\b|\b(?:1\d|20)\d\d\b|\b\d0s\b|\bcentur(?:y|ies)\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b(?:today|yesterday|tomorrow|ago|weeks?|months?|years?|spring|summer|autumn|winter)\b",
    re.I,
)
REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|since|"
    r"therefore|in order to|so that|as a result|backdrop|reasons?|"
    r"caused?|led to|resulting|in response|in view of|given|"
    r"to (?:ensure|avoid|prevent|allow|make|keep|help|protect))\b",
    re.I,
)
NAME = re.compile(r"(?<![.!?“\"«] )(?<!^)\b[A-ZА-ЯЁ][\w’'-]+")
PLACE = re.compile(
    rf"\b(?:in|at|near|outside|across|to|from|between) (?:the )?(?!(?i:{MONTHS})\b)([A-ZА-ЯЁ][\w’'-]+)"
)  # its group is the name
OPENING, CLOSING, STRAIGHT = "“«„", "”»", '"'
HELD = dict(zip(KINDS, (SAID, NUMBER, DATE, NAME, PLACE, REASON), strict=True))


def expected(question: str) -> str | None:
    """
    The kind of answer that a question asks for, one of `KINDS`, or None.

    >>> expected("How much oil was delivered?")
    'number'
    """
    return next((kind for kind in KINDS if ASKED[kind].search(question)), None)


def spoken(sentences: Sequence[str]) -> list[bool]:
    """Whether each sentence of a paragraph holds quoted words, also inside a quotation of many sentences."""
    result, inside = [], False
    for sentence in sentences:
        result.append(inside or any(c in sentence for c in OPENING + STRAIGHT))
        for c in sentence:
            if c == STRAIGHT:
                inside = not inside
            elif c in OPENING + CLOSING:
                inside = c in OPENING
    return result


def held(kind: str, sentences: Sequence[str], question: str) -> list[bool]:
    """
    Whether each sentence holds something of a kind that the question doesn't name itself.

    >>> held("number", ["85,000 tonnes of oil", "a lot of oil"], "How much oil?")
    [True, False]
    """
    asked = set(words(question))
    found = ([words(m[m.lastindex or 0]) for m in HELD[kind].finditer(text)] for text in sentences)
    return [any(not asked.issuperset(match) for match in matches) for matches in found]
