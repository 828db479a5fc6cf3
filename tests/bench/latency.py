"""How long one answer takes, in process and through each entrance of the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import httpx
from gradio_client import Client

from bot import Bot, Document
from bot.reader import SentenceReader
from tests.bench.figures import Figure, latencies
from tests.web.serving import running

ROUNDS = 10
PARAGRAPHS = 40  # of the longer document
QUESTIONS = (
    "How much oil was delivered?",
    "Where did the presidents meet?",
    "What did the President say about cotton?",
    "Which documents were signed?",
    "Is there a date for the next meeting?",
    "trade turnover next year",
)


def in_process(documents: Sequence[Document]) -> list[Figure]:
    """
    The embedded visit, without a server; what of it is not the trained reader's; and a longer document.

    :param documents: whose paragraphs make up the longer one.
    """
    bot = Bot.open()
    bot.warm_up()
    without = Bot(bot.documents, encoder=bot.encoder, reader=SentenceReader())
    paragraphs = [paragraph.text for document in documents for paragraph in document.paragraphs][:PARAGRAPHS]
    longer = bot.over([Document.from_text("\n\n".join(paragraphs))])
    return [
        *latencies("answer", "in process", bot.ask, QUESTIONS, ROUNDS * 5),
        *latencies("answer", f"in process, {len(paragraphs)} paragraphs", longer.ask, QUESTIONS, ROUNDS * 5),
        *latencies("answer", "in process, without the reader", without.ask, QUESTIONS, ROUNDS * 5),
    ]


def through_server() -> list[Figure]:
    """The embedded visit through a server of its own, one call after the other."""
    with running() as server, httpx.Client(base_url=server.url, timeout=60) as http:
        client = Client(server.url, verbose=False)
        entrances: dict[str, Callable[[str], object]] = {
            "POST /api/ask": lambda question: _post(http, question),
            "POST /gradio_api/call/ask": lambda question: _call(http, question),
            "gradio_client /ask": lambda question: client.predict(question, api_name="/ask"),
        }
        return [f for name, call in entrances.items() for f in latencies("answer", name, call, QUESTIONS, ROUNDS)]


def _post(http: httpx.Client, question: str) -> dict[str, Any]:
    response = http.post("/api/ask", json={"question": question}).raise_for_status()
    result: dict[str, Any] = response.json()
    return result


def _call(http: httpx.Client, question: str) -> dict[str, Any]:
    """Gradio's queue over plain HTTP: an event's number, then its result as a server-sent event."""
    event = http.post("/gradio_api/call/ask", json={"data": [question]}).raise_for_status().json()["event_id"]
    with http.stream("GET", f"/gradio_api/call/ask/{event}") as stream:
        data = [line.removeprefix("data: ") for line in stream.iter_lines() if line.startswith("data: ")]
    result: dict[str, Any] = json.loads(data[-1])[0]
    return result
