"""SQuAD articles as documents, with where each question's answer stands."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Abstention, Answer
from bot.document import Document, Sentence


@dataclass(frozen=True, slots=True)
class ArticleQuestion:
    """
    A question about an article.

    :param answers: acceptable spans; empty if the article's paragraph doesn't say.
    :param start: where the paragraph that was asked about begins, in code points of the article.
    :param end: where it ends, exclusive.
    """

    text: str
    answers: frozenset[str]
    start: int
    end: int

    def marks(self, sentence: Sentence) -> bool:
        """Whether a sentence is a right source: in the paragraph asked about, and holding an acceptable span."""
        inside = self.start <= sentence.start and sentence.end <= self.end
        return inside and any(answer in sentence.text for answer in self.answers)

    def found_by(self, result: Answer | Abstention) -> bool:
        """Whether the best sentence is a right one, silence set aside."""
        sentence = result.nearest if isinstance(result, Abstention) else result.sentence
        return sentence is not None and self.marks(sentence)


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article as one document."""

    document: Document
    questions: tuple[ArticleQuestion, ...]


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of a gzipped list of `{title, paragraphs: [{context, qas}]}`."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(_article, json.load(file))


def _article(record: dict[str, Any]) -> Article:
    text, questions = "", []
    for paragraph in record["paragraphs"]:
        start = len(text)
        text += paragraph["context"].replace("\n", " ") + "\n"
        questions += [
            ArticleQuestion(qa["question"], frozenset(qa["answers"]), start, len(text) - 1) for qa in paragraph["qas"]
        ]
    return Article(Document.from_text(text, title=record["title"], language="en"), tuple(questions))
