"""The endpoints that Gradio's clients call: ask, chat, search and verify."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from bot.plain import plain
from bot.web.service import Service, ServiceError, is_text

NOT_TEXT = "A question, a topic, a quote and a speaker must be text."

Result = TypeVar("Result")


def add(service: Service) -> None:
    """Add the endpoints to the page that is being built."""

    # A second input would make raw calls that send the question alone fail: Gradio fills in no default for them.
    def ask(question: str) -> dict[str, Any]:
        """
        Answer a question with a quote from the documents, or abstain.

        :param question: a question about the documents, at most 1,000 characters.
        """
        return _called(service.ask, question).to_dict()

    def chat(message: str) -> str:
        """
        Answer a question as plain text: the quote and its place, or why there is none.

        :param message: a question about the documents, at most 1,000 characters.
        """
        return plain(_called(service.ask, message))

    def search(topic: str, speaker: str = "") -> dict[str, Any]:
        """
        Find every sentence of the documents that speaks of a topic, in document order.

        :param topic: a word or a phrase, at most 1,000 characters.
        :param speaker: whose words alone count; anybody's and the narration's if empty.
        """
        return _called(service.search, topic, speaker).to_dict()

    def verify(text: str, speaker: str = "") -> dict[str, Any]:
        """
        Say whether a quote is real: exact, altered, misattributed, stitched or absent, and where its words stand.

        :param text: the quote, at most 10,000 characters.
        :param speaker: who is claimed to have said it; nobody if empty.
        """
        return _called(service.verify, text, speaker).to_dict()

    for endpoint in (ask, chat, search, verify):
        api(endpoint, api_name=endpoint.__name__)


def _called(call: Callable[..., Result], *texts: object) -> Result:
    """What a call of the service returns; a fault becomes an error that holds no input."""
    if not all(map(is_text, texts)):
        raise gr.Error(NOT_TEXT, print_exception=False)
    try:
        return call(*texts)
    except ServiceError as error:
        raise gr.Error(str(error), print_exception=False) from None
