"""Near misses made by rule: a name or number changed, two names exchanged, an antonym or a "not" put in."""

from __future__ import annotations

import random
import re

YEAR = re.compile(r"\b1[0-9]\d\d\b|\b20\d\d\b")
NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
# A name inside a sentence: capitalised words, not the first.
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
KINDS = (YEAR, NUMBER, NAME)
# Who does something to whom: two names with a verb, and not a mere "and", between them.
ROLES = re.compile(
    rf"\b(?P<before>did|does) (?P<one>{NAME.pattern}) (?P<verb>[a-z]+(?: [a-z]+)?) (?P<two>{NAME.pattern})"
)
CONTRARY = dict(
    pair.split("/")
    for pair in [
        "first/last",
        "largest/smallest",
        "biggest/smallest",
        "highest/lowest",
        "longest/shortest",
        "oldest/newest",
        "earliest/latest",
        "most/least",
        "more/less",
        "larger/smaller",
        "higher/lower",
        "before/after",
        "above/below",
        "increase/decrease",
        "increased/decreased",
        "rise/fall",
        "rose/fell",
        "gain/lose",
        "gained/lost",
        "won/lost",
        "win/lose",
        "begin/end",
        "began/ended",
        "start/stop",
        "started/stopped",
        "open/close",
        "opened/closed",
        "north/south",
        "northern/southern",
        "east/west",
        "eastern/western",
        "best/worst",
        "major/minor",
        "common/rare",
        "allowed/forbidden",
        "accepted/rejected",
        "accept/reject",
        "support/oppose",
        "supported/opposed",
        "approved/rejected",
        "import/export",
        "imported/exported",
        "founded/abolished",
        "arrived/left",
        "arrive/leave",
        "created/destroyed",
        "create/destroy",
        "built/demolished",
        "buy/sell",
        "bought/sold",
        "enter/leave",
        "entered/left",
        "early/late",
        "private/public",
        "friends/enemies",
        "likely/unlikely",
        "possible/impossible",
        "strong/weak",
        "stronger/weaker",
        "better/worse",
        "same/opposite",
        "primary/secondary",
        "maximum/minimum",
        "inside/outside",
        "include/exclude",
        "included/excluded",
        "successful/unsuccessful",
        "popular/unpopular",
    ]
)
CONTRARY |= {b: a for a, b in CONTRARY.items()}
CONTRASTED = re.compile(rf"\b(?:{'|'.join(CONTRARY)})\b")
AFFIRMED = re.compile(r"\b(is|are|was|were|did|does|do|has|have|had|could|would|should)\b(?! not\b|n['’]t)")
NEGATED = 0.12  # of the changes: people who write near misses use a "not" in one of eleven (Rajpurkar et al. 2018)


def swapped(question: str, other: str, rng: random.Random) -> str | None:
    """
    The question with one change that leaves it without an answer; None if nothing in it can be changed.

    :param other: a text of the same field, whose years, numbers and names take the places of the question's own.

    >>> swapped("Who won in 1999?", "The match of 2003 came later.", random.Random(0))
    'Who won in 2003?'
    """
    if rng.random() < NEGATED and (negated := AFFIRMED.sub(r"\1n't", question, count=1)) != question:
        return negated
    changes = [_replaced(kind, question, other, rng) for kind in KINDS]
    changes += [_exchanged(question), _contrary(question, rng)]
    possible = [change for change in changes if change and change != question]
    return rng.choice(possible) if possible else None


def _replaced(kind: re.Pattern[str], question: str, other: str, rng: random.Random) -> str | None:
    """A year, number or name of the question replaced by one of the other text."""
    places = list(kind.finditer(question))
    values: list[str] = [found for found in kind.findall(other) if found not in question]
    if not places or not values:
        return None
    place = rng.choice(places)
    return question[: place.start()] + rng.choice(values) + question[place.end() :]


def _exchanged(question: str) -> str:
    """Two names in each other's places."""
    return ROLES.sub(r"\g<before> \g<two> \g<verb> \g<one>", question, count=1)


def _contrary(question: str, rng: random.Random) -> str | None:
    """One word replaced by its contrary."""
    places = list(CONTRASTED.finditer(question))
    if not places:
        return None
    place = rng.choice(places)
    return question[: place.start()] + CONTRARY[place[0]] + question[place.end() :]
