"""The reader without a model: it quotes the whole sentence and trusts the retriever's order."""

from __future__ import annotations

from collections.abc import Sequence

from bot import weights
from bot.answer import Passage
from bot.document import Document
from bot.reader.types import Reading


class SentenceReader:
    """Quotes each passage whole, with the retriever's probability."""

    least = weights.LEAST_ANSWERS
    fingerprint = None

    def warm_up(self, documents: Sequence[Document]) -> None:
        """Nothing needs to be loaded."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in the order given."""
        return [Reading(p, p.sentence.start, p.sentence.end, p.score) for p in passages]
