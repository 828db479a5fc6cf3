"""What a question gets: a quote in its source sentence, or an honest abstention."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bot import speech
from bot.document import Document, Paragraph, Sentence
from bot.quotations import Quotation

Reason = Literal["off_topic", "not_stated", "not_said", "blank", "too_long", "no_words"]

MESSAGES: dict[Reason, str] = {
    "off_topic": "The document doesn't say: it is about something else.",
    "not_stated": "The document doesn't say.",
    "not_said": "The document doesn't quote {speaker} on this.",
    "blank": "The question is blank. Type a question about the document.",
    "too_long": "The question is over 1,000 characters. Ask a shorter one.",
    "no_words": "The question has no words. Ask it with letters or digits.",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """
    A sentence that the retriever found, with why it was found.

    :param dense: cosine of question and sentence, from -1 to 1.
    :param lexical: BM25 of question and sentence divided by the highest that the question could reach, 0 to 1.
    :param score: calibrated probability that the sentence answers the question.
    """

    document: Document = field(repr=False)
    sentence: Sentence
    dense: float
    lexical: float
    score: float

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that holds the sentence."""
        return self.document.paragraphs[self.sentence.paragraph - 1]

    @property
    def citation(self) -> str:
        """Where the sentence stands, for people: title, paragraph and sentence number."""
        title = self.document.title or "untitled document"
        return f"{title}, paragraph {self.sentence.paragraph}, sentence {self.sentence.number}"

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of a passage, one part of `Answer.to_dict`."""
        return {
            "text": self.sentence.text,
            "start": self.sentence.start,
            "end": self.sentence.end,
            "id": self.sentence.id,
            "number": self.sentence.number,
            "paragraph": self.sentence.paragraph,
            "document": self.document.sha256,
            "score": round(self.score, 6),
            "dense": round(self.dense, 6),
            "lexical": round(self.lexical, 6),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A quote that answers the question; `start` and `end` are half-open code-point offsets into the document.

    :param passage: the source sentence and how it was found.
    :param score: calibrated probability that the quote answers the question, 0 to 1.
    :param quotation: the speech that the quoted words belong to, or None for the narration.
    :param others: the next best passages, best first.
    :raises ValueError: if the quote is empty or does not lie inside the source sentence.
    """

    question: str
    passage: Passage
    start: int
    end: int
    score: float
    quotation: Quotation | None = field(default=None, repr=False)
    others: tuple[Passage, ...] = ()

    def __post_init__(self) -> None:
        sentence = self.passage.sentence
        if not sentence.start <= self.start < self.end <= sentence.end:
            raise ValueError(
                f"quote {self.start}:{self.end} does not lie in its sentence {sentence.start}:{sentence.end}; "
                "quote a part of the source sentence"
            )

    @property
    def quote(self) -> str:
        """The answer's words, sliced from the document."""
        return self.document.text[self.start : self.end]

    @property
    def document(self) -> Document:
        """The document that is quoted."""
        return self.passage.document

    @property
    def sentence(self) -> Sentence:
        """The source sentence."""
        return self.passage.sentence

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that holds the source sentence."""
        return self.passage.paragraph

    @property
    def speaker(self) -> str | None:
        """Whose words the quote is, or None for the narration."""
        return self.quotation.speaker if self.quotation else None

    @property
    def attribution(self) -> str | None:
        """How the speaker is known, for people, such as “the President noted”, paragraph 4; or None."""
        return speech.attribution(self.document, self.quotation) if self.quotation else None

    @property
    def citation(self) -> str:
        """Who says the quote, if known, and where it stands."""
        return f"{self.speaker}; {self.passage.citation}" if self.speaker else self.passage.citation

    def to_dict(self) -> dict[str, Any]:
        """The one JSON shape of the API, the command line and the page; see the README for its fields."""
        return {
            "type": "answer",
            "question": self.question,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "speaker": self.speaker,
            "attribution": self.attribution,
            "quotation": self.quotation.to_dict() if self.quotation else None,
            "score": round(self.score, 6),
            "sentence": self.passage.to_dict(),
            "paragraph": {**self.paragraph.to_dict(), "number": self.paragraph.number},
            "document": self.document.to_dict(),
            "others": [passage.to_dict() for passage in self.others],
        }


@dataclass(frozen=True, slots=True)
class Abstention:
    """
    No answer, and why.

    :param reason: `off_topic`, `not_stated`, `not_said` (by the one whose words were asked for), or a fault of the
        question: `blank`, `too_long`, `no_words`.
    :param passage: the nearest sentence, which is not an answer, or None.
    :param score: calibrated probability that the best withheld quote answers the question; 0.0 without one.
    :param speaker: for `not_said` whose words were asked for, as named in the question, cut to 60 characters;
        else None.
    :param speakers: for `not_said` who does speak of it; else none.
    """

    question: str
    reason: Reason
    passage: Passage | None = None
    score: float = 0.0
    speaker: str | None = None
    speakers: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The reason in a sentence for people."""
        message = MESSAGES[self.reason].format(speaker=self.speaker)
        if not self.speakers:
            return message
        return f"{message} On this it quotes {' and '.join(self.speakers)}."

    @property
    def nearest(self) -> Sentence | None:
        """The nearest sentence, which is not an answer."""
        return self.passage.sentence if self.passage else None

    @property
    def document(self) -> Document | None:
        """The document of the nearest sentence."""
        return self.passage.document if self.passage else None

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of an abstention; `nearest` has the shape of an answer's `sentence`."""
        return {
            "type": "abstention",
            "question": self.question,
            "reason": self.reason,
            "message": self.message,
            "speaker": self.speaker,
            "speakers": list(self.speakers),
            "score": round(self.score, 6),
            "nearest": self.passage.to_dict() if self.passage else None,
            "document": self.document.to_dict() if self.document else None,
        }
