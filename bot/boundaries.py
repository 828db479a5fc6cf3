"""
Sentence boundaries as half-open code-point ranges, by rules that read a bounded stretch around each stop.

A stop ends a sentence unless what stands before it (abbreviation, initial, list number, open bracket) or
after it (a lower-case word, a comma, a dash after a quotation, an attribution) says that it goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import abbreviations as known

Range = tuple[int, int]

QUOTES = frozenset("\"'”’“»«›‹」』")
BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "］": "［", "】": "【"}
# Stops of scripts without letter case; they end a sentence with or without a space after them.
STRONG = frozenset("。！？．｡؟۔।॥።፧։។៕܀")
GOES_ON = frozenset(",;:.!?…)]}%/&№、，；：")
LOOKBACK = 40
BRACKET_LOOKBACK = 300
ATTRIBUTION_WORDS = 7

_STOP = re.compile(
    r"([.!?…‼⁇⁈⁉" + "".join(STRONG) + r"]+)"
    r"((?:[”’)\]}」』】〉》）］»]|[\"'“«‹›](?!\w))*(?:[^\S\n][»”](?=\s|\Z))?)"
    r"(?:\[\d{1,3}\])*(?:\s?[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+)?"
)
_GAP = re.compile(r"(\s*(?:>\s*)*)([\"'“‘”„‚«»‹›’(\[{「『【〈《（［¿¡*_]*)(?P<word>\w{0,40})")
_DASH = re.compile(r"\s*[—–-]+\s*")
_INSIDE = re.compile(r"[\s()\[\]{}\"“”„«»‘—–/]+")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_WORD = re.compile(r"[^\W_]")


def sentences(text: str, start: int, end: int) -> list[Range]:
    """
    Cut a passage into sentences; together they cover every character of it that is not white space.

    A stretch without letter or digit joins the sentence after it, or the last one.

    :param text: the whole document.
    :param start: where the passage begins, in code points.
    :param end: where the passage ends, exclusive.
    :return: ranges in order, disjoint, trimmed, none empty.
    """
    ranges: list[Range] = []
    opening = searched = _skip_space(text, start, end)
    has_word = False
    for match in _STOP.finditer(text, start, end):
        has_word = has_word or _WORD.search(text, searched, match.start()) is not None
        searched = match.end()
        if has_word and searched < end and _ends(_Stop.at_match(match, opening, end)):
            ranges.append((opening, searched))
            opening, has_word = _skip_space(text, searched, end), False
    return _with_tail(ranges, text, opening, end)


def _with_tail(ranges: list[Range], text: str, opening: int, end: int) -> list[Range]:
    closing = opening + len(text[opening:end].rstrip())
    if opening == closing:
        return ranges
    if ranges and not _WORD.search(text, opening, closing):
        opening = ranges.pop()[0]
    return [*ranges, (opening, closing)]


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


@dataclass(frozen=True, slots=True)
class _Stop:
    """
    A run of stops with its surroundings.

    :param run: the stops themselves, such as `?!`.
    :param closers: quotation marks and brackets that close right after the run.
    :param before: at most LOOKBACK code points of the sentence up to the run.
    :param space: white space after the stop; `openers`: quotation marks and brackets that open after it.
    :param word: the word that follows, `at` is where it begins; `after` is its first character or "".
    """

    text: str
    opening: int
    begin: int
    run: str
    closers: str
    before: str
    space: str
    openers: str
    word: str
    at: int
    after: str

    @classmethod
    def at_match(cls, match: re.Match[str], opening: int, end: int) -> _Stop:
        """Read what stands around `match` in the sentence that begins at `opening`, no further than `end`."""
        text, begin = match.string, match.start()
        before = text[max(opening, begin - LOOKBACK) : begin]
        gap = _GAP.match(text, match.end(), end)
        assert gap is not None  # every part of the pattern may be empty
        space, openers, word = gap.groups()
        at = gap.start(3)
        after = text[at] if at < end else ""
        run, closers = match.groups()
        return cls(text, opening, begin, run, closers, before, space, openers, word, at, after)

    @property
    def quoted(self) -> bool:
        """Whether a quotation closes at this stop."""
        return not QUOTES.isdisjoint(self.closers)

    @property
    def token(self) -> str:
        """What stands right before the stop, back to white space, a bracket, a quotation mark or a dash."""
        if self.before[-1:].isspace():
            return ""
        last = self.before.rsplit(None, 1)[-1:]
        return _INSIDE.split(last[0])[-1] if last else ""

    @property
    def previous(self) -> str:
        """The word before the token."""
        parts = self.before[: len(self.before) - len(self.token)].rsplit(None, 1)
        return parts[-1] if parts else ""

    @property
    def begins_sentence(self) -> bool:
        """Whether the next word is capitalised and one that opens sentences, not the initial `A.` or `I.`."""
        dotted = self.text[self.at + len(self.word) : self.at + len(self.word) + 1] == "."
        return self.after.isupper() and not dotted and self.word.casefold() in known.STARTERS


def _ends(stop: _Stop) -> bool:
    if _inside_brackets(stop):
        return False
    if not STRONG.isdisjoint(stop.run):
        return _ends_strongly(stop)
    if not stop.space:
        return _ends_without_space(stop)
    if _goes_on(stop):
        return False
    if stop.quoted:
        return stop.run == "." or not _is_attribution(stop)
    return stop.run != "." or not _is_abbreviation(stop)


def _inside_brackets(stop: _Stop) -> bool:
    """Whether the stop closes a bracket that opened after the sentence began: the sentence goes on."""
    opening = next((BRACKETS[mark] for mark in stop.closers if mark in BRACKETS), None)
    if opening is None:
        return False
    found = stop.text.rfind(opening, max(stop.opening, stop.begin - BRACKET_LOOKBACK), stop.begin)
    return found > stop.opening + 1


def _ends_strongly(stop: _Stop) -> bool:
    between_digits = stop.before[-1:].isdigit() and not stop.space and stop.after.isdigit()
    quotative = stop.quoted and stop.after in ("と", "っ")
    return not (between_digits or quotative or stop.after in GOES_ON)


def _ends_without_space(stop: _Stop) -> bool:
    """Whether a missing space is a slip (`“Open.”The minister`), not a part of `3.5` or `site.org`."""
    if stop.closers[-1:] in ("”", "»") or stop.openers[:1] in ("“", "«", "„"):
        return stop.after.isupper()
    return stop.run != "." and "\u3040" <= stop.after <= "\u9fff"


def _goes_on(stop: _Stop) -> bool:
    """Whether the text after the stop can't begin a sentence."""
    if dash := _DASH.match(stop.text, stop.at):
        return stop.quoted or stop.text[dash.end() : dash.end() + 1].islower()
    if stop.after.islower():
        return not any(letter.isupper() for letter in stop.word)  # "iPhone" may begin one
    return not stop.openers and stop.after in GOES_ON


def _is_attribution(stop: _Stop) -> bool:
    """Whether a name and a verb of saying follow, and nothing more: “Who pays?” Dana Orsk asked."""
    following = stop.text[stop.at : stop.at + 5 * LOOKBACK].split(maxsplit=ATTRIBUTION_WORDS + 1)
    for number, word in enumerate(following[: ATTRIBUTION_WORDS + 1]):
        if word.rstrip(".,:;") in known.SAYING:
            rest = following[number : number + 2]
            return number > 0 and not stop.begins_sentence and any(part[-1] in ".,:;" for part in rest)
        if not (word[0].isupper() or word in known.PARTICLES):
            return False
    return False


def _is_abbreviation(stop: _Stop) -> bool:
    token, key = stop.token, stop.token.casefold()
    if token.isdigit():
        return _is_list_number(stop, token)
    if len(token) == 1:
        return _is_single_letter(stop, token)
    if _DOTTED.fullmatch(token):
        return _is_dotted(stop, key)
    if key in known.OPEN:
        return token[0].isupper() or key not in known.TITLES
    if key in known.HELD:
        return not stop.begins_sentence and QUOTES.isdisjoint(stop.openers)
    return _precedes_number(stop, token, key)


def _is_list_number(stop: _Stop, token: str) -> bool:
    ahead = stop.begin - len(token) - stop.opening
    return len(token) <= 3 and (ahead == 0 or stop.previous.endswith((":", ";")))


def _precedes_number(stop: _Stop, token: str, key: str) -> bool:
    """Whether this is the `No.` of `No. 5` or the `Jan.` of `Jan. 14`."""
    if key in known.SHORT_DATES:
        return token[0].isupper() and (stop.after.isdigit() or stop.word.casefold() in known.SHORT_DATES)
    return key in known.NUMBERED and stop.after.isdigit()


def _is_single_letter(stop: _Stop, token: str) -> bool:
    """Whether a letter is an initial or a short form (`p. 4`, `v.`, `г.`), not a label such as `plan B`."""
    if stop.previous.casefold() in known.LABELS:
        return False
    if token.islower():
        return _is_small_letter(stop, token)
    initial = token.isupper() and stop.after.isalpha() and QUOTES.isdisjoint(stop.openers)
    return initial and not stop.begins_sentence


def _is_small_letter(stop: _Stop, token: str) -> bool:
    if token == "v" or _precedes_number(stop, token, token):
        return True
    if stop.previous[-1:].isdigit() or stop.previous in ("т.", "н.", "u.", "a."):
        return False  # "1974 г.", "и т. д.", "до н. э."
    letter_follows = len(stop.word) == 1 and stop.text[stop.at + 1 : stop.at + 2] == "."
    return letter_follows or token in known.SMALL_LETTERS


def _is_dotted(stop: _Stop, key: str) -> bool:
    """Whether `U.S.` or `a.m.` stands inside its sentence."""
    if key in known.OPEN:
        return True
    if key in known.CLOCK:
        return stop.after.isdigit() or stop.word.casefold() in known.CALENDAR
    if stop.after.isdigit():
        return stop.previous.isdigit()  # a law report: "427 U.S. 160"
    return key not in known.CLOSING and stop.after.isalpha() and not stop.begins_sentence
