"""Receipts: what an answer states about its document, in a form that can be checked without the program's word."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from bot import __version__
from bot.answer import Answer
from bot.document import Document, Sentence
from bot.receipts.fragment import link
from bot.receipts.shape import (
    ProgramVersions,
    Receipt,
    Statements,
    TextPositionSelector,
    TextQuoteSelector,
    Unsealed,
)
from bot.receipts.words import occurs_once

# Code points on each side of a quote, doubled until the quote is found in one place.
CONTEXT = 32

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Model:
    """
    A model by name and weights.

    :param sha256: SHA-256 of the weights, 64 hexadecimal digits, such as an encoder's `fingerprint`.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Versions:
    """
    What answered.

    :param embedding: the model that embeds texts.
    :param reader: the model that reads passages, or None where the reader has none.
    :param program: this program's version.
    """

    embedding: Model
    reader: Model | None = None
    program: str = __version__


def receipt(answer: Answer, versions: Versions) -> Receipt:
    """
    State where an answer's quote stands; a JSON object with the fields of `bot.receipts.shape.Receipt`.

    The same answer and versions give the same receipt: there is no time in it.
    """
    unsealed: Unsealed = {
        **statements(answer.document, answer.sentence, answer.start, answer.end),
        "type": "receipt",
        "format": 1,
        "question": answer.question,
        "score": round(float(answer.score), 6),
        "speaker": answer.speaker,
        "versions": cast(ProgramVersions, asdict(versions)),
    }
    return {**unsealed, "checksum": checksum(unsealed)}


def statements(document: Document, sentence: Sentence, start: int, end: int) -> Statements:
    """Work out what a receipt states about the words `start:end` (half-open code points) of a sentence."""
    text = document.text
    paragraph = document.paragraphs[sentence.paragraph - 1]
    return {
        "document": {
            "title": document.title,
            "url": document.url,
            "date": document.date,
            "language": document.language,
            "sha256": document.sha256,
            "file_sha256": document.file_sha256,
            "extracted": document.extracted,
        },
        "quote": {"text": text[start:end], "start": start, "end": end},
        "sentence": {
            "text": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "id": sentence.id,
            "paragraph": sentence.paragraph,
            "number": sentence.number,
        },
        "text_quote_selector": text_quote_selector(text, start, end),
        "text_position_selector": TextPositionSelector(type="TextPositionSelector", start=start, end=end),
        "link": link(document.url, paragraph, start, end),
    }


def text_quote_selector(text: str, start: int, end: int) -> TextQuoteSelector:
    """Select `start:end` (half-open code points) by its words and as much context as makes its place the only one."""
    low, high = max(0, start - CONTEXT), end + CONTEXT
    while not occurs_once(text[low:high], text):
        low, high = max(0, 2 * low - start), 2 * high - end
    return TextQuoteSelector(
        type="TextQuoteSelector", exact=text[start:end], prefix=text[low:start], suffix=text[end:high]
    )


def checksum(receipt: Mapping[str, Any]) -> str:
    """SHA-256 of a receipt's fields but `checksum`, as canonical JSON; 64 hexadecimal digits."""
    fields = {name: value for name, value in receipt.items() if name != "checksum"}
    fields["score"] = float(fields["score"])  # JavaScript writes 1.0 as 1
    return hashlib.sha256(canonical_json(fields)).hexdigest()


def canonical_json(value: object) -> bytes:
    """
    JSON in UTF-8 with sorted keys and no white space: equal values give equal bytes.

    A lone surrogate, which UTF-8 can't hold, is written as its escape.

    :raises ValueError: for a number that is not finite.
    """
    return json_text(value, separators=(",", ":"), sort_keys=True).encode("utf-8")


def json_text(value: object, **layout: Any) -> str:  # noqa: ANN401  what json.dumps takes
    """JSON as readable text that UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, **layout)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
