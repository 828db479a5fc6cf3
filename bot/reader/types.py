"""What a reader is given and what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answer import Passage
from bot.document import Document


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

    @property
    def least(self) -> float:
        """The score below which a reading is no answer."""
        ...

    @property
    def fingerprint(self) -> str | None:
        """SHA-256 of the weights, 64 hexadecimal digits, or None for a reader without a model."""
        ...

    def warm_up(self, documents: Sequence[Document]) -> None:
        """Load what reading needs, and prepare documents that will be asked about."""
        ...

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Readings of the passages and what stands around them, the best first; none without passages."""
        ...
