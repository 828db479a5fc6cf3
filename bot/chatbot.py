"""The bot: documents in, questions to quoted answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot import library, speech, verification, weights
from bot import speaker_questions as asking
from bot.answer import Abstention, Answer, Reason
from bot.attributing import attribute
from bot.corpus import Corpus
from bot.document import Document
from bot.errors import QuestionError
from bot.findings import Findings, Match
from bot.reader import JointReader, Reader, Reading
from bot.receipts import Model, Versions
from bot.retriever import Retrieval, Retriever
from bot.search import Searcher
from bot.speech import Speeches
from bot.verification import Verification
from bot.visits import visit
from bot.whose import Said, Whose, whose
from embeddings.encoder import Encoder, SentenceTransformerEncoder

MAX_QUESTION = 1000  # characters
PASSAGES = 256  # best sentences that the reader may quote: in practice all of the retriever's candidates
MAX_SHOWN = 60  # characters of a name that an abstention repeats
OTHERS = 4  # runners-up that an answer names
# Probability of being on topic below which nothing is quoted, however well it reads: on the fitted releases that costs
# 1 % of the right answers and silences 11 % more of other documents' questions.
SURELY_OFF_TOPIC = 0.15
SURELY_SAID = 0.5  # probability, by the search, that somebody speaks of a topic, from which on it is quoted


class Bot:
    """
    Answers questions about documents with verbatim quotes.

    Constructing is cheap; the first question, or `warm_up`, loads the model and embeds the documents.
    Safe to share between threads.

    :param documents: what can be quoted; without a document every question is answered by an abstention.
    :param encoder: what embeds the texts; the embedded model if None.
    :param reader: what chooses and narrows the quote; the trained one if None.
    :param progress: show a progress bar while the documents are embedded.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        *,
        encoder: Encoder | None = None,
        reader: Reader | None = None,
        progress: bool = False,
    ) -> None:
        self.documents = tuple(documents)
        self.encoder = encoder or SentenceTransformerEncoder()
        self.reader = reader or JointReader()
        self._progress = progress
        self._lock = threading.Lock()
        self._retriever: Retriever | None = None
        self._searcher: Searcher | None = None

    @classmethod
    def open(cls) -> Bot:
        """A bot over the embedded visit."""
        return cls([visit()])

    def warm_up(self) -> None:
        """Load the models and embed the documents now, so that the first question doesn't wait."""
        self._ready()
        self.reader.warm_up(self.documents)
        for document in self.documents:
            _ = document.quotations  # found at the first use

    def ask(self, question: str, speaker: str | None = None) -> Answer | Abstention:
        """
        Answer a question with a quote, or abstain.

        A blank question, one of over 1,000 characters and one without a letter or digit get an
        `Abstention` with the reason `blank`, `too_long` or `no_words`. A question such as "What did Aliyev say about
        cotton?" is answered in that person's words, or by an `Abstention` with the reason `not_said`.

        :param speaker: whose words alone may answer, by name or description, whatever the question says; anybody's if
            None or blank.
        :raises QuestionError: if `question` or `speaker` is not a str.
        """
        _check(question, speaker)
        if fault := _fault(question):
            return Abstention(question, fault)
        found = self._ready().retrieve(question, PASSAGES)
        quoted = asking.in_marks(question) if asking.asks_who(question) else None
        if quoted and (attributed := attribute(question, quoted, found.passages)):
            return attributed
        wanted = whose(question, speaker, self.documents)
        if wanted is None:
            return self._judge(question, list(map(Said, self.reader.read(question, found.passages))), found)
        readings = self.reader.read(question, wanted.among(found.passages))
        result = self._judge(question, wanted.narrow(readings), found)
        return self._searched(result, wanted)

    def search(self, topic: str, speaker: str | None = None) -> Findings:
        """
        Find every sentence that speaks of a topic, in the order of the documents.

        A blank topic, one of over 1,000 characters, one without a letter or digit, and a speaker whom the documents
        don't quote get `Findings` with a `reason`.

        :param topic: a word, a phrase or a question.
        :param speaker: only sentences that hold this person's words; if None or blank, of whoever a question such as
            "What did Aliyev say about cotton?" asks for, else all.
        :raises QuestionError: if `topic` or `speaker` is not a str.
        """
        retriever = self._ready()
        with self._lock:
            self._searcher = self._searcher or Searcher(retriever)
        return self._searcher.search(topic, speaker)

    def verify(self, text: str, speaker: str | None = None) -> Verification:
        """
        Say whether a quote is real: exact, altered, misattributed, stitched or absent, and where.

        A blank text, one of over 10,000 characters and one without a letter or digit are `unusable`.

        :param speaker: who is claimed to have said it; nobody if None or blank.
        :raises QuestionError: if `text` or `speaker` is not a str.
        """
        _check(text, speaker, "quote")
        named = speaker if speaker and speaker.strip() and len(speaker) <= MAX_QUESTION else None
        known_as = Speeches.of(self.documents).by(named).speakers if named else ()
        return verification.verify(text, self.documents, spoken_by=speech.speakers, speaker=speaker, known_as=known_as)

    def over(self, documents: Sequence[Document]) -> Bot:
        """
        A bot over other documents that shares the models of this one, ready to be asked.

        Documents that both have are not embedded again.
        """
        bot = Bot(documents, encoder=self.encoder, reader=self.reader)
        bot._retriever = self._ready().over(bot.documents)
        bot.warm_up()
        return bot

    @property
    def versions(self) -> Versions:
        """The models that answer, for receipts."""
        reader = self.reader.fingerprint
        return Versions(
            Model(self.encoder.name, self.encoder.fingerprint), Model("visitbot-reader", reader) if reader else None
        )

    def save(self, folder: str | Path) -> None:
        """
        Write documents and embeddings, to be opened again with `Bot.load`.

        :raises OSError: if the folder can't be written; what it held before stays whole.
        """
        library.save(Path(folder), self.documents, self._ready().indexes, self.encoder)

    @classmethod
    def load(cls, folder: str | Path, *, encoder: Encoder | None = None, reader: Reader | None = None) -> Bot:
        """
        Open what `save` wrote; every byte is checked before it is used.

        :raises SnapshotError: if the folder is damaged, foreign, newer, or made with another model.
        """
        encoder = encoder or SentenceTransformerEncoder()
        documents, indexes = library.load(Path(folder), encoder)
        bot = cls(documents, encoder=encoder, reader=reader)
        bot._retriever = Retriever(Corpus(documents), encoder, indexes)
        return bot

    def _judge(self, question: str, said: Sequence[Said], found: Retrieval) -> Answer | Abstention:
        """Answer with the best reading unless it is too doubtful, and then say whether the question is off topic."""
        if not said:
            return Abstention(question, "not_stated", found.passages[0] if found.passages else None)
        best, *others = said
        reading = best.reading
        if reading.score < self.reader.least or found.on_topic < SURELY_OFF_TOPIC:
            reason: Reason = "off_topic" if found.on_topic < weights.LEAST_ON_TOPIC else "not_stated"
            return Abstention(question, reason, reading.passage, reading.score)
        return Answer(
            question,
            reading.passage,
            reading.start,
            reading.end,
            reading.score,
            best.quotation,
            tuple(other.reading.passage for other in others[:OTHERS]),
        )

    def _searched(self, result: Answer | Abstention, wanted: Whose) -> Answer | Abstention:
        """
        What the one who was asked for says of a topic, by a search of every sentence, if that is surer than the reader.

        Where they say nothing of it, that nothing is quoted from them, and who else is.
        """
        topic, answered = asking.topic(result.question), isinstance(result, Answer)
        if wanted.name is None or (answered and topic is None):
            return result
        found = self.search(topic or result.question, wanted.name)
        best = max(found.matches, key=lambda match: match.score, default=None)
        if topic and best and best.score >= (result.score if answered else SURELY_SAID):
            return _quote_of(result.question, best, found, wanted)
        if isinstance(result, Answer):
            return result
        if best:
            return replace(result, reason="not_stated")
        return result if result.reason == "off_topic" else _unsaid(result, wanted, found.others)

    def _ready(self) -> Retriever:
        with self._lock:
            if self._retriever is None:
                self._retriever = Retriever.build(self.documents, self.encoder, progress=self._progress)
            return self._retriever


def _quote_of(question: str, best: Match, found: Findings, wanted: Whose) -> Answer:
    """The words of the one who was asked for in the sentence that speaks most surely of the topic."""
    whole = Reading(best.passage, best.sentence.start, best.sentence.end, best.score)
    (said,) = replace(wanted, only=True).narrow([whole])
    reading = said.reading
    others = tuple(match.passage for match in found.matches if match is not best)[:OTHERS]
    return Answer(question, reading.passage, reading.start, reading.end, reading.score, said.quotation, others)


def _unsaid(result: Abstention, wanted: Whose, others: tuple[str, ...]) -> Abstention:
    """That the one who was asked for isn't quoted on it, and who is."""
    meant = wanted.speeches.speakers
    speaker = meant[0] if len(meant) == 1 else (wanted.name or "")
    if len(speaker) > MAX_SHOWN:
        speaker = f"{speaker[: MAX_SHOWN - 1]}…"
    return replace(result, reason="not_said", speaker=speaker, speakers=others)


def _check(text: object, speaker: object, kind: str = "question") -> None:
    if not isinstance(text, str):
        raise QuestionError(f"a {kind} must be str, not {type(text).__name__}; pass its text")
    if not isinstance(speaker, str | None):
        raise QuestionError(f"a speaker must be str or None, not {type(speaker).__name__}; pass a name")


def _fault(question: str) -> Reason | None:
    if not question.strip():
        return "blank"
    if len(question) > MAX_QUESTION:
        return "too_long"
    if not any(c.isalnum() for c in question):
        return "no_words"
    return None
