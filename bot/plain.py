"""Results as plain text, for the command line and for clients that show text as it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from bot.answer import Abstention, Answer, Passage
from bot.findings import Findings
from bot.verification import Change, Place, Verification


@singledispatch
def plain(result: object) -> str:
    """
    A result as lines of text.

    :param result: an `Answer`, `Abstention`, `Findings` or `Verification`.
    :raises TypeError: for anything else.
    """
    raise TypeError(f"a result of type {type(result).__name__} has no plain text; give what a Bot returned")


@plain.register
def _(result: Answer) -> str:
    """The quote, its sentence if there is more of it, who says it and how that is known, and the place."""
    said = f"— {result.speaker}" if result.speaker else None
    if said and result.attribution:
        said += f" ({result.attribution})"
    return "\n".join(dict.fromkeys(filter(None, (result.quote, result.sentence.text, said, _place(result.passage)))))


@plain.register
def _(result: Abstention) -> str:
    if result.passage is None:
        return result.message
    nearest = f"Nearest sentence (not an answer): {result.passage.sentence.text}"
    return "\n".join((result.message, nearest, _place(result.passage)))


@plain.register
def _(result: Findings) -> str:
    """Every sentence with its place, and how many were checked."""
    lines = [result.message]
    for match in result.matches:
        speaker = f"{match.speaker}; " if match.speaker else ""
        lines += [match.passage.sentence.text, f"— {speaker}{match.passage.citation}"]
    return "\n".join(lines)


@plain.register
def _(result: Verification) -> str:
    """The verdict; for an altered quote both wordings, the changed words in brackets; every place with its words."""
    lines = [result.message]
    if result.difference:
        lines.append(f"Document: {' '.join(_side(result.difference, quoted=False))}")
        lines.append(f"Quote: {' '.join(_side(result.difference, quoted=True))}")
    lines += [f"— {_speaker(place)}{place.citation}: {place.text}" for place in result.places]
    return "\n".join(lines)


def _place(passage: Passage) -> str:
    return f"— {passage.citation}"


def _speaker(place: Place) -> str:
    return f"{' and '.join(place.speakers)}; " if place.speakers else ""


def _side(changes: tuple[Change, ...], *, quoted: bool) -> Iterator[str]:
    for change in changes:
        words = (change.quoted if quoted else change.original).text
        if words:
            yield words if change.operation == "equal" else f"[{words}]"
