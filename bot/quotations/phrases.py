"""Noun phrases of a narration's sentence: the one before a verb of saying and the one after it."""

from __future__ import annotations

from bot.quotations import lexicon as known
from bot.quotations.frames import Frame, Token
from bot.quotations.names import PARTICLES, is_role

Phrase = tuple[int, int]  # half-open, indices of tokens

LONGEST = 14
TIED = 5  # prepositions in one phrase
APPOSITION = 45
DASHES = frozenset("–—―-")
TIES = known.words("of for at in from and with to")
_NAME_PARTS = PARTICLES | {"and", "y", "zu"}


def before(frame: Frame, end: int) -> Phrase | None:
    """
    The noun phrase that ends right before token `end`, with the name or office that a comma joins to it.

    `The mayor of Corran, Ada Quill, said` gives `The mayor of Corran, Ada Quill`;
    `Ada Quill, who had come by train, said` gives `Ada Quill`.
    """
    end = _skip_back(frame, end)
    if end <= 0:
        return None
    if frame[end - 1].low in known.RELATIVES:
        end -= 1
        end -= end > 0 and frame[end - 1].text == ","
        return _simple_before(frame, end)
    if frame[end - 1].text == "," or frame[end - 1].text in DASHES:
        return _around_apposition(frame, end - 1)
    if frame[end - 1].text == ")":
        return _with_brackets(frame, end)
    return _simple_before(frame, end)


def after(frame: Frame, start: int) -> Phrase | None:
    """The noun phrase that begins at token `start`, such as `the mayor of Corran, Ada Quill`."""
    end = _simple_after(frame, start)
    if end is None:
        return None
    if frame[start].low in known.SUBJECTS:
        return start, end
    if end + 1 < len(frame) and frame[end].text == "," and not is_name(frame, start, end):
        name = _simple_after(frame, end + 1)
        if name is not None and is_name(frame, end + 1, name):
            return start, name
    return start, end


def is_name(frame: Frame, start: int, end: int) -> bool:
    """Whether tokens are nothing but capitalised words and the small words of names."""
    tokens = frame[start:end]
    capitals = [t for t in tokens if t.is_capital and t.low not in known.DETERMINERS]
    return bool(capitals) and all(t.is_capital or t.low in _NAME_PARTS for t in tokens) and tokens[0] in capitals


def _skip_back(frame: Frame, end: int) -> int:
    while end > 0 and (frame[end - 1].low in known.ADVERBS or _is_adverb(frame[end - 1])):
        end -= 1
    return end


def _is_adverb(token: Token) -> bool:
    return token.text.endswith("ly") and token.text.islower() and len(token.text) > 4


def _is_barrier(token: Token) -> bool:
    """Whether a noun phrase can't run through this token."""
    if token.quoted or not (token.is_word or token.text in "&.%$€£"):
        return True
    low = token.low
    if token.is_capital and low not in known.DETERMINERS and low not in known.PREPOSITIONS:
        return low in known.MONTHS_AND_DAYS or low in ("as", "when", "while", "but", "and", "if", "although")
    return low in known.CLAUSE_OPENERS or low in known.RELATIVES or low in ("but", "or", "yet", "then", "so", "not")


def _simple_before(frame: Frame, end: int) -> Phrase | None:
    """A noun phrase without commas, found from its last word backwards."""
    if end <= 0 or _is_barrier(frame[end - 1]):
        return None
    if frame[end - 1].low in known.SUBJECTS:
        return end - 1, end
    if frame[end - 1].low in known.POSSESSIVES or frame[end - 1].low in known.PREPOSITIONS:
        return None
    start = _chunk_start(frame, end)
    for _ in range(TIED):
        if start is None or start < 2 or frame[start - 1].low not in TIES or not _joins(frame, start - 1):
            break
        wider = _chunk_start(frame, start - 1)
        start = start if wider is None else wider
    if start is None or start >= end:
        return None
    return _without_lead(frame, start, end), end


def _without_lead(frame: Frame, start: int, end: int) -> int:
    """Drop the `reply` of `In reply Ada Quill said`: a noun between a preposition and a name."""
    at = start
    while start > 0 and frame[start - 1].low in known.PREPOSITIONS and at < end - 1 and frame[at].text.islower():
        if frame[at].low in known.DETERMINERS or is_role(frame[at].low):
            return start
        at += 1
    return at if frame[at].is_capital else start


def _joins(frame: Frame, at: int) -> bool:
    """Whether the preposition at `at` ties what follows to a noun before it."""
    previous, preposition = frame[at - 1], frame[at].low
    if not previous.is_word or previous.low in known.PREPOSITIONS | known.ADVERBS or previous.low in known.SAYING:
        return False
    if preposition == "of" or (preposition == "to" and previous.is_capital):
        return True
    if preposition == "and":
        return previous.is_capital and frame[at + 1].low not in known.DETERMINERS
    return previous.is_capital or any(t.low in known.DETERMINERS for t in frame[max(0, at - 4) : at])


def _chunk_start(frame: Frame, end: int) -> int | None:
    """Where the words that end at `end` begin: at a determiner, or where names and their offices begin."""
    start = end
    while start > 0 and end - start < LONGEST:
        token = frame[start - 1]
        if start < end and _is_complementiser(frame, start - 1):
            break
        if token.low in known.DETERMINERS or token.text.endswith(("’s", "'s")):
            start -= 1
            return _possessor(frame, start) if token.text.endswith(("’s", "'s")) else start
        if _is_barrier(token) or token.low in known.PREPOSITIONS or token.low in ("and", "or"):
            break
        if token.low in known.SAYING and not token.is_capital and start < end and not token.low.endswith("ing"):
            break
        start -= 1
    return start if start < end else None


def _is_complementiser(frame: Frame, at: int) -> bool:
    """Whether the token is the `that` of a clause: `said that officials had called`, `the news that Quill said`."""
    return frame[at].low == "that" and (frame[at + 1].is_capital or (at > 0 and frame[at - 1].low in known.SAYING))


def _possessor(frame: Frame, start: int) -> int:
    """Extend `airline’s` in `the airline’s spokesman` to its determiner or name."""
    first = start
    while start > 0 and first - start < 5:
        token = frame[start - 1]
        if token.low in known.DETERMINERS:
            return start - 1
        if not (token.is_capital or (token.is_word and token.low == "of")):
            break
        start -= 1
    return start


def _with_brackets(frame: Frame, end: int) -> Phrase | None:
    opening = end - 1
    while opening > 0 and frame[opening].text != "(" and end - opening < LONGEST:
        opening -= 1
    found = _simple_before(frame, opening)
    return (found[0], end) if found else None


def _around_apposition(frame: Frame, comma: int) -> Phrase | None:
    """The phrase that the commas or dashes before `comma` set apart from its verb."""
    nearest: Phrase | None = None
    opening: Phrase | None = None
    for at in range(comma - 1, max(0, comma - APPOSITION), -1):
        if frame[at].quoted:
            break
        if frame[at].text not in ("," if frame[comma].text == "," else DASHES):
            continue
        found = _with_brackets(frame, at) if frame[at - 1].text == ")" else _simple_before(frame, at)
        if found is None:
            continue
        if _ends_in_name(frame, at + 1, comma) and not is_name(frame, *found):
            return found[0], comma
        opens = found[0] == 0 or not frame[found[0] - 1].is_word or frame[found[0] - 1].low in known.CLAUSE_OPENERS
        if opens and is_name(frame, *found):
            return found
        if opens and any(t.is_capital for t in frame[found[0] : found[1]]):
            opening = opening or found
        nearest = nearest or found
    nearest = opening or nearest
    if nearest is None:
        return _simple_before(frame, comma)
    return nearest


def _ends_in_name(frame: Frame, start: int, end: int) -> bool:
    """Whether an apposition is a name, alone or after its office: `the Qasiri minister Idris Halloran`."""
    if is_name(frame, start, end):
        return True
    return end - start > 2 and frame[end - 2].is_capital and frame[end - 1].is_capital and "of" not in (
        frame[end - 3].low, frame[end - 2].low
    )  # fmt: skip


def _simple_after(frame: Frame, start: int) -> int | None:
    """Where the phrase without commas that begins at `start` ends."""
    if start >= len(frame) or _is_barrier(frame[start]) and frame[start].low not in known.DETERMINERS:
        return None
    if frame[start].low in known.SUBJECTS:
        return start + 1
    end = start
    named = False
    while end < len(frame) and end - start < LONGEST:
        token = frame[end]
        determiner = token.low in known.DETERMINERS and (end == start or frame[end - 1].low in known.PREPOSITIONS)
        if not determiner and (_is_barrier(token) or _stops(frame, end, start, named)):
            break
        named = named or (token.is_capital and token.low not in known.DETERMINERS)
        end += 1
    while end > start and (frame[end - 1].low in known.PREPOSITIONS or frame[end - 1].text == "."):
        end -= 1
    return end if end > start else None


def _stops(frame: Frame, at: int, start: int, named: bool) -> bool:
    """Whether a phrase that began at `start` ends before token `at`; `named` if it has a name by now."""
    token = frame[at]
    if token.is_capital:
        return False
    if token.low == "of" or _is_shortening(frame, at):
        return False
    if token.low == "and" or token.low in known.PREPOSITIONS:
        return not _goes_on(frame, at, named)
    if token.low in known.ADVERBS | known.DETERMINERS or token.low in known.SAYING or _is_adverb(token):
        return True
    if token.low in _NAME_PARTS or is_role(token.low) or token.low in known.GROUPS:
        return False
    return frame[at - 1].is_capital if named else at > start and is_role(frame[at - 1].low)


def _is_shortening(frame: Frame, at: int) -> bool:
    """Whether the token is the dot of `Corp. spokesman` or `Inc. vice president`."""
    following = frame[at + 1 : at + 3]
    if frame[at].text != "." or frame[at - 1].low not in known.COMPANIES or not following:
        return False
    return following[0].low not in known.DETERMINERS and any(is_role(token.low) for token in following)


def _goes_on(frame: Frame, at: int, named: bool) -> bool:
    """Whether `and` or a preposition ties what follows it to the phrase."""
    following = frame[at + 1] if at + 1 < len(frame) else None
    if following is None:
        return False
    if frame[at].low == "and":
        return following.is_capital and named
    return not named and frame[at].low in ("for", "in", "at") and following.low not in ("a", "an")
