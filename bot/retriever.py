"""Finding the sentences that may answer a question: dense and lexical matches, fused by fitted weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bot import weights
from bot.answer import Passage
from bot.corpus import Corpus
from bot.document import Document
from bot.features import FEATURES, Dense, Floats, Lexical, Rows, features, match
from bot.lexical import LexicalIndex
from embeddings.encoder import Encoder
from embeddings.index import Index

# Candidates to be ranked: the right sentence is among them for 99.7 % of the questions on whole articles
# (squad2_dev) and 99.8 % on press releases.
POOL_SENTENCES = 48  # nearest sentences, and as many of the best by BM25
POOL_PARAGRAPHS = 8  # nearest paragraphs, and as many of the best by BM25, with all their sentences


@dataclass(frozen=True, slots=True)
class Indexes:
    """Row `i` of each index is sentence or paragraph `i` of the documents, in their order."""

    sentences: Index
    paragraphs: Index

    @classmethod
    def build(cls, corpus: Corpus, encoder: Encoder, *, progress: bool = False) -> Indexes:
        """Embed every sentence and every paragraph."""
        texts = [span.text for span in (*corpus.sentences, *corpus.paragraphs)]
        vectors = encoder.encode(texts, progress=progress)
        return cls.of(vectors[: len(corpus.sentences)], vectors[len(corpus.sentences) :])

    @classmethod
    def of(cls, sentences: Floats, paragraphs: Floats) -> Indexes:
        """Index vectors, each of shape `(n, dim)`."""
        indexes = cls(Index(sentences.shape[1]), Index(paragraphs.shape[1]))
        indexes.sentences.add(sentences)
        indexes.paragraphs.add(paragraphs)
        return indexes

    def split(self, documents: Sequence[Document]) -> list[tuple[Floats, Floats]]:
        """
        The vectors of the sentences and of the paragraphs of each document.

        :param documents: those that were embedded, in their order.
        """
        ends = np.cumsum([(len(d.sentences), len(d.paragraphs)) for d in documents], axis=0).reshape(-1, 2)[:-1]
        sentences = np.split(self.sentences.vectors(), ends[:, 0])
        paragraphs = np.split(self.paragraphs.vectors(), ends[:, 1])
        return list(zip(sentences, paragraphs, strict=True))


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    Sentences that may answer, in document order.

    :param rows: their rows in the corpus, shape `(n,)`.
    :param features: float32, shape `(n, len(FEATURES))`.
    """

    rows: Rows
    features: Floats = field(repr=False)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """
    What was found for a question.

    :param passages: the best sentences, best first; equal ones in document order.
    :param on_topic: probability that the question is about the documents at all, 0 to 1.
    """

    passages: tuple[Passage, ...]
    on_topic: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    A text beside every sentence and paragraph.

    :param dense: cosines of the sentences, float32, shape `(sentences,)`.
    :param paragraphs: cosines of the paragraphs, float32, shape `(paragraphs,)`.
    :param lexical: how its words match them.
    """

    dense: Floats
    paragraphs: Floats
    lexical: Lexical


class Retriever:
    """
    Ranks the sentences of documents for a question.

    :param corpus: the sentences.
    :param encoder: what embeds the question, the same that embedded the documents.
    :param indexes: the embedded sentences and paragraphs.
    """

    def __init__(self, corpus: Corpus, encoder: Encoder, indexes: Indexes) -> None:
        self.indexes = indexes
        self.corpus = corpus
        self._encoder = encoder
        self._sentences = LexicalIndex([s.text for s in self.corpus.sentences], self.corpus.language)
        self._paragraphs = LexicalIndex([p.text for p in self.corpus.paragraphs], self.corpus.language)

    @classmethod
    def build(cls, documents: Sequence[Document], encoder: Encoder, *, progress: bool = False) -> Retriever:
        """Embed the documents and make them searchable."""
        corpus = Corpus(documents)
        return cls(corpus, encoder, Indexes.build(corpus, encoder, progress=progress))

    def over(self, documents: Sequence[Document]) -> Retriever:
        """Make other documents searchable; those that are searchable here too are not embedded again."""
        own = self.corpus.documents
        vectors = dict(zip(own, self.indexes.split(own), strict=True)) if own else {}
        new = [document for document in dict.fromkeys(documents) if document not in vectors]
        if new:
            vectors |= zip(new, Indexes.build(Corpus(new), self._encoder).split(new), strict=True)
        found = [vectors[document] for document in documents]
        empty = np.zeros((0, self._encoder.dim), np.float32)
        sentences, paragraphs = (np.concatenate([empty, *(pair[i] for pair in found)]) for i in (0, 1))
        return Retriever(Corpus(documents), self._encoder, Indexes.of(sentences, paragraphs))

    def retrieve(self, question: str, k: int) -> Retrieval:
        """The `k` best sentences; fewer if the documents hold fewer."""
        found = self.candidates(question)
        if not len(found.rows):
            return Retrieval((), 0.0)
        scores = weights.rank(found.features)
        chances = weights.answers(found.features, scores)
        order = np.argsort(-scores, kind="stable")[:k]
        passages = tuple(self._passage(found, chances, at) for at in order.tolist())
        return Retrieval(passages, weights.on_topic(found.features, scores))

    def compare(self, text: str) -> Comparison:
        """A text beside every sentence and paragraph, none left out."""
        vector = self._encoder.encode([text])[0]
        sentences, paragraphs = (
            index.cosines(vector, np.arange(len(index))) for index in (self.indexes.sentences, self.indexes.paragraphs)
        )
        return Comparison(sentences, paragraphs, match(text, self._sentences, self._paragraphs))

    def candidates(self, question: str) -> Candidates:
        """The sentences worth ranking, with their features."""
        if not self.corpus.sentences:
            return Candidates(np.zeros(0, np.int64), np.zeros((0, len(FEATURES)), np.float32))
        vector = self._encoder.encode([question])
        lexical = match(question, self._sentences, self._paragraphs)
        pool = self._pool(vector, lexical)
        return Candidates(pool, features(question, self.corpus, pool, self._dense(vector[0], pool), lexical))

    def _dense(self, vector: Floats, pool: Rows) -> Dense:
        corpus, sentences, paragraphs = self.corpus, self.indexes.sentences, self.indexes.paragraphs
        return Dense(
            sentences.cosines(vector, pool),
            sentences.cosines(vector, corpus.before[pool]),
            sentences.cosines(vector, corpus.after[pool]),
            paragraphs.cosines(vector, corpus.paragraph[pool]),
        )

    def _pool(self, vector: Floats, lexical: Lexical) -> Rows:
        near = self.indexes.sentences.search(vector, POOL_SENTENCES)[1][0]
        best = np.argsort(-lexical.sentences, kind="stable")[:POOL_SENTENCES]
        near_paragraphs = self.indexes.paragraphs.search(vector, POOL_PARAGRAPHS)[1][0]
        best_paragraphs = np.argsort(-lexical.paragraphs, kind="stable")[:POOL_PARAGRAPHS]
        inside = np.isin(self.corpus.paragraph, np.concatenate([near_paragraphs, best_paragraphs]))
        return np.unique(np.concatenate([near, best, np.flatnonzero(inside)]))

    def _passage(self, found: Candidates, chances: Floats, at: int) -> Passage:
        row = int(found.rows[at])
        dense, lexical = (float(found.features[at, FEATURES.index(name)]) for name in ("dense", "lexical"))
        document = self.corpus.documents[int(self.corpus.document[row])]
        return Passage(document, self.corpus.sentences[row], dense, lexical, float(chances[at]))
