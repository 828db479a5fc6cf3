"""What a reader is given and what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answer import Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """
    The words of one passage that answer best; offsets are half-open code points into its document.

    :param score: calibrated probability that these words answer the question, 0 to 1.
    """

    passage: Passage
    start: int
    end: int
    score: float


class Reader(Protocol):
    """Chooses among the retriever's passages, narrows the quote and judges how surely it answers."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, the best first; none without passages."""
        ...
