"""The MCP server, asked by the real client library over HTTP."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import anyio
import httpx
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent

from tests.web.serving import Server, running
from tests.web.test_command import run

Result = TypeVar("Result")

REQUEST = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
ASKED = {**REQUEST, "params": {"name": "ask", "arguments": {"question": "How many apples?"}}}
ACCEPT = {"Accept": "application/json, text/event-stream"}
CALLS = [
    ("ask", {"question": "How many apples?"}),
    ("ask", {"question": "Will it rain?"}),
    ("ask", {"question": "Сколько яблок? “🎉”", "speaker": "Anna"}),
    ("search", {"topic": "apples"}),
    ("verify", {"text": "It sold 40 tonnes of apples."}),
    ("verify", {"text": "It sold 41 tonnes of apples.", "speaker": None}),
]
MODES = ["auto", "legacy"]  # the two kinds of connection that the protocol's versions have


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(program=("-m", "tests.web.fakes", "--mcp")) as server:
        yield server


def connected(server: Server, use: Callable[[Client], Awaitable[Result]], mode: str = "auto") -> Result:
    """What a function makes of a connected client."""

    async def session() -> Result:
        async with Client(f"{server.url}/mcp", mode=mode) as client:
            return await use(client)

    return anyio.run(session)


def call(server: Server, tool: str, arguments: dict[str, Any], mode: str = "auto") -> CallToolResult:
    return connected(server, lambda client: client.call_tool(tool, arguments), mode)


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def post(server: Server, message: object = ASKED, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(f"{server.url}/mcp", json=message, headers={**ACCEPT, **named})


@pytest.mark.parametrize("mode", MODES)
def test_tools_are_ask_search_and_verify_and_nothing_else(server: Server, mode: str) -> None:
    tools = connected(server, lambda client: client.list_tools(), mode).tools
    assert [tool.name for tool in tools] == ["ask", "search", "verify"]


def test_tools_say_what_they_take_and_give(server: Server) -> None:
    for tool in connected(server, lambda client: client.list_tools()).tools:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations
        assert tool.annotations.read_only_hint
        properties = tool.input_schema["properties"]
        assert all(properties[name]["description"] for name in properties)
        (required,) = tool.input_schema["required"]
        assert properties[required]["type"] == "string"
        assert set(properties) == {required, "speaker"}
        assert tool.input_schema["additionalProperties"] is False


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("tool", "arguments"), CALLS)
def test_result_is_the_json_of_the_plain_endpoint(
    server: Server, tool: str, arguments: dict[str, Any], mode: str
) -> None:
    plain = httpx.post(f"{server.url}/api/{tool}", json=arguments)
    assert plain.status_code == 200
    result = call(server, tool, arguments, mode)
    assert not result.is_error
    assert result.structured_content == plain.json()
    assert json.loads(text(result)) == plain.json()


def test_abstention_is_a_result_and_no_error(server: Server) -> None:
    result = call(server, "ask", {"question": "Will it rain?"})
    assert not result.is_error
    assert result.structured_content["type"] == "abstention"
    assert result.structured_content["reason"] == "not_stated"


@pytest.mark.parametrize(
    "arguments", [{}, {"question": 3}, {"question": None}, {"topic": "zebra"}, {"question": "zebra", "more": "zebra"}]
)
def test_wrong_arguments_are_told_without_what_was_sent(server: Server, arguments: dict[str, Any]) -> None:
    result = call(server, "ask", arguments)
    assert result.is_error
    assert text(result) == "The arguments of ask are question, speaker, and their values are text."


def test_fault_is_told_without_what_was_asked_and_not_logged(server: Server) -> None:
    result = call(server, "ask", {"question": "zebra crash"})
    assert result.is_error
    assert text(result) == "The question could not be answered because of a fault in the program."
    assert "RuntimeError" in server.output()
    assert "zebra" not in server.output()


def test_malformed_requests_are_refused_and_not_logged(server: Server) -> None:
    for body in (
        "zebra",
        '{"zebra": ',
        '["zebra"]',
        '{"jsonrpc": "2.0", "id": "zebra", "method": 3}',
        '"\\ud83czebra"',
    ):
        sent = httpx.post(f"{server.url}/mcp", content=body, headers={**ACCEPT, "Content-Type": "application/json"})
        assert sent.status_code == 400
    assert "zebra" not in server.output()


@pytest.mark.parametrize("tool", ["chat", "lambda", "visits"])
def test_chat_and_the_events_of_the_page_are_no_tools(server: Server, tool: str) -> None:
    async def refused(client: Client) -> str:
        with pytest.raises(MCPError) as error:  # here, for outside the client it comes in groups of errors
            await client.call_tool(tool, {"message": "How many apples?"})
        return error.value.message

    assert connected(server, refused) == "There is no such tool; there are ask, search, verify."


def test_calls_at_the_same_time_get_their_own_results(server: Server) -> None:
    questions = [f"{'rain' if n % 2 else 'apples'} {n}" for n in range(12)]

    async def ask_all(client: Client) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [{} for _ in questions]

        async def ask(n: int) -> None:
            found[n] = (await client.call_tool("ask", {"question": questions[n]})).structured_content

        async with anyio.create_task_group() as group:
            for n in range(len(questions)):
                group.start_soon(ask, n)
        return found

    found = connected(server, ask_all)
    assert [result["type"] for result in found] == ["answer", "abstention"] * 6


def test_request_of_this_machine_is_answered(server: Server) -> None:
    assert post(server).status_code == 200
    assert post(server, Host=f"localhost:{server.port}", Origin=f"http://localhost:{server.port}").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example"])
def test_foreign_host_is_refused(server: Server, host: str) -> None:
    refused = post(server, Host=host)
    assert refused.status_code == 400
    assert "apples" not in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_page_of_another_site_is_refused(server: Server, headers: dict[str, str]) -> None:
    assert post(server, **headers).status_code == 403


def test_a_browser_may_not_send_another_sites_request(server: Server) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    preflight = httpx.options(f"{server.url}/mcp", headers=asked)
    assert preflight.status_code == 403
    assert "access-control-allow-origin" not in preflight.headers


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_is_no_stream_to_open_and_no_session_to_end(server: Server, method: str) -> None:
    refused = httpx.request(method, f"{server.url}/mcp", headers=ACCEPT)
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


def test_large_request_is_refused(server: Server) -> None:
    assert post(server, "x" * 2_000_000).status_code == 413


def test_without_the_option_there_is_no_mcp_server(fake_server: Server) -> None:
    assert post(fake_server).status_code in (404, 405)
    assert httpx.post(f"{fake_server.url}/gradio_api/mcp/", json=ASKED, headers=ACCEPT).status_code in (404, 405)


def test_missing_package_is_told_with_the_remedy() -> None:
    program = (
        "import sys; sys.modules['mcp_types'] = None; from app import main; sys.exit(main(['--mcp', '--port', '0']))"
    )
    done = run("-c", program)
    assert done.returncode == 2
    assert done.stderr.startswith("visitbot: --mcp needs the package mcp")
    assert "pip install" in done.stderr
    assert done.stderr.count("\n") == 1
