"""What one open page holds: its documents and its conversation, in memory, until the page goes away."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer import Abstention, Answer
from bot.document import Document
from bot.web import memory
from bot.web.service import Service
from bot.web.words import Words

if TYPE_CHECKING:
    from bot.chatbot import Bot

MAX_SESSIONS = 200
IDLE_SECONDS = 60 * 60
MAX_DOCUMENTS = 10  # of a session's own
MAX_TEXT = 1_000_000  # characters of a session's own documents: some 8,000 sentences, embedded in half a minute
MAX_TURNS = 200
TOKEN = re.compile("[0-9a-f]{32}")  # 128 bits that the page has drawn
NOT_ASKED = ("blank", "too_long", "no_words")  # reasons of abstentions that are no part of a conversation


class SessionError(Exception):
    """What was asked for can't be done; the message is for the person at the page, in their language."""


class SessionEndedError(SessionError):
    """The page's session is no longer held."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    What became of something that was typed.

    :param rewritten: the question that was asked in its place, as understood from the conversation; None if as typed.
    :param number: the number of the turn in the session; None if it is no turn.
    """

    result: Answer | Abstention
    rewritten: str | None
    number: int | None


class Session:
    """
    The documents and the conversation of one page. Safe to share between threads.

    :param service: who answers; its documents come first and are every session's.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()  # of the conversation
        self._changing = threading.Lock()  # of the documents, held as long as one is embedded
        self._bot = service.bot  # over the chosen documents
        self._all = service.bot  # over every document
        self.extracted: frozenset[int] = frozenset()
        self.chosen: frozenset[int] = frozenset(range(len(service.documents)))
        self._turns: dict[int, Answer | Abstention] = {}
        # A number of another session is unlikely to be one of this, so a stale card can't name a foreign turn.
        self._next = secrets.randbits(40)

    @property
    def bot(self) -> Bot:
        """The bot over the documents that are chosen."""
        return self._bot

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document of the session, chosen or not; a position never changes."""
        return self._all.documents

    @property
    def turns(self) -> tuple[Answer | Abstention, ...]:
        """The conversation so far, oldest first, without questions that can't be asked, such as a blank one."""
        with self._lock:
            return tuple(self._turns.values())

    @property
    def own(self) -> tuple[Document, ...]:
        """The documents that the session added."""
        return self.documents[len(self._service.documents) :]

    @property
    def hidden(self) -> frozenset[int]:
        """Positions of the documents that are not chosen."""
        return frozenset(range(len(self.documents))) - self.chosen

    def turn(self, number: int, words: Words) -> Answer | Abstention:
        """
        One result of the conversation.

        :raises SessionEndedError: if this session has not given it, or no longer has it.
        """
        found = self._turns.get(number)
        if found is None:
            raise SessionEndedError(words.turn_ended)
        return found

    def ask(self, typed: str) -> Exchange:
        """
        Answer a question, which may be short for one that the conversation makes clear.

        :raises ServiceError: if the bot fails.
        """
        from bot import followups  # late, for the first page needs nothing of it

        bot, turns = self._bot, self.turns
        question = self._service.work(lambda: followups.rewrite(typed, turns))
        result = self._service.work(lambda: bot.ask(question))
        asked = isinstance(result, Answer) or result.reason not in NOT_ASKED
        return Exchange(result, question if question != typed else None, self._record(result) if asked else None)

    def forget(self) -> None:
        """Begin the conversation anew; the documents stay."""
        with self._lock:
            self._turns.clear()

    def add(self, document: Document, words: Words, *, extracted: bool) -> None:
        """
        Embed a document and choose it, besides those that are chosen already.

        :param extracted: whether its text was extracted from a file of another kind.
        :raises SessionError: if the session has it, or has no room for it, or it has no sentence; nothing has changed.
        """
        with self._changing:
            self._require_room(document, words)
            position = len(self.documents)
            everything = self._service.work(lambda: self._all.over([*self.documents, document]))
            chosen = self.chosen | {position}
            bot = self._over(everything, chosen)
            self._all, self._bot, self.chosen = everything, bot, chosen
            if extracted:
                self.extracted |= {position}

    def choose(self, positions: Collection[int], words: Words) -> None:
        """
        Ask these documents alone from now on.

        :param positions: positions in `documents`.
        :raises SessionError: if there is none, or one that the session hasn't.
        """
        with self._changing:
            chosen = frozenset(positions)
            if not chosen or not chosen <= frozenset(range(len(self.documents))):
                raise SessionError(words.none_chosen)
            self._bot = self._over(self._all, chosen)
            self.chosen = chosen

    def _record(self, result: Answer | Abstention) -> int:
        """Add a result to the conversation and return its number; past the limit the oldest is forgotten."""
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._turns[number] = result
            if len(self._turns) > MAX_TURNS:
                del self._turns[next(iter(self._turns))]
            return number

    def _over(self, everything: Bot, chosen: Collection[int]) -> Bot:
        if len(chosen) == len(everything.documents):
            return everything
        documents = [everything.documents[position] for position in sorted(chosen)]
        return self._service.work(lambda: everything.over(documents))

    def _require_room(self, document: Document, words: Words) -> None:
        if sum(len(own.text) for own in (*self.own, document)) > MAX_TEXT:  # first, for the rest reads all of it
            raise SessionError(words.too_much_text.format(limit=f"{MAX_TEXT:,}"))
        if len(self.own) >= MAX_DOCUMENTS:
            raise SessionError(words.too_many_documents.format(limit=MAX_DOCUMENTS))
        if document.sha256 in {known.sha256 for known in self.documents}:
            raise SessionError(words.already_added)
        if not document.sentences:
            raise SessionError(words.empty_document)


class Sessions:
    """
    The sessions of all open pages, by the token that each page has drawn.

    One that is idle too long is dropped, and beyond the limit the one that was used longest ago.

    :param service: who answers in all of them.
    :param clock: seconds that only grow.
    """

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        self.service = service
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, Session] = {}  # the one used longest ago first
        self._used: dict[str, float] = {}
        self._timer: threading.Timer | None = None

    def __len__(self) -> int:
        return len(self._held)

    def open(self, token: str) -> Session:
        """The session of a page, which begins if there is none."""
        with self._lock:
            session = self._find(token) or Session(self.service)
            self._held[token] = session
            self._used[token] = self._clock()
            while len(self._held) > MAX_SESSIONS:
                self._drop(next(iter(self._held)))
            self._watch()
            return session

    def get(self, token: str, words: Words) -> Session:
        """
        The session of a page.

        :raises SessionEndedError: if it is not held, or no longer.
        """
        with self._lock:
            session = self._find(token)
        if session is None:
            raise SessionEndedError(words.session_ended)
        return session

    def holds(self, token: str) -> bool:
        """Whether a page's session is there."""
        with self._lock:
            return self._find(token) is not None

    def close(self, token: str) -> None:
        """Forget a page's session, if there is one."""
        with self._lock:
            self._drop(token)

    def _find(self, token: str) -> Session | None:
        self._drop_idle()
        session = self._held.pop(token, None)
        if session is not None:
            self._held[token] = session  # last, as the one used latest
            self._used[token] = self._clock()
        return session

    def _drop_idle(self) -> None:
        latest = self._clock() - IDLE_SECONDS
        for token in [token for token, used in self._used.items() if used <= latest]:
            self._drop(token)

    def _drop(self, token: str) -> None:
        self._used.pop(token, None)
        session = self._held.pop(token, None)
        grown = session is not None and bool(session.own)
        del session  # frees its documents now
        if grown:
            memory.give_back()

    def _watch(self) -> None:
        """Look again when the first session may be idle too long, so that it is gone even if nobody asks any more."""
        if self._timer is None and self._held:
            self._timer = threading.Timer(IDLE_SECONDS, self._look)
            self._timer.daemon = True
            self._timer.start()

    def _look(self) -> None:
        with self._lock:
            self._timer = None
            self._drop_idle()
            self._watch()
