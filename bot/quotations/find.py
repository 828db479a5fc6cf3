"""All quotations of a document: marks, cues and speakers put together in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from bot.document import Document, Span
from bot.quotations.attribution import Attribution, attributions
from bot.quotations.cues import Cue, cues
from bot.quotations.frames import Frame, frames
from bot.quotations.marks import Quoted, quoted
from bot.quotations.people import People
from bot.quotations.phrases import Phrase
from bot.quotations.repair import cut
from bot.quotations.reported import reports
from bot.quotations.speakers import Speakers
from bot.quotations.subjects import introducer, subject
from bot.quotations.types import Quotation


def find(document: Document) -> tuple[Quotation, ...]:
    """
    Find what is said in a document and by whom, in the order of the text.

    The quoted parts of a reported clause are one `mixed` quotation, what stands outside its marks another, `reported`.
    """
    marked = cut(document.text, quoted(document.text, [(p.start, p.end) for p in document.paragraphs]))
    by_paragraph = {number: list(group) for number, group in groupby(marked, key=lambda quote: quote.paragraph)}
    sentences = [
        _Sentence(frame, cues(frame), number, index)
        for number, paragraph in enumerate(document.paragraphs)
        for index, frame in enumerate(frames(document.text, paragraph, by_paragraph.get(number, ())))
    ]
    return _Reading(document.text, sentences).quotations()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of narration with its cues; `paragraph` and `index` say where it stands, from 0."""

    frame: Frame
    cues: list[Cue]
    paragraph: int
    index: int

    @property
    def has_words(self) -> bool:
        return any(token.is_word for token in self.frame)

    def follows(self, other: _Sentence) -> bool:
        """Whether this sentence comes right after the other in the same paragraph."""
        return (self.paragraph, self.index) == (other.paragraph, other.index + 1)


@dataclass(slots=True)
class _Speech:
    """A quotation while it is being read; `part` is its latest part, in the sentence `last`."""

    last: _Sentence
    part: Attribution
    content: list[Span] = field(default_factory=list)
    source: Span | None = None
    cue: Span | None = None
    speaker: str | None = None
    whole: bool = False

    def quotation(self) -> Quotation:
        return Quotation(tuple(self.content), self.source, self.cue, self.speaker, "direct" if self.whole else "mixed")


class _Reading:
    """One pass over a document's sentences that remembers who spoke."""

    def __init__(self, text: str, sentences: list[_Sentence]) -> None:
        self._text = text
        self._sentences = sentences
        self._speakers = Speakers(People([s.frame for s in sentences], [s.cues for s in sentences]))
        self._speeches: list[_Speech] = []
        self._reported: list[Quotation] = []
        self._before: _Sentence | None = None
        self._after: _Sentence | None = None

    def quotations(self) -> tuple[Quotation, ...]:
        for number, sentence in enumerate(self._sentences, start=1):
            self._after = self._sentences[number] if number < len(self._sentences) else None
            self._speakers.advance(sentence.frame)
            self._read(sentence)
            self._before = sentence
        found = [*(speech.quotation() for speech in self._speeches), *self._reported]
        return tuple(sorted(found, key=lambda quotation: (quotation.start, quotation.end)))

    def _read(self, sentence: _Sentence) -> None:
        frame = sentence.frame
        for cue in sentence.cues:
            if cue.source:
                self._speakers.person(frame, cue.source, new=False)
        # Reports first: their speaker is in mind when the quoted part follows.
        self._report(sentence)
        parts = attributions(frame, sentence.cues, self._text)
        for part in parts:
            self._add(sentence, part)
        if not parts:
            self._narrate(sentence)

    def _report(self, sentence: _Sentence) -> None:
        for report in reports(sentence.frame, sentence.cues):
            content = tuple(self._span(sentence, piece) for piece in report.pieces)
            cue = self._span(sentence, (report.cue.start, report.cue.end))
            source = self._span(sentence, report.source)
            speaker = self._speakers.resolve(sentence.frame, report.source)
            self._reported.append(Quotation(content, source, cue, speaker, "reported"))

    def _narrate(self, sentence: _Sentence) -> None:
        """Take who acts in a sentence without quotations, or who is named there for the quotation before it."""
        last = self._speeches[-1] if self._speeches else None
        closing = introducer(sentence.frame)
        if closing and last and last.source is None and sentence.follows(last.last):
            self._name(last, sentence, closing)
        elif acting := subject(sentence.frame):
            self._speakers.person(sentence.frame, acting, new=False)

    def _add(self, sentence: _Sentence, part: Attribution) -> None:
        mark = sentence.frame[part.quote].quoted
        assert mark is not None  # attributions are of quotations
        speech = self._continued(sentence, part, mark)
        if speech is None:
            speech = _Speech(sentence, part)
            self._attribute(speech, sentence, part)
            self._speeches.append(speech)
        elif speech.cue is None and part.source is not None:
            self._attribute(speech, sentence, part)
        speech.content.append(Span(self._text, mark.start, mark.end))
        speech.whole = speech.whole or part.whole
        speech.last, speech.part = sentence, part

    def _continued(self, sentence: _Sentence, part: Attribution, mark: Quoted) -> _Speech | None:
        """The speech that a part belongs to, or None if it begins a new one."""
        last = self._speeches[-1] if self._speeches else None
        if last is None:
            return None
        if last.last is sentence:
            same = part.cue is None or part.cue == last.part.cue
            return last if same or (part.source is not None and part.source == last.part.source) else None
        if mark.continues:
            return (
                last if part.source is None or last.cue is None or self._is_same(last, sentence, part.source) else None
            )
        follows = sentence.follows(last.last) and last.whole and part.source is None
        opens = part.cue is None and sentence.frame[0].quoted is not None
        return last if follows and (opens or not sentence.has_words) else None

    def _is_same(self, speech: _Speech, sentence: _Sentence, source: Phrase) -> bool:
        return speech.speaker == self._speakers.resolve(sentence.frame, source)

    def _attribute(self, speech: _Speech, sentence: _Sentence, part: Attribution) -> None:
        if part.cue is not None:
            speech.cue = self._span(sentence, (part.cue.start, part.cue.end))
        if part.source is not None:
            self._name(speech, sentence, part.source)
        else:
            self._inherit(speech, sentence)

    def _name(self, speech: _Speech, sentence: _Sentence, source: Phrase) -> None:
        speech.source = self._span(sentence, source)
        speech.speaker = self._speakers.resolve(sentence.frame, source)

    def _inherit(self, speech: _Speech, sentence: _Sentence) -> None:
        """Take the speaker of the speech before, or who speaks or acts in the sentence before."""
        before = self._before
        previous = self._speeches[-1] if self._speeches else None
        near = previous is not None and previous.last.paragraph >= sentence.paragraph - 1
        acting = _actor(before) if before else None
        announced = before is not None and before.frame[-1].text == ":"
        if not announced and self._is_answered(sentence):
            return
        elsewhere = previous is None or previous.last.paragraph < sentence.paragraph
        if before and acting and (announced or not near or elsewhere):
            self._name(speech, before, acting)
        elif previous is not None and near:
            speech.source, speech.speaker = previous.source, previous.speaker

    def _is_answered(self, sentence: _Sentence) -> bool:
        """Whether a question is a paragraph of its own and a reply begins the next: “Is it over?”, “No,” she said."""
        after, asked = self._after, sentence.frame[-1].quoted
        if after is None or asked is None or sentence.index or sentence.has_words or self._text[asked.end - 1] != "?":
            return False
        reply = after.frame[0].quoted if after.paragraph == sentence.paragraph + 1 else None
        return reply is not None and not reply.continues and any(cue.source for cue in after.cues)

    def _span(self, sentence: _Sentence, phrase: Phrase) -> Span:
        return Span(self._text, sentence.frame[phrase[0]].start, sentence.frame[phrase[1] - 1].end)


def _actor(sentence: _Sentence) -> Phrase | None:
    """Who speaks or acts in a sentence without quotations."""
    if any(token.quoted for token in sentence.frame):
        return None
    sources = [cue.source for cue in sentence.cues if cue.source]
    return sources[-1] if sources else subject(sentence.frame)
