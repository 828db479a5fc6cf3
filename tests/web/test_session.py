"""What a session holds, and when it is forgotten."""

from __future__ import annotations

import gc
import weakref

import pytest

from bot import Abstention, Answer, Bot, Document
from bot.reader import SentenceReader
from bot.web import session as held
from bot.web.service import Service
from bot.web.session import Session, SessionEndedError, SessionError, Sessions
from bot.web.words import words
from tests.fakes import FakeEncoder

ENGLISH = words("en")
FAIR = Document.from_text("The fair opened on Monday. It sold 40 tonnes of apples.", title="Fair")
SNOW = Document.from_text("Snow fell in Minsk on Friday. The frost lasted nine days.", title="Snow")
SHIP = Document.from_text("The ship carried 300 bales of cotton to Odessa.", title="Ship")


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def service() -> Service:
    return Service(Bot([FAIR], encoder=FakeEncoder(), reader=SentenceReader()))


@pytest.fixture
def sessions(service: Service) -> Sessions:
    return Sessions(service, Clock())


def answered(session: Session, question: str) -> Answer:
    result = session.ask(question).result
    assert isinstance(result, Answer)
    return result


def test_a_document_that_was_added_is_asked_besides_the_others(sessions: Sessions) -> None:
    session = sessions.open("a" * 32)
    session.add(SNOW, ENGLISH, extracted=False)
    assert session.documents == (FAIR, SNOW)
    assert answered(session, "How many days did the frost last?").document == SNOW
    assert answered(session, "How many tonnes of apples were sold?").document == FAIR


def test_a_document_that_was_added_gives_the_results_of_a_bot_over_both(sessions: Sessions) -> None:
    session = sessions.open("a" * 32)
    session.add(SNOW, ENGLISH, extracted=False)
    both = Bot([FAIR, SNOW], encoder=FakeEncoder(), reader=SentenceReader())
    for question in ("How many days did the frost last?", "What sold apples?", "Who is the mayor of Rome?"):
        assert session.ask(question).result.to_dict() == both.ask(question).to_dict()


def test_only_the_chosen_documents_are_asked(sessions: Sessions) -> None:
    session = sessions.open("a" * 32)
    session.add(SNOW, ENGLISH, extracted=False)
    session.choose([0], ENGLISH)
    assert session.hidden == {1}
    assert session.bot.documents == (FAIR,)
    session.choose([1], ENGLISH)
    assert session.bot.documents == (SNOW,)
    result = session.ask("How many tonnes of apples were sold?").result
    assert isinstance(result, Abstention) or result.document == SNOW
    session.choose([0, 1], ENGLISH)
    assert answered(session, "How many tonnes of apples were sold?").document == FAIR


@pytest.mark.parametrize("positions", [[], [1], [0, 5], [-1]])
def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(sessions: Sessions, positions: list[int]) -> None:
    session = sessions.open("a" * 32)
    with pytest.raises(SessionError):
        session.choose(positions, ENGLISH)
    assert session.chosen == {0}
    assert session.bot.documents == (FAIR,)


def test_sessions_share_neither_documents_nor_turns(sessions: Sessions) -> None:
    one, other = sessions.open("a" * 32), sessions.open("b" * 32)
    one.add(SNOW, ENGLISH, extracted=True)
    one.ask("How many days did the frost last?")
    assert other.documents == (FAIR,)
    assert other.extracted == frozenset()
    assert other.turns == ()
    result = other.ask("How many days did the frost last?").result
    assert result.document != SNOW


def test_history_of_one_session_does_not_rewrite_a_question_of_another(sessions: Sessions) -> None:
    one, other = sessions.open("a" * 32), sessions.open("b" * 32)
    one.ask("How many tonnes of apples were sold?")
    assert other.ask("And of pears?").rewritten is None


def test_number_of_a_turn_in_one_session_is_none_in_another(sessions: Sessions) -> None:
    one, other = sessions.open("a" * 32), sessions.open("b" * 32)
    number = one.ask("How many tonnes of apples were sold?").number
    other.ask("How many tonnes of apples were sold?")
    assert number is not None
    assert one.turn(number, ENGLISH) == one.turns[0]
    with pytest.raises(SessionEndedError):
        other.turn(number, ENGLISH)


@pytest.mark.parametrize("typed", ["", "   ", "?!", "x" * 1001])
def test_what_is_no_question_is_no_turn(sessions: Sessions, typed: str) -> None:
    session = sessions.open("a" * 32)
    assert session.ask(typed).number is None
    assert session.turns == ()


def test_oldest_turn_is_forgotten_past_the_limit(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MAX_TURNS", 3)
    session = sessions.open("a" * 32)
    for number in range(5):
        session.ask(f"How many tonnes of apples were sold in {number}?")
    assert [turn.question[-2] for turn in session.turns] == ["2", "3", "4"]


def test_clearing_forgets_the_conversation_and_keeps_the_documents(sessions: Sessions) -> None:
    session = sessions.open("a" * 32)
    session.add(SNOW, ENGLISH, extracted=False)
    session.ask("How many days did the frost last?")
    session.forget()
    assert (session.turns, session.documents) == ((), (FAIR, SNOW))


@pytest.mark.parametrize("text", ["", "  \n ", "\n\n"])
def test_a_document_without_a_sentence_is_refused(sessions: Sessions, text: str) -> None:
    session = sessions.open("a" * 32)
    with pytest.raises(SessionError, match="no text to quote"):
        session.add(Document(text), ENGLISH, extracted=False)
    assert session.documents == (FAIR,)


def test_a_document_that_is_there_is_refused(sessions: Sessions) -> None:
    session = sessions.open("a" * 32)
    session.add(SNOW, ENGLISH, extracted=False)
    for document in (SNOW, Document(SNOW.text, title="Another name"), FAIR):
        with pytest.raises(SessionError, match="already here"):
            session.add(document, ENGLISH, extracted=False)
    assert session.documents == (FAIR, SNOW)


def test_number_of_own_documents_is_limited(sessions: Sessions) -> None:
    session = sessions.open("a" * 32)
    for number in range(held.MAX_DOCUMENTS):
        session.add(Document(f"Report {number} says so."), ENGLISH, extracted=False)
    with pytest.raises(SessionError, match=str(held.MAX_DOCUMENTS)):
        session.add(SNOW, ENGLISH, extracted=False)
    assert len(session.own) == held.MAX_DOCUMENTS


def test_length_of_own_documents_is_limited_together(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MAX_TEXT", len(SNOW.text) + len(SHIP.text) - 1)
    session = sessions.open("a" * 32)
    session.add(SNOW, ENGLISH, extracted=False)
    with pytest.raises(SessionError, match="over"):
        session.add(SHIP, ENGLISH, extracted=False)
    assert session.documents == (FAIR, SNOW)


def test_opening_again_gives_the_same_session(sessions: Sessions) -> None:
    assert sessions.open("a" * 32) is sessions.open("a" * 32)
    assert sessions.get("a" * 32, ENGLISH) is sessions.open("a" * 32)


def test_a_session_that_was_closed_is_gone(sessions: Sessions) -> None:
    sessions.open("a" * 32)
    sessions.close("a" * 32)
    sessions.close("a" * 32)
    assert not sessions.holds("a" * 32)
    with pytest.raises(SessionEndedError, match="had ended"):
        sessions.get("a" * 32, ENGLISH)


def test_an_idle_session_is_forgotten_and_a_used_one_is_not(service: Service) -> None:
    clock = Clock()
    sessions = Sessions(service, clock)
    used, idle = sessions.open("a" * 32), sessions.open("b" * 32)
    clock.now = held.IDLE_SECONDS - 1
    assert sessions.get("a" * 32, ENGLISH) is used
    clock.now = held.IDLE_SECONDS
    assert not sessions.holds("b" * 32)
    assert sessions.get("a" * 32, ENGLISH) is used
    assert sessions.open("b" * 32) is not idle


def test_beyond_the_limit_the_session_used_longest_ago_is_forgotten(sessions: Sessions) -> None:
    tokens = [f"{number:032x}" for number in range(held.MAX_SESSIONS + 1)]
    for token in tokens[:-1]:
        sessions.open(token)
    sessions.get(tokens[0], ENGLISH)
    sessions.open(tokens[-1])
    assert len(sessions) == held.MAX_SESSIONS
    assert sessions.holds(tokens[0])
    assert not sessions.holds(tokens[1])


def test_nothing_keeps_a_document_alive_after_its_session(sessions: Sessions) -> None:
    document = Document.from_text("“We are ready,” Ivanov said on Tuesday. The ship left.", title="Harbour")
    session = sessions.open("a" * 32)
    session.add(document, ENGLISH, extracted=False)
    session.ask("Who is ready?")
    session.bot.verify("We are ready")
    alive = weakref.ref(document)
    sessions.close("a" * 32)
    del document, session
    gc.collect()
    assert alive() is None
