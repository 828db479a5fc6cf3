"""Who acts in a sentence: its first noun phrase that can, past an opening such as `After the talks,`."""

from __future__ import annotations

from bot.quotations import lexicon as known
from bot.quotations.frames import Frame
from bot.quotations.phrases import APPOSITION, Phrase, after


def subject(frame: Frame) -> Phrase | None:
    """The first noun phrase of a sentence that can act: a pronoun, a name or a named office."""
    start = _after_lead(frame)
    for index in range(start, min(len(frame), start + APPOSITION)):
        token = frame[index]
        if token.quoted:
            return None
        if token.low in known.SUBJECTS and token.low != "it":
            return index, index + 1
        inside = index > start and frame[index - 1].low in known.PREPOSITIONS
        if not inside and _can_act(frame, index):
            found = after(frame, index)
            if found and (found[1] - found[0] > 1 or token.low not in known.DETERMINERS):
                return found
    return None


def introducer(frame: Frame) -> Phrase | None:
    """The speaker in `With these words the mayor opened …`, which follows a quotation."""
    if [token.low for token in frame[:3]] in (["with", "these", "words"], ["with", "those", "words"]):
        return after(frame, 3)
    if [token.low for token in frame[2:4]] == ["with", "which"] and frame[0].low in known.DETERMINERS:
        return after(frame, 4)
    return None


def _can_act(frame: Frame, index: int) -> bool:
    token = frame[index]
    if token.low == "the":
        return True
    if not token.is_capital or token.low in known.MONTHS_AND_DAYS | known.DETERMINERS:
        return False
    return token.low not in known.PREPOSITIONS | known.CLAUSE_OPENERS | known.ADVERBS | known.CONJUNCTIONS


def _after_lead(frame: Frame) -> int:
    """Skip `After the talks,` and `Speaking in Corran,` where somebody follows the comma."""
    first = frame[0].low
    leads = first in known.PREPOSITIONS | known.CLAUSE_OPENERS or (first.endswith("ing") and frame[0].is_capital)
    if not leads:
        return 0
    for index, token in enumerate(frame[:APPOSITION]):
        following = frame[index + 1] if index + 1 < len(frame) else None
        if token.text == "," and following and (following.low in known.SUBJECTS or _can_act(frame, index + 1)):
            return index + 1
    return 0
