"""
Words of a text folded for comparison: what is only formatting is gone, and each word knows where it stands.

Formatting is: case, Unicode form (composed, decomposed, compatibility), white space, the kind of a quotation mark,
apostrophe or dash, soft hyphens and zero-width characters, emoji, and all punctuation between words but `?`.
Everything that changes what is said stays: letters with their accents, digits with the marks inside a number,
minus signs, dashes between numbers, `%`, `&`, currency and mathematical signs, question marks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# One letter for each kind of character; the patterns below read a text as a string of these.
LETTER, DIGIT, NUMERAL, IDEOGRAPH, MARK, HIDDEN = "w", "d", "n", "c", "m", "z"
HYPHEN, DASH, SPACE, JOINER, OTHER = "h", "-", " ", "_", "o"

_BY_CATEGORY = {
    "Nd": DIGIT, "Nl": LETTER, "No": NUMERAL, "Pd": DASH, "Sc": "$", "Sm": "=", "Cf": HIDDEN,
    "Zs": SPACE, "Zl": SPACE, "Zp": SPACE, "Cc": SPACE,
}  # fmt: skip
_BY_CHARACTER = {
    character: kind
    for kind, characters in {
        HYPHEN: "-\u2010\u2011\ufe63\uff0d",
        DASH: "\u2212\u2043",
        HIDDEN: "\u034f\u180b\u180c\u180d\u180f" + "".join(map(chr, range(0xFE00, 0xFE10))),
        MARK: "\uff9e\uff9f",
        "'": "'`´‘’‛′ʻʼ＇",
        ".": ".․﹒．٫",
        ",": ",﹐，٬",
        ":": ":：∶",
        "/": "/⁄∕／",
        "%": "%‰‱٪﹪％°",
        "&": "&＆﹠",
        "+": "+<>~§＋＜＞～",
        "#": "|#｜＃",
        "?": "?？؟﹖⁇⁈⁉‽",
        JOINER: "_@",
        OTHER: "™℠",
    }.items()
    for character in characters
}
# Scripts that put no space between words, where any character may begin a quote.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9D), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip
MOST_GLUED = 32  # tokens that complete a cut word; more are no word
_LETTERS, _DIGITS = "w(?:[wmz]*[wm])?", "d(?:[dmz]*[dm])?"
_TOKEN = re.compile(
    rf"{_LETTERS}(?:z*'z*{_LETTERS})*|{_DIGITS}(?:z*[.,:'/]z*{_DIGITS})*|c(?:[mz]*m)?|nm*|[%$&]m*|=[=m]*|\?+|\++m*|#+m*|[-h]+"
)
_AMOUNT_FOLLOWS = re.compile(r"[ z]*\$?[ z]*d")
_APOSTROPHES = str.maketrans(dict.fromkeys("`´‘’‛′ʻʼ＇", "'"))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """
    The words of a text, and its other signs that count, each one token.

    :param text: the text as it was written.
    :param tokens: folded for comparison.
    :param starts: int32, shape (tokens,): where each token begins in the text, in code points.
    :param ends: int32, shape (tokens,): where each token ends, exclusive.
    :param glued: bool, shape (tokens + 1,): whether the token goes on the word or number of the one before it;
        False at both ends.
    """

    text: str = field(repr=False)
    tokens: tuple[str, ...]
    starts: NDArray[np.int32] = field(repr=False)
    ends: NDArray[np.int32] = field(repr=False)
    glued: NDArray[np.bool_] = field(repr=False)

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def has_words(self) -> bool:
        """Whether any token has a letter or a digit."""
        return any(character.isalnum() for token in self.tokens for character in token)

    def range(self, first: int, last: int) -> tuple[int, int]:
        """Where tokens `first` to `last`, exclusive, stand in the text; empty after the token before for none."""
        if first < last:
            return int(self.starts[first]), int(self.ends[last - 1])
        at = int(self.ends[first - 1]) if first else 0
        return at, at

    def only_space_before(self, token: int) -> bool:
        """Whether a token follows another with nothing between them but white space; False at both ends."""
        if not 0 < token < len(self):
            return False
        gap = self.text[self.ends[token - 1] : self.starts[token]]
        return gap.isspace()

    def widen(self, first: int, last: int) -> tuple[int, int]:
        """The tokens from `first` to `last`, exclusive, with what is missing of the words and numbers at both ends."""
        least, most = max(0, first - MOST_GLUED), min(len(self), last + MOST_GLUED)
        while first > least and self.glued[first]:
            first -= 1
        while last < most and self.glued[last]:
            last += 1
        return first, last


def fold(text: str) -> Folded:
    """
    Fold a text; any str will do.

    >>> fold("“Don’t pay –5 %,” HE said").tokens
    ("don't", 'pay', '-', '5', '%', 'he', 'said')
    """
    kinds = text.translate({ord(character): _kind(character) for character in set(text)})
    tokens: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    glued: list[bool] = []
    previous, closing = "", 0
    for match in _TOKEN.finditer(kinds):
        begin, end = match.span()
        kind, gap = kinds[begin], kinds[closing:begin]
        if kind in "-h+#" and not _counts(kinds, begin, end, previous, gap):
            continue
        if text[begin:end] == ">" and text[begin - 1 : begin] in ("\n", "\r"):
            continue  # a quoted line of a letter
        token = _fold(text[begin:end])
        if kind == NUMERAL and previous == DIGIT and not gap and "/" not in token:
            token = "^" + token  # 10² is not 102
        words = kind == LETTER and gap == SPACE
        glued.append(not words and bool(tokens) and _is_glued(previous, gap, kind, kinds, end, tokens[-1], token))
        tokens.append(token)
        starts.append(begin)
        ends.append(end)
        previous, closing = kind, end
    glued = [*glued, False]
    return Folded(text, tuple(tokens), np.array(starts, np.int32), np.array(ends, np.int32), np.array(glued, np.bool_))


def _kind(character: str) -> str:
    if known := _BY_CHARACTER.get(character):
        return known
    category = unicodedata.category(character)
    if category[0] == "L":
        return IDEOGRAPH if any(a <= ord(character) <= b for a, b in _UNSPACED) else LETTER
    if category[0] == "M":
        return MARK
    if category == "So" and any(part.isalpha() for part in unicodedata.normalize("NFKC", character)):
        return LETTER
    return _BY_CATEGORY.get(category, OTHER)


@lru_cache(1 << 16)
def _fold(written: str) -> str:
    """Fold one token; by way of upper case, so that a text and its upper-case form agree."""
    if written.isascii():
        return written.lower() if written[0] != "?" else "?"
    visible = "".join(character for character in written if _kind(character) != HIDDEN)
    if (kind := _kind(visible[0])) in "-h?":
        return "?" if kind == "?" else "-"
    folded = unicodedata.normalize("NFKC", visible.translate(_APOSTROPHES)).upper().casefold()
    return unicodedata.normalize("NFKC", folded).replace("⁄", "/").replace("∕", "/")


def _counts(kinds: str, begin: int, end: int, previous: str, gap: str) -> bool:
    """Whether a dash is a minus or joins two numbers, or a sign such as `+` or `#` belongs to what it touches."""
    before, after = kinds[begin - 1 : begin], kinds[end : end + 1]
    if kinds[begin] == "#":
        return after in ("d", "$") or before in ("w", "d")
    if kinds[begin] == "+":
        return _AMOUNT_FOLLOWS.match(kinds, end) is not None or before in ("w", "d")
    if end - begin > 1:
        return False
    if previous and previous in "dn%$" and not gap.strip(" z"):
        return _AMOUNT_FOLLOWS.match(kinds, end) is not None
    return before not in ("w", "d", "c", "n", "m") and re.match(r"\$?d", kinds[end : end + 2]) is not None


def _is_glued(previous: str, gap: str, kind: str, kinds: str, end: int, before: str, token: str) -> bool:
    if "?" in (previous, kind) or IDEOGRAPH in (previous, kind):
        return False
    blank = not gap.strip(" z")
    if "-" in (before, token) and blank:
        # A minus holds on to its number alone, a dash between numbers to both.
        return before == "-" or previous in "dn%$"
    if previous == "+" and blank and kind in "d$":
        return True  # > 5
    if kind == "$":
        return blank and previous in "dn" and kinds[end : end + 1] != DIGIT or not gap
    if blank and (previous == "$" and kind == DIGIT or previous in "dn" and kind == "%"):
        return True
    if gap == SPACE and previous == kind == DIGIT:
        return len(token) == 3 and len(before) <= 3  # 85 000
    if gap == ".":
        return len(token) == 1 or len(before) == 1  # U.S.
    return gap.strip("z") in ("", HYPHEN, JOINER, "'")
