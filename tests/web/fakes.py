"""A bot without a model, for tests of what surrounds it; `python -m tests.web.fakes` serves it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from bot import Abstention, Answer, Document, verification
from bot.answer import Passage
from bot.findings import Findings, Match
from bot.receipts import Model, Versions
from bot.verification import Verification
from bot.web.server import OFFLINE, add_options, serve

DOCUMENT = Document(
    "Fair\nThe fair opened on Monday. It sold 40 tonnes of apples.\nRain is likely.",
    title="Fair",
    url="https://example.com/fair",
)


def passage(document: Document, number: int) -> Passage:
    """The sentence of that position in the document, counted from 0, as if it had been found."""
    return Passage(document, document.sentences[number], dense=0.5, lexical=0.5, score=0.5)


def answer(document: Document, number: int, quote: str | None = None) -> Answer:
    """An answer that quotes a part of a sentence, or all of it."""
    found = passage(document, number)
    start = found.sentence.start + (found.sentence.text.index(quote) if quote else 0)
    end = start + len(quote) if quote else found.sentence.end
    return Answer("question", found, start, end, score=0.9)


class FakeBot:
    """Quotes the second sentence, abstains from questions on rain, and fails on the word crash."""

    versions = Versions(Model("fake", "f" * 64))

    def __init__(self, documents: Sequence[Document] = (DOCUMENT,)) -> None:
        self.documents = tuple(documents)

    def warm_up(self) -> None:
        pass

    def over(self, documents: Sequence[Document]) -> FakeBot:
        return FakeBot(documents)

    def verify(self, text: str, speaker: str | None = None) -> Verification:
        return verification.verify(text, self.documents)

    def search(self, topic: str, speaker: str | None = None) -> Findings:
        found = [n for n, sentence in enumerate(DOCUMENT.sentences) if topic in sentence.text]
        matches = tuple(Match(passage(DOCUMENT, n)) for n in found)
        return Findings(topic, topic, speaker, matches, len(DOCUMENT.sentences))

    def ask(self, question: str, speaker: str | None = None) -> Answer | Abstention:
        if "crash" in question:
            raise RuntimeError(f"no idea about {question}")
        if "rain" in question:
            return Abstention(question, "not_stated", passage(DOCUMENT, 2), 0.1)
        return answer(DOCUMENT, 1, "40 tonnes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    add_options(parser)
    options = parser.parse_args()
    os.environ.update(OFFLINE)
    serve(FakeBot(), options.host, options.port, feedback=options.feedback, mcp=options.mcp)
