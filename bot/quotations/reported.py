"""Reported speech: the clauses that a cue announces without quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.quotations import lexicon as known
from bot.quotations.cues import Cue
from bot.quotations.frames import Frame, Token
from bot.quotations.phrases import Phrase

SHORTEST = 3  # words
CLOSING = frozenset(("say", "according", "add", "note", "explain", "recall", "stress", "admit", "warn"))
HEARER = 6  # tokens between `told` and `that`


@dataclass(frozen=True, slots=True)
class Report:
    """A clause of reported speech; `pieces` are its token ranges outside quotations, `source` names who is reported."""

    pieces: tuple[Phrase, ...]
    cue: Cue
    source: Phrase


def reports(frame: Frame, spoken: list[Cue]) -> list[Report]:
    """
    Find the reported clauses of a sentence, in order, none overlapping.

    :param spoken: the sentence's cues.
    """
    found: list[Report] = []
    reached = 0
    spoken = [cue for cue in spoken if cue.source]
    for number, cue in enumerate(spoken):
        if cue.negated:
            continue
        clauses = _clauses(frame, cue, spoken[number + 1 :], reached)
        pieces = [piece for clause in clauses for piece in _pieces(frame, clause)]
        if pieces and cue.source:
            found.append(Report(tuple(pieces), cue, cue.source))
            reached = clauses[-1][1]
    return found


def _clauses(frame: Frame, cue: Cue, later: list[Cue], reached: int) -> list[Phrase]:
    start = _start(frame, cue, later[0].start if later else len(frame))
    if start is None:
        return _around(frame, cue, reached)
    if start < reached:
        return []
    end = next((_first(other) - 1 for other in later if _first(other) > start + SHORTEST), len(frame))
    return [(start, _end(frame, end))] if end > start else []


def _around(frame: Frame, cue: Cue, reached: int) -> list[Phrase]:
    """The clause that a cue closes or interrupts: `The works, he added, took years`."""
    first, last = _first(cue), max(cue.end, _last(cue))
    if first <= reached or frame[first - 1].text != "," or cue.base not in CLOSING or frame[reached].quoted:
        return []
    if frame[reached].low.endswith("ing") or (last < len(frame) and frame[last].text not in (".", ",", ";")):
        return []
    before = reached, first - 1
    return [before, (last + 1, len(frame))] if last < len(frame) and frame[last].text == "," else [before]


def _start(frame: Frame, cue: Cue, limit: int) -> int | None:
    """Where the clause after a cue begins, or None if nothing reported follows it."""
    if cue.base == "according":
        at = max(cue.end, _last(cue))
        if _first(cue) > 0 or at >= len(frame):
            return None
        return at + 1 if frame[at].text == "," else at if cue.start == 0 and frame[at].is_word else None
    if cue.base not in known.REPORTING:
        return None
    for at in range(cue.end, min(limit, cue.end + HEARER)):
        if frame[at].quoted or frame[at].text in ".;:":
            return None
        if frame[at].low in ("that", "whether"):
            return at + 1
    following = frame[cue.end] if cue.end < len(frame) else None
    bare = following is not None and following.is_word and following.low not in known.PREPOSITIONS
    inverted = cue.source is not None and cue.source[0] >= cue.end
    return cue.end if bare and cue.base in known.REPORTING_BARE and not inverted else None


def _first(cue: Cue) -> int:
    return min(cue.start, cue.source[0]) if cue.source else cue.start


def _last(cue: Cue) -> int:
    return cue.source[1] if cue.source else cue.end


def _end(frame: Frame, end: int) -> int:
    while end > 0 and (_is_loose(frame[end - 1]) or frame[end - 1].low in ("and", "that", "but", "or", "as")):
        end -= 1
    return end


def _is_loose(token: Token) -> bool:
    return not (token.is_word or token.quoted or token.text in ")%€$")


def _pieces(frame: Frame, clause: Phrase) -> list[Phrase]:
    """The clause without its quotations; pieces of fewer words than SHORTEST are left out."""
    pieces: list[Phrase] = []
    start = clause[0]
    for at in range(clause[0], clause[1] + 1):
        if at == clause[1] or frame[at].quoted:
            end = _end(frame, at)
            if sum(token.is_word for token in frame[start:end]) >= SHORTEST:
                pieces.append((start, end))
            start = at + 1
    return pieces
