"""Answers in one person's words: which passages hold them, and which part of a reading is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot import speaker_questions as asking
from bot import speech
from bot.answer import Passage
from bot.document import Document
from bot.quotations import Quotation
from bot.reader import Reading
from bot.speech import Speeches

PAUSES = " ,;\u00a0"  # before a closing mark, where the sentence goes on behind it


@dataclass(frozen=True, slots=True)
class Said:
    """
    A reading and whose words it is.

    :param chosen: the speech that its words were chosen from, None if they may be anybody's.
    """

    reading: Reading
    chosen: Quotation | None = None

    @property
    def quotation(self) -> Quotation | None:
        """The speech that the words belong to, None for the narration."""
        reading = self.reading
        return self.chosen or speech.spoken(reading.passage.document, reading.start, reading.end)


@dataclass(frozen=True, slots=True)
class Whose:
    """
    Whose words may answer.

    :param name: who was asked for, as named, or None for anybody who is quoted.
    :param speeches: what they say.
    :param only: whether nothing but their words may answer; else the narration may too, but nobody else.
    """

    name: str | None
    speeches: Speeches
    only: bool

    def among(self, passages: Iterable[Passage]) -> list[Passage]:
        """The passages with a sentence that may answer."""
        return [passage for passage in passages if self._may_answer(passage)]

    def narrow(self, readings: Iterable[Reading]) -> list[Said]:
        """The readings that may answer, each narrowed to the words that may."""
        return [said for reading in readings if (said := self._narrow(reading))]

    def _may_answer(self, passage: Passage) -> bool:
        sentence = passage.sentence
        if any(self.speeches.within(passage.document, sentence.start, sentence.end)):
            return True
        return not self.only and speech.spoken(passage.document, sentence.start, sentence.end) is None

    def _narrow(self, reading: Reading) -> Said | None:
        document, sentence = reading.passage.document, reading.passage.sentence
        said = list(self.speeches.within(document, reading.start, reading.end))
        if not self.only:
            return Said(reading) if said or speech.spoken(document, reading.start, reading.end) is None else None
        said = said or list(self.speeches.within(document, sentence.start, sentence.end))
        if not said:
            return None
        span, quotation = max(said, key=lambda words: len(words[0].text))
        end = span.start + len(span.text.rstrip(PAUSES))
        return Said(replace(reading, start=span.start, end=end), quotation)


def whose(question: str, speaker: str | None, documents: Sequence[Document]) -> Whose | None:
    """
    Whose words a question asks for, or None if anybody's, or the narration's, may answer.

    A description that fits nobody who is quoted, such as "the company", asks for nobody's words; a personal name does.

    :param speaker: whose words the caller asks for, whatever the question says; None or blank to go by the question.
    """
    if speaker and speaker.strip():
        return Whose(speaker, Speeches.of(documents).by(speaker), only=True)
    if asking.asks_who(question):
        return Whose(None, Speeches.of(documents), only=True)
    if (asked := asking.named(question)) is None:
        return None
    speeches = Speeches.of(documents).by(asked.name)
    somebody = speeches or asking.is_personal(asked.name) or _is_named_in(documents, asked.name)
    return Whose(asked.name, speeches, asked.says) if somebody else None


def _is_named_in(documents: Sequence[Document], name: str) -> bool:
    """Whether a name typed in small letters stands in a document as a person's own, each word with a capital."""
    capital = name.title()
    if not asking.is_personal(capital):
        return False
    return any(re.search(rf"\b{re.escape(capital)}\b", document.text) for document in documents)
