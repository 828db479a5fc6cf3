"""Which cue and source belong to each quotation of a sentence, and which quoted words nobody says."""

from __future__ import annotations

from dataclasses import dataclass

from bot.quotations import lexicon as known
from bot.quotations import phrases
from bot.quotations.cues import Cue, label
from bot.quotations.frames import Frame, Token
from bot.quotations.phrases import Phrase
from bot.quotations.subjects import subject

SENTENCE_WORDS = 6
TITLE_WORDS = 7
REACH = 30  # tokens between a cue and the words it announces
CLAUSE_ENDS = frozenset(".,!?…—–:;")
NAMING = known.words(
    "so-called called named titled entitled dubbed nicknamed known slogan motto title headlined headline word words "
    "term terms phrase newspaper magazine book film song ship programme program project agency codenamed code-named "
    "nickname exercise label"
)
_SMALL = known.PREPOSITIONS | known.DETERMINERS | known.CONJUNCTIONS


@dataclass(frozen=True, slots=True)
class Attribution:
    """
    A quotation of a sentence with its speaker.

    :param quote: index of the quotation's token.
    :param cue: the cue that announces it, or None.
    :param source: the tokens that name its speaker, or None.
    :param whole: whether a whole clause is quoted, not a part of reported speech.
    """

    quote: int
    cue: Cue | None
    source: Phrase | None
    whole: bool


def attributions(frame: Frame, spoken: list[Cue], text: str) -> list[Attribution]:
    """
    Attribute the quotations of a sentence; scare quotes, titles, names and what was not said are left out.

    :param spoken: the sentence's cues.
    """
    found: list[Attribution] = []
    for index, token in enumerate(frame):
        if token.quoted is None:
            continue
        cue, near = _nearest(frame, index, spoken)
        if cue is not None and cue.negated:
            continue
        named = label(frame, index)
        source = cue.source if cue else named
        if cue is None and named is None and index and frame[index - 1].text == ":":
            source = subject(frame)
        whole = _is_whole(frame, index, text, near)
        if _is_said(frame, index, text, cue is not None or source is not None, whole):
            found.append(Attribution(index, cue, source, whole))
    return found


def _nearest(frame: Frame, quote: int, spoken: list[Cue]) -> tuple[Cue | None, bool]:
    """The cue of a quotation, and whether it stands right beside it."""
    following = next((cue for cue in spoken if cue.start > quote and not cue.negated), None)
    preceding = next((cue for cue in reversed(spoken) if cue.end <= quote), None)
    if preceding and _announces(frame, preceding, quote):
        return preceding, True
    if following and _closes(frame, following, quote):
        return following, True
    if preceding and quote - preceding.end <= REACH and not _cut(frame, preceding.end, quote):
        return preceding, False
    # “…,” Ada Quill said, “…”: the cue between two parts belongs to both.
    if following and following.start - quote <= REACH and following.base != "according":
        return following, False
    return (preceding, False) if preceding else (None, False)


def _announces(frame: Frame, cue: Cue, quote: int) -> bool:
    """Whether nothing but a hearer, a time or a comma stands between a cue and the words after it."""
    between = frame[cue.end : quote]
    if any(t.quoted for t in between):
        return False
    marks = [t.text for t in between if not t.is_word]
    return not between or (len(between) <= 8 and between[-1].text in (",", ":") and marks.count(",") <= 1)


def _closes(frame: Frame, cue: Cue, quote: int) -> bool:
    """Whether the cue and its speaker follow right after a quotation."""
    if any(t.quoted for t in frame[quote + 1 : cue.start]):
        return False
    if cue.source is None:
        return cue.start - quote <= 2
    first = min(cue.start, cue.source[0])
    lead = [t for t in frame[quote + 1 : first] if t.is_word and t.low not in known.ADVERBS | {"as", "and", "but"}]
    return first > quote and len(lead) == 0


def _cut(frame: Frame, start: int, end: int) -> bool:
    return any(t.text == ";" for t in frame[start:end])


def _is_whole(frame: Frame, quote: int, text: str, near: bool) -> bool:
    token = frame[quote]
    assert token.quoted is not None
    words = text[token.quoted.start : token.quoted.end]
    ended = words[-1] in CLAUSE_ENDS or not token.quoted.closed
    opens = words[0].isupper() or not words[0].isalpha()
    alone = len(frame) == 1 or not any(t.is_word for t in frame)
    ended = ended or (near and quote == 0 and len(words.split()) > 1)
    introduced = quote > 0 and frame[quote - 1].text in (":", ",") and near
    return (ended or introduced or alone) and (opens or alone or introduced or len(words.split()) > SENTENCE_WORDS)


def _is_said(frame: Frame, quote: int, text: str, has_cue: bool, whole: bool) -> bool:
    """Whether quoted words are somebody's speech, not a scare quote, a title or a name."""
    token = frame[quote]
    assert token.quoted is not None
    words = text[token.quoted.start : token.quoted.end].split()
    previous = frame[quote - 1] if quote else None
    if token.quoted.continues:
        return True
    if _is_title(words, previous) or (previous and previous.low in NAMING and len(words) <= TITLE_WORDS):
        return False
    if has_cue:
        return whole or len(words) > 1 or not _is_scare(frame, quote)
    if [t.text in phrases.DASHES or t.text == "," for t in frame[quote + 1 : quote + 3]] == [True, True]:
        return True  # «Добро пожаловать», — сказал мэр: the attribution of other languages
    if not any(t.is_word for t in frame):
        return len(words) > 2 or words[-1][-1] in ".!?…"
    return whole and len(words) >= SENTENCE_WORDS


def _is_title(words: list[str], previous: Token | None) -> bool:
    content = [word for word in words if word.lower() not in _SMALL]
    capitals = all(not word[0].islower() for word in content)
    if len(words) > TITLE_WORDS or words[-1][-1] in CLAUSE_ENDS:
        return False
    return capitals and (previous is not None and previous.is_word and previous.low not in known.SAYING)


def _is_scare(frame: Frame, quote: int) -> bool:
    """Whether a single quoted word stands inside a phrase: `the "victims"`, `this 'war' on`."""
    previous = frame[quote - 1] if quote else None
    following = frame[quote + 1] if quote + 1 < len(frame) else None
    inside = previous is not None and previous.low in known.DETERMINERS
    return inside and following is not None and following.is_word
