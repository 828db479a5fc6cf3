"""The page over the embedded visit with answers that are fixed; `python -m tests.web.scripted` serves it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from bot import Abstention, Answer, Document, speech, verification
from bot.answer import Passage
from bot.verification import Verification
from bot.visits import visit
from bot.web.server import OFFLINE, add_options, serve
from tests.web.fakes import FakeBot

VISIT = visit()
SCORES = {"oil": 0.97, "cotton": 0.71, "trade": 0.5, "award": 0.2}
QUOTES = {
    "oil": ("p7s2", "85,000 tonnes"),
    "cotton": ("p4s2", "Azerbaijan did the right thing when it decided to develop its cotton growing industry"),
    "trade": ("p9s3", "$700 million in bilateral trade"),
    "award": ("p14s1", "the Order of Heydar Aliyev"),
}


def passage(name: str, score: float) -> Passage:
    """A sentence of the visit, as if it had been found."""
    (sentence,) = (sentence for sentence in VISIT.sentences if sentence.id == name)
    return Passage(VISIT, sentence, dense=0.5, lexical=0.5, score=score)


def scripted(word: str, question: str) -> Answer:
    """The answer to a question that holds one of the words of `QUOTES`."""
    name, quote = QUOTES[word]
    found = passage(name, SCORES[word])
    start = found.sentence.start + found.sentence.text.index(quote)
    end = start + len(quote)
    others = (passage("p6s1", 0.1), passage("p1s1", 0.05))
    return Answer(question, found, start, end, SCORES[word], speech.spoken(VISIT, start, end), others)


class ScriptedBot(FakeBot):
    """Quotes by a word of the question, abstains from what has none of them, and fails on the word crash."""

    def __init__(self, documents: Sequence[Document] = (VISIT,)) -> None:
        super().__init__(documents)

    def over(self, documents: Sequence[Document]) -> ScriptedBot:
        return ScriptedBot(documents)

    def verify(self, text: str, speaker: str | None = None) -> Verification:
        return verification.verify(text, self.documents, spoken_by=speech.speakers, speaker=speaker)

    def ask(self, question: str, speaker: str | None = None) -> Answer | Abstention:
        if "crash" in question:
            raise RuntimeError(f"no idea about {question}")
        for word in QUOTES:
            if word in question:
                return scripted(word, question)
        return Abstention(question, "not_stated", passage("p5s1", 0.1), 0.1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    add_options(parser)
    options = parser.parse_args()
    os.environ.update(OFFLINE)
    serve(ScriptedBot(), options.host, options.port, feedback=options.feedback, mcp=options.mcp)
