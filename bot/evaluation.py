"""Measuring a bot on files of questions with known source sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.answer import Abstention, Answer
from bot.chatbot import Bot
from bot.errors import QuestionFileError


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question with what is right.

    :param source: substrings, any of which marks a right source sentence; empty if the document doesn't say.
    :param kind: what sort of question it is; `offtopic` ones are counted apart.
    """

    question: str
    source: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bot made of a question."""

    question: Question
    result: Answer | Abstention

    @property
    def answered(self) -> bool:
        """Whether the bot answered at all."""
        return isinstance(self.result, Answer)

    @property
    def right(self) -> bool:
        """Whether the source sentence is a right one, or the silence is."""
        if isinstance(self.result, Abstention):
            return not self.question.source
        return self._marks(self.result.sentence.text)

    @property
    def found(self) -> bool:
        """Whether the best sentence is a right one, silence set aside."""
        nearest = self.result.nearest if isinstance(self.result, Abstention) else self.result.sentence
        return nearest is not None and self._marks(nearest.text)

    def _marks(self, sentence: str) -> bool:
        return any(source in sentence for source in self.question.source)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over a file of questions; every share is right over asked."""

    outcomes: tuple[Outcome, ...]

    def to_dict(self) -> dict[str, dict[str, int]]:
        """For each measure how many questions were asked and how many were right."""
        answerable = [o for o in self.outcomes if o.question.source]
        silent = [o for o in self.outcomes if not o.question.source]
        off_topic = [o for o in silent if o.question.kind == "offtopic"]
        near = [o for o in silent if o.question.kind != "offtopic"]
        return {
            "answered with the right sentence": _count(o.right for o in answerable),
            "right sentence found, silence set aside": _count(o.found for o in answerable),
            "silent on what is not stated": _count(o.right for o in near),
            "silent off topic": _count(o.right for o in off_topic),
        }


def read_questions(path: str | Path) -> list[Question]:
    """
    Read a question file: a JSON object a line with `question`, `source` and `kind`.

    :raises QuestionFileError: naming the line that can't be used.
    :raises OSError: if the file can't be read.
    """
    path = Path(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_question(path, n, line) for n, line in enumerate(lines, 1) if line.strip()]


def evaluate(bot: Bot, questions: Sequence[Question]) -> Score:
    """Ask every question, with a progress bar on stderr if it is a terminal."""
    asked = tqdm(questions, desc="asking", unit="question", disable=None)
    return Score(tuple(Outcome(q, bot.ask(q.question)) for q in asked))


def _question(path: Path, number: int, line: str) -> Question:
    try:
        record: dict[str, Any] = json.loads(line)
        return Question(str(record["question"]), tuple(record["source"]), str(record.get("kind", "")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f"{path.name}, line {number}: not a question ({error!r}); "
            'write {"question": "...", "source": ["..."], "kind": "..."} on one line'
        ) from error


def _count(right: Iterable[bool]) -> dict[str, int]:
    flags = list(right)
    return {"right": sum(flags), "asked": len(flags)}
