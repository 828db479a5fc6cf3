"""The fields of a receipt, and the check that a value has them."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from typing import Any, Literal, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict

from bot.receipts.errors import ReceiptError


class SourceFile(TypedDict, total=False):
    """
    The file that the document was read from; absent from receipts written before files were hashed.

    `file_sha256` is that of the file's bytes, null where no file is known; `extracted` tells whether the text was
    extracted from the file, so that offsets refer to what was extracted.
    """

    file_sha256: str | None
    extracted: bool


class Source(SourceFile):
    """The document; `sha256` is that of its text in UTF-8, 64 hexadecimal digits."""

    title: str | None
    url: str | None
    date: str | None
    language: str | None
    sha256: str


class Quote(TypedDict):
    """The quoted words; `start` and `end` are half-open code points into the document's text."""

    text: str
    start: int
    end: int


class Place(Quote):
    """The source sentence: its words and offsets, its address `p7s2` and the two numbers, from 1, that make it."""

    id: str
    paragraph: int
    number: int


class TextQuoteSelector(TypedDict):
    """A selector of the W3C Web Annotation Data Model; prefix, exact and suffix together stand in one place only."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str
    suffix: str


class TextPositionSelector(TypedDict):
    """A selector of the W3C Web Annotation Data Model; half-open code points."""

    type: Literal["TextPositionSelector"]
    start: int
    end: int


class ModelVersion(TypedDict):
    """A model; `sha256` is that of its weights."""

    name: str
    sha256: str


class ProgramVersions(TypedDict):
    """What answered: the program's version, the embedding model, and the reader's model where it has one."""

    program: str
    embedding: ModelVersion
    reader: ModelVersion | None


class Statements(TypedDict):
    """
    What a receipt states about the document; all of it can be worked out anew from the document.

    `link` leads to the quote on the publisher's page; null without an address on the web.
    """

    document: Source
    quote: Quote
    sentence: Place
    text_quote_selector: TextQuoteSelector
    text_position_selector: TextPositionSelector
    link: str | None


class Unsealed(Statements):
    """A receipt without its checksum; `score` is the probability, 0 to 1, that the quote answers the question."""

    type: Literal["receipt"]
    format: Literal[1]
    question: str
    score: float
    speaker: str | None
    versions: ProgramVersions


class Receipt(Unsealed):
    """
    A receipt; a JSON object with exactly these fields, of which those of `SourceFile` alone may be absent.

    `checksum` is the SHA-256 of the other fields as canonical JSON, and shows damage, not forgery.
    """

    checksum: str


def require_receipt(value: object) -> None:
    """
    Check that a value has the fields of a receipt, each of its kind, and no others.

    :raises ReceiptError: naming the field, what it should be and what it is.
    """
    _require(value, Receipt, "")


def shown(value: object) -> str:
    """A value for a message, at most some 80 characters."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= 80 else f"{text[:60]}…{text[-15:]}"


def _require(value: object, kind: Any, path: str) -> None:  # noqa: ANN401  a type hint has no type of its own
    options = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    if value is None and types.NoneType in options:
        return
    kind = options[0]
    if is_typeddict(kind):
        _require_fields(value, kind, path)
    elif not _is(value, kind):
        raise _misfit(path, _described(kind), shown(value))


def _require_fields(value: object, kind: Any, path: str) -> None:  # noqa: ANN401  as above
    if not isinstance(value, Mapping):
        raise _misfit(path, "an object", shown(value))
    hints = get_type_hints(kind)
    missing, unknown = sorted(kind.__required_keys__ - value.keys()), sorted(map(str, value.keys() - hints.keys()))
    if missing or unknown:
        raise _misfit(path, f"an object with {', '.join(hints)}", f"one that lacks {missing} and adds {shown(unknown)}")
    for name in value:
        _require(value[name], hints[name], f"{path}.{name}" if path else name)


def _is(value: object, kind: Any) -> bool:  # noqa: ANN401  as above
    if get_origin(kind) is Literal:
        return type(value) is type(get_args(kind)[0]) and value in get_args(kind)
    if kind is float:
        return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
    return type(value) is kind  # True is no number here


def _described(kind: Any) -> str:  # noqa: ANN401  as above
    if get_origin(kind) is Literal:
        return repr(get_args(kind)[0])
    return {str: "text", int: "a whole number", float: "a number", bool: "true or false"}[kind]


def _misfit(path: str, wanted: str, found: str) -> ReceiptError:
    field = f"the receipt's field {path}" if path else "the receipt"
    return ReceiptError(f"{field} must be {wanted}, not {found}; take the receipt as Visitbot wrote it")
