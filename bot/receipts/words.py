"""Word boundaries and loose comparison of words, as a browser that follows a text fragment needs them."""

from __future__ import annotations

import re
import unicodedata

# Beyond so many code points without a boundary there is no word to respect.
LONGEST_WORD = 1000

_MARKS = re.compile("[\u0300-\u036f]")
# UAX #29: what joins two letters, two digits, or both, such as the apostrophe of "can't" and the comma of "85,000".
_JOINS_BOTH = frozenset(".'‘’․﹒＇．")
_JOINS_LETTERS = frozenset(':·\u0387\u055f\u05f4‧︓﹕："') | _JOINS_BOTH
_JOINS_DIGITS = frozenset(",;\u037e\u0589\u060c\u060d\u066c\u07f8\u2044︐︔﹐﹔，；") | _JOINS_BOTH
_NARROW_SPACE = "\u202f"  # groups digits, so it is a part of its number
_ZERO_WIDTH_JOINER = "\u200d"


def collapsed(text: str) -> str:
    """Text as a page shows it: white space made single spaces, none at the ends."""
    return " ".join(text.split())


def folded(text: str) -> str:
    """Text as a browser compares it: collapsed, without regard to case and accents."""
    text = text.casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return collapsed(text)


def occurs_once(words: str, text: str) -> bool:
    """Whether `words` stands in exactly one place of `text`; places may overlap."""
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0


def word_start(text: str, at: int, low: int) -> int:
    """Where the word that begins or goes on at `at` begins, no further back than `low`."""
    low = max(low, at - LONGEST_WORD)
    while at > low and (text[at].isspace() or not is_boundary(text, at)):
        at -= 1
    return at


def word_end(text: str, at: int, high: int) -> int:
    """Where the word that ends or goes on at `at` ends, no further than `high`."""
    high = min(high, at + LONGEST_WORD)
    while at < high and (text[at - 1].isspace() or not is_boundary(text, at)):
        at += 1
    return at


def is_boundary(text: str, at: int) -> bool:
    """
    Whether words are certainly apart at `at`, by the default rules of UAX #29 and by any dictionary.

    Scripts that don't part words by spaces, which browsers cut by dictionaries, count as one word between marks.
    """
    if at in (0, len(text)):
        return True
    left, right = text[at - 1], text[at]
    if _clings(right) or left == _ZERO_WIDTH_JOINER:
        return False
    if _is_word(left) and _is_word(right):
        return False
    return not (_joined(text, at - 2, at - 1, at) or _joined(text, at - 1, at, at + 1) or _is_hebrew(left, right))


def _joined(text: str, before: int, mark: int, after: int) -> bool:
    """Whether the mark between two letters or two digits makes them one word."""
    if before < 0 or after >= len(text):
        return False
    sides = text[before], text[after]
    letters = text[mark] in _JOINS_LETTERS and all(c.isalpha() or _clings(c) for c in sides)
    return letters or (text[mark] in _JOINS_DIGITS and all(c.isdecimal() or _clings(c) for c in sides))


def _is_hebrew(left: str, right: str) -> bool:
    """Whether an apostrophe may abbreviate a Hebrew word, whose last letter may bear marks."""
    return right == "'" and ("\u05d0" <= left <= "\u05f2" or _clings(left))


def _clings(character: str) -> bool:
    """Whether a character belongs to the one before it: a mark, a joiner, a skin tone."""
    return unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf", "Sk")


def _is_word(character: str) -> bool:
    if character == _NARROW_SPACE:
        return True
    category = unicodedata.category(character)
    return category == "Pc" or not (category[0] in "PZ" or category in ("Sm", "Sc", "Cc"))
