"""Documents with questions of which it is known where they are answered: SQuAD's articles and press releases."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import Document
from bot.document import Sentence
from tests.bench.squad import Article, ArticleQuestion

QUESTIONS = 80  # of an article: more did not raise the figures


@dataclass(frozen=True, slots=True)
class Item:
    """
    A question about a document.

    :param kind: `answerable`, `near_miss` or `off_topic`.
    :param marks: what marks a right source sentence; None if the document doesn't say.
    :param answers: acceptable words.
    """

    text: str
    kind: str
    marks: Callable[[Sentence], bool] | None = None
    answers: frozenset[str] = frozenset()


Corpus = list[tuple[Document, list[Item]]]


def squad_corpus(articles: Sequence[Article], rng: random.Random) -> Corpus:
    """Whole articles with at most QUESTIONS of their questions."""
    corpus: Corpus = []
    for article in articles:
        drawn = drawn_from(article.questions, rng)
        items = [
            Item(q.text, "answerable", q.marks, q.answers) if q.answers else Item(q.text, "near_miss") for q in drawn
        ]
        corpus.append((article.document, items))
    return corpus


def drawn_from(questions: Sequence[ArticleQuestion], rng: random.Random) -> list[ArticleQuestion]:
    """At most QUESTIONS of an article's questions."""
    return rng.sample(questions, min(QUESTIONS, len(questions)))


def paragraph_corpus(articles: Sequence[Article], rng: random.Random) -> Corpus:
    """One paragraph a document, as SQuAD is published, with at most QUESTIONS of each article's questions."""
    corpus: Corpus = []
    for article in articles:
        places: dict[tuple[int, int], list[Item]] = {}
        for q in drawn_from(article.questions, rng):
            kind = "answerable" if q.answers else "near_miss"
            item = Item(q.text, kind, _holding(q.answers) if q.answers else None, q.answers)
            places.setdefault((q.start, q.end), []).append(item)
        text = article.document.text
        corpus += [(Document.from_text(text[a:b], language="en"), items) for (a, b), items in places.items()]
    return corpus


def _holding(answers: frozenset[str]) -> Callable[[Sentence], bool]:
    return lambda sentence: any(answer in sentence.text for answer in answers)


def press_corpus(path: Path) -> Corpus:
    """Press releases with all their questions."""
    return [_release(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _release(record: dict[str, Any]) -> tuple[Document, list[Item]]:
    items = [
        Item(q["q"], "answerable", _marker(q["answer"], q["sentences"]), frozenset([q["answer"]]))
        for q in record["questions"]
    ]
    items += [Item(q["q"], "off_topic" if q["kind"] == "off_topic" else "near_miss") for q in record["unanswerable"]]
    return Document.from_text(record["text"], title=record["title"], language="en"), items


def _marker(answer: str, sources: Sequence[str]) -> Callable[[Sentence], bool]:
    def marks(sentence: Sentence) -> bool:
        text = sentence.text
        return any(text in source and answer in text or source in text for source in sources)

    return marks
