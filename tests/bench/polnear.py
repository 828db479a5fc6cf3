"""
Direct quotations against PolNeAR's labels: how many are found, and with the right source.

A labelled quotation is found if quotations of ours hold at least COVERED of its letters and digits. Its source is
right if the quotation of ours that holds most of it names its speaker with the same head word: the last word before
the first comma, bracket, relative clause or preposition, in lower case, without a possessive ending. Sources are
counted among the labelled quotations that have one; a quotation that isn't found has no right source.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bot.document import Document
from bot.quotations import Quotation
from tests.bench.figures import Figure, share

COVERED = 0.9
PARAGRAPHS = 1000
GROUP = "quotations"
_HEAD_ENDS = re.compile(r"[,(]|\s(?:who|that|which|of|for|at|in|from|with|on|to|and)\s")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A direct quotation as people labelled it; ranges are half-open, in code points."""

    text: str
    content: tuple[tuple[int, int], ...]
    source: str

    @property
    def letters(self) -> frozenset[int]:
        """Where its letters and digits stand."""
        return frozenset(at for start, end in self.content for at in range(start, end) if self.text[at].isalnum())


def polnear(path: Path) -> list[Figure]:
    """Found and right-source rates of an article file (`.json.gz`, see the module), all articles together."""
    found = sourced = right = 0
    labels = 0
    for article in read(path):
        for label, quotation in matches(*article):
            labels += 1
            found += quotation is not None
            if label.source:
                sourced += 1
                right += quotation is not None and is_right(label, quotation)
    return [
        share(GROUP, "direct quotations found", found, labels),
        share(GROUP, "right source (head word)", right, sourced),
    ]


def speed() -> list[Figure]:
    """Time to find the paragraphs, sentences and quotations of a long document, in milliseconds; best of three."""
    text = "\n".join(_paragraph(number) for number in range(PARAGRAPHS))
    times = []
    for _ in range(3):
        begun = perf_counter()
        count = len(Document.from_text(text).quotations)
        times.append((perf_counter() - begun) * 1000)
    note = f"{PARAGRAPHS} paragraphs, {len(text):,} characters, {count} quotations"
    return [Figure(GROUP, "document analysed", min(times), "ms", note)]


def read(path: Path) -> Iterable[tuple[Document, list[Labelled]]]:
    """Each article with its direct quotations."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)
    for article in articles:
        text = article["text"]
        labels = [
            Labelled(text, tuple(map(tuple, a["content"])), " ".join(text[s:e] for s, e in a["source"] or ()))
            for a in article["attributions"]
            if a["direct"]
        ]
        yield Document.from_text(text), labels


def matches(document: Document, labels: Sequence[Labelled]) -> Iterable[tuple[Labelled, Quotation | None]]:
    """Each labelled quotation with the one of ours that holds most of it, or None if it isn't found."""
    ours = [(quotation, _places(quotation)) for quotation in document.quotations if quotation.kind != "reported"]
    for label in labels:
        letters = label.letters
        shared = [(len(letters & places), quotation) for quotation, places in ours]
        covered = sum(count for count, _ in shared)
        if not letters or covered < COVERED * len(letters):
            yield label, None
        else:
            yield label, max(shared, key=lambda item: item[0])[1]


def is_right(label: Labelled, quotation: Quotation) -> bool:
    """Whether both sources have the same head word."""
    return quotation.source is not None and head(label.source) == head(quotation.source.text)


def head(source: str) -> str:
    """
    The head word of a source.

    >>> head("Ada Quill, the mayor of Corran")
    'quill'
    """
    words = _HEAD_ENDS.split(source.strip())[0].split() or source.split() or [""]
    return _POSSESSIVE.sub("", words[-1].lower())


def _places(quotation: Quotation) -> frozenset[int]:
    return frozenset(at for span in quotation.content for at in range(span.start, span.end))


def _paragraph(number: int) -> str:
    name = f"{chr(65 + number % 26)}da {chr(65 + number // 26 % 26)}uill"
    return (
        f"The mayor of Corran, {name}, opened bridge No. {number} on Monday and thanked the {number + 12} workers. "
        f"“We promised {number} metres of road and no delay,” she told reporters. “The road is here, and so are we.” "
        f"According to the mayor, the works cost {number + 3} million crowns, which is less than was planned."
    )
