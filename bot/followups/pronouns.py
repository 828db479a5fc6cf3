"""Pronouns of a question that nothing in the question itself explains, and their replacement."""

from __future__ import annotations

from collections.abc import Sequence

from bot.followups import antecedents
from bot.followups.antecedents import Turn
from bot.followups.lexicon import (
    AUXILIARIES,
    BE,
    CONNECTORS,
    EMPTY,
    EMPTY_IT,
    GROUPS,
    OF_THINGS,
    PERSONS,
    PLACES,
    SPEECH,
    THINGS,
    WH,
)
from bot.followups.question import Question, Word, tokens
from bot.followups.verbs import BASES, PARTICIPLES
from bot.quotations.lexicon import ADVERBS, DETERMINERS, GENERIC
from bot.quotations.lexicon import words as lexicon
from bot.quotations.marks import DOUBLE
from bot.quotations.names import is_role

_OPENERS = WH | AUXILIARIES | {"tell", "name", "explain", "describe"}
_CLAUSES = frozenset(("that", "if", "whether", "since", "who", "how", "when"))
_ANYBODY = lexicon("anyone someone everyone nobody somebody anybody everybody people person")


def replaced(question: str, turns: Sequence[Turn]) -> str:
    """
    A question with its dangling pronouns replaced by what they stand for; unchanged where that is not known.

    Of each kind of pronoun the first is replaced: `he` in `What did he say about his visit?`, for `his` leans on it.
    """
    words = tokens(question)
    if not _asks(words):
        return question
    found = []
    for kind in (PERSONS, GROUPS, THINGS):
        at = _dangling(question, words, kind)
        if at is not None and (meant := _meant(kind, words, at, turns)):
            found.append((words[at], meant + _ending(words, at, kind, meant)))
    for word, text in sorted(found, key=lambda pair: -pair[0].start):
        question = question[: word.start] + text + question[word.end :]
    return question


def _meant(kind: dict[str, str], words: Sequence[Word], at: int, turns: Sequence[Turn]) -> str | None:
    if kind is PERSONS:
        return antecedents.person(turns)
    if kind is THINGS:
        return antecedents.thing(turns[-1])
    found = antecedents.group(turns[-1])
    verb = next((word.low for word in words[at + 1 :] if word.low not in ADVERBS), "")
    doing = words[at].low == "they" and at > 0 and words[at - 1].low not in BE and verb not in OF_THINGS
    return None if found and doing and not antecedents.acts(found) else found


def _asks(words: Sequence[Word]) -> bool:
    """Whether this is an English question, to judge by its first words."""
    kept = [word.low for word in words if word.low not in CONNECTORS and word.text[0].isalnum()][:2]
    return bool(kept) and (kept[0] in _OPENERS or (kept[0] in PLACES and kept[-1] in WH))


def _ending(words: Sequence[Word], at: int, kind: dict[str, str], meant: str) -> str:
    """The possessive ending, where the pronoun has one: `her visit`, but not `about her`."""
    ending = kind[words[at].low]
    if words[at].low == "her" and not _noun_follows(words, at):
        return ""
    return "’" if ending and meant.endswith("s") and kind is not PERSONS else ending


def _noun_follows(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.text[0].isalnum() and following.low not in PLACES | AUXILIARIES | {"and"}


def _dangling(question: str, words: Sequence[Word], kind: dict[str, str]) -> int | None:
    """Where the first pronoun of a kind stands if the question does not explain it."""
    free = (at for at, word in enumerate(words) if word.low in kind and not _is_quoted(question, word))
    at = next((at for at in free if _stands_for(words, at)), None)
    if at is None or (kind is THINGS and _is_empty(words, at)) or _is_explained_after(words, at, kind):
        return None
    if _is_subject(question, words, at):
        return at
    return None if (_has_person if kind is PERSONS else _has_thing)(words, at) else at


def _is_quoted(question: str, word: Word) -> bool:
    return sum(mark in DOUBLE for mark in question[: word.start]) % 2 == 1


def _auxiliary(words: Sequence[Word]) -> int | None:
    return next((at for at, word in enumerate(words) if word.low in AUXILIARIES), None)


def _is_explained_after(words: Sequence[Word], at: int, kind: dict[str, str]) -> bool:
    """Whether the owner follows: `How much of its power does Norland buy?`."""
    auxiliary = _auxiliary(words)
    owner = bool(kind[words[at].low]) or (words[at].low == "her" and _noun_follows(words, at))
    if owner and words[0].low in ("who", "whose", "which"):
        return True
    return owner and auxiliary is not None and at < auxiliary


def _is_subject(question: str, words: Sequence[Word], at: int) -> bool:
    """Whether a pronoun follows the question's auxiliary, so that no noun of the opening can be what it means."""
    auxiliary = Question.read(question).auxiliary
    directly = auxiliary is not None and auxiliary[1] + 1 == words[at].start
    return directly and words[0].low in WH | PLACES and words[at].low in ("he", "she", "they", "it")


def _stands_for(words: Sequence[Word], at: int) -> bool:
    """Whether a word is a pronoun for a thing: `that` also opens clauses, and `say it` means words."""
    word, before = words[at], words[at - 1].low if at else ""
    if (word.low in THINGS and before in SPEECH) or (word.is_capital and at):
        return False
    if word.low not in ("that", "this"):
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or not following.text[0].isalnum():
        return True
    return before in AUXILIARIES and (following.low in PARTICIPLES or following.low in BE | PLACES)


def _has_person(words: Sequence[Word], at: int) -> bool:
    if words[0].low == "who" and at > 2:
        return True
    before = range(at)
    if words[0].low in PLACES and at <= 2:  # "In his own words, why did the minister leave?"
        before = range(len(words))
    for index in before:
        word, previous = words[index], words[index - 1].low if index else ""
        capital = word.is_capital and index > 0 and word.low not in WH | AUXILIARIES and previous not in ("in", "at")
        forms = {word.low, word.low.removesuffix("s").removesuffix("'")}
        if capital or any(is_role(form) or form in GENERIC or form in _ANYBODY for form in forms):
            return True
    return False


def _has_thing(words: Sequence[Word], at: int) -> bool:
    """Whether a noun before the pronoun may be what it means; in `What did Orsk say about it?` Orsk is not."""
    previous = words[at - 1].low if at else ""
    said = previous in PLACES and any(word.low in SPEECH for word in words[:at])
    for index, word in enumerate(words[:at]):
        before = words[index - 1].low if index else ""
        if not word.text[0].isalnum() or word.low in EMPTY | ADVERBS or before == "how":
            continue
        if word.is_verb and before not in DETERMINERS:
            continue
        if said and (word.is_capital or is_role(word.low)):
            continue
        return True
    return False


def _is_empty(words: Sequence[Word], at: int) -> bool:
    """Whether `it` means nothing: `Is it safe to eat …`, `How long did it take to …`, `Was it planned that …`."""
    if words[at].low == "its":
        return False
    before = words[at - 1].low if at else ""
    following = [word.low for word in words[at + 1 :]]
    if before in ("time", "far", "make", "makes", "made", "find", "finds", "found"):
        return True
    if (len(following) > 2 and EMPTY_IT.intersection(following[:4])) or _CLAUSES.intersection(following):
        return True
    pairs = zip(words[at + 1 :], words[at + 2 :], strict=False)
    infinitive = any(a.low == "to" and b.low in BASES | BE | {"be"} for a, b in pairs)
    return infinitive and before in AUXILIARIES and not (at + 1 < len(words) and words[at + 1].is_verb)
