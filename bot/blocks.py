"""
Blocks of a plain or Markdown text: its lines without their markers, hard-wrapped lines joined.

A line break ends a block, unless the text is hard-wrapped: blank lines separate its paragraphs, and of the
breaks inside them most come where the next word would not have fitted and less than half follow a sentence's
end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

MIN_WRAP_WIDTH = 40  # nobody wraps prose more narrowly; lists of names and verses stay below
FULL = 0.75  # a line is full if the next word would have passed this part of the width
LONG = 200  # code points of a block that is running text even without a full stop

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_MARKS = re.compile(
    r"(>(?!\d)[ \t]*(?:>[ \t]*)*)?"
    r"((?:[-*+•–‣◦▪·●]|\(?(?:\d{1,3}|[ivxIVX]{2,4}|[^\W\d_])\)|\d{1,3}\.)\s+|[•‣◦▪●])?"
    r"(#{1,6}\s+)?"
)
_WORD = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』*_]*(?:\[\d{1,3}\])*\Z")
_INVISIBLE = "\ufeff\u200b"


@dataclass(frozen=True, slots=True)
class Block:
    """
    A line, or hard-wrapped lines joined: half-open, in code points, without markers and outer white space.

    :param item: whether it began with a bullet or a number.
    :param heading: whether it began with a Markdown heading's `#`.
    :param quoted: whether it began with a Markdown quotation's `>`.
    :param apart: whether a blank line or the text's beginning comes before it.
    """

    text: str
    start: int
    end: int
    item: bool
    heading: bool
    quoted: bool
    apart: bool

    @property
    def words(self) -> str:
        """The block's own text."""
        return self.text[self.start : self.end]

    @property
    def is_junk(self) -> bool:
        """Whether it is a rule, a page number or a counter: no letter, and fewer than five digits."""
        return not _LETTER.search(self.text, self.start, self.end) and self.digits < 5

    @property
    def begins_small(self) -> bool:
        """Whether it begins with a lower-case letter, so it goes on with what comes before."""
        return self.text[self.start].islower()

    @property
    def digits(self) -> int:
        """How many digits it has."""
        return sum(map(str.isdigit, self.words))

    @property
    def is_ended(self) -> bool:
        """Whether it closes with a mark that ends a sentence."""
        return _SENTENCE_END.search(self.text, max(self.start, self.end - 20), self.end) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it is running text: ended by a mark, or long."""
        return self.is_ended or self.end - self.start > LONG


def blocks(text: str) -> list[Block]:
    """Read the blocks of a text in order; none is empty, and lines of white space only are none."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    return list(_joined(lines, width)) if width else lines


def _lines(text: str) -> Iterator[Block]:
    apart, last = True, 0
    for match in _LINE.finditer(text):
        apart = apart or (match.start() - last > 1 and text[last : match.start()] != "\r\n")
        last = match.end()
        line = _line(text, match.start(), match.end(), apart)
        if line.start < line.end:
            yield line
        apart = line.start == line.end


def _line(text: str, start: int, end: int, apart: bool) -> Block:
    start, end = _trim(text, start, end)
    match = _MARKS.match(text, start, end)
    assert match is not None  # every part of the pattern is optional
    if not _WORD.search(match[0]) or _LETTER.search(text, match.end(), end):
        start = match.end()  # but "1. :" has nothing beside its number, so it keeps it
    quoted, item, heading = map(bool, match.groups())
    if heading:
        end = _without_closing_marks(text, start, end)
    start, end = _trim(text, start, end)
    return Block(text, start, end, item, heading, quoted, apart)


def _without_closing_marks(text: str, start: int, end: int) -> int:
    """Find where the words of `# Energy ##` end; the mark of `# Learning C#` is one of its words."""
    words = text[start:end].rstrip("#")
    return start + len(words) if words[-1:].isspace() else end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end].lstrip().lstrip(_INVISIBLE).lstrip()
    start = end - len(words)
    return start, start + len(words.rstrip())


def _breaks(lines: list[Block]) -> Iterator[tuple[Block, Block]]:
    """Neighbouring lines that could be one paragraph's."""
    for line, following in pairwise(lines):
        marked = following.item or following.heading or line.heading or line.quoted != following.quoted
        if not (following.apart or marked):
            yield line, following


def _wrap_width(lines: list[Block]) -> int:
    """Find the width, in code points, at which a text is hard-wrapped; 0 if it isn't."""
    pairs = list(_breaks(lines))
    width = max((line.end - line.start for line, _ in pairs), default=0)
    if width < MIN_WRAP_WIDTH or sum(line.apart for line in lines) < 2:
        return 0
    full = sum(_is_full(line, following, width) for line, following in pairs)
    ended = sum(line.is_ended for line, _ in pairs)
    return width if 2 * full > len(pairs) and 2 * ended < len(pairs) else 0


def _is_full(line: Block, following: Block, width: int) -> bool:
    word = following.words[: width + 1].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > FULL * width


def _joined(lines: list[Block], width: int) -> Iterator[Block]:
    """Join the lines of a paragraph; a break that left room for the next word, a capitalised one, is kept."""
    open_breaks = {
        following.start
        for line, following in _breaks(lines)
        if _is_full(line, following, width) or following.begins_small
    }
    block: Block | None = None
    for line in lines:
        if block and line.start in open_breaks:
            block = replace(block, end=line.end)
            continue
        if block:
            yield block
        block = line
    if block:
        yield block
