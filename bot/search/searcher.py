"""The search: all sentences are judged, and those that speak of the topic are returned."""

from __future__ import annotations

import numpy as np

from bot.answer import Passage
from bot.errors import QuestionError
from bot.features import Floats
from bot.findings import Findings, Match, Reason
from bot.quotations import Quotation
from bot.retriever import Retriever
from bot.search import relevance
from bot.search.links import links
from bot.search.topics import subject
from bot.speech import Speeches, spoken

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

        A blank topic, one of over MAX_TOPIC characters, one without a letter or digit, and a speaker whom the
        documents don't quote get findings with a `reason`.

        :param topic: a word, a phrase or a question.
        :param speaker: only sentences that hold this person's words; a blank name asks for all.
        :raises QuestionError: if the topic or the speaker is not a str.
        """
        for name, value in (("topic", topic), ("speaker", speaker or "")):
            if not isinstance(value, str):
                raise QuestionError(f"a {name} must be str, not {type(value).__name__}; pass its text")
        wanted = speaker if speaker and speaker.strip() else None
        if fault := _fault(topic):
            return Findings(topic, topic, wanted, reason=fault)
        about = subject(topic)
        speeches = self._speeches.by(wanted) if wanted and len(wanted) <= MAX_TOPIC else None
        if wanted and not speeches:
            return Findings(topic, about, wanted, reason="no_such_speaker")
        matches = self._matches(about)
        checked = len(self._corpus.sentences)
        if not wanted or speeches is None:
            return Findings(topic, about, None, matches, checked)
        theirs = [(match, _words_of(speeches, match)) for match in matches]
        own = tuple(Match(match.passage, quotation) for match, quotation in theirs if quotation)
        names = dict.fromkeys(match.speaker for match in matches if match.speaker)
        others = tuple(name for name in names if name not in speeches.speakers)
        return Findings(topic, about, wanted, own, checked, others)

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
        return Match(passage, spoken(document, sentence.start, sentence.end))


def _words_of(speeches: Speeches, match: Match) -> Quotation | None:
    """The first of some quotations that has words in a sentence."""
    within = speeches.within(match.document, match.sentence.start, match.sentence.end)
    return next((quotation for _, quotation in within), None)


def _fault(topic: str) -> Reason | None:
    if not topic.strip():
        return "blank"
    if len(topic) > MAX_TOPIC:
        return "too_long"
    if not any(c.isalnum() for c in topic):
        return "no_words"
    return None
