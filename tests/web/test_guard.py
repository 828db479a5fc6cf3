"""The guard lets questions through and nothing else, and tells browsers what they may do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.web.guard import LARGER_BODIES, MAX_BODY, Guard


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def page(request: Request) -> Response:
    return HTMLResponse("<p>text</p><script>one()</script><script src=two></script>")


async def crash(request: Request) -> Response:
    raise RuntimeError("the question was secret")


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/", page),
        Route("/crash", crash),
        Route("/{path:path}", echo, methods=["GET", "POST"]),
    ]
    return TestClient(Guard(Starlette(routes=routes)), base_url="http://127.0.0.1")


def policy(response: Response) -> dict[str, str]:
    parts = (part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    return dict(parts)


def test_body_of_the_limit_arrives_whole(client: TestClient) -> None:
    assert client.post("/api/ask", content=b"x" * MAX_BODY).text == str(MAX_BODY)


def test_larger_body_is_refused_by_its_length(client: TestClient) -> None:
    assert client.post("/api/ask", content=b"x" * (MAX_BODY + 1)).status_code == 413


def test_larger_chunked_body_is_refused(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(MAX_BODY // 65536 + 1):
            yield b"x" * 65536

    response = client.post("/api/ask", content=chunks())
    assert "content-length" not in response.request.headers
    assert response.status_code == 413


def test_a_document_may_be_larger_and_has_a_limit_too(client: TestClient) -> None:
    limit = LARGER_BODIES["/session/documents"]
    assert limit == 20 * 1024 * 1024
    assert client.post("/session/documents", content=b"x" * limit).text == str(limit)
    assert client.post("/session/documents", content=b"x" * (limit + 1)).status_code == 413
    assert client.post("/session/documents/", content=b"x" * (MAX_BODY + 1)).status_code == 413


@pytest.mark.parametrize("length", ["-5", "many", "1e9", "99999999999"])
def test_strange_length_is_refused(client: TestClient, length: str) -> None:
    assert client.post("/api/ask", content=b"x", headers={"content-length": length}).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/upload/",
        "/gradio_api/upload_progress",
        "/gradio_api/proxy=http://example.com/",
        "/gradio_api/file=http://example.com/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/process_recording",
        "/gradio_api/vibe-edit",
        "/gradio_api/dev/reload",
        "/gradio_api/component_server",
        "/gradio_api/",
        "/gradio_api/queue/../upload",
        "/monitoring/summary",
        "/login",
    ],
)
def test_routes_that_the_page_does_not_need_are_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, content=b"x").status_code == 404


@pytest.mark.parametrize("path", ["/gradio_api/call/ask", "/gradio_api/queue/join", "/gradio_api/info", "/healthz"])
def test_routes_that_clients_need_are_open(client: TestClient, path: str) -> None:
    assert client.get(path).text == "0"


@pytest.mark.parametrize("path", ["/", "/healthz", "/gradio_api/upload", "/crash"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert policy(response)["frame-ancestors"] == "'none'"
    assert policy(response)["default-src"] == "'none'"


def test_inline_scripts_run_only_with_the_nonce_of_their_response(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    sources = policy(first)["script-src"].split()
    nonce = sources[1].removeprefix("'nonce-").removesuffix("'")
    assert sources == ["'self'", f"'nonce-{nonce}'"]
    assert first.text == f'<p>text</p><script nonce="{nonce}">one()</script><script nonce="{nonce}" src=two></script>'
    assert first.headers["content-length"] == str(len(first.content))
    assert policy(second)["script-src"] != policy(first)["script-src"]


def test_a_fault_is_logged_without_its_message(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    response = client.get("/crash")
    assert response.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_a_page_in_a_space_may_be_framed_by_the_hub() -> None:
    app = Guard(Starlette(routes=[Route("/", page)]), embedded_by="https://huggingface.co")
    response = TestClient(app, base_url="http://127.0.0.1").get("/")
    assert policy(response)["frame-ancestors"] == "https://huggingface.co"
