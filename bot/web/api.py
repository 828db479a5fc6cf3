"""The plain HTTP endpoints: ask a question as JSON, health, and the page's own files."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, StrictStr, field_validator

from bot.web.service import Service, ServiceError, is_text

ASSETS = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}
BAD_QUESTION = 'Send a JSON object such as {"question": "..."}, where the question is text.'


class Question(BaseModel):
    """What `POST /api/ask` takes."""

    model_config = ConfigDict(extra="forbid")

    question: StrictStr = Field(
        description="A question about the documents, at most 1,000 characters.",
        examples=["How much oil was delivered?"],
    )

    @field_validator("question")
    @classmethod
    def _is_text(cls, question: str) -> str:
        if not is_text(question):
            raise ValueError(BAD_QUESTION)
        return question


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
    speaker: str | None = Field(default=None, description="Answer: who says the quoted words, if known.")
    sentence: dict[str, Any] = Field(default={}, description="Answer: the source sentence.")
    paragraph: dict[str, Any] = Field(default={}, description="Answer: the paragraph of the source sentence.")
    others: list[dict[str, Any]] = Field(default=[], description="Answer: the next best sentences.")
    reason: str = Field(default="", description="Abstention: off_topic, not_stated, blank, too_long or no_words.")
    message: str = Field(default="", description="Abstention: the reason in a sentence for people.")
    nearest: dict[str, Any] | None = Field(
        default=None, description="Abstention: the nearest sentence, which is not an answer."
    )


class Problem(BaseModel):
    """Why a request got no result."""

    error: str


def build(service: Service) -> FastAPI:
    """
    The app with the plain endpoints; Gradio is mounted beside them.

    Its own documentation pages are off, because they load scripts from another host.
    """
    app = FastAPI(title="Visitbot", docs_url=None, redoc_url=None)
    app.add_exception_handler(RequestValidationError, _bad_question)
    app.add_exception_handler(ServiceError, _failed)
    _add_ask(app, service)
    _add_health(app, service)
    for name, media_type in ASSETS.items():
        _add_asset(app, name, media_type)
    return app


def _add_ask(app: FastAPI, service: Service) -> None:
    @app.post(
        "/api/ask",
        response_model=None,
        responses={200: {"model": Result}, 422: {"model": Problem}, 500: {"model": Problem}},
    )
    def ask(body: Question) -> JSONResponse:
        """Answer a question with a quote, or abstain."""
        return JSONResponse(service.ask(body.question).to_dict())


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


def _bad_question(request: Request, error: Exception) -> JSONResponse:
    """The message never repeats what was sent."""
    return JSONResponse({"error": BAD_QUESTION}, 422)


def _failed(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, 500)
