"""`python app.py`: fast help, and one clear line for what can't work."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.serving import ROOT, environment

HEAVY = ("gradio", "torch", "sentence_transformers", "faiss", "numpy", "fastapi")


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_shows_every_option() -> None:
    done = run("app.py", "--help")
    assert done.returncode == 0
    for option in ("--host", "--port", "--allow-host", "FILE"):
        assert option in done.stdout


def test_help_waits_for_no_heavy_import() -> None:
    done = run("-X", "importtime", "app.py", "--help")
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "argparse" in imported
    assert not imported & set(HEAVY)


@pytest.mark.parametrize("value", ["True", "1"])
def test_public_link_is_refused(value: str) -> None:
    done = run("app.py", "--port", "0", GRADIO_SHARE=value)
    assert done.returncode == 2
    assert done.stderr.startswith("visitbot: GRADIO_SHARE asks for a public link")
    assert done.stderr.count("\n") == 1


def test_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("app.py", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"visitbot: can't listen on 127.0.0.1:{port}: ")
    assert done.stderr.count("\n") == 1


def test_address_and_port_can_come_from_the_environment() -> None:
    done = run("app.py", GRADIO_SERVER_NAME="203.0.113.1", GRADIO_SERVER_PORT="7999")
    assert done.returncode == 2
    assert "can't listen on 203.0.113.1:7999" in done.stderr


@pytest.mark.parametrize("name", ["missing.txt", "report.docx", "latin.txt"])
def test_document_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    if name != "missing.txt":
        (tmp_path / name).write_bytes(b"caf\xe9")
    done = run("app.py", "--port", "0", str(tmp_path / name))
    assert done.returncode == 2
    assert done.stderr.startswith("visitbot: ")
    assert name in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_word_for_a_port_is_wrong_usage() -> None:
    done = run("app.py", "--port", "many")
    assert done.returncode == 2
    assert "--port: invalid int value: 'many'" in done.stderr
