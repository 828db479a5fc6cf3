"""The real server, asked in every way that it offers: all give the bot's own result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from bot import Answer, Bot
from bot.plain import plain
from tests.web.serving import Server

QUESTIONS = [
    "How much oil was delivered to Mozyr?",
    "What was awarded?",
    "How do I bake bread?",
    "What did Baku cost?",
]
TOKEN = "e" * 32
FAULTY = ["", "   \n", "?!…", "x" * 1001]


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    client = Client(server.url, verbose=False, ssl_verify=False, analytics_enabled=False)
    yield client
    client.close()


@pytest.fixture
def http(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as http:
        yield http


def predict(client: Client, question: object, endpoint: str) -> Any:
    """Call an endpoint; the client now and then drops a call that follows another at once, so try again."""
    for _ in range(5):
        try:
            return client.predict(question, api_name=endpoint)
        except CancelledError:
            continue
    raise AssertionError("the client dropped five calls in a row")


def expected(bot: Bot, question: str) -> dict[str, Any]:
    """The bot's result as it looks after a way through JSON."""
    result: dict[str, Any] = json.loads(json.dumps(bot.ask(question).to_dict()))
    return result


@pytest.mark.parametrize("question", [*QUESTIONS, *FAULTY])
def test_gradio_client_gets_the_result_of_the_bot(client: Client, visit_bot: Bot, question: str) -> None:
    assert predict(client, question, "/ask") == expected(visit_bot, question)


@pytest.mark.parametrize("question", [*QUESTIONS, *FAULTY])
def test_json_route_gets_the_result_of_the_bot(http: httpx.Client, visit_bot: Bot, question: str) -> None:
    response = http.post("/api/ask", json={"question": question})
    assert (response.status_code, response.json()) == (200, expected(visit_bot, question))


@pytest.mark.parametrize("question", QUESTIONS)
def test_event_stream_gets_the_result_of_the_bot(http: httpx.Client, visit_bot: Bot, question: str) -> None:
    event = http.post("/gradio_api/call/ask", json={"data": [question]}).json()["event_id"]
    lines = http.get(f"/gradio_api/call/ask/{event}").text.splitlines()
    assert lines[0] == "event: complete"
    assert json.loads(lines[1].removeprefix("data: ")) == [expected(visit_bot, question)]


@pytest.mark.parametrize("question", [*QUESTIONS, *FAULTY])
def test_chat_endpoint_answers_in_plain_text(client: Client, visit_bot: Bot, question: str) -> None:
    result = visit_bot.ask(question)
    text = predict(client, question, "/chat")
    assert text == plain(result)
    assert text.startswith(result.quote if isinstance(result, Answer) else result.message)


@pytest.mark.parametrize("question", [5, None, True, ["oil"], {"question": "oil"}, 1.5])
@pytest.mark.parametrize("endpoint", ["/ask", "/chat"])
def test_gradio_client_is_told_what_must_be_text(client: Client, endpoint: str, question: object) -> None:
    with pytest.raises(AppError, match="must be text"):
        predict(client, question, endpoint)


def test_only_the_four_endpoints_are_named(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)
    assert set(described["named_endpoints"]) == {"/ask", "/chat", "/search", "/verify"}
    assert described["unnamed_endpoints"] == {}


def test_concurrent_questions_get_their_own_answers(http: httpx.Client, visit_bot: Bot) -> None:
    asked = QUESTIONS * 10
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda q: http.post("/api/ask", json={"question": q}).json(), asked))
    wanted = {question: expected(visit_bot, question) for question in QUESTIONS}
    assert responses == [wanted[question] for question in asked]


def test_server_is_healthy(http: httpx.Client) -> None:
    response = http.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("path", ["/", "/gradio_api/info", "/gradio_api/mcp/", "/api/ask", "/healthz"])
def test_foreign_host_name_is_refused_everywhere(http: httpx.Client, path: str) -> None:
    response = http.get(path, headers={"host": "evil.com", "origin": "http://evil.com"})
    assert response.status_code == 400
    assert "access-control-allow-origin" not in response.headers


def test_uploads_and_fetching_are_closed(http: httpx.Client) -> None:
    assert http.post("/gradio_api/upload", files={"files": b"text"}).status_code == 404
    assert http.get("/gradio_api/proxy=http://example.com/").status_code == 404
    assert http.get("/gradio_api/file=http://example.com/").status_code == 404


def test_queue_cannot_be_passed_by(http: httpx.Client) -> None:
    assert http.post("/gradio_api/run/ask", json={"data": ["oil"]}).status_code == 404


def test_ten_megabytes_are_refused(http: httpx.Client) -> None:
    body = json.dumps({"question": "x" * 10_000_000})
    for path in ("/api/ask", "/gradio_api/call/ask", "/gradio_api/queue/join"):
        response = http.post(path, content=body, headers={"content-type": "application/json"})
        assert response.status_code == 413


def test_page_names_its_language_and_no_other_host_for_scripts(http: httpx.Client) -> None:
    page = http.get("/")
    assert 'lang="en"' in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self' 'nonce-")


def test_nothing_that_was_typed_is_printed(server: Server, http: httpx.Client) -> None:
    secret = "xyzzysecret"
    post(http, "/session/open", {"session": TOKEN})
    calls: list[Any] = [[f"What about {secret}?"], [secret * 100], [f"{secret} \ud800"], [], [secret, secret]]
    calls += [
        [{"text": secret}],
        [[secret]],
        [secret, [{"role": secret, "content": 5}]],
        {"data": secret},
        [secret, [], TOKEN],
    ]
    for data in calls:
        post(http, "/api/ask", {"question": data[0] if isinstance(data, list) and data else secret})
        for endpoint in ("ask", "chat", "search", "verify", "answer"):
            post(http, f"/gradio_api/run/{endpoint}", {"data": data})
            joined = post(http, f"/gradio_api/call/{endpoint}", {"data": data})
            if joined.is_success:
                http.get(f"/gradio_api/call/{endpoint}/{joined.json()['event_id']}")
        post(http, "/session/check", {"session": TOKEN, "text": data[0] if isinstance(data, list) and data else secret})
    name, token = f"{secret}.pdf", {"X-Session": TOKEN}
    http.post("/session/documents", content=secret, headers={**token, "X-File-Name": name})
    http.post("/session/documents", content=f"{secret} is here.", headers={**token, "X-File-Name": "a.txt"})
    http.get(f"/{secret}", params={"q": secret})
    assert f"ready on {server.url}\n" in server.output()
    assert secret not in server.output()


def post(http: httpx.Client, path: str, value: object) -> httpx.Response:
    """Post JSON with escapes, so that half of a surrogate pair can be sent too."""
    return http.post(path, content=json.dumps(value), headers={"content-type": "application/json"})
