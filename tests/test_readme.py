"""The README's snippets run, and its commands say what is true."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.web.serving import ROOT, environment

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)
PYTHON = [code for language, code in BLOCKS if language == "python"]
SHELL = [line for language, code in BLOCKS if language == "bash" for line in code.splitlines()]
COMMANDS = [line for line in SHELL if line.startswith(".venv/bin/python -m bot")]
SETUP = [line for line in SHELL if line.startswith("python3.11 -m venv")]


def run(command: list[str], **options: object) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_commands_set_everything_up():
    assert len(SETUP) == 2
    assert [line.rsplit(".venv/bin/python ", 1)[1] for line in SETUP] == ["app.py", "-m pytest"]


def test_every_file_in_reading_order_exists():
    named = re.findall(r"`((?:bot|embeddings|tests|app)[\w/]*(?:\.\w+|/))`", README)
    assert len(named) > 12
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_pictures_exist():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size for picture in pictures)


def test_python_snippet_prints_the_quoted_answer():
    quote, sentence, citation = run([sys.executable, "-c", PYTHON[0]]).splitlines()
    assert quote in sentence and f"**{quote}**" in README
    assert sentence == "Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery."
    assert citation in README.replace("[", "").replace(
        "](https://president.gov.by/en/events/official-visit-to-azerbaijan-14930)", ""
    )


def test_speech_snippet_prints_speaker_findings_and_verdict():
    said, found, verdict = run([sys.executable, "-c", PYTHON[1]]).splitlines()
    assert "Aleksandr Lukashenko" in said
    assert "p4s" in found
    assert verdict == "misattributed ('Aleksandr Lukashenko',)"
    assert verdict in README


def test_client_snippet_runs_against_the_server(server):
    code = PYTHON[2].replace("http://127.0.0.1:7860", server.url)
    assert "90%" in run([sys.executable, "-c", code]).splitlines()[0]


def test_http_snippets_run_against_the_server(server):
    lines = [line.replace("http://127.0.0.1:7860", server.url) for line in SHELL if line.startswith("curl ")]
    answer, findings, verification = (json.loads(run(shlex.split(line))) for line in lines)
    assert "90%" in answer["quote"]
    assert "cotton" in findings["matches"][0]["text"]
    assert verification["verdict"] == "misattributed"


@pytest.mark.parametrize("kind", ["answer", "abstention"])
def test_described_fields_are_those_of_the_json(visit_bot, kind):
    question = {"answer": "What is the oil refining rate?", "abstention": "How do I bake bread?"}[kind]
    (described,) = re.findall(rf'`"type": "{kind}"` with (.*?)(?:, or|\.)', README, re.S)
    assert set(re.findall(r"`(\w+)`", described)) | {"type", "question"} == set(visit_bot.ask(question).to_dict())


def test_command_lines_run(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert len(COMMANDS) == 8
    for line in COMMANDS:
        words = shlex.split(line.replace("/tmp/visitbot-index", str(tmp_path / "index")))
        assert words[:3] == [".venv/bin/python", "-m", "bot"]
        assert main(words[3:]) == 0, line
        assert capsys.readouterr().out.strip(), line
