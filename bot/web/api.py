"""The plain HTTP endpoints: ask, search and verify as JSON, health, and the page's own files."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr

from bot.web.service import Service, ServiceError, is_text

STYLES = ("page.css", "chat.css", "source.css")
SCRIPTS = ("session.js", "page.js", "card.js")
ASSETS = {
    **dict.fromkeys(STYLES, "text/css; charset=utf-8"),
    **dict.fromkeys(SCRIPTS, "text/javascript; charset=utf-8"),
}
BODIES = {
    "/api/ask": '{"question": "..."}',
    "/api/search": '{"topic": "..."}',
    "/api/verify": '{"text": "..."}',
}
SPEAKER = Field(default=None, description="Whose words alone count, by name or description; anybody's if absent.")


def _text(value: str | None) -> str | None:
    if value is not None and not is_text(value):
        raise ValueError("half of a surrogate pair")
    return value


Text = Annotated[StrictStr, AfterValidator(_text)]


class Question(BaseModel):
    """What `POST /api/ask` takes."""

    model_config = ConfigDict(extra="forbid")

    question: Text = Field(
        description="A question about the documents, at most 1,000 characters.",
        examples=["How much oil was delivered?"],
    )
    speaker: Text | None = SPEAKER


class Topic(BaseModel):
    """What `POST /api/search` takes."""

    model_config = ConfigDict(extra="forbid")

    topic: Text = Field(description="A word or a phrase, at most 1,000 characters.", examples=["cotton"])
    speaker: Text | None = SPEAKER


class Quote(BaseModel):
    """What `POST /api/verify` takes."""

    model_config = ConfigDict(extra="forbid")

    text: Text = Field(description="The quote to check, at most 10,000 characters.")
    speaker: Text | None = Field(default=None, description="Who is claimed to have said it; nobody if absent.")


class Result(BaseModel):
    """What a question gets; a field that the type doesn't have is absent."""

    model_config = ConfigDict(extra="allow")

    type: Literal["answer", "abstention"] = Field(description="Whether the documents answer the question.")
    question: str
    score: float = Field(description="Calibrated probability that the quote answers the question.")
    document: dict[str, Any] | None = Field(description="The document quoted, or that of the nearest sentence.")
    quote: str = Field(default="", description="Answer: the document's words from `start` to `end`.")
    start: int = Field(default=0, description="Answer: offset in code points into the document's text.")
    end: int = Field(default=0, description="Answer: offset of the first code point after the quote.")
    speaker: str | None = Field(
        default=None,
        description="Answer: who says the quoted words, if anybody. Abstention: whose words were asked for.",
    )
    attribution: str | None = Field(default=None, description="Answer: how the text says who speaks.")
    quotation: dict[str, Any] | None = Field(default=None, description="Answer: the speech that the quote is from.")
    speakers: list[str] = Field(default=[], description="Abstention `not_said`: who does speak of it.")
    sentence: dict[str, Any] = Field(default={}, description="Answer: the source sentence.")
    paragraph: dict[str, Any] = Field(default={}, description="Answer: the paragraph of the source sentence.")
    others: list[dict[str, Any]] = Field(default=[], description="Answer: the next best sentences.")
    reason: str = Field(
        default="", description="Abstention: off_topic, not_stated, not_said, blank, too_long or no_words."
    )
    message: str = Field(default="", description="Abstention: the reason in a sentence for people.")
    nearest: dict[str, Any] | None = Field(
        default=None, description="Abstention: the nearest sentence, which is not an answer."
    )


class Findings(BaseModel):
    """Every sentence that speaks of a topic."""

    model_config = ConfigDict(extra="allow")

    type: Literal["findings"]
    topic: str
    speaker: str | None
    checked: int = Field(description="How many sentences were looked at: all.")
    matches: list[dict[str, Any]] = Field(description="The sentences, in document order.")


class Verification(BaseModel):
    """Whether a quote is real."""

    model_config = ConfigDict(extra="allow")

    type: Literal["verification"]
    text: str
    verdict: Literal["exact", "altered", "misattributed", "stitched", "absent", "unusable"]
    message: str = Field(description="The verdict in a sentence for people.")
    places: list[dict[str, Any]] = Field(description="Where the words stand.")
    difference: list[dict[str, Any]] = Field(description="Altered: the steps from the true words to the quote.")


class Problem(BaseModel):
    """Why a request got no result."""

    error: str


def build(service: Service) -> FastAPI:
    """
    The app with the plain endpoints; Gradio is mounted beside them.

    Its own documentation pages are off, because they load scripts from another host.
    """
    app = FastAPI(title="Visitbot", docs_url=None, redoc_url=None)
    app.add_exception_handler(RequestValidationError, _bad_body)
    app.add_exception_handler(ServiceError, _failed)
    _add_questions(app, service)
    _add_health(app, service)
    for name, media_type in ASSETS.items():
        _add_asset(app, name, media_type)
    return app


def _add_questions(app: FastAPI, service: Service) -> None:
    @app.post("/api/ask", response_model=None, responses=_responses(Result))
    def ask(body: Question) -> JSONResponse:
        """Answer a question with a quote, or abstain."""
        return JSONResponse(service.ask(body.question, body.speaker).to_dict())

    @app.post("/api/search", response_model=None, responses=_responses(Findings))
    def search(body: Topic) -> JSONResponse:
        """Find every sentence that speaks of a topic."""
        return JSONResponse(service.search(body.topic, body.speaker).to_dict())

    @app.post("/api/verify", response_model=None, responses=_responses(Verification))
    def verify(body: Quote) -> JSONResponse:
        """Say whether a quote is real."""
        return JSONResponse(service.verify(body.text, body.speaker).to_dict())


def _responses(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    return {200: {"model": model}, 422: {"model": Problem}, 500: {"model": Problem}}


def _add_health(app: FastAPI, service: Service) -> None:
    @app.get("/healthz", response_model=None)
    async def health() -> JSONResponse:  # not in a thread, for questions that wait can hold them all
        """Whether questions are answered at once: 503 while the model loads."""
        if not service.warm:
            return JSONResponse({"status": "starting"}, 503)
        return JSONResponse({"status": "ok", "documents": len(service.documents)})


def _add_asset(app: FastAPI, name: str, media_type: str) -> None:
    content = files("bot.web").joinpath(name).read_bytes()

    @app.get(f"/{name}", include_in_schema=False)
    async def asset() -> Response:
        return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})


def _bad_body(request: Request, error: Exception) -> JSONResponse:
    """The message never repeats what was sent."""
    body = BODIES.get(request.url.path)
    example = f" such as {body}" if body else ""
    return JSONResponse({"error": f"Send a JSON object{example}, whose values are text."}, 422)


def _failed(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, 500)
