"""What the page's own events return, over a bot without a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.web import render
from bot.web.guard import MAX_BODY
from tests.web.fakes import DOCUMENT, FakeBot
from tests.web.serving import Server


@pytest.fixture
def client(fake_server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=fake_server.url, timeout=60) as client:
        yield client


def history(client: httpx.Client, typed: str, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The conversation after a question, as the page would get it; the question box is emptied."""
    response = client.post("/gradio_api/run/answer", json={"data": [typed, before]})
    assert response.status_code == 200, response.text
    box, conversation = response.json()["data"]
    assert box == ""
    return conversation


def texts(conversation: list[dict[str, Any]]) -> list[str]:
    return [part["text"] for message in conversation for part in message["content"]]


def test_exchange_is_added_to_the_conversation(client: httpx.Client) -> None:
    first = history(client, "apples?", [])
    second = history(client, "rain?", first)
    assert second[:2] == first
    assert texts(second) == [
        render.user_message("apples?"),
        render.reply(FakeBot().ask("apples?"), [DOCUMENT]),
        render.user_message("rain?"),
        render.reply(FakeBot().ask("rain?"), [DOCUMENT]),
    ]


def test_answer_does_not_depend_on_the_conversation(client: httpx.Client) -> None:
    alone = history(client, "apples?", [])
    after = history(client, "apples?", history(client, "rain?", []))
    assert texts(after)[2:] == texts(alone)


def test_fault_of_the_bot_becomes_a_message(client: httpx.Client) -> None:
    _, reply = texts(history(client, "crash", []))
    assert "fault in the program" in reply


def test_fault_is_logged_without_the_question(client: httpx.Client, fake_server: Server) -> None:
    history(client, "crash with my secret", [])
    assert "a question failed: RuntimeError at " in fake_server.output()
    assert "secret" not in fake_server.output()


def test_long_conversation_loses_its_oldest_part_and_stays_under_the_limit(client: httpx.Client) -> None:
    conversation: list[dict[str, Any]] = []
    for number in range(15):
        conversation = history(client, f"{number} " + "\U0001f600" * 19_000, conversation)
    shown = texts(conversation)
    assert "14 \U0001f600" in shown[-2]
    assert not any(text.startswith(render.user_message("0 ").removesuffix("</div>")) for text in shown)
    assert len(shown) > 10
    assert len(str(conversation).encode()) < MAX_BODY
