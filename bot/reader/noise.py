"""Questions as hurried people type them: misspelt, or bare keywords."""

from __future__ import annotations

import random
import re

from bot.lexical import STOPWORDS

MISSPELT, KEYWORDS = 0.08, 0.04  # shares of the questions
LETTERS = 5  # a shorter word is spelt right
WORD = re.compile(r"[^\W\d_]+")


def hurried(question: str, rng: random.Random) -> str:
    """The question, now and then with a slip in a long word or two, or without its small words."""
    drawn = rng.random()
    if drawn < MISSPELT:
        return misspelt(question, rng)
    return keywords(question) if drawn < MISSPELT + KEYWORDS else question


def misspelt(question: str, rng: random.Random) -> str:
    """
    One or two of the long words with a letter left out, doubled or exchanged with the next.

    >>> misspelt("Who repaired it?", random.Random(1))
    'Who repiared it?'
    """
    places = [match.start() for match in WORD.finditer(question) if len(match[0]) >= LETTERS]
    for start in sorted(rng.sample(places, min(len(places), rng.choice((1, 1, 2)))), reverse=True):
        at = start + rng.randrange(1, LETTERS - 1)
        a, b = question[at], question[at + 1]
        question = question[:at] + rng.choice((b, a + a + b, b + a)) + question[at + 2 :]
    return question


def keywords(question: str) -> str:
    """
    The words that carry meaning, in lower case; the question itself if fewer than two do.

    >>> keywords("When was the harbour of Osk dredged?")
    'harbour osk dredged'
    """
    words = [word for word in re.findall(r"[\w.,'’-]*\w", question.lower()) if word not in STOPWORDS]
    return " ".join(words) if len(words) > 1 else question
