"""Verdicts of people on results, kept in a local SQLite file, and their export as questions that can be measured."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Collection
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.answer import Abstention, Answer
from bot.errors import VisitbotError

Verdict = Literal["right", "wrong", "silent"]

APPLICATION = 0x56697362  # "Visb", by which the program knows its own files
VERSION = 1
WAIT_SECONDS = 5.0  # for another process that writes
COLUMNS = "question, document, title, verdict, quote, sentence, reason"
SCHEMA = (
    "CREATE TABLE verdicts (question TEXT NOT NULL, document TEXT NOT NULL, title TEXT, verdict TEXT NOT NULL, "
    "quote TEXT, sentence TEXT, reason TEXT, UNIQUE (question, document))",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
MARKS = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
# Text goes in as bytes, because Python's own way refuses half of a surrogate pair.
ADD = (
    f"INSERT INTO verdicts ({COLUMNS}) VALUES ({', '.join(['CAST(? AS TEXT)'] * 7)}) "
    "ON CONFLICT (question, document) DO UPDATE SET title = excluded.title, verdict = excluded.verdict, "
    "quote = excluded.quote, sentence = excluded.sentence, reason = excluded.reason"
)


class FeedbackError(VisitbotError, ValueError):
    """A verdict can't be kept, or the file can't be used."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    One verdict and what it was passed on.

    :param document: SHA-256 of the document that was quoted, or of the nearest sentence's.
    :param verdict: `right`, `wrong`, or `silent` if the bot should have stayed, or rightly stayed, silent.
    :param quote: what was quoted; None for an abstention.
    :param sentence: the quote's source sentence; None for an abstention.
    :param reason: why the bot abstained; None for an answer.
    """

    question: str
    document: str
    title: str | None
    verdict: Verdict
    quote: str | None
    sentence: str | None
    reason: str | None

    @classmethod
    def of(cls, result: Answer | Abstention, verdict: Verdict) -> Judgement:
        """
        What is kept of a result.

        :raises FeedbackError: for an unknown verdict, or a result that is about no document.
        """
        if verdict not in get_args(Verdict):
            raise FeedbackError(f"the verdict {verdict!r} is unknown; give one of {', '.join(get_args(Verdict))}")
        document = result.document
        if document is None:
            raise FeedbackError("there is nothing to judge, for no document was asked; judge an answer or a silence")
        told: tuple[str | None, str | None, str | None] = (
            (result.quote, result.sentence.text, None) if isinstance(result, Answer) else (None, None, result.reason)
        )
        return cls(result.question, document.sha256, document.title, verdict, *told)

    def to_line(self) -> str | None:
        """
        The question as a line of a question file, or None for a wrong result, whose right source nobody has told.

        A right answer gives its sentence as the source; silence that was right, or would have been, gives none.
        """
        if self.verdict == "wrong":
            return None
        answered = self.verdict == "right" and self.sentence is not None
        silence = "offtopic" if self.reason == "off_topic" else "unanswerable"
        record = {
            "question": self.question,
            "source": [self.sentence] if answered else [],
            "answer": [self.quote] if answered else [],
            "kind": "answerable" if answered else silence,
            "document": self.document,
        }
        return json.dumps(record)


@dataclass(frozen=True, slots=True)
class Export:
    """
    Verdicts as questions that `bot.evaluation` reads.

    :param lines: JSON objects in ASCII without line ends, in the order in which the questions were first judged.
    :param left_out: how many verdicts were `wrong`: what the right source is, if any, is not known.
    """

    lines: tuple[str, ...]
    left_out: int


class Feedback:
    """
    Verdicts in a SQLite file, one for each question and document; a later one replaces the former.

    Kept are the question, the verdict, the quote with its sentence, or the reason of the silence, and which document;
    no time and no person. The first use opens the file. Safe to use from several threads and processes.

    :param path: the file; made by the first verdict, readable by its owner alone.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).absolute()  # SQLite reads some bare names, such as ":memory:", as something else
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        """
        Open the file, or make it, now; so that one that can't be used is told before the first verdict.

        :raises FeedbackError: if it is not a file of feedback, or of a newer version.
        :raises OSError: if it can't be made or read.
        """
        with self._lock:
            self._opened(os.O_CREAT)

    def add(self, result: Answer | Abstention, verdict: Verdict) -> None:
        """
        Keep a verdict, in place of a former one on the same question and document.

        :raises FeedbackError: for an unknown verdict, a result about no document, or as for `open`.
        :raises OSError: as for `open`.
        """
        values = [_bytes(value) for value in astuple(Judgement.of(result, verdict))]
        with self._lock:
            connection = self._opened(os.O_CREAT)
            try:
                with connection:
                    connection.execute(ADD, values)
            except sqlite3.Error as error:
                raise self._fault(error) from error

    def judgements(self) -> tuple[Judgement, ...]:
        """
        All verdicts, in the order in which their questions were first judged.

        :raises FeedbackError: as for `open`.
        :raises OSError: if there is no such file; none is made.
        """
        with self._lock:
            try:
                rows = self._opened(0).execute(f"SELECT {COLUMNS} FROM verdicts ORDER BY rowid").fetchall()
            except sqlite3.Error as error:
                raise self._fault(error) from error
        return tuple(Judgement(*row) for row in rows)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _opened(self, create: int) -> sqlite3.Connection:
        if self._connection is None:
            # SQLite would make the file readable by all; its journal takes the mode of the file.
            os.close(os.open(self.path, os.O_RDWR | os.O_CLOEXEC | create, 0o600))
            connection = sqlite3.connect(
                self.path, timeout=WAIT_SECONDS, isolation_level="IMMEDIATE", check_same_thread=False
            )
            connection.text_factory = lambda data: data.decode("utf-8", "surrogatepass")
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")  # of two processes that meet a new file, one makes the table
                application, version, tables = (connection.execute(q).fetchone()[0] for q in MARKS)
                if (application, version, tables) == (0, 0, 0):
                    for statement in SCHEMA:
                        connection.execute(statement)
                    return
        except sqlite3.Error as error:
            raise self._fault(error) from error
        if application != APPLICATION:
            raise FeedbackError(f"{self.path} is another program's database; name a file that is not there yet")
        if version != VERSION:
            raise FeedbackError(
                f"{self.path} has version {version} of the format, this program writes {VERSION}; "
                "open it with the program that wrote it, or name a file that is not there yet"
            )

    def _fault(self, error: sqlite3.Error) -> FeedbackError:
        return FeedbackError(
            f"{self.path} can't be used as a file of feedback ({error}); "
            "check the disk and whether another program holds it, or name a file that is not there yet"
        )


def export(path: str | Path, documents: Collection[str] = ()) -> Export:
    """
    Write the verdicts of a file as questions.

    :param documents: SHA-256 of the documents that the questions are to be measured on; verdicts on others are passed
        over. All verdicts if empty.
    :raises FeedbackError: if it is not a file of feedback.
    :raises OSError: if there is no such file.
    """
    feedback = Feedback(path)
    try:
        found = [j for j in feedback.judgements() if not documents or j.document in documents]
    finally:
        feedback.close()
    lines = [j.to_line() for j in found]
    kept = tuple(line for line in lines if line is not None)
    return Export(kept, len(lines) - len(kept))


def _bytes(value: str | None) -> bytes | None:
    return None if value is None else value.encode("utf-8", "surrogatepass")
