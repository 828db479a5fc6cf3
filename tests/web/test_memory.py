"""Pages that come, add documents and go leave no memory behind."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.bot import making_files
from tests.web.serving import Server

SESSIONS, AT_ONCE, SENTENCES = 200, 100, 200
MOST_LEFT = 50  # megabytes
WORDS = ("harbour", "ship", "cotton", "mayor", "bridge", "winter", "export", "tariff", "grain", "railway", "treaty")


def text(number: int) -> bytes:
    """A document of some pages, like no other."""
    lines = (
        f"In month {line % 12 + 1} of year {number} the {WORDS[line % 11]} of the {WORDS[(line * 7 + number) % 11]} "
        f"cost {(line * number) % 997} roubles, said the mayor of town {line % 89}."
        for line in range(SENTENCES)
    )
    return "\n".join(lines).encode()


def visit(http: httpx.Client, number: int) -> str:
    """Open a page's session, add a document and question it; the token."""
    token = f"{number:032x}"
    body = {"session": token}
    http.post("/session/open", json=body)
    name, content = (f"report{number}.txt", text(number))
    if number % 40 == 0:
        name, content = (f"report{number}.docx", making_files.docx(making_files.p(text(number).decode()[:9000])))
    added = http.post("/session/documents", content=content, headers={"X-Session": token, "X-File-Name": name})
    assert added.status_code == 200, added.text
    question = f"What did the ship cost in month 3 of year {number}?"
    asked = {"data": [question, [], token], "session_hash": token[-11:]}
    assert http.post("/gradio_api/run/answer", json=asked).status_code == 200
    for path, values in (("check", {"text": question}), ("choice", {"chosen": [1]}), ("export", {"format": "json"})):
        assert http.post(f"/session/{path}", json={**body, **values}).status_code == 200
    return token


def visits(server: Server, numbers: range) -> float:
    """Pages that are open at the same time and then closed; the memory that they took while open, in megabytes."""
    with httpx.Client(base_url=server.url, timeout=120) as http:
        tokens = [visit(http, number) for number in numbers]
        taken = megabytes(server)
        for token in tokens:
            assert http.post("/session/close", json={"session": token}).status_code == 204
    return taken


def megabytes(server: Server) -> float:
    (line,) = [line for line in Path(f"/proc/{server.pid}/status").read_text().splitlines() if "VmRSS" in line]
    return int(line.split()[1]) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read as Linux tells it")
def test_sessions_that_are_closed_give_their_memory_back(light_server: Server) -> None:
    visits(light_server, range(1, 11))  # what the first use loads stays, rightly
    before = megabytes(light_server)
    taken = [visits(light_server, range(n, n + AT_ONCE)) - before for n in range(1000, 1000 + SESSIONS, AT_ONCE)]
    left = megabytes(light_server) - before
    assert min(taken) > MOST_LEFT, "sessions so small show nothing"
    assert left <= MOST_LEFT
