"""Whether two names mean one person or body."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from rapidfuzz.distance import OSA

TITLES = frozenset((
    "ambassador", "captain", "chairman", "chairperson", "chairwoman", "chancellor", "chief", "colonel", "comrade",
    "deputy", "director", "doctor", "dr", "excellency", "general", "governor", "head", "her", "herr", "his",
    "honourable", "judge", "justice", "king", "lady", "lord", "madame", "mayor", "minister", "miss", "mme", "mr",
    "mrs", "ms", "pope", "premier", "president", "prime", "prince", "princess", "prof", "professor", "queen",
    "secretary", "senator", "sir", "vice",
))  # fmt: skip
ARTICLES, OFFICE = frozenset(("a", "an", "the")), frozenset(("at", "for", "of"))
LESSER = frozenset(("acting", "assistant", "deputy", "ex", "former", "under", "vice"))
LEAST_CONSONANTS = 4
SLIP = 5  # letters of a name for each slip of the pen
BEFORE = 120  # characters before a name that may hold its office

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
    return _alike(short[-1], long[-1]) and _in_order(short[:-1], long[:-1], _alike)


def is_slip(typed: str, name: str) -> bool:
    """
    Whether a name agrees with a person's but for slips of the pen, one for every SLIP letters of a word.

    >>> is_slip("Lukashenka", "Aleksandr Lukashenko"), is_slip("Petrova", "Ivan Petrov")
    (True, False)
    """
    words, others = (_without_titles(_words(text)) for text in (typed, name))
    if not words or len(words) > len(others):
        return False
    return _slipped(words[-1], others[-1]) and _in_order(words[:-1], others[:-1], _slipped)


def is_described(name: str, source: str) -> bool:
    """
    Whether the words that introduce a speaker hold every word of a description, and don't name a lesser office.

    >>> is_described("the energy minister", "Minister of Energy Rita Gomes"), is_described("the envoy", "he")
    (True, False)
    """
    words, others = set(_words(name)) - OFFICE, set(_words(source))
    return bool(words) and words <= others and not (others - words) & LESSER


def is_introduced(name: str, sources: Iterable[str], person: str, text: str) -> bool:
    """
    Whether a text gives a person an office, by words right before the full name or by those that say who speaks.

    >>> is_introduced("President of Tarn", ["the President"], "Ada Quill", "talks between Tarn President Ada Quill and")
    True
    """
    words = set(_words(name)) - OFFICE - {"s"}  # Tarn’s President
    known = {word for source in sources for word in _words(source)}
    if not words & (TITLES | {"leader"}) or known & LESSER - words:
        return False
    before = (text[max(0, found.start() - BEFORE) : found.start()] for found in re.finditer(re.escape(person), text))
    return any(words <= known | _office(part, words) for part in before)


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


def _in_order(short: list[str], long: list[str], agree: Callable[[str, str], bool]) -> bool:
    rest = iter(long)
    return all(any(agree(word, other) for other in rest) for word in short)


def _slipped(typed: str, known: str) -> bool:
    # A final a tells women's names from men's; it isn't a slip.
    if typed + "a" == known or known + "a" == typed:
        return False
    return _alike(typed, known) or OSA.distance(typed, known) <= len(known) // SLIP


def _office(before: str, words: set[str]) -> set[str]:
    """The words of an office that stand right before a name; none if the office is a lesser one."""
    found: set[str] = set()
    for word in reversed(_words(re.split(r"[.;:!?“”\"]", before)[-1].replace(",", " "))):
        if word not in words | OFFICE:
            return set() if word in LESSER else found
        found.add(word)
    return found
