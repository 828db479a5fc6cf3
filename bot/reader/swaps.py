"""Near misses made by rule: a question with one of its names or numbers changed."""

from __future__ import annotations

import random
import re

YEAR = re.compile(r"\b1[0-9]\d\d\b|\b20\d\d\b")
NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
# A name inside a sentence: capitalised words, not the first.
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
KINDS = (YEAR, NUMBER, NAME)


def swapped(question: str, other: str, rng: random.Random) -> str | None:
    """
    The question about another year, number or name, taken from another text of the same field; None without one.

    >>> swapped("Who won in 1999?", "The match of 2003 was lost.", random.Random(0))
    'Who won in 2003?'
    """
    for kind in rng.sample(KINDS, len(KINDS)):
        places = list(kind.finditer(question))
        values: list[str] = [found for found in kind.findall(other) if found not in question]
        if places and values:
            place = rng.choice(places)
            return question[: place.start()] + rng.choice(values) + question[place.end() :]
    return None
