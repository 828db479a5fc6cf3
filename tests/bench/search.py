"""Every sentence that speaks of a topic: how many are found, and how many of those found are right."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bot.document import Document
from bot.findings import Findings
from bot.retriever import Retriever
from bot.search import Searcher
from bot.visits import visit
from embeddings.encoder import SentenceTransformerEncoder
from tests.bench.figures import Figure, share

DATA = Path(__file__).parents[1] / "data"
VISIT_TOPICS, RELEASES = DATA / "visit_topics.jsonl", DATA / "releases.jsonl"
RELEASE_TOPICS = (DATA / "release_topics.jsonl", DATA / "press_topics.jsonl")
PARAGRAPHS, ROUNDS, SEED = 1000, 5, 0


@dataclass(frozen=True, slots=True)
class Gold:
    """
    A topic and the sentences that speak of it, judged by hand.

    :param sentences: their ids, such as `p7s2`; none if the document doesn't speak of it.
    """

    topic: str
    sentences: frozenset[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sentences are found, how many are to be found, and how many are both; over all topics."""

    found: int
    relevant: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the sentences to be found that are found."""
        return self.right / self.relevant

    @property
    def precision(self) -> float:
        """Share of the sentences found that are to be found."""
        return self.right / self.found


def visit_topics() -> list[Gold]:
    """The topics of the embedded visit."""
    return [_gold(record) for record in _records(VISIT_TOPICS)]


def releases(path: Path = RELEASES) -> Iterator[tuple[Document, list[Gold]]]:
    """Invented releases with their topics; those without are left out."""
    topics = [topic for file in RELEASE_TOPICS for topic in _records(file)]
    for record in _records(path):
        if own := [_gold(topic) for topic in topics if topic["title"] == record["title"]]:
            yield Document.from_text(str(record["text"]), title=str(record["title"]), language="en"), own


def count(searcher: Searcher, topics: list[Gold]) -> Counts:
    """Search one document for topics."""
    found = [_ids(searcher.search(gold.topic)) for gold in topics]
    right = sum(len(ids & gold.sentences) for ids, gold in zip(found, topics, strict=True))
    return Counts(sum(map(len, found)), sum(len(gold.sentences) for gold in topics), right)


def search() -> list[Figure]:
    """Recall and precision on the visit, which nothing was fitted to, and how long a long document takes."""
    encoder = SentenceTransformerEncoder()
    searcher, topics = Searcher(Retriever.build([visit()], encoder)), visit_topics()
    counts = count(searcher, topics)
    spoken_of = [gold for gold in topics if gold.sentences]
    silent = [gold for gold in topics if not gold.sentences]
    group = f"search, visit, {len(topics)} topics"
    return [
        share(group, "recall", counts.right, counts.relevant),
        share(group, "precision", counts.right, counts.found),
        share(group, "topics with all their sentences found", _whole(searcher, spoken_of), len(spoken_of)),
        share(group, "nothing found on what isn't spoken of", _nothing(searcher, silent), len(silent)),
        _long(encoder),
    ]


def _whole(searcher: Searcher, topics: list[Gold]) -> int:
    return sum(gold.sentences <= _ids(searcher.search(gold.topic)) for gold in topics)


def _nothing(searcher: Searcher, topics: list[Gold]) -> int:
    return sum(not searcher.search(gold.topic).matches for gold in topics)


def _ids(findings: Findings) -> set[str]:
    return {match.sentence.id for match in findings.matches}


def _long(encoder: SentenceTransformerEncoder) -> Figure:
    paragraphs = [p.text for document, _ in releases() for p in document.paragraphs]
    text = "\n".join(random.Random(SEED).choices(paragraphs, k=PARAGRAPHS))
    searcher = Searcher(Retriever.build([Document.from_text(text, language="en")], encoder))
    topics = [gold.topic for _, golds in releases() for gold in golds][::9]
    times = []
    for topic in topics * ROUNDS:
        begun = perf_counter()
        checked = searcher.search(topic).checked
        times.append(perf_counter() - begun)
    median = sorted(times)[len(times) // 2]
    return Figure("search", f"{PARAGRAPHS:,} paragraphs p50", median * 1000, "ms", f"{checked:,} sentences")


def _gold(record: dict[str, object]) -> Gold:
    sentences = record["sentences"]
    assert isinstance(sentences, list)
    return Gold(str(record["topic"]), frozenset(sentences))


def _records(path: Path) -> Iterator[dict[str, object]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())
