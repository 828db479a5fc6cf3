"""What the page's own event returns, over a bot without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.web import render
from bot.web.guard import MAX_BODY
from bot.web.words import words
from tests.web.fakes import DOCUMENT, FakeBot
from tests.web.serving import Server

TOKEN, OTHER = "c" * 32, "d" * 32
TURN = re.compile(r' value="\d+"')  # of a button: the number of the turn, which differs between sessions


@pytest.fixture
def client(fake_server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=fake_server.url, timeout=60) as client:
        for token in (TOKEN, OTHER):
            client.post("/session/open", json={"session": token})
        yield client
        for token in (TOKEN, OTHER):
            client.post("/session/close", json={"session": token})


def history(
    client: httpx.Client, typed: str, before: list[dict[str, Any]], token: str = TOKEN, language: str = "en"
) -> list[dict[str, Any]]:
    """The conversation after a question, as the page would get it; the question box is emptied."""
    headers = {"accept-language": language}
    response = client.post("/gradio_api/run/answer", json={"data": [typed, before, token]}, headers=headers)
    assert response.status_code == 200, response.text
    box, conversation = response.json()["data"]
    assert box == ""
    return conversation


def texts(conversation: list[dict[str, Any]]) -> list[str]:
    return [part["text"] for message in conversation for part in message["content"]]


def reply(question: str) -> str:
    return render.reply(FakeBot().ask(question), [DOCUMENT], turn=0)


def test_exchange_is_added_to_the_conversation(client: httpx.Client) -> None:
    first = history(client, "apples?", [])
    second = history(client, "rain?", first)
    assert second[:2] == first
    assert [TURN.sub(' value="0"', text) for text in texts(second)] == [
        render.user_message("apples?"),
        reply("apples?"),
        render.user_message("rain?"),
        reply("rain?"),
    ]


def test_answer_does_not_depend_on_another_session(client: httpx.Client) -> None:
    history(client, "rain?", [], OTHER)
    alone = history(client, "apples?", [])
    assert TURN.sub(' value="0"', texts(alone)[1]) == reply("apples?")


def test_reply_is_in_the_language_of_the_browser(client: httpx.Client) -> None:
    _, shown = texts(history(client, "rain?", [], language="ru-RU,ru;q=0.9"))
    expected = render.reply(FakeBot().ask("rain?"), [DOCUMENT], language="ru", turn=0)
    assert TURN.sub(' value="0"', shown) == expected


def test_page_whose_session_has_ended_is_told_and_loses_nothing(client: httpx.Client) -> None:
    before = history(client, "apples?", [])
    client.post("/session/close", json={"session": TOKEN})
    after = history(client, "rain?", before)
    assert after[:2] == before
    assert texts(after)[3] == render.notice(words("en").session_ended)
    assert TURN.sub(' value="0"', texts(after)[4]) == reply("rain?")
    assert len(history(client, "apples?", after)) == 7, "it is told once"


def test_button_of_an_ended_session_names_no_turn_of_the_new_one(client: httpx.Client) -> None:
    before = history(client, "apples?", [])
    client.post("/session/close", json={"session": TOKEN})
    after = history(client, "apples?", before)
    old, new = (int(re.search(r'value="(\d+)"', texts(after)[place])[1]) for place in (1, 4))
    receipts = [client.post("/session/receipt", json={"session": TOKEN, "turn": turn}) for turn in (old, new)]
    assert [response.status_code for response in receipts] == [410, 200]


def test_question_before_the_session_begins_is_answered_without_buttons(client: httpx.Client) -> None:
    _, shown = texts(history(client, "apples?", [], token=""))
    assert shown == render.reply(FakeBot().ask("apples?"), [DOCUMENT])


def test_fault_of_the_bot_becomes_a_message(client: httpx.Client) -> None:
    _, shown = texts(history(client, "crash", []))
    assert "fault in the program" in shown


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
