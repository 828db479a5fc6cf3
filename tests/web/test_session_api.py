"""The routes of a page's session: documents in, conversation and receipts out, and nothing for other sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot import Answer, Bot, Document
from bot.feedback import Feedback
from bot.reader import SentenceReader
from bot.receipts import verify
from bot.web import session as held
from bot.web import session_api
from bot.web.guard import Guard
from bot.web.service import Service
from bot.web.session import Sessions
from tests.bot import making_files
from tests.fakes import FakeEncoder

TOKEN, OTHER = "a" * 32, "b" * 32
SNOW = b"Snow fell in Minsk on Friday. The frost lasted nine days."
FROST = "How many days did the frost last?"


def served(service: Service) -> Iterator[tuple[TestClient, Sessions]]:
    sessions = Sessions(service)
    app = FastAPI()
    app.mount("/session", session_api.build(sessions))
    with TestClient(Guard(app), base_url="http://127.0.0.1:7860") as client:
        yield client, sessions


def service(feedback: Feedback | None = None) -> Service:
    fair = Document("Fair\nThe fair opened on Monday. It sold 40 tonnes of apples.", title="Fair")
    return Service(Bot([fair], encoder=FakeEncoder(), reader=SentenceReader()), feedback)


@pytest.fixture
def page() -> Iterator[tuple[TestClient, Sessions]]:
    yield from served(service())


@pytest.fixture
def client(page: tuple[TestClient, Sessions]) -> TestClient:
    client, sessions = page
    sessions.open(TOKEN)
    return client


@pytest.fixture
def sessions(page: tuple[TestClient, Sessions]) -> Sessions:
    return page[1]


def post(client: TestClient, path: str, token: str = TOKEN, **values: Any) -> httpx.Response:
    return client.post(f"/session/{path}", json={"session": token, **values})


def add(client: TestClient, content: bytes, name: str, title: str = "", token: str = TOKEN) -> httpx.Response:
    headers = {"X-Session": token, "X-File-Name": quote(name), "X-Title": quote(title)}
    return client.post("/session/documents", content=content, headers=headers)


def asked(sessions: Sessions, question: str, token: str = TOKEN) -> int:
    number = sessions.open(token).ask(question).number
    assert number is not None
    return number


def test_a_text_that_is_added_stands_in_choice_and_panel(client: TestClient, sessions: Sessions) -> None:
    found = add(client, SNOW, "Зима & <снег>.txt").json()
    assert "Зима &amp; &lt;снег&gt;" in found["documents"]
    assert found["message"] == "Added: Зима & <снег>"
    assert 'id="d2p1s2">The frost lasted nine days.' in found["panel"]
    assert "extracted" not in found["panel"]
    assert sessions.open(TOKEN).documents[1].text == SNOW.decode()


def test_a_title_that_is_given_counts_before_the_name(client: TestClient, sessions: Sessions) -> None:
    add(client, SNOW, "Untitled.txt", "Зима")
    assert sessions.open(TOKEN).documents[1].title == "Зима"


@pytest.mark.parametrize("name", ["report.html", "report.docx", "report.pdf"])
def test_text_of_other_files_is_extracted_and_said_to_be(client: TestClient, sessions: Sessions, name: str) -> None:
    paragraphs = ["The harbour was opened in 1912 by the mayor.", "Every day forty ships call at the harbour."]
    content = {
        "report.html": lambda: f"<html><body><p>{'</p><p>'.join(paragraphs)}</p></body></html>".encode(),
        "report.docx": lambda: making_files.docx("".join(map(making_files.p, paragraphs))),
        "report.pdf": lambda: making_files.pdf(making_files.text_page([paragraphs[0], "", paragraphs[1]])),
    }[name]()
    response = add(client, content, name)
    assert response.status_code == 200, response.text
    document = sessions.open(TOKEN).documents[1]
    assert [sentence.text for sentence in document.sentences] == paragraphs
    assert sessions.open(TOKEN).extracted == {1}
    assert response.json()["panel"].count('class="extracted"') == 1


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"caf\xe9 is open.", "menu.txt", "menu.txt is not UTF-8"),
        (b"%PDF-1.7 but nothing follows", "scan.pdf", "scan.pdf"),
        (b"not a pdf", "scan.pdf", "the file is not a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "plan.docx", "password"),
        (b"PK\x03\x04 broken", "plan.docx", "plan.docx"),
        (b"x", "photo.png", "files of type '.png' can't be read"),
        (b"x", "noname", "files of type '(none)' can't be read"),
        (b"", "empty.pdf", "the file is empty"),
        (b"", "empty.txt", "no text to quote"),
        (b"   \n\n ", "blank.md", "no text to quote"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(
    client: TestClient, sessions: Sessions, content: bytes, name: str, message: str
) -> None:
    response = add(client, content, name)
    assert response.status_code == 422
    assert message in response.json()["error"]
    assert len(sessions.open(TOKEN).documents) == 1


def test_a_file_over_the_limit_is_refused_before_it_is_read(client: TestClient, sessions: Sessions) -> None:
    assert add(client, b"x" * (20 * 1024 * 1024 + 1), "big.txt").status_code == 413
    assert len(sessions.open(TOKEN).documents) == 1


def test_other_routes_keep_the_limit_of_a_megabyte(client: TestClient) -> None:
    assert post(client, "check", text="x" * (1024 * 1024)).status_code == 413


def test_a_text_that_is_too_long_to_embed_is_refused(
    client: TestClient, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MAX_TEXT", 100)
    response = add(client, SNOW * 2, "long.txt")
    assert (response.status_code, "over 100 characters" in response.json()["error"]) == (422, True)
    assert len(sessions.open(TOKEN).documents) == 1


def test_names_of_files_never_lead_out_of_their_folder(client: TestClient, sessions: Sessions, tmp_path: Path) -> None:
    target = tmp_path / "stolen.txt"
    for name in (f"../../../../../..{target}", str(target), "..\\..\\stolen.txt", "a\0b.txt", "x" * 400 + ".txt"):
        sessions.close(TOKEN)
        sessions.open(TOKEN)
        assert add(client, SNOW, name).status_code == 200
    assert not target.exists()


def test_nothing_of_an_upload_stays_on_disk(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert add(client, SNOW, "snow.txt").status_code == 200
    assert add(client, b"broken", "broken.pdf").status_code == 422
    assert list(tmp_path.iterdir()) == []


def test_choice_hides_what_is_not_asked(client: TestClient, sessions: Sessions) -> None:
    add(client, SNOW, "snow.txt")
    assert post(client, "choice", chosen=[1]).json() == {"hidden": [0]}
    view = post(client, "view").json()
    assert view["documents"].count("checked") == 1
    assert '<article lang="" hidden>' in view["panel"]
    assert post(client, "choice", chosen=[]).status_code == 422
    assert sessions.open(TOKEN).chosen == {1}


def test_a_quote_is_checked_against_the_chosen_documents(client: TestClient) -> None:
    add(client, SNOW, "snow.txt")
    exact = post(client, "check", text="The frost lasted nine days").json()["html"]
    altered = post(client, "check", text="The frost lasted ten days").json()["html"]
    post(client, "choice", chosen=[0])
    absent = post(client, "check", text="The frost lasted nine days").json()["html"]
    assert ["Exact" in exact, "Altered" in altered, "Absent" in absent] == [True] * 3
    assert 'href="#d2p1s2"' in exact


def test_receipt_of_an_answer_is_a_file_that_can_be_checked(client: TestClient, sessions: Sessions) -> None:
    add(client, SNOW, "snow.txt")
    response = post(client, "receipt", turn=asked(sessions, FROST))
    assert response.headers["content-disposition"] == 'attachment; filename="receipt-p1s2.json"'
    assert verify(response.json(), sessions.open(TOKEN).documents[1]).ok
    assert response.json()["question"] == FROST


def test_why_shows_what_words_add(client: TestClient, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    explained: list[Answer] = []
    monkeypatch.setattr("bot.explanation.explain", lambda bot, answer: explained.append(answer))
    monkeypatch.setattr("bot.web.render.explanation", lambda found, language: f"<p>{language}</p>")
    number = asked(sessions, "How many tonnes of apples were sold?")
    assert post(client, "why", turn=number).json() == {"html": "<p>en</p>"}
    assert explained == list(sessions.open(TOKEN).turns)


@pytest.mark.parametrize("action", ["receipt", "why"])
def test_a_turn_of_another_session_cannot_be_had(client: TestClient, sessions: Sessions, action: str) -> None:
    number = asked(sessions, "How many tonnes of apples were sold?", OTHER)
    response = post(client, action, turn=number)
    assert response.status_code == 410
    assert "session that has ended" in response.json()["error"]


@pytest.mark.parametrize(
    ("form", "name"),
    [("markdown", "conversation.md"), ("json", "conversation.json"), ("csl-json", "conversation.csl.json")],
)
def test_conversation_is_exported_with_its_receipts(
    client: TestClient, sessions: Sessions, form: str, name: str
) -> None:
    add(client, SNOW, "snow.txt")
    asked(sessions, FROST)
    asked(sessions, "Who is the mayor of Rome?")
    response = post(client, "export", format=form)
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "The frost lasted nine days." in response.text.replace("\\.", ".")
    assert sessions.open(TOKEN).documents[1].sha256 in response.text
    if form == "json":
        turns = json.loads(response.text)["turns"]
        assert [turn["type"] for turn in turns] == ["answer", "abstention"]
        assert verify(turns[0]["receipt"], sessions.open(TOKEN).documents[1]).ok


def test_an_empty_conversation_is_not_exported(client: TestClient) -> None:
    response = post(client, "export", format="json")
    assert (response.status_code, "nothing to save" in response.json()["error"]) == (422, True)


def test_an_export_holds_its_own_session_alone(client: TestClient, sessions: Sessions) -> None:
    asked(sessions, "How many tonnes of apples were sold?")
    sessions.open(OTHER)
    assert post(client, "export", OTHER, format="json").status_code == 422


def test_clear_forgets_the_conversation(client: TestClient, sessions: Sessions) -> None:
    asked(sessions, "How many tonnes of apples were sold?")
    assert post(client, "clear").status_code == 204
    assert sessions.open(TOKEN).turns == ()


def test_a_session_lives_from_open_to_close(page: tuple[TestClient, Sessions]) -> None:
    client, sessions = page
    assert post(client, "view").status_code == 410
    assert post(client, "open").json() == {"language": "en"}
    assert post(client, "view").status_code == 200
    assert post(client, "close").status_code == 204
    assert len(sessions) == 0
    assert add(client, SNOW, "snow.txt").status_code == 410
    assert "had ended" in post(client, "view").json()["error"]


def test_messages_come_in_the_language_of_the_browser(client: TestClient) -> None:
    client.headers["accept-language"] = "ru-RU,ru;q=0.9"
    assert post(client, "open").json() == {"language": "ru"}
    assert "вопрос" in post(client, "export", format="json").json()["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.com"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["open", "close", "view", "documents", "export"])
def test_a_browser_cannot_ask_for_another_site(client: TestClient, headers: dict[str, str], path: str) -> None:
    response = client.post(f"/session/{path}", json={"session": TOKEN}, headers=headers)
    assert response.status_code == 403
    assert client.post("/session/view", json={"session": TOKEN}).status_code == 200


def test_a_browser_may_ask_for_the_page_itself(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}
    assert client.post("/session/view", json={"session": TOKEN}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"session": "short"},
        {"session": "A" * 32},
        {"session": 5},
        {"session": TOKEN, "more": "secretword"},
        {"session": f"{TOKEN}\n"},
        ["secretword"],
    ],
)
def test_a_body_of_another_shape_is_refused_without_an_echo(client: TestClient, body: object) -> None:
    response = client.post("/session/open", json=body)
    assert response.status_code == 422
    assert list(response.json()) == ["error"]
    assert "secretword" not in response.text


@pytest.mark.parametrize("turn", ["0", 1.5, None, True, [0]])
def test_a_turn_must_be_a_number(client: TestClient, turn: object) -> None:
    assert post(client, "receipt", turn=turn).status_code == 422


@pytest.mark.parametrize("verdict", ["right", "wrong", "silent"])
def test_verdicts_have_no_route_without_a_file_for_them(client: TestClient, sessions: Sessions, verdict: str) -> None:
    number = asked(sessions, "How many tonnes of apples were sold?")
    assert post(client, verdict, turn=number).status_code == 404


def test_a_verdict_is_kept_in_the_file_that_was_named(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.db"
    for client, sessions in served(service(Feedback(file))):
        number = asked(sessions, "How many tonnes of apples were sold?")
        assert post(client, "wrong", turn=number).json() == {"html": "Noted. Thank you."}
        assert post(client, "maybe", turn=number).status_code == 422
    assert b"tonnes of apples" in file.read_bytes() + b"".join(p.read_bytes() for p in tmp_path.iterdir())
