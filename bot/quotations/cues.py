"""Cues of a sentence: verbs of saying, `according to` and `in her words`, each with the words for the speaker."""

from __future__ import annotations

from dataclasses import dataclass

from bot.quotations import lexicon as known
from bot.quotations import phrases
from bot.quotations.frames import Frame, Token
from bot.quotations.names import bare, is_name_word, runs
from bot.quotations.phrases import DASHES, Phrase
from bot.quotations.subjects import subject

OPINIONS = known.words("words word view opinion estimate estimation judgment judgement assessment phrase")
_LEADS = frozenset(("according", "in", "to", "by"))
_AUXILIARIES = known.ADVERBS | known.NEGATIONS | {"having", "ever"}
SHARED = frozenset(("and", "but", "then", "or"))


@dataclass(frozen=True, slots=True)
class Cue:
    """
    Words of saying in a sentence.

    :param start: index of its first token; `end`: after its last one.
    :param source: tokens that name the speaker, or None where the sentence doesn't.
    :param base: the verb's base form, or `according` for those without a verb.
    :param relative: whether it stands in a relative clause: `an architect who said`.
    :param negated: whether it tells what is not said: `did not say`, `denied saying`.
    """

    start: int
    end: int
    source: Phrase | None
    base: str
    relative: bool = False
    negated: bool = False


def cues(frame: Frame) -> list[Cue]:
    """Find the cues of a sentence in order."""
    found: list[Cue] = []
    for index, token in enumerate(frame):
        cue = None
        if token.low in _LEADS:
            cue = _according(frame, index)
        elif (token.low in known.SAYING or token.low in known.BASES) and not (token.is_capital and index > 0):
            cue = _verb(frame, index, found)
        if cue is not None:
            found.append(cue)
    return found


def label(frame: Frame, quote: int) -> Phrase | None:
    """The speaker in `Minister Sobral: “…”` and in `“…” — Ada Quill`."""
    end = quote - 1
    if end > 0 and frame[end].text in {":", *DASHES} and phrases.after(frame, 0) == (0, end):
        return 0, end
    start = quote + 1
    if start + 1 < len(frame) and frame[start].text in DASHES and frame[start + 1].is_capital:
        found = phrases.after(frame, start + 1)
        if found and (found[1] == len(frame) or not frame[found[1]].is_word):
            return found
    return None


def _according(frame: Frame, index: int) -> Cue | None:
    """`according to X`, `in X’s words`, `in her opinion`, `in the words of X`, `for her part`."""
    low, rest = frame[index].low, [token.low for token in frame[index + 1 : index + 3]]
    if low == "according" and rest[:1] == ["to"]:
        return Cue(index, index + 2, _object(frame, index + 2), "according")
    if low == "according" or not rest:
        return None
    if rest[0] in ("his", "her", "their") and any(word in OPINIONS for word in rest[1:]):
        return Cue(index, index + 3, (index + 1, index + 2), "according")
    if rest[0] == "the" and rest[1:] and rest[1] in OPINIONS and frame[index + 3 : index + 4]:
        if frame[index + 3].low == "of":
            return Cue(index, index + 4, _object(frame, index + 4), "according")
        return None
    for at in range(index + 2, min(len(frame), index + 9)):
        if frame[at].low in OPINIONS and frame[at - 1].text.endswith(("’s", "'s", "s’", "s'")):
            return Cue(index, at + 1, (index + 1, at), "according")
        if not frame[at].is_word:
            break
    return None


def _object(frame: Frame, start: int) -> Phrase | None:
    if start < len(frame) and frame[start].low in ("him", "her", "them"):
        return start, start + 1
    return phrases.after(frame, start)


def _verb(frame: Frame, index: int, found: list[Cue]) -> Cue | None:
    token = frame[index]
    base = known.SAYING.get(token.low) or _after_auxiliary(frame, index)
    if base is None or not _speaks(frame, index, base):
        return None
    end = _verb_end(frame, index, base)
    if base in known.PARTICLES:
        end = index + 2
    source = _source(frame, index, end, found)
    if base == "read" and source and not _is_text(frame[source[0] : source[1]]):
        return None
    relative = index > 0 and frame[index - 1].low in known.RELATIVES
    return Cue(index, end, source, base, relative, _is_negated(frame, index, base))


def _is_text(source: list[Token]) -> bool:
    """Whether the subject of `read` is what is read, not who reads it."""
    return any(bare(token.low).removesuffix("s") in known.TEXTS for token in source)


def _is_negated(frame: Frame, index: int, base: str) -> bool:
    """Whether the verb at `index` tells what is not said: `did not say`, but not `did not deny` or `not only said`."""
    at = index
    while at > 0 and (frame[at - 1].low in _AUXILIARIES or frame[at - 1].low.endswith("n't")):
        at -= 1
    lead = [token.low for token in frame[at : index + 1]]
    if at > 0 and known.SAYING.get(frame[at - 1].low) == "deny":  # "denied ever having said"
        return any(low.endswith("ing") for low in lead)
    negated = any(low in known.NEGATIONS or low.endswith("n't") for low in lead)
    return negated and base != "deny" and not {"only", "just"} & set(lead)


def _after_auxiliary(frame: Frame, index: int) -> str | None:
    """The verb in `did confirm`, `would not say` and `didn’t say`."""
    before = (token.low.removesuffix("n't") for token in frame[max(0, index - 2) : index])
    auxiliary = next((low for low in before if low in ("did", "would", "could")), None)
    return frame[index].low if auxiliary and frame[index].low in known.BASES else None


def _speaks(frame: Frame, index: int, base: str) -> bool:
    """Whether the word is a verb of saying here, not a noun, an adjective or a part of something else."""
    following = frame[index + 1] if index + 1 < len(frame) else None
    previous = frame[index - 1] if index else None
    particles = known.PARTICLES.get(base)
    if particles and not (following and following.low in particles):
        return False
    if previous and previous.low in known.DETERMINERS | known.PREPOSITIONS and previous.low != "that":
        return False
    low = frame[index].low
    if low in known.NOUNS:
        announced = following is None or following.quoted or following.low == "that" or following.text in ",:."
        return bool(announced) and (previous is None or not previous.quoted or following is None)
    plural = previous is not None and previous.low in ("they", "we", "i")
    return base != low or base == "put" or plural or _after_auxiliary(frame, index) is not None


def _verb_end(frame: Frame, index: int, base: str) -> int:
    """Take a short hearer into the cue: `told reporters`, `assured the guests`."""
    start = index + 1
    if base not in known.ADDRESSING:
        return start
    end = start
    while end < min(len(frame), start + 3) and _is_hearer(frame, end):
        end += 1
    determined = end > start and frame[start].low in known.DETERMINERS
    # "told the news agency" if nothing follows, else "told the guests" or "told reporters".
    if end < len(frame) and frame[end].is_word and not _is_preposition(frame, end):
        end = min(end, start + 1 + determined)
    return end if end - start > determined else start


def _is_hearer(frame: Frame, at: int) -> bool:
    low = frame[at].low
    return frame[at].is_word and not frame[at].is_capital and not (
        _is_preposition(frame, at) or low in known.CLAUSE_OPENERS | known.CONJUNCTIONS | known.ADVERBS
    )  # fmt: skip


def _is_preposition(frame: Frame, at: int) -> bool:
    return frame[at].low in known.PREPOSITIONS


def _source(frame: Frame, index: int, end: int, found: list[Cue]) -> Phrase | None:
    if _is_inverted(frame, index):
        inverted = phrases.after(frame, end)
        if inverted and _is_speaker(frame, inverted):
            return inverted
    at = index
    while at > 0 and frame[at - 1].low in known.ADVERBS:
        at -= 1
    previous = frame[at - 1] if at else None
    participle = frame[index].low.endswith("ing")
    if participle and previous and is_name_word(previous):
        return next((run for run in runs(frame[:index]) if run[1] == at), None)
    if previous is None or participle or previous.low in SHARED:
        return _shared(frame, found)
    direct = phrases.before(frame, index)
    if direct and _is_speaker(frame, direct):
        return direct
    return _shared(frame, found) if previous.text == "," or direct is None else None


def _shared(frame: Frame, found: list[Cue]) -> Phrase | None:
    """The speaker of the sentence's cue before, or else the sentence's subject."""
    earlier = next(
        (cue.source for cue in reversed(found) if cue.source and not cue.relative and cue.base != "according"), None
    )
    return earlier or subject(frame)


def _is_inverted(frame: Frame, index: int) -> bool:
    previous = index - 1
    while previous >= 0 and (frame[previous].text in DASHES or frame[previous].text == ","):
        previous -= 1
    return previous >= 0 and frame[previous].quoted is not None


def _is_speaker(frame: Frame, phrase: Phrase) -> bool:
    tokens = frame[phrase[0] : phrase[1]]
    if tokens[0].low in known.SUBJECTS:
        return tokens[0].low != "it"
    return any(t.is_capital for t in tokens) or tokens[0].low in known.DETERMINERS or _is_bare(tokens)


def _is_bare(tokens: list[Token]) -> bool:
    """Whether a phrase without determiner is a short noun such as `officials` or `sources`."""
    return len(tokens) <= 3 and tokens[-1].text.islower() and tokens[-1].low not in known.ADVERBS
