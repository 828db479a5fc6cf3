"""Runs of capitalised words, and the offices and titles in front of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.quotations import lexicon as known
from bot.quotations.frames import Frame, Token

Run = tuple[int, int]  # half-open, indices of a sentence's tokens

PARTICLES = known.words("de da di du la le van von der den bin ibn al el ben dos del")
_HYPHENED = re.compile(r"(?:al|el|bin|ibn|ben|de|la|ul|ur|an|as|ar)[-‐‑'’][^\W\d_]")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE = re.compile(r"[^\W\d_]{2,}\.")
_HYPHEN = re.compile(r"[-‐‑]")
_COMMON = (
    known.DETERMINERS | known.PREPOSITIONS | known.ADVERBS | known.CLAUSE_OPENERS | known.CONJUNCTIONS | known.RELATIVES
)
_NEVER = known.MONTHS_AND_DAYS | known.SUBJECTS | known.DETERMINERS


def is_name_word(token: Token) -> bool:
    """Whether a token can be a part of a name."""
    return token.is_capital or (token.quoted is None and _HYPHENED.match(token.text) is not None)


def runs(frame: Frame) -> list[Run]:
    """The runs of capitalised words in a sentence, with the small words of names inside them."""
    found: list[Run] = []
    index = 0
    while index < len(frame):
        if not is_name_word(frame[index]) or not _begins(frame, index):
            index += 1
            continue
        end = _run_end(frame, index)
        found.append((index, end))
        index = end
    return found


def _run_end(frame: Frame, start: int) -> int:
    end = start + 1
    while end < len(frame) and not frame[end - 1].text.endswith(("’s", "'s")):
        if is_name_word(frame[end]) and frame[end].low not in known.MONTHS_AND_DAYS:
            end += 1
        elif frame[end].text in PARTICLES:
            following = end + 1
            while following < len(frame) and frame[following].text in PARTICLES:
                following += 1
            if following == len(frame) or not is_name_word(frame[following]):
                break
            end = following + 1
        else:
            break
    return end


def _begins(frame: Frame, index: int) -> bool:
    low = frame[index].low
    if low in _NEVER:
        return False
    first = index == 0 or not frame[index - 1].is_word
    return not (first and low in _COMMON)


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return _POSSESSIVE.sub("", word)


def name_of(frame: Frame, run: Run) -> Run:
    """Cut offices and titles off the front of a run: `Belarus President Aleksandr Lukashenko`."""
    start, end = run
    for index in range(end - 1, start - 1, -1):
        text = frame[index].text
        if _HYPHEN.split(frame[index].low)[0] in known.ROLES or (
            text.endswith(".") and len(text) > 2 and text.count(".") == 1
        ):
            return index + 1, end
    # "Cheesemaker Iver Kolst", but not "Alexander Iver Kolst" or "Pieter van Dyk".
    first = frame[start].low
    named = end - start < 3 or not frame[start + 1].is_capital or first in known.GIVEN
    return (start, end) if named or not is_role(first) else (start + 1, end)


def is_role(word: str) -> bool:
    """Whether a casefolded noun names people by office or trade."""
    if word in known.ROLES:
        return True
    if word in known.BODIES or len(word) < 6:
        return False
    return word.endswith(("er", "or", "ist", "man", "woman", "eer", "ologue", "grapher"))


def role_words(tokens: Iterable[Token]) -> list[str]:
    """The casefolded words of an office, hyphens apart, without articles and prepositions."""
    small = known.DETERMINERS | known.PREPOSITIONS | known.CONJUNCTIONS
    words = (bare(t.low) for t in tokens if t.is_word and t.low not in small)
    return [part for word in words for part in _HYPHEN.split(word) if part]


def head_noun(tokens: Sequence[Token]) -> str | None:
    """The noun that says what a person is; `state` for a head of state, `government` for a head of government."""
    small = known.PREPOSITIONS | known.RELATIVES
    end = next((at for at, t in enumerate(tokens) if not t.is_word or (at and t.low in small)), len(tokens))
    words = role_words(tokens[:end])
    if not words:
        return None
    if words == ["head"] and tokens[-1].low in ("state", "government"):
        return tokens[-1].low
    last = words[-2] if words[-1] == "general" and len(words) > 1 else words[-1]
    return last if is_role(last) or last in known.LESSER else None


def office(frame: Frame, phrase: Run) -> list[str]:
    """The words of an office, none if the phrase is not one."""
    tokens = frame[phrase[0] : phrase[1]]
    return role_words(tokens) if head_noun(tokens) else []
