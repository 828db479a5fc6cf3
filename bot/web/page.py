"""The chat page: the conversation beside the document, and the endpoints that Gradio's clients call."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import gradio as gr
from gradio.events import api

from bot.answer import Abstention, Answer
from bot.web import render
from bot.web.service import Service, ServiceError, is_text

MAX_HISTORY = 200_000  # characters of HTML; the page sends its history back with each question
TITLE = "Visitbot"
HEAD = '<link rel="stylesheet" href="page.css"><script src="page.js"></script>'
HEADER = (
    f'<header><h1>{TITLE}</h1><nav><a href="#source">The document ↓</a></nav>'
    "<p>Ask about the document. You get its own words, or hear that it doesn’t say.</p></header>"
)
INTRO = (
    '<div class="intro"><p class="lead">What would you like to know?</p>'
    "<p>Every answer is a quote, marked in its sentence and in the document. Nothing is made up.</p></div>"
)
ASK = "Ask"
NOT_TEXT = "A question must be text."
FAILED = "The request could not be handled; check what was sent."
FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif")

logger = logging.getLogger(__name__)
Message = dict[str, Any]


class Page(gr.Blocks):
    """Blocks whose faults are logged by kind alone: Gradio's own log repeats what the user typed."""

    async def process_api(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Handle an event or a call as Gradio does, with an error that holds no input."""
        try:
            result: dict[str, Any] = await super().process_api(*args, **kwargs)
            return result
        except gr.Error:
            raise
        except Exception as error:
            logger.error("a call failed: %s", type(error).__name__)
            raise gr.Error(FAILED, print_exception=False) from None


def theme() -> gr.themes.Base:
    """Gradio's plain theme with the system's fonts, so that none is fetched."""
    return gr.themes.Base(font=FONT, font_mono=("ui-monospace", "Menlo", "Consolas", "monospace"))


def build(service: Service, examples: Sequence[str] = ()) -> Page:
    """
    The page over a service.

    :param examples: questions offered on the empty page.
    """
    page = Page(title=TITLE, analytics_enabled=False)
    with page:
        gr.Markdown(HEADER, latex_delimiters=[], elem_id="header")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="conversation"):
                chat = _chat(examples)
                question = _question()
            with gr.Column(elem_id="source"):
                gr.Markdown(
                    render.panel(service.documents),
                    latex_delimiters=[],
                    elem_id="panel",
                    container=False,
                )
        _connect(service, chat, question)
        _add_endpoints(service)
    page.queue(max_size=64, default_concurrency_limit=2, api_open=False)
    page.state_session_capacity = 200
    page._queue.sleep_when_free = 0.005  # seconds; 0.001, as Gradio has it, wakes an idle machine too often
    return page


def _chat(examples: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        container=False,
        elem_id="chat",
        height=None,
        layout="panel",
        buttons=[],
        feedback_options=None,
        placeholder=INTRO,
        examples=[{"text": example} for example in examples] or None,
        latex_delimiters=[],
        allow_tags=False,
        allow_file_downloads=False,
        group_consecutive_messages=False,
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        label="Your question",
        placeholder="Ask about the document",
        elem_id="question",
        lines=1,
        max_lines=5,
        max_length=20_000,
        autofocus=True,
        submit_btn=ASK,
    )


def _connect(service: Service, chat: gr.Chatbot, question: gr.Textbox) -> None:
    def answer(typed: str, history: list[Message]) -> tuple[str, list[Message]]:
        return "", [*_recent(history), *_exchange(service, typed)]

    def answer_example(chosen: gr.SelectData) -> list[Message]:
        return _exchange(service, chosen.value["text"])

    # Without the queue an answer comes in one response; the service has a limit of its own.
    settings: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    question.submit(answer, [question, chat], [question, chat], **settings)
    chat.example_select(answer_example, None, chat, **settings)


def _exchange(service: Service, typed: str) -> list[Message]:
    """The question and the reply; a fault becomes a reply, so that the page is never left without one."""
    typed = typed.encode(errors="replace").decode()
    try:
        content = render.reply(service.ask(typed), service.documents)
    except ServiceError as error:
        content = render.notice(str(error))
    return [
        {"role": "user", "content": render.user_message(typed)},
        {"role": "assistant", "content": content},
    ]


def _recent(history: list[Message]) -> list[Message]:
    """The end of a conversation that the page can send back under the guard's limit."""
    sizes = [len(str(message["content"])) for message in history]
    first = 0
    while sum(sizes[first:]) > MAX_HISTORY:
        first += 2
    return history[first:]


def _add_endpoints(service: Service) -> None:
    def ask(question: str) -> dict[str, Any]:
        """
        Answer a question with a quote from the documents, or abstain.

        :param question: a question about the documents, at most 1,000 characters.
        """
        return _asked(service, question).to_dict()

    def chat(message: str) -> str:
        """
        Answer a question as plain text: the quote and its place, or why there is none.

        :param message: a question about the documents, at most 1,000 characters.
        """
        return render.plain(_asked(service, message))

    api(ask, api_name="ask")
    api(chat, api_name="chat")


def _asked(service: Service, question: object) -> Answer | Abstention:
    if not is_text(question):
        raise gr.Error(NOT_TEXT, print_exception=False)
    try:
        return service.ask(question)
    except ServiceError as error:
        raise gr.Error(str(error), print_exception=False) from None
