"""The chat page: the conversation beside the documents."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import gradio as gr

from bot.document import Document
from bot.errors import VisitbotError
from bot.web import endpoints, forms, render
from bot.web.service import ServiceError
from bot.web.session import TOKEN, Session, Sessions
from bot.web.words import LANGUAGES, Language, Words, language, words

MAX_HISTORY = 200_000  # characters of HTML; the page sends its history back with each question
TITLE = "Visitbot"
STYLES, SCRIPTS = ("page.css", "chat.css", "source.css"), ("session.js", "page.js", "card.js")
HEAD = "".join(
    [f'<link rel="stylesheet" href="{name}">' for name in STYLES]
    + [f'<script src="{name}"></script>' for name in SCRIPTS]
)
SUGGESTIONS = '<div id="suggestions"></div>'  # the page's script fills it
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


def texts(documents: Sequence[Document]) -> gr.I18n:
    """The page's static text, which the browser takes in its own language; the keys are those of `_text`."""
    return gr.I18n(**{spoken: _texts(documents, spoken, said) for spoken, said in LANGUAGES.items()})


def _texts(documents: Sequence[Document], spoken: Language, said: Words) -> dict[str, str]:
    return {
        "header": render.header(language=spoken),
        "intro": render.intro(language=spoken),
        "tools": forms.tools(documents, spoken, said),
        "export": forms.export(said),
        "conversation": said.conversation,
        "question_label": said.question_label,
        "question_placeholder": said.question_placeholder,
        "ask": said.ask,
    }


def build(sessions: Sessions) -> Page:
    """The page over the sessions of a service; mounted with `texts`."""
    service, text = sessions.service, gr.I18n()
    page = Page(title=TITLE, analytics_enabled=False)
    with page:
        _html(text("header"), "header")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="conversation"):
                chat = _chat(text)
                _html(SUGGESTIONS, "suggested-questions")
                question = _question(text)
                token = gr.Textbox(visible="hidden", show_label=False, container=False, elem_id="token")
                _html(text("export"), "saving")
            with gr.Column(elem_id="source"):
                _html(text("tools"), "tools")
                gr.Markdown(
                    render.panel(service.documents),
                    latex_delimiters=[],
                    elem_id="panel",
                    container=False,
                )
        _connect(sessions, chat, question, token)
        endpoints.add(service)
    page.queue(max_size=64, default_concurrency_limit=2, api_open=False)
    page.state_session_capacity = 1  # what Gradio keeps of a page, its conversation, goes with the next one
    page._queue.sleep_when_free = 0.005  # seconds; 0.001, as Gradio has it, wakes an idle machine too often
    return page


def _html(content: str | gr.i18n.I18nData, name: str) -> None:
    """The page's own HTML; Gradio's cleaning would take the attributes that scripts and screen readers read."""
    gr.Markdown(content, latex_delimiters=[], sanitize_html=False, elem_id=name, container=False)


def _chat(text: gr.I18n) -> gr.Chatbot:
    return gr.Chatbot(
        label=text("conversation"),
        show_label=False,
        container=False,
        elem_id="chat",
        height=None,
        layout="panel",
        buttons=[],
        feedback_options=None,
        autoscroll=False,  # the script shows a new exchange from its question on
        placeholder=str(text("intro")),
        latex_delimiters=[],
        allow_tags=False,
        allow_file_downloads=False,
        group_consecutive_messages=False,
    )


def _question(text: gr.I18n) -> gr.Textbox:
    return gr.Textbox(
        label=text("question_label"),
        placeholder=text("question_placeholder"),
        elem_id="question",
        lines=1,
        max_lines=5,
        max_length=20_000,
        autofocus=True,
        submit_btn=str(text("ask")),
    )


def _connect(sessions: Sessions, chat: gr.Chatbot, question: gr.Textbox, token: gr.Textbox) -> None:
    def answer(typed: str, history: list[Message], token: str, request: gr.Request) -> tuple[str, list[Message]]:
        spoken = language(request.headers.get("accept-language"))
        return "", [*_recent(history), *_exchange(sessions, token, typed, spoken)]

    # Without the queue an answer comes in one response; the service has a limit of its own.
    settings: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    question.submit(answer, [question, chat, token], [question, chat], **settings)


def _exchange(sessions: Sessions, token: str, typed: str, spoken: Language) -> list[Message]:
    """The question and the reply; a fault becomes a reply, so that the page is never left without one."""
    typed = typed.encode(errors="replace").decode()
    messages = [_message("user", render.user_message(typed))]
    session, ended = _session(sessions, token)
    if ended:
        messages.append(_message("assistant", render.notice(words(spoken).session_ended)))
    try:
        exchange = session.ask(typed)
    except (ServiceError, VisitbotError):
        return [*messages, _message("assistant", render.notice(words(spoken).failed))]
    content = render.reply(
        exchange.result,
        session.documents,
        language=spoken,
        rewritten=exchange.rewritten,
        turn=exchange.number if sessions.holds(token) else None,
        feedback=sessions.service.feedback is not None,
    )
    return [*messages, _message("assistant", content)]


def _session(sessions: Sessions, token: str) -> tuple[Session, bool]:
    """
    The page's session, and whether the one that it had has ended.

    The page gives its token once its session has begun; before that, a question is answered on its own.
    """
    if not TOKEN.fullmatch(token):
        return Session(sessions.service), False
    ended = not sessions.holds(token)
    return sessions.open(token), ended


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def _recent(history: list[Message]) -> list[Message]:
    """The end of a conversation that the page can send back under the guard's limit."""
    sizes = [len(str(message["content"])) for message in history]
    first = 0
    while sum(sizes[first:]) > MAX_HISTORY:
        first += 1
        while first < len(history) and history[first]["role"] != "user":  # replies go with their question
            first += 1
    return history[first:]
