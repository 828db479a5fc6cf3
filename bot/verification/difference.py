"""The difference between a quote and the words it comes from, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import Levenshtein

from bot.document import Span
from bot.verification.folding import Folded

Operation = Literal["equal", "deleted", "inserted", "replaced"]


@dataclass(frozen=True, slots=True)
class Change:
    """
    One step of a difference; the steps together go through all words of both sides in order.

    :param operation: `deleted`: the quote lacks words of the document; `inserted`: the document lacks words of the
        quote; `replaced`: other words stand there; `equal`: the same words, perhaps formatted otherwise.
    :param original: the words as the document writes them; an empty span where they are inserted.
    :param quoted: the words as the quote writes them; an empty span where they are deleted.
    """

    operation: Operation
    original: Span
    quoted: Span

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of a step; offsets count into the document and into the quote."""
        return {"operation": self.operation, "original": self.original.to_dict(), "quoted": self.quoted.to_dict()}


def difference(original: Folded, first: int, last: int, quoted: Folded) -> tuple[Change, ...]:
    """
    Compare a document's tokens from `first` to `last`, exclusive, with all tokens of a quote.

    :return: as few edited words as possible; between two `equal` steps stands one other step.
    """
    return tuple(
        Change(
            operation,
            Span(original.text, *original.range(first + begin, first + end)),
            Span(quoted.text, *quoted.range(start, stop)),
        )
        for operation, begin, end, start, stop in _steps(original.tokens[first:last], quoted.tokens)
    )


def outer_insertions(original: tuple[str, ...], quoted: tuple[str, ...]) -> tuple[int, int]:
    """How many words a quote has before the first and after the last token that it shares with the original."""
    steps = _steps(original, quoted)
    first, last = (
        sum(map(str.isalnum, quoted[start:stop])) if operation == "inserted" else 0
        for operation, _, _, start, stop in (steps[0], steps[-1])
    )
    return first, last


def _steps(original: tuple[str, ...], quoted: tuple[str, ...]) -> list[tuple[Operation, int, int, int, int]]:
    numbers = {token: number for number, token in enumerate({*original, *quoted})}
    codes = Levenshtein.opcodes([numbers[t] for t in original], [numbers[t] for t in quoted])
    steps: list[tuple[Operation, int, int, int, int]] = []
    begin = start = 0
    for code in codes:
        if code.tag == "equal":
            if begin < code.src_start or start < code.dest_start:
                steps.append(_edit(begin, code.src_start, start, code.dest_start))
            steps.append(("equal", code.src_start, code.src_end, code.dest_start, code.dest_end))
            begin, start = code.src_end, code.dest_end
    if begin < len(original) or start < len(quoted):
        steps.append(_edit(begin, len(original), start, len(quoted)))
    return steps


def _edit(begin: int, end: int, start: int, stop: int) -> tuple[Operation, int, int, int, int]:
    operation: Operation = "inserted" if begin == end else "deleted" if start == stop else "replaced"
    return operation, begin, end, start, stop
