"""
Links that lead to a quote on its publisher's page: URL Fragment Text Directives of the WICG.

A browser finds `#:~:text=prefix-,start,end,-suffix` by whole words, without regard to case, accents and white space;
each of the four lies within one block of the page, and prefix and suffix adjoin the quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from bot.document import Paragraph
from bot.receipts.words import collapsed, folded, occurs_once, word_end, word_start

# A quote of more code points is named by its beginning and its end.
LONGEST_EXACT = 300
SHORTEST_END = 32
# Code points of context, tried in turn until the quote is found in one place.
REACHES = (0, 32, 64, 128, 256)

BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BREAK = re.compile(f"[{BREAKS}]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Range = tuple[int, int]


def link(url: str | None, paragraph: Paragraph, start: int, end: int) -> str | None:
    """
    A link to the words `start:end` of a paragraph on the page at `url`; it may take in the rest of a cut word.

    Where the text repeats itself so far that no context tells the places apart, the link has the most there is.

    :param start: half-open code points into the document, as is `end`.
    :return: None if `url` is no address on the web, or the words are white space only.
    """
    if url is None or not is_web_address(url):
        return None
    words = _trimmed(paragraph.source, start, end)
    if words is None:
        return None
    address, _, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return f"{address}#{fragment}:~:text={_directive(paragraph, *words)}"


def is_web_address(url: str) -> bool:
    """Whether a URL is http or https, with a host; `javascript:` and the like are not."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and url.isprintable() and " " not in url


@dataclass(frozen=True, slots=True)
class _Terms:
    """The four terms as ranges of the text; only `start` is always there."""

    start: Range
    end: Range | None
    prefix: Range | None
    suffix: Range | None

    def find_one_place(self, text: str, whole: str) -> bool:
        """
        Whether a browser that finds the terms in the text has found the quote.

        :param whole: the text, folded.
        """
        first, last = (self.prefix or self.start)[0], (self.suffix or self.end or self.start)[1]
        if self.end is None:
            return occurs_once(folded(text[first:last]), whole)
        rest, closing = folded(text[self.start[1] : last]), folded(text[self.end[0] : last])
        return occurs_once(folded(text[first : self.start[1]]), whole) and rest.find(closing) == len(rest) - len(
            closing
        )

    def written(self, text: str) -> str:
        """The value of the directive."""
        parts = [f"{_encoded(text, self.prefix)}-"] if self.prefix else []
        parts += [_encoded(text, term) for term in (self.start, self.end) if term]
        parts += [f"-{_encoded(text, self.suffix)}"] if self.suffix else []
        return ",".join(parts)


def _directive(paragraph: Paragraph, start: int, end: int) -> str:
    text = paragraph.source
    start, end = word_start(text, start, paragraph.start), word_end(text, end, paragraph.end)
    whole = folded(text)
    terms = _terms(paragraph, start, end, REACHES[0])
    for reach in REACHES[1:]:
        if terms.find_one_place(text, whole):
            break
        terms = _terms(paragraph, start, end, reach)
    return terms.written(text)


def _terms(paragraph: Paragraph, start: int, end: int, reach: int) -> _Terms:
    ends = _ends(paragraph.source, start, end, SHORTEST_END + reach)
    head, tail = ends if ends else ((start, end), None)
    return _Terms(head, tail, _before(paragraph, start, reach), _after(paragraph, end, reach))


def _ends(text: str, start: int, end: int, size: int) -> tuple[Range, Range] | None:
    """Find beginning and end of a quote that is long or has line breaks; None if the whole of it will do."""
    breaks = [match.start() for match in _BREAK.finditer(text, start, end)]
    if not breaks and end - start <= LONGEST_EXACT:
        return None
    high, low = (breaks[0], breaks[-1] + 1) if breaks else (end, start)
    head = start, word_end(text, min(start + size, high), high)
    tail = word_start(text, max(end - size, low), low), end
    return (head, tail) if head[1] <= tail[0] else None


def _before(paragraph: Paragraph, at: int, reach: int) -> Range | None:
    """Find context before the quote, on the line above where the quote begins its paragraph."""
    text, low = paragraph.source, paragraph.start
    if reach and at == low:
        at = len(text[:low].rstrip())
        low = max(text.rfind(mark, 0, at) for mark in BREAKS) + 1
    start = word_start(text, max(low, at - reach), low) if reach and at > low else at
    return (start, at) if text[start:at].strip() else None


def _after(paragraph: Paragraph, at: int, reach: int) -> Range | None:
    """Find context after the quote, on the line below where the quote ends its paragraph."""
    text, high = paragraph.source, paragraph.end
    if reach and at == high:
        at = len(text) - len(text[high:].lstrip())
        below = _BREAK.search(text, at)
        high = below.start() if below else len(text)
    end = word_end(text, min(high, at + reach), high) if reach and at < high else at
    return (at, end) if text[at:end].strip() else None


def _trimmed(text: str, start: int, end: int) -> Range | None:
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return (start, end) if start < end else None


def _encoded(text: str, term: Range) -> str:
    words = _LONE_SURROGATE.sub("\ufffd", collapsed(text[slice(*term)]))
    return percent_encoded(words, safe="").replace("-", "%2D")
