"""The bot: documents in, questions to quoted answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from bot import library, weights
from bot.answer import Abstention, Answer, Reason
from bot.corpus import Corpus
from bot.document import Document
from bot.errors import QuestionError
from bot.reader import JointReader, Reader, Reading
from bot.retriever import Retriever
from bot.visits import visit
from embeddings.encoder import Encoder, SentenceTransformerEncoder

MAX_QUESTION = 1000  # characters
PASSAGES = 256  # best sentences that the reader may quote: in practice all of the retriever's candidates
OTHERS = 4  # runners-up that an answer names


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
        self._encoder = encoder or SentenceTransformerEncoder()
        self._reader = reader or JointReader()
        self._progress = progress
        self._lock = threading.Lock()
        self._retriever: Retriever | None = None

    @classmethod
    def open(cls) -> Bot:
        """A bot over the embedded visit."""
        return cls([visit()])

    def warm_up(self) -> None:
        """Load the models and embed the documents now, so that the first question doesn't wait."""
        self._ready()
        self._reader.warm_up(self.documents)

    def ask(self, question: str) -> Answer | Abstention:
        """
        Answer a question with a quote, or abstain.

        A blank question, one of over 1,000 characters and one without a letter or digit get an
        `Abstention` with the reason `blank`, `too_long` or `no_words`.

        :raises QuestionError: if `question` is not a str.
        """
        if not isinstance(question, str):
            raise QuestionError(f"a question must be str, not {type(question).__name__}; pass its text")
        if fault := _fault(question):
            return Abstention(question, fault)
        found = self._ready().retrieve(question, PASSAGES)
        readings = self._reader.read(question, found.passages)
        return _judge(question, readings, self._reader.least, found.on_topic)

    def save(self, folder: str | Path) -> None:
        """
        Write documents and embeddings, to be opened again with `Bot.load`.

        :raises OSError: if the folder can't be written; what it held before stays whole.
        """
        library.save(Path(folder), self.documents, self._ready().indexes, self._encoder)

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

    def _ready(self) -> Retriever:
        with self._lock:
            if self._retriever is None:
                self._retriever = Retriever.build(self.documents, self._encoder, progress=self._progress)
            return self._retriever


def _judge(question: str, readings: Sequence[Reading], least: float, on_topic: float) -> Answer | Abstention:
    """Answer with the best reading unless it is too doubtful, and then say whether the question is off topic."""
    if not readings:
        return Abstention(question, "not_stated")
    best, *others = readings
    if best.score < least:
        reason: Reason = "off_topic" if on_topic < weights.LEAST_ON_TOPIC else "not_stated"
        return Abstention(question, reason, best.passage, best.score)
    return Answer(
        question,
        best.passage,
        best.start,
        best.end,
        best.score,
        others=tuple(other.passage for other in others[:OTHERS]),
    )


def _fault(question: str) -> Reason | None:
    if not question.strip():
        return "blank"
    if len(question) > MAX_QUESTION:
        return "too_long"
    if not any(c.isalnum() for c in question):
        return "no_words"
    return None
