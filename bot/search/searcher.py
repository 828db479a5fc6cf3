"""The search: all sentences are judged, and those that speak of the topic are returned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot import speaker_questions as asking
from bot.answer import Passage
from bot.errors import QuestionError
from bot.features import Floats
from bot.findings import Findings, Match, Reason
from bot.quotations import Quotation
from bot.retriever import Retriever
from bot.search import relevance
from bot.search.links import links
from bot.search.topics import subject
from bot.speech import Speeches

MAX_TOPIC = 1000  # characters; a speaker's name may have as many


class Searcher:
    """
    Finds every sentence of documents that speaks of a topic.

    Safe to share between threads.

    :param retriever: the embedded documents.
    """

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever
        self._corpus = retriever.corpus
        self._links = links(self._corpus)
        self._speeches = Speeches.of(self._corpus.documents)

    def search(self, topic: str, speaker: str | None = None) -> Findings:
        """
        Every sentence that speaks of a topic, in the order of the documents.

        A blank topic, one of over MAX_TOPIC characters and one without a letter or digit get findings with a `reason`
        and without a look; so does, after it, a speaker whom the documents don't quote.

        :param topic: a word, a phrase or a question.
        :param speaker: only sentences that hold this person's words; if blank, of whoever a question such as
            "What did Aliyev say about cotton?" asks for, else all.
        :raises QuestionError: if the topic or the speaker is not a str.
        """
        for name, value in (("topic", topic), ("speaker", "" if speaker is None else speaker)):
            if not isinstance(value, str):
                raise QuestionError(f"a {name} must be str, not {type(value).__name__}; pass its text")
        wanted = speaker if speaker and speaker.strip() else None
        if fault := _fault(topic):
            return Findings(topic, topic, wanted, reason=fault)
        wanted = wanted or self._asked(topic)
        about = subject(topic)
        found = Findings(topic, about, wanted, self._matches(about), len(self._corpus.sentences))
        return self._said_by(wanted, found) if wanted else found

    def _asked(self, topic: str) -> str | None:
        """Whose words a topic that is a question asks for, or None if anybody's will do."""
        asked = asking.named(topic)
        if asked is None or not asked.says:
            return None
        return asked.name if asking.is_personal(asked.name) or self._speeches.by(asked.name) else None

    def _said_by(self, name: str, found: Findings) -> Findings:
        """Only the sentences that hold the words of the one who is named, and who else speaks in the others."""
        theirs = self._speeches.by(name) if len(name) <= MAX_TOPIC else Speeches(())
        said = [(match.passage, _words_of(theirs, match.passage)) for match in found.matches]
        own = tuple(Match(passage, quotation) for passage, quotation in said if quotation)
        names = dict.fromkeys(match.speaker for match in found.matches if match.speaker)
        others = tuple(other for other in names if other not in theirs.speakers)
        return replace(found, matches=own, others=others, reason=None if theirs else "no_such_speaker")

    def _matches(self, about: str) -> tuple[Match, ...]:
        corpus = self._corpus
        if not corpus.sentences:
            return ()
        comparison = self._retriever.compare(about)
        chances = relevance.alone(relevance.signals(comparison, corpus))
        scores = relevance.together(chances, self._links)
        lexical = comparison.lexical.sentences
        rows = np.flatnonzero(scores >= relevance.LEAST).tolist()
        return tuple(self._match(row, comparison.dense, lexical, scores) for row in rows)

    def _match(self, row: int, dense: Floats, lexical: Floats, scores: Floats) -> Match:
        document, sentence = self._corpus.documents[int(self._corpus.document[row])], self._corpus.sentences[row]
        passage = Passage(document, sentence, float(dense[row]), float(lexical[row]), float(scores[row]))
        return Match(passage, _words_of(self._speeches, passage))


def _words_of(speeches: Speeches, passage: Passage) -> Quotation | None:
    """The quotation that has the most words in a sentence; the first of equals."""
    within = speeches.within(passage.document, passage.sentence.start, passage.sentence.end)
    return max(within, key=lambda part: part[0].end - part[0].start, default=(None, None))[1]


def _fault(topic: str) -> Reason | None:
    if not topic.strip():
        return "blank"
    if len(topic) > MAX_TOPIC:
        return "too_long"
    if not any(c.isalnum() for c in topic):
        return "no_words"
    return None
