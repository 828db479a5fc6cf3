"""`python -m bot`: what a shell user sees, and the exit codes."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import Bot, Document
from bot.__main__ import main
from bot.feedback import Feedback
from bot.receipts import receipt
from tests.web.serving import ROOT, environment

QUESTION = "How much oil was delivered to the Mozyr refinery?"
SENTENCE = "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery."


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(
        "Harbour news\nThe violet lighthouse was painted by Ilse Marrow.\nTea costs nine crowns.\n", "utf-8"
    )
    return path


def test_answer_is_printed_with_its_place(capsys):
    assert main(["ask", QUESTION]) == 0
    quote, *rest = capsys.readouterr().out.splitlines()
    assert "85,000 tonnes" in quote
    assert rest == [SENTENCE, "— Official visit to Azerbaijan, paragraph 7, sentence 2"]


def test_json_is_the_result(capsys, visit_bot):
    assert main(["ask", "--json", QUESTION]) == 0
    assert json.loads(capsys.readouterr().out) == visit_bot.ask(QUESTION).to_dict()


def test_silence_exits_1_with_the_abstention_on_stdout(capsys):
    assert main(["ask", "What is the capital of France?"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith(
        "The document doesn't say: it is about something else.\nNearest sentence (not an answer): "
    )
    assert printed.err == ""


@pytest.mark.parametrize(
    ("question", "message"), [(" ", "blank"), ("?!", "no words"), ("x" * 1001, "1,000 characters")]
)
def test_unusable_question_exits_1_and_says_why(capsys, question, message):
    assert main(["ask", question]) == 1
    assert message in capsys.readouterr().out


def test_own_files_are_asked(capsys, harbour):
    assert main(["ask", "Who painted the lighthouse?", str(harbour)]) == 0
    quote, sentence, citation = capsys.readouterr().out.splitlines()
    assert (quote, sentence) == ("Ilse Marrow", "The violet lighthouse was painted by Ilse Marrow.")
    assert citation.startswith("— Harbour news,")


@pytest.mark.parametrize("order", ["ask {q} --json {f}", "ask --json {q} {f}", "ask {q} {f} --json"])
def test_options_may_stand_anywhere(capsys, harbour, order):
    arguments = [word.format(q="Who painted the lighthouse?", f=harbour) for word in order.split()]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["document"]["title"] == "Harbour news"


def test_unknown_option_is_named(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["ask", "oil", "--jsn"])
    assert stopped.value.code == 2
    assert "--jsn" in capsys.readouterr().err


def test_index_is_written_and_asked(capsys, harbour, tmp_path):
    folder = tmp_path / "index"
    assert main(["index", str(harbour), "--out", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}: 1 document(s), 2 sentences\n"
    assert main(["ask", "--index", str(folder), "Who painted the lighthouse?"]) == 0
    assert "Ilse Marrow" in capsys.readouterr().out


def test_speaker_is_named_with_how_it_is_known(capsys):
    assert main(["ask", "--speaker", "Lukashenko", "What is the oil refining rate?"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("90%\n")
    assert "\n— Aleksandr Lukashenko (“the head of state added”, paragraph 8)\n" in printed


def test_somebody_who_is_not_quoted_exits_1_and_says_who_is(capsys):
    assert main(["ask", "What did Aliyev say about oil refineries?"]) == 1
    assert capsys.readouterr().out.startswith("The document doesn't quote Aliyev on this.")


def test_every_sentence_on_a_topic_is_printed(capsys, visit_bot):
    assert main(["search", "cotton"]) == 0
    message, *lines = capsys.readouterr().out.splitlines()
    checked = str(len(visit_bot.documents[0].sentences))
    assert checked in message
    assert sum("cotton" in line for line in lines) >= 4


def test_topic_of_nothing_exits_1(capsys):
    assert main(["search", "submarine volcanoes"]) == 1
    assert capsys.readouterr().out


def test_quote_is_checked_against_its_speaker(capsys):
    words = "two modern high-capacity oil refineries"
    assert main(["verify", words]) == 0
    assert main(["verify", words, "--speaker", "Aliyev"]) == 1
    assert main(["verify", words.replace("two", "three")]) == 1
    exact, misattributed, altered = re.findall(r"^These .*$", capsys.readouterr().out, re.M)
    assert exact.startswith("These are the exact words of Aleksandr Lukashenko")
    assert "not said by Aliyev" in misattributed
    assert "one change" in altered


def test_true_words_stand_beside_the_altered_ones(capsys):
    main(["verify", "We have three modern high-capacity oil refineries"])
    _, document, quote, place = capsys.readouterr().out.splitlines()
    assert document.startswith("Document: We have [two] modern")
    assert quote.startswith("Quote: We have [three] modern")
    assert "paragraph 8, sentence 3" in place


def test_quote_is_read_from_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("two modern high-capacity\noil refineries"))
    assert main(["verify", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "exact"


def test_receipt_is_true_of_its_document_and_not_of_a_changed_one(capsys, harbour, tmp_path):
    bot = Bot([Document.from_file(harbour)])
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt(bot.ask("Who painted the lighthouse?"), bot.versions)), "utf-8")
    assert main(["receipt", "verify", str(path), str(harbour)]) == 0
    assert capsys.readouterr().out.startswith("yes: ")
    harbour.write_bytes(harbour.read_bytes().replace(b"nine", b"Nine"))
    assert main(["receipt", "verify", str(path), str(harbour)]) == 1
    assert capsys.readouterr().out.startswith("no: ")
    assert main(["receipt", "verify", str(harbour), str(harbour)]) == 2


def test_verdicts_are_printed_as_questions_for_eval(capsys, visit_bot, tmp_path):
    database, questions = tmp_path / "feedback.sqlite", tmp_path / "questions.jsonl"
    feedback = Feedback(database)
    feedback.add(visit_bot.ask(QUESTION), "right")
    feedback.add(visit_bot.ask("What is the oil refining rate?"), "wrong")
    feedback.close()
    assert main(["feedback", str(database)]) == 0
    printed = capsys.readouterr()
    assert "1 judged wrong" in printed.err
    questions.write_text(printed.out, "utf-8")
    assert main(["eval", str(questions), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answered with the right sentence"] == {"right": 1, "asked": 1}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verify", "oil", "missing.txt"], "missing.txt"),
        (["search", "oil", "missing.txt"], "missing.txt"),
        (["receipt", "verify", "missing.json", "missing.txt"], "missing.json"),
        (["feedback", "missing.sqlite"], "missing.sqlite"),
        (["ask", "oil", "missing.txt"], "missing.txt"),
        (["ask", "oil", "report.docx"], "report.docx"),
        (["ask", "oil", "--index", "nowhere"], "nowhere"),
        (["ask", "oil", "--index", "nowhere", "missing.txt"], "not both"),
        (["eval", "missing.jsonl"], "missing.jsonl"),
        (["index", "missing.txt", "--out", "folder"], "missing.txt"),
    ],
)
def test_unusable_input_exits_2_with_one_line(capsys, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    Path("report.docx").write_bytes(b"PK")
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("visitbot: ")
    assert words in printed.err
    assert printed.err.count("\n") == 1


def test_questions_are_counted(capsys, tmp_path):
    path = tmp_path / "questions.jsonl"
    lines = [
        {"question": QUESTION, "source": [SENTENCE], "kind": "number"},
        {"question": QUESTION, "source": ["no such words"], "kind": "number"},
        {"question": "How do I bake bread?", "source": [], "kind": "offtopic"},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert main(["eval", "--json", str(path)]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["answered with the right sentence"] == {"right": 1, "asked": 2}
    assert counts["silent off topic"] == {"right": 1, "asked": 1}
    assert counts["silent on what is not stated"] == {"right": 0, "asked": 0}


@pytest.mark.parametrize("line", ["not json", "[]", '{"source": []}', '{"question": "a", "source": 5}'])
def test_question_file_with_a_fault_names_the_line(capsys, tmp_path, line):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "a", "source": []}\n' + line, "utf-8")
    assert main(["eval", str(path)]) == 2
    assert "questions.jsonl, line 2" in capsys.readouterr().err


def test_help_waits_for_no_heavy_import():
    command = [sys.executable, "-X", "importtime", "-m", "bot", "--help"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "ask" in done.stdout
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert imported.isdisjoint({"numpy", "torch", "faiss", "gradio", "sentence_transformers", "bm25s"})


def test_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m bot ask --json '{QUESTION}' | head -c 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=120
    )
    assert done.stdout == "{"
    assert done.stderr == ""
