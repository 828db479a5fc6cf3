"""What a search gets: every sentence that speaks of a topic, in the order of the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot import speech
from bot.answer import Passage
from bot.document import Document, Sentence
from bot.quotations import Quotation

Reason = Literal["blank", "too_long", "no_words", "no_such_speaker"]

MESSAGES: dict[Reason, str] = {
    "blank": "The topic is blank. Type what to look for.",
    "too_long": "The topic is over 1,000 characters. Give it in a few words.",
    "no_words": "The topic has no words. Give it with letters or digits.",
    "no_such_speaker": "Nobody of this name is quoted.",
}


@dataclass(frozen=True, slots=True)
class Match:
    """
    A sentence that speaks of the topic.

    :param passage: the sentence, its cosine and BM25 with the topic; `passage.score` is the probability, 0 to 1, that
        it speaks of the topic.
    :param quotation: the speech whose words it holds, of a known speaker, or None for the narration.
    """

    passage: Passage
    quotation: Quotation | None = None

    @property
    def document(self) -> Document:
        """The document that holds the sentence."""
        return self.passage.document

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.passage.sentence

    @property
    def score(self) -> float:
        """Probability that the sentence speaks of the topic, 0 to 1."""
        return self.passage.score

    @property
    def speaker(self) -> str | None:
        """Whose words the sentence holds, or None for the narration."""
        return self.quotation.speaker if self.quotation else None

    @property
    def attribution(self) -> str | None:
        """How the speaker is known, for people, such as “the President noted”, paragraph 4; or None."""
        return speech.attribution(self.document, self.quotation) if self.quotation else None

    def to_dict(self) -> dict[str, Any]:
        """The shape of an answer's `sentence`, with who speaks and where it stands."""
        return {
            **self.passage.to_dict(),
            "speaker": self.speaker,
            "attribution": self.attribution,
            "quotation": self.quotation.to_dict() if self.quotation else None,
            "citation": self.passage.citation,
        }


@dataclass(frozen=True, slots=True)
class Findings:
    """
    Every sentence that speaks of a topic.

    :param topic: as asked.
    :param subject: what was looked for: the topic without the words that only ask.
    :param speaker: whose words were asked for, as asked, or None for everybody's and the narration.
    :param matches: in the order of the documents.
    :param checked: how many sentences were looked at: all of all documents; 0 if the topic is at fault.
    :param others: who else speaks of the topic, if a speaker was given.
    :param reason: a fault of the topic or the speaker, or None.
    """

    topic: str
    subject: str
    speaker: str | None = None
    matches: tuple[Match, ...] = ()
    checked: int = 0
    others: tuple[str, ...] = ()
    reason: Reason | None = None

    @property
    def message(self) -> str:
        """What was found, in a sentence for people."""
        others = f" On this {_listed(self.others)} {_are(len(self.others))} quoted." if self.others else ""
        if self.reason:
            return MESSAGES[self.reason] + others
        if not self.checked:
            return "There is no sentence to check."
        return f"{self._finding}; {self._all} checked." + ("" if self.matches else others)

    def to_dict(self) -> dict[str, Any]:
        """The one JSON shape of a search at every entrance."""
        documents = dict.fromkeys(match.document for match in self.matches)
        return {
            "type": "findings",
            "topic": self.topic,
            "subject": self.subject,
            "speaker": self.speaker,
            "reason": self.reason,
            "message": self.message,
            "checked": self.checked,
            "matches": [match.to_dict() for match in self.matches],
            "others": list(self.others),
            "documents": [document.to_dict() for document in documents],
        }

    @property
    def _finding(self) -> str:
        count, whole = len(self.matches), _sentences(self.checked)
        share = f"{count} of {whole}" if count else f"None of {whole}"
        if self.speaker:
            return f"{share} {'holds' if count < 2 else 'hold'} words of {self.speaker} on {self.subject}"
        return f"{share} {'speaks' if count < 2 else 'speak'} of {self.subject}"

    @property
    def _all(self) -> str:
        return f"all {self.checked} were" if self.checked > 1 else "it was"


def _sentences(count: int) -> str:
    return f"{count} sentence{'s' if count > 1 else ''}"


def _are(count: int) -> str:
    return "are" if count > 1 else "is"


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
