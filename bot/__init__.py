"""Visitbot: answers questions about a document in the document's own words."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.answer import Abstention, Answer
    from bot.chatbot import Bot
    from bot.document import Document

__all__ = ["Abstention", "Answer", "Bot", "Document"]
__version__ = "0.1.0"

HOMES = {"Abstention": "bot.answer", "Answer": "bot.answer", "Bot": "bot.chatbot", "Document": "bot.document"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  the type depends on the name
    """Import a public name at its first use, so that `python -m bot --help` waits for nothing."""
    if name not in HOMES:
        raise AttributeError(f"module 'bot' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(HOMES[name]), name)
