"""Whether two names mean one person or body."""

from __future__ import annotations

import re
import unicodedata

TITLES = frozenset((
    "ambassador", "captain", "chairman", "chairperson", "chairwoman", "chancellor", "chief", "colonel", "comrade",
    "deputy", "director", "doctor", "dr", "excellency", "general", "governor", "head", "her", "herr", "his",
    "honourable", "judge", "justice", "king", "lady", "lord", "madame", "mayor", "minister", "miss", "mme", "mr",
    "mrs", "ms", "pope", "premier", "president", "prime", "prince", "princess", "prof", "professor", "queen",
    "secretary", "senator", "sir", "vice",
))  # fmt: skip
ARTICLES, OFFICE = frozenset(("a", "an", "the")), frozenset(("at", "for", "of"))
LEAST_CONSONANTS = 4

_WORD = re.compile(r"[^\W\d_]+|\d+")
_VOWELS = str.maketrans(dict.fromkeys("aeiouy"))


def same_person(one: str, other: str) -> bool:
    """
    Whether two names agree: a surname with a full name, with or without titles, initials and accents.

    Two descriptions of an office or a body, such as "the president of the bank", agree only if they are the same.
    Spellings from another script agree if they have the same consonants: Aleksandr and Alexander.

    >>> same_person("President Lukashenko", "Aleksandr Lukashenko"), same_person("Heydar Aliyev", "Ilham Aliyev")
    (True, False)
    """
    words, others = _words(one), _words(other)
    if words == others:
        return bool(words)
    short, long = sorted((_without_titles(words), _without_titles(others)), key=len)
    if not short or not OFFICE.isdisjoint(words) and not OFFICE.isdisjoint(others):
        return False
    if len(short) == 1 and long in (words, others):
        return _alike(short[0], long[-1]) or _alike(short[0], long[0])  # Xi Jinping
    return _alike(short[-1], long[-1]) and _in_order(short[:-1], long[:-1])


def is_described(name: str, source: str) -> bool:
    """
    Whether the words that introduce a speaker hold every word of a description.

    >>> is_described("the energy minister", "Minister of Energy Rita Gomes"), is_described("the envoy", "he")
    (True, False)
    """
    words = set(_words(name)) - OFFICE
    return bool(words) and words.issubset(_words(source))


def _words(name: str) -> list[str]:
    """The folded words before the first comma, without articles."""
    folded = unicodedata.normalize("NFKD", name.split(",")[0].casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return [word for word in _WORD.findall(plain) if word not in ARTICLES]


def _without_titles(words: list[str]) -> list[str]:
    return [word for word in words if word not in TITLES | OFFICE]


def _alike(a: str, b: str) -> bool:
    if a == b or len(a) == 1 and b.startswith(a) or len(b) == 1 and a.startswith(b):
        return True
    consonants = _consonants(a)
    # A final a tells women's names from men's: Aleksandra, Aleksandr.
    return len(consonants) >= LEAST_CONSONANTS and consonants == _consonants(b) and a.endswith("a") == b.endswith("a")


def _consonants(word: str) -> str:
    first = word[0]
    return first + word[1:].replace("x", "ks").translate(_VOWELS)


def _in_order(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(any(_alike(word, other) for other in rest) for word in short)
