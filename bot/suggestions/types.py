"""A question made from a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.document import Document, Sentence

Form = Literal["said", "who", "what", "when", "where", "why", "how many", "how much"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A question to offer.

    :param sentence: the sentence that answers it: the one that it was made from, or one of the same speech.
    :param form: what it asks for.
    """

    question: str
    sentence: Sentence
    document: Document = field(repr=False)
    form: Form
