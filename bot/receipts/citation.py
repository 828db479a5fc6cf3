"""
Cited documents as CSL-JSON, which reference managers and pandoc read.

There is one item for each document, not for each quote: a reference manager keeps works, and the same page five times
would be five duplicates to merge. The quotes and their places are in the item's `note`, which managers import, and the
receipts in its `custom`, which the schema keeps for such data. A place belongs to a citation, as its locator, so
`locator` is left to the writer's text.

An item is a `webpage` where the document has an address on the web, else a `document`. It is never a `speech`, and a
speaker is never its author: that somebody speaks in one quote doesn't make the document theirs. There is no `accessed`
date, because nothing here reads a clock.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.receipts.fragment import is_web_address
from bot.receipts.receipt import canonical_json
from bot.receipts.shape import Receipt, Source

EXTRACTED = "Text extracted from the file; the places are in that text."

_YEAR_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


def items(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """One CSL-JSON item for each document that the receipts cite, in the order of their first quotes."""
    groups: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        groups.setdefault(_id(receipt["document"]), []).append(receipt)
    return [_item(key, group) for key, group in groups.items()]


def issued(written: str) -> dict[str, Any]:
    """
    A date as a CSL date variable; one that isn't ISO 8601 stays as its publisher wrote it.

    >>> issued("2026-11-28"), issued("2026-11"), issued("28 November")
    ({'date-parts': [[2026, 11, 28]]}, {'date-parts': [[2026, 11]]}, {'literal': '28 November'})
    """
    try:
        if match := _YEAR_MONTH.fullmatch(written):
            parts = [int(part) for part in match.groups() if part]
            date(*(*parts, 1, 1)[:3])
        else:
            day = datetime.fromisoformat(written)
            parts = [day.year, day.month, day.day]
    except ValueError:
        return {"literal": _line(written)}
    return {"date-parts": [parts]}


def _item(key: str, receipts: Sequence[Receipt]) -> dict[str, Any]:
    document = receipts[0]["document"]
    url, day = document["url"], document["date"]
    on_web = url is not None and is_web_address(url)
    item: dict[str, Any] = {"id": key, "type": "webpage" if on_web else "document"}
    item["title"] = _line(document["title"] or "Untitled document")
    if on_web:
        item["URL"] = url
    if day:
        item["issued"] = issued(day)
    if document["language"]:
        item["language"] = document["language"]
    notes = [*map(_note, receipts), *([EXTRACTED] if document.get("extracted") else [])]
    item["note"] = "\n".join(dict.fromkeys(notes))
    item["custom"] = {"receipts": list(receipts)}
    return item


def _note(receipt: Receipt) -> str:
    place = f"paragraph {receipt['sentence']['paragraph']}, sentence {receipt['sentence']['number']}"
    said_by = f", {_line(receipt['speaker'])}" if receipt["speaker"] else ""
    return f"“{_line(receipt['quote']['text'])}” ({place}{said_by})"


def _id(document: Source) -> str:
    return f"visitbot-{hashlib.sha256(canonical_json(document)).hexdigest()[:12]}"


def _line(text: str) -> str:
    return " ".join(text.split())
