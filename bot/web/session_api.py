"""The routes that the page itself calls on its session; for no other site and for no program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from fastapi import Depends, FastAPI, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.answer import Answer
from bot.errors import VisitbotError
from bot.receipts import receipt
from bot.receipts.export import to_csl_json, to_json, to_markdown
from bot.receipts.receipt import json_text
from bot.web import forms, render, uploads
from bot.web.api import Text
from bot.web.service import Result, ServiceError
from bot.web.session import TOKEN, Session, SessionEndedError, SessionError, Sessions
from bot.web.words import Language, Words, language, problem, words

if TYPE_CHECKING:
    from bot.chatbot import Bot
    from bot.suggestions import Suggestion

SUGGESTIONS = 4
EXPORTS: dict[str, tuple[Callable[..., str], str, str]] = {
    "markdown": (to_markdown, "text/markdown; charset=utf-8", "conversation.md"),
    "json": (to_json, "application/json", "conversation.json"),
    "csl-json": (to_csl_json, "application/vnd.citationstyles.csl+json", "conversation.csl.json"),
}

Token = Annotated[str, StringConstraints(pattern=f"^{TOKEN.pattern}$", strict=True)]


class Page(BaseModel):
    """What every route takes: whose session it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    session: Token


class Turn(Page):
    """One turn of the conversation, by the number that its card has."""

    turn: int


class Choice(Page):
    """Positions of the documents to ask."""

    chosen: list[int]


class Quote(Page):
    """A quote to check."""

    text: Text
    speaker: Text = ""


class Export(Page):
    """What the conversation is saved as."""

    format: Literal["markdown", "json", "csl-json"]


class DocumentsChangedError(Exception):
    """The session's documents are others than when the work on them began."""


class ForeignError(Exception):
    """A browser sent the request for another site."""


class Locale(NamedTuple):
    """The page's language and its words."""

    language: Language
    words: Words


def same_origin(request: Request) -> None:
    """
    Refuse what a browser sends for another site; browsers say so in headers that no page can change.

    :raises ForeignError: if it does.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin", "none"):
        raise ForeignError
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForeignError


def build(sessions: Sessions) -> FastAPI:
    """The routes, to be mounted at `/session`."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(same_origin)])
    for kind, status in ((SessionError, 422), (VisitbotError, 422), (SessionEndedError, 410)):
        app.add_exception_handler(kind, _told(status))
    app.add_exception_handler(ServiceError, _told(500, lambda words: words.failed))
    app.add_exception_handler(RequestValidationError, _told(422, lambda words: words.bad_request))
    app.add_exception_handler(ForeignError, _told(403, lambda words: words.foreign))
    _add_life(app, sessions)
    _add_documents(app, sessions)
    _add_conversation(app, sessions)
    _add_turns(app, sessions)
    return app


def _add_life(app: FastAPI, sessions: Sessions) -> None:
    @app.post("/open")
    def begin(body: Page, locale: Spoken) -> dict[str, Any]:
        """Begin a session, unless it has begun."""
        sessions.open(body.session)
        return {"language": locale.language}

    @app.post("/close", status_code=204)
    def close(body: Page) -> None:
        """Forget a session."""
        sessions.close(body.session)


def _add_documents(app: FastAPI, sessions: Sessions) -> None:
    @app.post("/view")
    def view(body: Page, locale: Spoken) -> dict[str, Any]:
        """The choice of documents and their panel."""
        return _view(sessions.get(body.session, locale.words), sessions, locale)

    @app.post("/documents")
    async def add(
        request: Request,
        locale: Spoken,
        x_session: Annotated[Token, Header()],
        x_file_name: Annotated[str, Header()],
        x_title: Annotated[str, Header()] = "",
    ) -> dict[str, Any]:
        """Add a document; its bytes are the body, its name and title are percent-encoded."""
        session = sessions.get(x_session, locale.words)
        content = await request.body()
        name, title = unquote(x_file_name), unquote(x_title).strip()
        return await run_in_threadpool(lambda: _added(session, sessions, locale, content, name, title))

    @app.post("/choice")
    def choose(body: Choice, locale: Spoken) -> dict[str, Any]:
        """Ask some documents alone from now on."""
        session = sessions.get(body.session, locale.words)
        session.choose(body.chosen, locale.words)
        return {"hidden": sorted(session.hidden)}

    @app.post("/check")
    def check(body: Quote, locale: Spoken) -> dict[str, Any]:
        """Compare a quote with the chosen documents."""
        session = sessions.get(body.session, locale.words)
        bot = session.bot
        result = sessions.service.work(lambda: bot.verify(body.text, body.speaker.strip() or None))
        return {"html": render.verification(result, session.documents, language=locale.language)}


def _add_conversation(app: FastAPI, sessions: Sessions) -> None:
    computing = asyncio.Lock()  # one page's at a time; the others wait without a thread

    @app.post("/suggestions")
    async def suggest(body: Page, locale: Spoken) -> dict[str, Any]:
        """Questions that the chosen documents answer; first of all such as were not asked."""
        from bot.suggestions import is_known  # late, for it is not needed before a page is open

        session = sessions.get(body.session, locale.words)
        async with nullcontext() if is_known(session.bot) else computing:
            found = await run_in_threadpool(lambda: _suggested(sessions, body.session, locale.words))
        shown = render.suggestions([item.question for item in found], language=locale.language)
        return {"html": shown, "documents": len(session.documents)}

    @app.post("/clear", status_code=204)
    def clear(body: Page, locale: Spoken) -> None:
        """Begin the conversation anew; the documents stay."""
        sessions.get(body.session, locale.words).forget()

    @app.post("/export")
    def export(body: Export, locale: Spoken) -> Response:
        """The conversation as a file."""
        session = sessions.get(body.session, locale.words)
        if not session.turns:
            raise SessionError(locale.words.nothing_to_save)
        write, media_type, name = EXPORTS[body.format]
        return _file(write(session.turns, session.bot.versions), media_type, name)


def _add_turns(app: FastAPI, sessions: Sessions) -> None:
    @app.post("/receipt")
    def save_receipt(body: Turn, locale: Spoken) -> Response:
        """The receipt of an answer as a file."""
        session = sessions.get(body.session, locale.words)
        answer = _answer(session, body.turn, locale.words)
        written = json_text(receipt(answer, session.bot.versions), indent=2) + "\n"
        return _file(written, "application/json", f"receipt-{answer.sentence.id}.json")

    @app.post("/why")
    def why(body: Turn, locale: Spoken) -> dict[str, Any]:
        """What each word of the question and the sentence adds to their match."""
        from bot.explanation import explain

        session = sessions.get(body.session, locale.words)
        answer, bot = _answer(session, body.turn, locale.words), session.bot
        explanation = sessions.service.work(lambda: explain(bot, answer))
        return {"html": render.explanation(explanation, language=locale.language)}

    if (feedback := sessions.service.feedback) is None:
        return

    @app.post("/{verdict}")
    def judge(verdict: Literal["right", "wrong", "silent"], body: Turn, locale: Spoken) -> dict[str, Any]:
        """Keep what the person at the page thinks of a result."""
        result = sessions.get(body.session, locale.words).turn(body.turn, locale.words)
        sessions.service.work(lambda: feedback.add(result, verdict))
        return {"html": render.escaped(locale.words.noted)}


def _locale(request: Request) -> Locale:
    spoken = language(request.headers.get("accept-language"))
    return Locale(spoken, words(spoken))


Spoken = Annotated[Locale, Depends(_locale)]


def _answer(session: Session, number: int, words: Words) -> Answer:
    result = session.turn(number, words)
    if not isinstance(result, Answer):
        raise SessionError(words.bad_request)
    return result


def _suggested(sessions: Sessions, token: str, words: Words) -> tuple[Suggestion, ...]:
    """
    Questions to offer for the documents that are chosen at the end, should they change meanwhile.

    Each question that is tried takes its turn among those that people ask, so that these don't wait for all of it.

    :raises SessionEndedError: once the session is not held any more.
    """
    from bot.suggestions import suggest

    while True:
        session = sessions.get(token, words)
        bot = session.bot

        def work(call: Callable[[], Result], bot: Bot = bot) -> Result:
            if sessions.get(token, words).bot is not bot:
                raise DocumentsChangedError
            return sessions.service.work(call)

        try:
            return suggest(bot, session.turns, SUGGESTIONS, work=work)
        except DocumentsChangedError:
            continue


def _added(
    session: Session, sessions: Sessions, locale: Locale, content: bytes, name: str, title: str
) -> dict[str, Any]:
    document = uploads.read(content, name, title)
    session.add(document, locale.words, extracted=uploads.is_extracted(name))
    message = locale.words.added.format(title=document.title or locale.words.untitled)
    return {**_view(session, sessions, locale), "message": message}


def _view(session: Session, sessions: Sessions, locale: Locale) -> dict[str, Any]:
    documents = session.documents
    asked = {render.place_id(turn.passage, documents) for turn in session.turns if isinstance(turn, Answer)}
    panel = render.panel(
        documents, language=locale.language, asked=asked, extracted=session.extracted, hidden=session.hidden
    )
    choice = forms.choice(documents, len(sessions.service.documents), session.chosen, locale.words)
    return {"documents": choice, "panel": panel}


def _file(content: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content.encode(), media_type=media_type, headers=headers)


def _told(status: int, message: Callable[[Words], str] | None = None) -> Callable[[Request, Exception], JSONResponse]:
    """A handler that says what went wrong: the error's own message, or one that repeats nothing of what was sent."""

    def handle(request: Request, error: Exception) -> JSONResponse:
        spoken = _locale(request).words
        return JSONResponse({"error": message(spoken) if message else problem(error, spoken)}, status)

    return handle
