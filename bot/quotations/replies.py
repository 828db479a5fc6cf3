"""Who may answer: the person addressed before a pronoun and the verb beside it."""

from __future__ import annotations

from bot.quotations import lexicon as known
from bot.quotations.frames import Frame
from bot.quotations.phrases import Phrase, after


def addressed(frame: Frame, verb: str) -> Phrase | None:
    """Who is addressed in a sentence and may reply with a verb: `Bo Lind` in `Ada Quill asked Bo Lind`."""
    for index in range(1, len(frame)):
        base = known.SAYING.get(frame[index].low, "")
        if verb in known.HEARING.get(base, ()) and not frame[index - 1].quoted and (found := after(frame, index + 1)):
            return found
    return None


def verb_beside(frame: Frame, at: int) -> str:
    """The base of the verb of saying that follows a pronoun, or stands right before it; "" if none does."""
    beside = (*frame[at + 1 : at + 4], *frame[max(0, at - 1) : at])
    return next((known.SAYING[token.low] for token in beside if token.low in known.SAYING), "")
