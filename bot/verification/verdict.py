"""What a quote gets: a verdict, with the places and the true words beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.document import Document, Sentence, Span
from bot.verification.difference import Change

Verdict = Literal["exact", "altered", "misattributed", "stitched", "absent", "unusable"]
Reason = Literal["blank", "too_long", "no_words"]

MAX_TEXT = 10_000  # characters
MAX_PLACES = 100  # listed of those where a quote stands exactly

MESSAGES: dict[Reason, str] = {
    "blank": "The quote is blank. Paste the words to be checked.",
    "too_long": f"The quote is over {MAX_TEXT:,} characters. Check it in parts.",
    "no_words": "The quote has no words. Paste it with letters or digits.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where words of a quote stand; `start` and `end` are half-open code-point offsets into the document.

    :param quoted: the part of the pasted text that stands there.
    :param speakers: who say the document's words, who says most of them first; none for the narration.
    """

    document: Document = field(repr=False)
    start: int
    end: int
    quoted: Span
    speakers: tuple[str, ...] = ()

    @property
    def speaker(self) -> str | None:
        """Who says the document's words, or None for the narration and for words of several people."""
        return self.speakers[0] if len(self.speakers) == 1 else None

    @property
    def text(self) -> str:
        """The document's own words."""
        return self.document.text[self.start : self.end]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that the words touch; none in a title or a heading."""
        sentences = self.document.sentences
        first = bisect_right(sentences, self.start, key=lambda sentence: sentence.end)
        last = bisect_left(sentences, self.end, key=lambda sentence: sentence.start)
        return sentences[first:last]

    @property
    def citation(self) -> str:
        """Where the words stand, for people: title, paragraph and sentence number of their beginning."""
        title = self.document.title or "untitled document"
        if not (sentences := self.sentences):
            return title
        return f"{title}, paragraph {sentences[0].paragraph}, sentence {sentences[0].number}"

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape of a place, one part of `Verification.to_dict`."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "quoted": self.quoted.to_dict(),
            "speaker": self.speaker,
            "speakers": list(self.speakers),
            "sentences": [sentence.id for sentence in self.sentences],
            "citation": self.citation,
            "document": self.document.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """
    Whether a quote is real.

    :param text: the quote as pasted.
    :param verdict: `exact`: its words stand so in a document; `altered`: a passage has most of them;
        `misattributed`: exact, but not said by `speaker`, or not by them alone; `stitched`: pieces of several places,
        or words left out at an ellipsis; `absent`: none of these; `unusable`: there is nothing to check, see `reason`.
    :param places: for `exact` and `misattributed` every place, MAX_PLACES at most, those said by `speaker` first; for
        `altered` the one passage; for `stitched` one place for each piece, in the order of the quote; else none.
    :param difference: for `altered` the steps from the passage to the quote; else none.
    :param speaker: who is claimed to have said it, or None.
    :param unlisted: how many more places there are.
    """

    text: str
    verdict: Verdict
    places: tuple[Place, ...] = ()
    difference: tuple[Change, ...] = ()
    speaker: str | None = None
    reason: Reason | None = None
    unlisted: int = 0

    @property
    def said_by(self) -> tuple[str, ...]:
        """Who says the words at the places, each once."""
        return tuple(dict.fromkeys(name for place in self.places for name in place.speakers))

    @property
    def message(self) -> str:
        """The verdict in a sentence for people."""
        if self.reason:
            return MESSAGES[self.reason]
        if not self.places:
            return "The document doesn't have these words, nor a passage like them."
        return f"{self._finding}{self._more}."

    def to_dict(self) -> dict[str, Any]:
        """The one JSON shape of a verification at every entrance."""
        return {
            "type": "verification",
            "text": self.text,
            "verdict": self.verdict,
            "reason": self.reason,
            "message": self.message,
            "speaker": self.speaker,
            "said_by": list(self.said_by),
            "unlisted": self.unlisted,
            "places": [place.to_dict() for place in self.places],
            "difference": [change.to_dict() for change in self.difference],
        }

    @property
    def _finding(self) -> str:
        place = self.places[0]
        if self.verdict == "exact":
            return f"These are the exact words{_of(place.speakers)} in {place.citation}"
        if self.verdict == "misattributed":
            alone = " alone" if len(place.speakers) > 1 else ""
            return f"These words are not said by {self.speaker}{alone}, but{_by(place.speakers)} in {place.citation}"
        if self.verdict == "stitched":
            return f"These words are put together from {len(self.places)} pieces, the first in {place.citation}"
        count = sum(change.operation != "equal" for change in self.difference)
        changes = "one change" if count == 1 else f"{count} changes"
        return f"These are not the exact words{_of(place.speakers)}: {changes} from {place.citation}"

    @property
    def _more(self) -> str:
        more = len(self.places) - 1 + self.unlisted
        if self.verdict not in ("exact", "misattributed") or not more:
            return ""
        return f", and in {more:,} other place{'s' if more > 1 else ''}"


def _of(speakers: tuple[str, ...]) -> str:
    return f" of {' and '.join(speakers)}" if speakers else ""


def _by(speakers: tuple[str, ...]) -> str:
    return f" by {' and '.join(speakers)}" if speakers else " stand in the text, outside quotations,"
