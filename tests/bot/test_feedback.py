"""Verdicts on results: kept in a file of one's own, exported as questions that can be measured."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Abstention, Answer, Document
from bot.answer import Passage
from bot.evaluation import Outcome, Question, read_questions
from bot.feedback import Feedback, FeedbackError, export

FAIR = Document("Fair\nThe fair opened on Monday. It sold 40 tonnes of apples.\nRain is likely.", title="Fair")
PORT = Document("Port\nThe port closed in May.", title="Port")


def passage(document: Document, number: int) -> Passage:
    return Passage(document, document.sentences[number], dense=0.5, lexical=0.5, score=0.5)


def answer(question: str, document: Document = FAIR, number: int = 0) -> Answer:
    found = passage(document, number)
    return Answer(question, found, found.sentence.start + 4, found.sentence.end - 1, 0.9)


def silence(question: str, document: Document = FAIR, reason: str = "not_stated") -> Abstention:
    return Abstention(question, reason, passage(document, 0), 0.1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.sqlite"


def test_nothing_is_stored_before_the_first_verdict(path: Path) -> None:
    Feedback(path).close()
    assert not path.exists()


def test_file_is_readable_by_its_owner_alone(path: Path) -> None:
    before = os.umask(0)
    try:
        feedback = Feedback(path)
        feedback.add(answer("When?"), "right")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_later_verdict_replaces_the_former_on_the_same_question_and_document(path: Path) -> None:
    feedback = Feedback(path)
    feedback.add(answer("When?"), "wrong")
    feedback.add(answer("When?", PORT), "right")
    feedback.add(answer("Who?"), "silent")
    feedback.add(answer("When?", number=1), "right")
    kept = [(j.question, j.title, j.verdict, j.sentence) for j in feedback.judgements()]
    assert kept == [
        ("When?", "Fair", "right", "It sold 40 tonnes of apples."),
        ("When?", "Port", "right", "The port closed in May."),
        ("Who?", "Fair", "silent", "The fair opened on Monday."),
    ]


def test_verdict_on_silence_replaces_one_on_an_answer(path: Path) -> None:
    feedback = Feedback(path)
    feedback.add(answer("When?"), "silent")
    feedback.add(silence("When?"), "wrong")
    (kept,) = feedback.judgements()
    assert (kept.quote, kept.sentence, kept.reason, kept.verdict) == (None, None, "not_stated", "wrong")


def test_verdicts_are_there_after_the_file_is_opened_again(path: Path) -> None:
    first = Feedback(path)
    first.add(answer("When?"), "right")
    before = first.judgements()
    first.close()
    assert Feedback(path).judgements() == before != ()


def test_time_and_person_are_not_kept(path: Path) -> None:
    Feedback(path).add(answer("When?"), "right")
    with sqlite3.connect(path) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(verdicts)")}
    assert columns == {"question", "document", "title", "verdict", "quote", "sentence", "reason"}


@pytest.mark.parametrize(
    ("result", "verdict", "source", "kind"),
    [
        (answer("q"), "right", ["The fair opened on Monday."], "answerable"),
        (answer("q"), "silent", [], "unanswerable"),
        (silence("q"), "right", [], "unanswerable"),
        (silence("q"), "silent", [], "unanswerable"),
        (silence("q", reason="off_topic"), "right", [], "offtopic"),
    ],
)
def test_export_tells_what_would_have_been_right(
    path: Path, result: Answer | Abstention, verdict: str, source: list[str], kind: str
) -> None:
    Feedback(path).add(result, verdict)
    (line,) = export(path).lines
    record = json.loads(line)
    assert (record["question"], record["source"], record["kind"]) == ("q", source, kind)


@pytest.mark.parametrize("result", [answer("q"), silence("q")])
def test_wrong_results_are_counted_but_not_exported(path: Path, result: Answer | Abstention) -> None:
    feedback = Feedback(path)
    feedback.add(result, "wrong")
    feedback.add(answer("other"), "right")
    found = export(path)
    assert len(found.lines) == 1
    assert found.left_out == 1


def test_export_of_a_document_passes_over_the_others(path: Path) -> None:
    feedback = Feedback(path)
    feedback.add(answer("When?"), "right")
    feedback.add(answer("When?", PORT), "right")
    feedback.add(answer("Who?", PORT), "wrong")
    found = export(path, [FAIR.sha256])
    assert [json.loads(line)["document"] for line in found.lines] == [FAIR.sha256]
    assert found.left_out == 0


def test_exported_file_counts_the_judged_results_as_they_were_judged(path: Path, tmp_path: Path) -> None:
    good, bad, mute = answer("When?"), answer("Who?"), silence("Why?")
    feedback = Feedback(path)
    for result, verdict in ((good, "right"), (bad, "silent"), (mute, "right")):
        feedback.add(result, verdict)
    questions = tmp_path / "questions.jsonl"
    questions.write_text("".join(f"{line}\n" for line in export(path).lines), "utf-8")
    read = read_questions(questions)
    assert read[0] == Question("When?", ("The fair opened on Monday.",), "answerable")
    outcomes = [Outcome(q, r).right for q, r in zip(read, (good, bad, mute), strict=True)]
    assert outcomes == [True, False, True]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), min_size=1))
def test_any_question_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, question: str) -> None:
    path = tmp_path_factory.mktemp("feedback") / "file"
    feedback = Feedback(path)
    feedback.add(answer(question), "right")
    feedback.add(answer(question), "silent")
    assert [j.question for j in feedback.judgements()] == [question]
    feedback.close()
    (line,) = export(path).lines
    assert json.loads(line)["question"] == question


def test_threads_add_without_losing_a_verdict(path: Path) -> None:
    feedback = Feedback(path)

    def add(name: str) -> None:
        for n in range(20):
            feedback.add(answer(f"{name} {n}"), "right")

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {j.question for j in feedback.judgements()} == {f"{name} {n}" for name in "abcd" for n in range(20)}


def test_two_that_open_a_new_file_share_it(path: Path) -> None:
    first, second = Feedback(path), Feedback(path)
    first.open()
    second.open()
    first.add(answer("When?"), "right")
    second.add(answer("Who?"), "right")
    assert [j.question for j in first.judgements()] == ["When?", "Who?"]


def test_unknown_verdict_is_refused(path: Path) -> None:
    with pytest.raises(FeedbackError, match="'good' is unknown; give one of right, wrong, silent"):
        Feedback(path).add(answer("When?"), "good")
    assert not path.exists()


def test_result_about_no_document_is_refused(path: Path) -> None:
    with pytest.raises(FeedbackError, match="nothing to judge"):
        Feedback(path).add(Abstention("", "blank"), "right")


def test_reading_a_missing_file_makes_none(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        export(path)
    assert not path.exists()


def test_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("minutes of the meeting " * 100)
    with pytest.raises(FeedbackError, match="can't be used as a file of feedback"):
        Feedback(path).open()
    assert path.read_text() == "minutes of the meeting " * 100


def test_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE verdicts (day TEXT)")
    before = path.read_bytes()
    with pytest.raises(FeedbackError, match="another program's database"):
        Feedback(path).add(answer("When?"), "right")
    assert path.read_bytes() == before


def test_newer_file_is_refused_with_both_versions(path: Path) -> None:
    Feedback(path).open()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 7")
    with pytest.raises(FeedbackError, match="version 7 of the format, this program writes 1"):
        Feedback(path).open()


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        Feedback(tmp_path).open()


def test_name_that_sqlite_would_read_as_memory_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Feedback(":memory:").add(answer("When?"), "right")
    assert [j.question for j in Feedback(":memory:").judgements()] == ["When?"]
