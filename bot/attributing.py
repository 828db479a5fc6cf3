"""“Who said “…”?”: a quote in the question is looked up word by word, not guessed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import speech
from bot.answer import Abstention, Answer, Passage
from bot.verification import Place, verify


def attribute(question: str, words: str, passages: Sequence[Passage]) -> Answer | Abstention | None:
    """
    Answer with the exact words of a quote and who says them; abstain where nobody does.

    :param passages: where to look; their documents are searched.
    :return: None if the words don't stand in a passage exactly.
    """
    documents = list({id(passage.document): passage.document for passage in passages}.values())
    found = verify(words, documents, spoken_by=speech.speakers)
    if found.verdict != "exact":
        return None
    held = [(place, passage) for place in found.places if (passage := _holding(place, passages))]
    if not held:
        return None
    place, passage = min(held, key=lambda pair: not pair[0].speakers)
    certain = replace(passage, score=1.0)
    if not place.speakers:
        return Abstention(question, "not_stated", certain)
    end = min(place.end, passage.sentence.end)
    return Answer(question, certain, place.start, end, 1.0, speech.spoken(place.document, place.start, end))


def _holding(place: Place, passages: Sequence[Passage]) -> Passage | None:
    """The passage in whose sentence the words begin."""
    return next(
        (
            passage
            for passage in passages
            if passage.document is place.document and passage.sentence.start <= place.start < passage.sentence.end
        ),
        None,
    )
