"""What stands around conversation and documents."""

from __future__ import annotations

from collections.abc import Sequence

from bot.web.render.text import escaped
from bot.web.words import Language
from bot.web.words import words as words_in

NAME = "Visitbot"


def header(*, language: Language = "en") -> str:
    """The page's head: a link past it, the name, what it does, and on a phone the way to the document and back."""
    words = words_in(language)
    return (
        f'<header><a class="skip" href="#question">{escaped(words.skip)}</a><h1>{NAME}</h1>'
        f'<nav><a href="#source">{escaped(words.to_document)}</a>'
        f'<a href="#conversation">{escaped(words.to_conversation)}</a></nav><p>{escaped(words.tagline)}</p></header>'
    )


def intro(*, language: Language = "en") -> str:
    """What the empty conversation says."""
    words = words_in(language)
    return f'<div class="intro"><p class="lead">{escaped(words.intro_lead)}</p><p>{escaped(words.intro_text)}</p></div>'


def suggestions(questions: Sequence[str], *, language: Language = "en") -> str:
    """Questions to be asked by a click."""
    if not questions:
        return ""
    heading = f'<p id="suggested">{escaped(words_in(language).suggestions)}</p>'
    items = "".join(
        f'<li><button type="button" class="suggestion" dir="auto">{escaped(question)}</button></li>'
        for question in questions
    )
    return f"{heading}<ul>{items}</ul>"


def told(*, language: Language = "en") -> str:
    """The words that the page's script needs, out of sight."""
    words = words_in(language)
    names = (
        "copied",
        "copy_blocked",
        "you_asked",
        "bot_replied",
        "already_asked",
        "clear",
        "document_panel",
        "unreachable",
        "noted",
    )
    items = "".join(f'<li class="{name}">{escaped(getattr(words, name))}</li>' for name in names)
    return f'<ul id="told" lang="{language}" hidden>{items}</ul>'
