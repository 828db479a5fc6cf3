"""A document that a page sends: its bytes are those that its receipt is checked by, and its faults are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot import Bot, Document
from bot.reader import SentenceReader
from bot.web import session_api, uploads
from bot.web.service import Service
from bot.web.session import Sessions
from tests.bot.making_files import docx, p
from tests.fakes import FakeEncoder

TOKEN = "a" * 32


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    fair = Document("Fair\nThe fair opened on Monday.", title="Fair")
    sessions = Sessions(Service(Bot([fair], encoder=FakeEncoder(), reader=SentenceReader())))
    sessions.open(TOKEN)
    app = FastAPI()
    app.mount("/session", session_api.build(sessions))
    with TestClient(app, headers={"accept-language": "ru"}) as client:
        yield client


def refusal(client: TestClient, content: bytes, name: str) -> str:
    headers = {"X-Session": TOKEN, "X-File-Name": quote(name)}
    response = client.post("/session/documents", content=content, headers=headers)
    assert response.status_code == 422
    return str(response.json()["error"])


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", "\ufeffSnow fell.".encode()), ("a.html", b"<p>Snow fell."), ("a.docx", docx(p("Snow fell.")))],
)
def test_hash_is_that_of_the_bytes_that_were_sent(name: str, content: bytes) -> None:
    document = uploads.read(content, name)
    assert document.file_sha256 == hashlib.sha256(content).hexdigest()
    assert document.extracted == uploads.is_extracted(name)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"x", "x.png", "x.png: файлы вида '.png' прочесть нельзя; "),
        (b"caf\xe9", "c.txt", "c.txt: кодировка не UTF-8, байт 0xe9 на месте 3; сохраните файл в UTF-8"),
        (b"", "e.pdf", "e.pdf: файл пуст (0 байт); сохраните или скачайте его ещё раз"),
        (b"\x89PNG", "g.pdf", "g.pdf: это не документ PDF, а изображение PNG; "),
        (b"PK\x03\x04 broken", "a.docx", "a.docx: файл повреждён или обрезан; "),
        (b"<p>caf\xe9", "h.html", "h.html: кодировка не объявлена, значит, должна быть utf-8, но байт 0xe9 "),
        (b"", "empty.txt", "В документе нет текста для цитат."),
    ],
)
def test_fault_of_a_file_is_told_in_the_language_of_the_page(
    client: TestClient, content: bytes, name: str, told: str
) -> None:
    assert refusal(client, content, name).startswith(told)


def test_request_of_another_shape_is_told_in_the_language_of_the_page(client: TestClient) -> None:
    assert client.post("/session/view", json={}).json()["error"].startswith("Запрос не такой")
    foreign = client.post("/session/view", json={}, headers={"sec-fetch-site": "cross-site"})
    assert foreign.json()["error"].startswith("Запросы к сеансу")
