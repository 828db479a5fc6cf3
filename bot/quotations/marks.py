"""
Words between quotation marks: “ ”, " ", „ “, « », » «, ” ” and outermost ‘ ’ and ' '.

Each mark is looked at once. Marks inside a quotation belong to its words; apostrophes and inches open nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

Range = tuple[int, int]

DOUBLE = '"“”„«»'
CLOSERS = {"“": '”"', '"': '"”', "„": "“”", "«": "»", "»": "«", "”": '”"'}
DEPTH = 4
LOOKAHEAD = 6  # paragraphs that a speech without opening marks may run through
STOPS = frozenset(".,!?…")

_MARK = re.compile("[\"“”„«»‘’']")
_OPENING = re.compile(r"[\s>—–-]*([\"“„«])(?=\S)")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """
    A stretch between marks in one paragraph; half-open, code points.

    :param start: where its words begin; `end`: where they end.
    :param outer: the range with the marks.
    :param paragraph: index of the paragraph.
    :param continues: whether the paragraph goes on with the speech that the one before left open.
    :param closed: whether a closing mark was found in the paragraph.
    """

    start: int
    end: int
    outer: Range
    paragraph: int
    continues: bool
    closed: bool


def quoted(text: str, paragraphs: Sequence[Range]) -> list[Quoted]:
    """Find the outermost quoted stretches in order; a speech of several paragraphs gives one for each of them."""
    found: list[Quoted] = []
    first = [_first_mark(text, start, end) for start, end in paragraphs]
    speaking = ""
    for number, (start, end) in enumerate(paragraphs):
        opening = _OPENING.match(text, start, end) if speaking else None
        unmarked = bool(speaking) and opening is None and _closes_ahead(first, number, speaking)
        scan = _Scan(text, start, end)
        if unmarked:
            scan.opened.append((speaking, start - 1))
        ranges, speaking = scan.run()
        for at, (inner, outer, closed) in enumerate(ranges):
            kept = _trim(text, *inner)
            if _WORD.search(text, *kept):
                continues = at == 0 and (unmarked or (opening is not None and outer[0] == opening.start(1)))
                found.append(Quoted(*kept, outer, number, continues, closed))
    return found


def _first_mark(text: str, start: int, end: int) -> str:
    found = next((m for m in _MARK.finditer(text, start, end) if m[0] in DOUBLE), None)
    return found[0] if found else ""


def _closes_ahead(first: list[str], number: int, opened: str) -> bool:
    """Whether the next mark of the text closes the open speech, so that the paragraphs up to it belong to it."""
    if opened == '"':
        return False
    ahead = next((mark for mark in first[number : number + LOOKAHEAD] if mark), "")
    return bool(ahead) and ahead in CLOSERS[opened] and ahead != '"'


def _trim(text: str, start: int, end: int) -> Range:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


@dataclass(slots=True)
class _Scan:
    """One paragraph's marks from left to right; `opened` holds the marks that are open, outermost first."""

    text: str
    start: int
    end: int
    opened: list[tuple[str, int]] = field(default_factory=list)
    ranges: list[tuple[Range, Range, bool]] = field(default_factory=list)

    def run(self) -> tuple[list[tuple[Range, Range, bool]], str]:
        """Return `(inside, outside, closed)` for each stretch, and the mark that is still open or ""."""
        marks = [(m.start(), m[0]) for m in _MARK.finditer(self.text, self.start, self.end)]
        singles = _Singles(self.text, marks, self.start, self.end)
        self._balanced = _count(marks, "“") <= _count(marks, "”")
        until = self.start
        for at, mark in marks:
            if at < until:
                continue
            if mark in DOUBLE:
                self._double(at, mark)
            elif not self.opened and (closer := singles.closer(at)) is not None:
                self.ranges.append(((at + 1, closer), (at, closer + 1), True))
                until = closer + 1
        left = self.opened[0] if self.opened else None
        if left:
            self._close(left[1], self.end, closed=False)
        return self.ranges, left[0] if left else ""

    _balanced: bool = True

    def _double(self, at: int, mark: str) -> None:
        before, after = self._around(at)
        fits_open = bool(after.strip()) and not (before.isalnum() or before in STOPS)
        for depth in range(len(self.opened) - 1, -1, -1):
            opener = self.opened[depth][0]
            if mark in CLOSERS[opener] and not (mark == '"' and before.isspace() and fits_open):
                return self._pop(depth, at)
        if not self._opens(mark, fits_open, before):
            return
        same = self.opened and self.opened[0][0] == mark
        if same and not (mark != '"' and self._balanced):
            self._close(self.opened[0][1], at, closed=False)
            self.opened.clear()
        if len(self.opened) < DEPTH:
            self.opened.append((mark, at))

    def _opens(self, mark: str, fits: bool, before: str) -> bool:
        if mark in "“„«":
            return bool(fits or not before.isalnum() or mark != "“")
        return fits and (mark != "”" or not self.opened)

    def _around(self, at: int) -> tuple[str, str]:
        before = self.text[at - 1] if at > self.start else " "
        after = self.text[at + 1] if at + 1 < self.end else " "
        return before, after

    def _pop(self, depth: int, at: int) -> None:
        opened = self.opened[depth][1]
        del self.opened[depth:]
        if not self.opened:
            self._close(opened, at, closed=True)

    def _close(self, opened: int, at: int, *, closed: bool) -> None:
        outer = (max(opened, self.start), at + 1 if closed else at)
        self.ranges.append(((opened + 1, at), outer, closed))


def _count(marks: list[tuple[int, str]], mark: str) -> int:
    return sum(found == mark for _, found in marks)


class _Singles:
    """The single marks of a paragraph that may close a quotation, for those that may open one."""

    def __init__(self, text: str, marks: list[tuple[int, str]], start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        closers = [(at, mark) for at, mark in marks if mark in "’'" and self._may_close(at)]
        self._plain = [at for at, mark in closers if mark == "’"]
        self._stopped = {kind: [at for at, mark in closers if mark == kind and text[at - 1] in STOPS] for kind in "’'"}
        self._openers = {kind: [at for at, mark in marks if mark == kind and self._may_open(at)] for kind in "‘'"}

    def closer(self, at: int) -> int | None:
        """Where the quotation that opens at `at` closes, or None: then the mark is an apostrophe."""
        mark = self._text[at]
        if mark not in "‘'" or not self._may_open(at):
            return None
        limit = _next(self._openers[mark], at) or self._end
        stopped = _next(self._stopped["’" if mark == "‘" else "'"], at)
        stopped = stopped if stopped is not None and stopped < limit else None
        if mark == "'":
            return stopped if stopped and self._text.count(" ", at, stopped) >= 2 else None
        plain = _next(self._plain, at)
        if plain is None or plain >= limit:
            return None
        possessive = self._text[plain - 1] == "s" and stopped is not None
        return stopped if possessive else plain

    def _may_close(self, at: int) -> bool:
        before = self._text[at - 1] if at > self._start else " "
        after = self._text[at + 1] if at + 1 < self._end else " "
        return not before.isspace() and not after.isalnum()

    def _may_open(self, at: int) -> bool:
        before = self._text[at - 1] if at > self._start else " "
        after = self._text[at + 1] if at + 1 < self._end else " "
        return (before.isspace() or before in "([—–") and (after.isalnum() or after in '“"«')


def _next(positions: list[int], at: int) -> int | None:
    found = bisect_right(positions, at)
    return positions[found] if found < len(positions) else None
