"""The plain JSON endpoint and the health check, over a bot without a model."""

from __future__ import annotations

import threading

import pytest
from starlette.testclient import TestClient

from bot.web import api
from bot.web.service import READERS, Service, ServiceError, is_text
from tests.web.fakes import FakeBot


@pytest.fixture
def service() -> Service:
    return Service(FakeBot())


@pytest.fixture
def client(service: Service) -> TestClient:
    return TestClient(api.build(service), base_url="http://127.0.0.1")


def test_health_is_503_until_the_model_is_loaded(client: TestClient, service: Service) -> None:
    before = client.get("/healthz")
    service.warm_up()
    after = client.get("/healthz")
    assert (before.status_code, before.json()) == (503, {"status": "starting"})
    assert (after.status_code, after.json()) == (200, {"status": "ok", "documents": 1})


@pytest.mark.parametrize("question", ["How many apples?", "Will it rain?"])
def test_result_is_that_of_the_bot(client: TestClient, question: str) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json() == FakeBot().ask(question).to_dict()


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": 5}',
        b'{"question": null}',
        b'{"question": ["secret"]}',
        b'{"question": true}',
        b'{"question": "secret", "extra": 1}',
        b'{"question": "secret \\ud800"}',
        b'{"question": "secret',
        b'"secret"',
        b"{}",
        b"",
    ],
)
def test_anything_but_text_is_422_without_an_echo(client: TestClient, body: bytes) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    error = 'Send a JSON object such as {"question": "..."}, whose values are text.'
    assert (response.status_code, response.json()) == (422, {"error": error})
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": "apples?", "speaker": 5}),
        ("/api/search", {"topic": 5}),
        ("/api/search", {"topic": "apples", "speaker": []}),
        ("/api/search", {"question": "apples"}),
        ("/api/verify", {"text": None}),
        ("/api/verify", {"text": "apples", "speaker": {}}),
    ],
)
def test_bodies_of_every_route_are_checked(client: TestClient, path: str, body: object) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 422
    assert api.BODIES[path] in response.json()["error"]


def test_findings_are_those_of_the_bot(client: TestClient) -> None:
    response = client.post("/api/search", json={"topic": "apples"})
    assert response.status_code == 200
    assert response.json() == FakeBot().search("apples").to_dict()
    assert [match["text"] for match in response.json()["matches"]] == ["It sold 40 tonnes of apples."]


@pytest.mark.parametrize("text", ["It sold 40 tonnes", "It sold 50 tonnes of apples", "", "x" * 20_000])
def test_verdict_is_that_of_the_bot(client: TestClient, text: str) -> None:
    response = client.post("/api/verify", json={"text": text})
    assert response.status_code == 200
    assert response.json() == FakeBot().verify(text).to_dict()


def test_bytes_that_are_not_utf_8_are_400_without_an_echo(client: TestClient) -> None:
    body = b'{"question": "secret \xff"}'
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert "secret" not in response.text


def test_fault_of_the_bot_is_500_and_leaves_the_question_out_of_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.post("/api/ask", json={"question": "crash on my secret"})
    assert response.status_code == 500
    assert "fault in the program" in response.json()["error"]
    assert "RuntimeError at " in caplog.text
    assert "secret" not in caplog.text + response.text


def test_openapi_describes_question_and_result(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    responses = schema["paths"]["/api/ask"]["post"]["responses"]
    assert responses["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Result"}
    described = set(schema["components"]["schemas"]["Result"]["properties"])
    for question in ("How many apples?", "Will it rain?"):
        assert set(FakeBot().ask(question).to_dict()) <= described


@pytest.mark.parametrize(("path", "name"), [("/api/search", "Findings"), ("/api/verify", "Verification")])
def test_openapi_describes_search_and_verify(client: TestClient, path: str, name: str) -> None:
    schema = client.get("/openapi.json").json()
    described = schema["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert described == {"$ref": f"#/components/schemas/{name}"}
    result = {"Findings": FakeBot().search, "Verification": FakeBot().verify}[name]("apples").to_dict()
    assert set(schema["components"]["schemas"][name]["required"]) <= set(result)


def test_documentation_pages_that_load_foreign_scripts_are_off(client: TestClient) -> None:
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_no_more_questions_are_read_at_once_than_the_limit() -> None:
    class SlowBot(FakeBot):
        inside, most = 0, 0
        lock, full = threading.Lock(), threading.Barrier(READERS)

        def ask(self, question: str, speaker: str | None = None) -> object:
            with self.lock:
                SlowBot.inside += 1
                SlowBot.most = max(SlowBot.most, SlowBot.inside)
            self.full.wait(10)
            with self.lock:
                SlowBot.inside -= 1
            return super().ask(question)

    service = Service(SlowBot())
    threads = [threading.Thread(target=service.ask, args=("apples",)) for _ in range(READERS * 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SlowBot.most == READERS


def test_a_failed_question_frees_its_place() -> None:
    service = Service(FakeBot())
    for _ in range(READERS + 1):
        with pytest.raises(ServiceError):
            service.ask("crash")
    assert service.ask("apples").to_dict()["quote"] == "40 tonnes"


@pytest.mark.parametrize(
    ("value", "text"),
    [("oil", True), ("", True), ("\U0001f600", True), ("\ud83d", False), (5, False), (None, False)],
)
def test_text_is_a_str_without_half_characters(value: object, text: bool) -> None:
    assert is_text(value) is text
