"""Examples to train the reader on: a question, a window of text, and where the text answers, if it does."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.document import Document
from bot.errors import QuestionFileError
from bot.lexical import LexicalIndex
from bot.reader.noise import hurried
from bot.reader.swaps import swapped
from bot.reader.windows import Window, windows

NEGATIVES = 5  # windows of a release that share a question's words and don't answer it, read beside those that do
NEAR = 4  # of so many such windows of an article one is drawn
SWAPPED = 0.15  # are also asked with a change that leaves them without an answer
KEPT_OUT = 3  # one release in so many is not trained on: the 1st, 7th, … are reported on, the 4th, 10th, … calibrate
FOREIGN = 0.1  # are also asked of another article or release


@dataclass(frozen=True, slots=True)
class Example:
    """
    What the reader learns from.

    :param text: a window.
    :param spans: half-open ranges of code points in `text`, each of which answers; empty if it doesn't say.
    """

    question: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


Reading = tuple[Example, ...]  # one question beside one or more windows, which compete


def of_articles(path: Path, rng: random.Random) -> list[Reading]:
    """
    Examples of a gzipped list of `{title, paragraphs: [{context, qas: [{question, answers: [text]}]}]}`.

    :raises QuestionFileError: if the file holds something else.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            articles = json.load(file)
        examples = [e for article in tqdm(articles, path.name, disable=None) for e in _article(article, rng)]
    except (KeyError, TypeError, ValueError) as error:
        raise QuestionFileError(f"{path.name} is not a gzipped file in SQuAD's form ({error!r}); pass one") from error
    return _kept(examples, rng)


def of_press(path: Path, rng: random.Random) -> list[Reading]:
    """
    Examples of press releases, a JSON object `{title, text, questions, unanswerable}` a line.

    :raises QuestionFileError: if a line is something else.
    """
    examples: list[Reading] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        try:
            examples += _release(json.loads(line), rng) if line.strip() and number % KEPT_OUT != 1 else ()
        except (KeyError, TypeError, ValueError) as error:
            raise QuestionFileError(
                f"{path.name}, line {number}: not a press release with questions ({error!r}); mend or remove it"
            ) from error
    return _kept(examples, rng)


def _kept(examples: Sequence[Reading], rng: random.Random) -> list[Reading]:
    full = [reading for reading in examples if reading]
    return full + list(_foreign(full, rng))


def _foreign(examples: Sequence[Reading], rng: random.Random) -> Iterator[Reading]:
    """A share of the questions, each beside a text that is far from its own in the file."""
    for n in rng.sample(range(len(examples)), int(len(examples) * FOREIGN)):
        far = examples[(n + rng.randrange(len(examples) // 4, len(examples) * 3 // 4 + 1)) % len(examples)][0]
        if far.text != examples[n][0].text:
            yield (Example(examples[n][0].question, far.text),)


def _article(article: dict[str, Any], rng: random.Random) -> Iterator[Reading]:
    paragraphs = [(p, windows(Document.from_text(p["context"].replace("\n", " ")))) for p in article["paragraphs"]]
    every = [window for _, own in paragraphs for window in own]
    nearest = _Nearest(every)
    for paragraph, own in paragraphs:
        for qa in paragraph["qas"]:
            question, answers = hurried(qa["question"].strip(), rng), qa["answers"]
            if not answers:
                yield tuple(Example(question, window.text) for window in own)
                continue
            others = [w for w in nearest.to(question, NEAR) if w not in own and not any(a in w.text for a in answers)]
            drawn = rng.sample(others, min(1, len(others)))
            yield (*_positive(question, answers, own), *(Example(question, w.text) for w in drawn))
            if rng.random() < SWAPPED and (other := swapped(question, rng.choice(every).text, rng)):
                yield tuple(Example(other, w.text) for w in own if any(a in w.text for a in answers))


def _positive(question: str, answers: Sequence[str], own: Sequence[Window]) -> Iterator[Example]:
    for window in own:
        spans = sorted({span for answer in answers for span in _occurrences(answer, window.text)})
        if spans:
            yield Example(question, window.text, tuple(spans))


def _occurrences(answer: str, text: str) -> Iterator[tuple[int, int]]:
    """Where an answer stands in a text as whole words, else anywhere."""
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(answer), text)]
    whole = [(a, b) for a, b in places if not text[a - 1 : a].isalnum() and not text[b : b + 1].isalnum()]
    yield from whole or places


def _release(record: dict[str, Any], rng: random.Random) -> Iterator[Reading]:
    own = windows(Document.from_text(record["text"], title=record["title"], language="en"))
    nearest = _Nearest(own)
    for item in record["questions"]:
        question = hurried(item["q"], rng)
        sources = [w for w in own if any(source in w.text for source in item["sentences"])]
        others = [w for w in nearest.to(item["q"], NEGATIVES + len(sources)) if w not in sources]
        yield (*_sources(question, item, record["text"], own), *(Example(question, w.text) for w in others[:NEGATIVES]))
    for item in record["unanswerable"]:
        question = hurried(item["q"], rng)
        yield tuple(Example(question, window.text) for window in nearest.to(item["q"], NEGATIVES))


def _sources(question: str, item: dict[str, Any], text: str, own: Sequence[Window]) -> Iterator[Example]:
    """The windows in which a question's answer stands, the first of its sentences being meant."""
    start = text.index(item["answer"], text.index(item["sentences"][0]))
    end = start + len(item["answer"])
    for window in own:
        if window.start <= start and end <= window.end:
            yield Example(question, window.text, ((start - window.start, end - window.start),))


class _Nearest:
    """Windows by the words that they share with a question."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = windows
        self._index = LexicalIndex([window.text for window in windows])

    def to(self, question: str, k: int) -> list[Window]:
        scores = self._index.matches(self._index.terms(question)).sum(axis=0)
        return [self._windows[i] for i in scores.argsort(kind="stable")[::-1][:k].tolist()]
