"""Suggestions are computed beside the answers: nobody waits for them, and what nobody wants any more is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot import Abstention, Answer, Document
from bot.suggestions import narration
from bot.web import session_api
from bot.web.service import READERS, Service
from bot.web.session import Sessions
from bot.web.words import words
from tests.bot.test_suggestions import FERRY, LIBRARY, answered
from tests.web.fakes import FakeBot

ENGLISH = words("en")
PLAIN = "Has anybody time for this?"
SECONDS = 20  # a wait over which the test fails; never waited for where all is well


class SlowBot(FakeBot):
    """Answers each question that a sentence makes with that sentence, once the gate is open; all others at once."""

    def __init__(self, documents: Sequence[Document], gate: threading.Event | None = None) -> None:
        super().__init__(documents)
        self.gate = gate or threading.Event()
        self.began = threading.Event()
        self.asked: list[str] = []
        self.copies: list[SlowBot] = []

    def over(self, documents: Sequence[Document]) -> SlowBot:
        self.copies.append(SlowBot(documents, self.gate))
        return self.copies[-1]

    def ask(self, question: str, speaker: str | None = None) -> Answer | Abstention:
        if question == PLAIN:
            return Abstention(question, "not_stated")
        self.asked.append(question)
        self.began.set()
        assert self.gate.wait(SECONDS)
        for document in self.documents:
            for sentence in document.sentences:
                if any(question == made for _, made in narration.made(sentence.text, {"Ilse", "Oda"}, ())):
                    return answered(question, document, sentence)
        return Abstention(question, "not_stated")


class Pages:
    """Pages that ask a server for suggestions, each in a thread of its own."""

    def __init__(self, client: TestClient, sessions: Sessions, bot: SlowBot, threads: ThreadPoolExecutor) -> None:
        self.client, self.sessions, self.bot = client, sessions, bot
        self._threads = threads

    def post(self, path: str, page: int) -> httpx.Response:
        return self.client.post(f"/session/{path}", json={"session": f"{page:032x}"})

    def offer(self, page: int) -> Future[httpx.Response]:
        self.sessions.open(f"{page:032x}")
        return self._threads.submit(self.post, "suggestions", page)

    def do(self, call: Callable[[], object]) -> object:
        """What a call gives, which must not wait for the gate."""
        return self._threads.submit(call).result(SECONDS)


@pytest.fixture
def pages() -> Iterator[Pages]:
    bot = SlowBot([FERRY])
    sessions = Sessions(Service(bot))  # type: ignore[arg-type]
    app = FastAPI()
    app.mount("/session", session_api.build(sessions))
    with TestClient(app, raise_server_exceptions=False) as client, ThreadPoolExecutor(64) as threads:
        yield Pages(client, sessions, bot, threads)
        bot.gate.set()


def test_questions_are_answered_while_suggestions_are_computed(pages: Pages) -> None:
    for page in range(READERS):
        pages.sessions.open(f"{page:032x}").add(
            Document.from_text(f"Part {page}\n{LIBRARY.text}", language="en"), ENGLISH, extracted=False
        )
    first, second = pages.bot.copies
    second.began = first.began  # whichever comes first
    offers = [pages.offer(page) for page in range(READERS)]
    assert first.began.wait(SECONDS)
    assert pages.do(lambda: pages.sessions.service.ask(PLAIN)) == Abstention(PLAIN, "not_stated")
    assert [len(first.asked), len(second.asked)] in ([0, 1], [1, 0]), "one page's suggestions at a time"
    pages.bot.gate.set()
    assert [offer.result(SECONDS).json()["html"].count("suggestion") > 0 for offer in offers] == [True] * READERS


def test_pages_that_wait_for_suggestions_take_no_thread_from_others(pages: Pages) -> None:
    offers = [pages.offer(page) for page in range(50)]  # more than the server has threads
    assert pages.bot.began.wait(SECONDS)
    assert pages.do(lambda: pages.post("view", 0).status_code) == 200
    pages.bot.gate.set()
    assert {offer.result(SECONDS).text for offer in offers} == {offers[0].result().text}
    assert len(pages.bot.asked) == len(set(pages.bot.asked)), "they were computed once"


def test_known_suggestions_do_not_wait_for_those_of_another_page(pages: Pages) -> None:
    pages.bot.gate.set()
    known = pages.offer(1).result(SECONDS)
    pages.bot.gate.clear()
    pages.sessions.open(f"{2:032x}").add(LIBRARY, ENGLISH, extracted=False)
    slow = pages.offer(2)
    assert pages.bot.copies[0].began.wait(SECONDS)
    assert pages.offer(3).result(SECONDS).text == known.text
    pages.bot.gate.set()
    assert slow.result(SECONDS).status_code == 200


def test_suggestions_are_for_the_documents_that_are_chosen_meanwhile(pages: Pages) -> None:
    offer = pages.offer(1)
    assert pages.bot.began.wait(SECONDS)
    session = pages.sessions.open(f"{1:032x}")
    session.add(LIBRARY, ENGLISH, extracted=False)
    session.choose([1], ENGLISH)
    pages.bot.gate.set()
    assert "How many seats" in offer.result(SECONDS).json()["html"]
    assert len(pages.bot.asked) == 1, "the rest of the work for the earlier documents is left"


def test_suggestions_for_a_page_that_is_gone_are_left(pages: Pages) -> None:
    offer, next_one = pages.offer(1), pages.offer(2)
    assert pages.bot.began.wait(SECONDS)
    for page in (1, 2):
        pages.post("close", page)
    pages.bot.gate.set()
    assert {offer.result(SECONDS).status_code, next_one.result(SECONDS).status_code} == {410}
    assert len(pages.bot.asked) == 1


def test_a_fault_is_told_and_the_next_page_gets_its_suggestions(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.bot.gate.set()
    with monkeypatch.context() as patch:
        patch.setattr("bot.suggestions.choosing._answered", lambda bot, suggestion: 1 / 0)
        assert pages.offer(1).result(SECONDS).status_code == 500
    assert "suggestion" in pages.offer(1).result(SECONDS).json()["html"]
