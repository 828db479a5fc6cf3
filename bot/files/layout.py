"""Paragraphs out of placed lines: running heads dropped, lines joined, words hyphenated at a line's end made whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.files.lines import shifted

EDGE_LINES = 2  # levels at a page's top and at its bottom where running heads stand
HEAD_PAGES = 3  # pages on which a line must stand alike to be a running head; a page number, two
SAME_SIZE = 1.15  # of line heights: ratio up to which letters are of one size
SMALL = 0.85  # of a figure's height, up to which the next one is raised or lowered
WORD_GAP = 0.12  # line heights: a smaller gap parts no words
CELL_GAP = 1.5  # a larger one parts the cells of a table
LEADING_SLACK = 1.2  # lines further apart than this many usual distances don't belong together

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+(?:[-‐‑’'][^\W_]+)*")
_LAST_WORD = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*\Z")
_FIRST_WORD = re.compile(r"[^\W_]+")
_HYPHENS = "-\u2010"
_ENDED = re.compile(r"[.!?…:;。！？؟][\"'”’»)\]]*\d{0,3}\Z")
_BULLET = re.compile(r"[•‣◦▪·●■–—*]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """
    A line of a page; places in points, from the page's lower left corner.

    :param bottom: of its letters' boxes.
    :param hyphen: whether a hyphen ended it, which `text` then lacks.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    hyphen: bool = False

    @property
    def is_ended(self) -> bool:
        """Whether it closes with a mark that ends a sentence or announces a list."""
        return _ENDED.search(self.text) is not None

    @property
    def is_row(self) -> bool:
        """Whether it is a table's row, of several cells."""
        return "\t" in self.text

    @property
    def is_cut(self) -> bool:
        """Whether it ends inside a word."""
        return self.hyphen or (self.text[-1] in _HYPHENS and self.text[-2:-1].isalpha())

    @property
    def begins_small(self) -> bool:
        """Whether it begins with a lower-case letter."""
        return self.text[0].islower()

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number of a list."""
        return _BULLET.match(self.text) is not None

    def is_level_with(self, other: Line) -> bool:
        """Whether it stands on the same level."""
        return abs(self.bottom - other.bottom) < 0.3 * max(self.height, other.height)

    def is_size_of(self, other: Line) -> bool:
        """Whether its letters are as large."""
        return max(self.height, other.height) <= SAME_SIZE * min(self.height, other.height)


def paragraphs(pages: list[list[Line]]) -> list[str]:
    """
    Join the lines of a document's pages into paragraphs, table rows and titles, one string each.

    Two lines are one paragraph's if they are of one size, no further apart than usual and not indented, and the
    second one's first word would not have fitted in the first. A paragraph that a page or column cuts goes on.

    :param pages: the lines of each page in reading order.
    """
    pages = [_rows(page) for page in _without_heads(pages)]
    distance = _usual_distance(pages)
    words = Counter(word.casefold() for page in pages for line in page for word in _WORD.findall(line.text))
    found: list[list[Line]] = []
    for page in pages:
        for block in _blocks(page, distance):
            parts = _split(block, _right_edge(block, page))
            if found and _goes_on(found[-1], parts[0]):
                found[-1] += parts.pop(0)
            found += parts
    return [_joined(lines, words) for lines in found]


def _without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop lines that stand alike, but for their figures, at one height near the edge of several pages."""
    places: dict[tuple[str, int], list[tuple[int, Line]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in _edge_lines(page):
            places[_DIGITS.sub("#", line.text).casefold(), round(line.bottom / 4)].append((number, line))
    heads = {id(line) for found in places.values() if _is_head(found) for _, line in found}
    return [[line for line in page if id(line) not in heads] for page in pages]


def _edge_lines(page: list[Line]) -> list[Line]:
    levels = sorted({round(line.bottom) for line in page})
    edges = {*levels[:EDGE_LINES], *levels[-EDGE_LINES:]}
    return [line for line in page if round(line.bottom) in edges]


def _is_head(found: list[tuple[int, Line]]) -> bool:
    numbers = {number for number, _ in found}
    if len(numbers) >= HEAD_PAGES:
        return True
    # On fewer pages only a number that counts them is safe to drop.
    shifts = {int(figures[-1]) - number for number, line in found if (figures := _DIGITS.findall(line.text[-40:]))}
    return len(numbers) == 2 and len(found) == 2 and len(shifts) == 1


def _rows(page: list[Line]) -> list[Line]:
    """Join pieces that follow each other on one level: words of a line, or cells of a table's row."""
    rows: list[Line] = []
    for line in page:
        last = rows[-1] if rows else None
        if last and not last.hyphen and last.is_level_with(line) and line.left > last.right - last.height / 4:
            words = _after(last, line)
            rows[-1] = replace(last, text=last.text + words, right=line.right, hyphen=line.hyphen)
        else:
            rows.append(line)
    return rows


def _after(line: Line, following: Line) -> str:
    """Give the words of a piece as they follow another: with a blank or a tab, or raised or lowered."""
    gap = (following.left - line.right) / line.height
    if gap >= CELL_GAP:
        return "\t" + following.text
    if gap < 2 * WORD_GAP and following.height < SMALL * line.height:
        middles = (2 * place.bottom + place.height for place in (line, following))
        raised = shifted(following.text, raised=next(middles) < next(middles))
        if raised != following.text:
            return raised
    is_number = line.text[-1].isdigit() and following.text[0].isdigit()
    return " " * (gap >= WORD_GAP or is_number) + following.text


def _usual_distance(pages: list[list[Line]]) -> float:
    """Find the smallest common distance of lines, in line heights."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line, following in pairwise(page):
            ratio = (line.bottom - following.bottom) / line.height
            if line.is_size_of(following) and 0.7 < ratio < 4:
                counts[round(ratio, 1)] += 1
    total = sum(counts.values())
    return min((ratio for ratio, count in counts.items() if count >= 0.15 * total), default=1.3)


def _blocks(page: list[Line], distance: float) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in page:
        last = blocks[-1][-1] if blocks else None
        near = last and 0.5 < (last.bottom - line.bottom) / last.height <= LEADING_SLACK * distance
        if last and near and last.is_size_of(line) and line.left < last.right and line.right > last.left:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _right_edge(block: list[Line], page: list[Line]) -> float:
    """Find where a block's lines are full: its own edge if several lines reach it, else that of lines set like it."""
    longest, second = sorted((line.right for line in (block * 2 if len(block) == 1 else block)), reverse=True)[:2]
    if len(block) > 2 and longest - second < 3 * block[0].height:
        return longest
    left = min(line.left for line in block)
    alike = (line for line in page if line.is_size_of(block[0]) and abs(line.left - left) < line.height / 2)
    return max([longest, *(line.right for line in alike)])


def _split(block: list[Line], edge: float) -> list[list[Line]]:
    parts = [[block[0]]]
    for line, following in pairwise(block):
        if _is_one(parts[-1], line, following, edge):
            parts[-1].append(following)
        else:
            parts.append([following])
    return parts


def _is_one(part: list[Line], line: Line, following: Line, edge: float) -> bool:
    """Whether a paragraph goes on from its last line to the following one."""
    if line.is_row or following.is_row:
        return False
    if line.is_cut or (following.begins_small and not (line.is_ended or following.is_item)):
        return True
    if following.is_item and (line.is_ended or part[0].is_item):
        return False
    word = following.text.split(maxsplit=1)[0]
    room = (following.right - following.left) * len(word) / len(following.text) + line.height / 4
    if edge - line.right > room:
        return False
    shift = following.left - line.left
    if abs(shift) <= line.height / 2 or abs(following.left + following.right - line.left - line.right) < line.height:
        return True
    return len(part) == 1 and (part[0].is_item if shift > 0 else not part[0].is_item)


def _goes_on(part: list[Line], following: list[Line]) -> bool:
    """Whether a paragraph goes on at the top of another page or column."""
    line, first = part[-1], following[0]
    if line.is_row or first.is_row or line.is_ended or first.is_item:
        return False
    if not line.is_size_of(first) or first.bottom < line.bottom:
        return False
    is_full = len(part) > 1 and line.right > max(line.right for line in part) - 2 * line.height
    return line.is_cut or first.begins_small or is_full


def _joined(lines: list[Line], words: Counter[str]) -> str:
    text = lines[0].text
    for line, following in pairwise(lines):
        if line.is_cut:
            text = _whole(text if line.hyphen else text[:-1], following.text, words)
        else:
            text += " " + following.text
    return text + ("-" if lines[-1].hyphen else "")


def _whole(text: str, following: str, words: Counter[str]) -> str:
    """Join a word cut by a hyphen; the hyphen stays if the document has it so elsewhere, or has both parts as words."""
    before, after = _LAST_WORD.search(text), _FIRST_WORD.match(following)
    if not (before and after):
        return f"{text}-{following}"
    first, second = before[0].casefold(), after[0].casefold()
    is_compound = words[f"{first}-{second}"] or (words[first] > 1 and words[second] > 1)
    if words[first + second] or not (is_compound or after[0][0].isupper() or not first[-1].isalpha()):
        return text + following
    return f"{text}-{following}"
