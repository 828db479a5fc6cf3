"""Checking a receipt against a document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot import __version__
from bot.document import Document, Sentence
from bot.errors import DocumentError, VisitbotError
from bot.files.faults import Fault
from bot.receipts.errors import ReceiptError
from bot.receipts.receipt import checksum, statements
from bot.receipts.shape import SourceFile, Statements, require_receipt, shown

YES, NO, UNUSABLE = 0, 1, 2
FILE_FIELDS = SourceFile.__optional_keys__
MAX_BYTES = 64 * 1024 * 1024  # a receipt of a document of the largest size fits

# Reasons for which a file that may be the right one is not read.
_NOT_OF_THE_CONTENT: frozenset[Fault] = frozenset(
    (
        "unknown_type", "no_reader", "not_regular", "missing_library", "text_too_large", "too_large", "too_many_bytes",
        "too_slow", "too_costly", "too_much_memory", "killed",
    )
)  # fmt: skip


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

    What it states about the file is compared where both have one: a text may be checked without its file.

    Its question, score, speaker and versions can't be worked out from the document; like every field they are
    covered by the checksum, which shows that a receipt was damaged, not that it was forged.

    :raises ReceiptError: if it is no receipt, naming the field.
    """
    require_receipt(receipt)
    faults = list(_damage(receipt))
    if receipt["document"]["sha256"] != document.sha256:
        hint = _version_hint(receipt) if document.extracted else ""  # another version may extract other text
        faults.append(_unequal("document.sha256", receipt["document"]["sha256"], document.sha256) + hint)
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
    :param document: a file that `Document.from_file` reads; a damaged one is not the document, whatever else it is.
    :return: the exit code, which is YES, NO or UNUSABLE, and a sentence for people.
    """
    try:
        receipt = read(file)
        check = _compared(receipt, document)
    except (VisitbotError, OSError) as error:
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


def _compared(receipt: Mapping[str, Any], path: Path) -> Check:
    """Compare the bytes first: a changed file may not be readable any more."""
    described = receipt["document"]
    known = described.get("file_sha256")
    if known is not None and path.is_file():
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != known:
            return Check((*_damage(receipt), _unequal("document.file_sha256", known, found, "the file has")))
    stated = {name: described[name] for name in ("title", "url", "date", "language")}
    try:
        return verify(receipt, replace(Document.from_file(path), **stated))
    except DocumentError as error:
        if known is not None or error.kind in _NOT_OF_THE_CONTENT:
            raise
        return Check((str(error),))


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
    is_of_file = (receipt["document"].get("file_sha256") is None) == (true["document"]["file_sha256"] is None)
    for group, value in true.items():
        stated = receipt[group]
        if not isinstance(value, dict):
            if stated != value:
                yield _unequal(group, stated, value)
            continue
        names = [name for name in value if name in stated and (name not in FILE_FIELDS or is_of_file)]
        yield from (_unequal(f"{group}.{n}", stated[n], value[n]) for n in names if stated[n] != value[n])


def _unequal(field: str, stated: object, found: object, source: str = "the document gives") -> str:
    return f"{field}: the receipt states {shown(stated)}, {source} {shown(found)}"


def _version_hint(receipt: Mapping[str, Any]) -> str:
    made_by = receipt["versions"]["program"]
    return (
        "" if made_by == __version__ else f" (made by version {made_by}, this is {__version__}; check it with that one)"
    )
