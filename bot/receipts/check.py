"""Checking a receipt against a document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot import __version__
from bot.document import Document, Sentence
from bot.errors import DocumentError, VisitbotError
from bot.receipts.errors import ReceiptError
from bot.receipts.receipt import checksum, statements
from bot.receipts.shape import Statements, require_receipt, shown

YES, NO, UNUSABLE = 0, 1, 2
MAX_BYTES = 64 * 1024 * 1024  # a receipt of a document of the largest size fits


@dataclass(frozen=True, slots=True)
class Check:
    """
    Whether a receipt is true of a document.

    :param faults: what is not true, each with both values; empty if all is.
    """

    faults: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything that the receipt states is true of the document."""
        return not self.faults

    def __str__(self) -> str:
        return "no: " + "; ".join(self.faults) if self.faults else "yes"


def verify(receipt: Mapping[str, Any], document: Document) -> Check:
    """
    Check everything that a receipt states about a document against that document.

    Its question, score, speaker and versions can't be worked out from the document; like every field they are
    covered by the checksum, which shows that a receipt was damaged, not that it was forged.

    :raises ReceiptError: if it is no receipt, naming the field.
    """
    require_receipt(receipt)
    faults = list(_damage(receipt))
    if receipt["document"]["sha256"] != document.sha256:
        faults.append(_unequal("document.sha256", receipt["document"]["sha256"], document.sha256))
        return Check(tuple(faults))
    start, end = receipt["quote"]["start"], receipt["quote"]["end"]
    sentence = _sentence(document, start, end)
    if sentence is None:
        faults.append(f"quote: no sentence of the document holds code points {start}:{end}{_version_hint(receipt)}")
        return Check(tuple(faults))
    found = list(_differences(receipt, statements(document, sentence, start, end)))
    if found:
        found[-1] += _version_hint(receipt)
    return Check((*faults, *found))


def run(file: Path, document: Path) -> tuple[int, str]:
    """
    Check a receipt's file against a document's file.

    A file of text doesn't tell its title, URL, date and language; these are the receipt's own, kept by the checksum.

    :param file: JSON in UTF-8, in any layout.
    :param document: a `.txt` or `.md` file.
    :return: the exit code, which is YES, NO or UNUSABLE, and a sentence for people.
    """
    try:
        receipt = read(file)
        described = receipt["document"]
        stated = {name: described[name] for name in ("title", "url", "date", "language")}
        check = verify(receipt, replace(Document.from_file(document), **stated))
    except (VisitbotError, OSError) as error:
        if isinstance(error, DocumentError) and isinstance(error.__cause__, UnicodeDecodeError):
            return NO, f"no: {error}"  # not the document, whatever else it is
        return UNUSABLE, str(error)
    if not check.ok:
        return NO, str(check)
    sentence = receipt["sentence"]
    place = f"paragraph {sentence['paragraph']}, sentence {sentence['number']}"
    return YES, f"yes: {shown(receipt['quote']['text'])} stands in {document}, {place}"


def read(file: Path) -> dict[str, Any]:
    """
    Read a receipt's file.

    :raises ReceiptError: if it is too large, no JSON in UTF-8, or no receipt.
    :raises OSError: if it can't be read.
    """
    if (size := file.stat().st_size) > MAX_BYTES:
        raise ReceiptError(f"{file} has {size} bytes, a receipt at most {MAX_BYTES}; give the receipt's own file")
    try:
        receipt = json.loads(file.read_bytes().decode("utf-8-sig"), object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise ReceiptError(f"{file} is no JSON in UTF-8 ({error}); save the receipt as Visitbot wrote it") from error
    require_receipt(receipt)
    return dict(receipt)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError(f"a field stands twice among {', '.join(name for name, _ in pairs)}")
    return fields


def _damage(receipt: Mapping[str, Any]) -> Iterator[str]:
    if receipt["checksum"] != (found := checksum(receipt)):
        yield f"{_unequal('checksum', receipt['checksum'], found, 'its fields give')}, so it was changed once written"


def _sentence(document: Document, start: int, end: int) -> Sentence | None:
    return next((s for s in document.sentences if s.start <= start < end <= s.end), None)


def _differences(receipt: Mapping[str, Any], true: Statements) -> Iterator[str]:
    for group, value in true.items():
        stated = receipt[group]
        if not isinstance(value, dict):
            if stated != value:
                yield _unequal(group, stated, value)
            continue
        yield from (_unequal(f"{group}.{name}", stated[name], v) for name, v in value.items() if stated[name] != v)


def _unequal(field: str, stated: object, found: object, source: str = "the document gives") -> str:
    return f"{field}: the receipt states {shown(stated)}, {source} {shown(found)}"


def _version_hint(receipt: Mapping[str, Any]) -> str:
    made_by = receipt["versions"]["program"]
    return (
        "" if made_by == __version__ else f" (made by version {made_by}, this is {__version__}; check it with that one)"
    )
