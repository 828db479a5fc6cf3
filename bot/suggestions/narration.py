"""Questions made from plain sentences of narration, by narrow patterns of English."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.followups import verbs
from bot.followups.antecedents import is_plural
from bot.followups.lexicon import BE
from bot.quotations.lexicon import words
from bot.suggestions.clauses import DATE, NUMBER, POINTING, Clause, clause, is_person
from bot.suggestions.types import Form

Made = tuple[Form, str]
_LEAD = re.compile(
    r"(?:According to [^,]+|In addition|In particular|In total|Overall|Meanwhile|However|Currently|At the same time), "
)
_AFTER = re.compile(r"(?P<when>(?:After|Following|During) the \w+),? (?P<rest>the .+)")
_DATED = re.compile(rf"(?P<rest>.*?) ?\b(?P<tie>on|in) {DATE}", re.I)
_PLACED = re.compile(r"(?P<rest>.*?) ?\b(?:in|at) (?:the )?(?P<place>[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+){0,3})")
_CAUSED = re.compile(r"(?P<rest>.+?) (?:due to|thanks to|owing to) .+")
_AGENT = re.compile(r"(?P<participle>[a-z]+) by (?P<agent>.+)")
_COUNTED = re.compile(
    rf"(?:(?:about|around|almost|nearly|more than|over|some|at least|up to|exactly) )?(?P<number>{NUMBER.pattern}) "
    r"(?P<noun>[a-z][\w-]*(?: [\w-]+){0,3}?)(?P<rest> (?:in|at|on|for|from|across|to|with) .+)?",
    re.I,
)
_NUMBERED = re.compile(
    rf"(?:(?:about|around|almost|nearly|more than|over|some|at least|up to|exactly) )?(?:{NUMBER.pattern}) "
    r"(?P<noun>[\w-]+(?: [\w-]+){0,3}?)(?P<of> of [a-z]+(?: [a-z]+)?)? "
    r"(?P<verb>was|were|are|have|will|can|work|live|took|attended|arrived|came|visited|signed|joined|received|left) "
    r"(?P<rest>[^“”\"();:–—]+)\.",
    re.I,
)
_COST = re.compile(r"(?P<how>will cost|would cost|cost|costs) (?:about |around |almost |nearly |some )?[$€£]?\d.*")
_AMOUNTS = words("million billion thousand percent per cent half third quarter times")
_ASKING = {  # verbs whose object makes a question by itself
    "signed": "sign", "discussed": "discuss", "approved": "approve", "adopted": "adopt", "inspected": "inspect",
    "visited": "visit", "opened": "open", "launched": "launch", "announced": "announce", "presented": "present",
    "unveiled": "unveil", "suggested": "suggest", "proposed": "propose", "received": "receive", "bought": "buy",
}  # fmt: skip
_DOING = _ASKING.keys() | words(
    "awarded thanked invited hosted led chaired founded won built welcomed designed organised organized attended"
)
_PLACED_VERBS = words("took began opened ended started arrived closed met died came returned left held visited signed")


def made(sentence: str, names: Collection[str], speakers: Collection[str]) -> Iterator[Made]:
    """
    The questions that a sentence answers, each with its form.

    :param names: capitalised words that are names in the document.
    :param speakers: who speaks in the document, by full name.
    """
    plain = _LEAD.sub("", " ".join(sentence.split()))
    plain = plain[:1].upper() + plain[1:]
    if question := _how_many(plain):
        yield "how many", question
    if (timed := _AFTER.fullmatch(plain)) and (later := clause(f"T{timed['rest'][1:]}", names)):
        if question := _what(later):
            yield "what", f"{question[:-1]} {timed['when'][0].lower()}{timed['when'][1:]}?"
        return
    found = clause(plain, names)
    if found is None:
        return
    for form, question in (
        ("who", _who(found, speakers)),
        ("how much", _how_much(found)),
        ("how many", _has(found)),
        ("when", _inverted("When", _DATED, found)),
        ("what", _what(found)),
        ("where", _inverted("Where", _PLACED, found)),
        ("why", _inverted("Why", _CAUSED, found)),
    ):
        if question:
            yield form, question  # type: ignore[misc]


def _inverted(asks: str, tail: re.Pattern[str], found: Clause) -> str | None:
    """`When was the deed signed?` of `The deed was signed on 4 March.`."""
    match = tail.fullmatch(found.rest)
    if match is None:
        return None
    rest = match["rest"].strip()
    if found.is_auxiliary:
        timed = found.verb in ("was", "were", "will") or rest.startswith(("to be", "due", "expected", "scheduled"))
        if not rest or not (timed or asks == "Why") or (asks != "When" and found.verb in ("has", "have", "had")):
            return None
        first = rest.split()[0]
        bare = found.verb in BE and first not in verbs.PARTICIPLES and not rest.startswith(("to be", "due", "expected"))
        due = asks != "When" and first not in verbs.PARTICIPLES
        return None if bare or due else f"{asks} {found.verb} {found.subject} {rest}?"
    base = verbs.PAST.get(found.verb)
    if base is None or found.verb not in _PLACED_VERBS:  # of others the end may belong to a noun
        return None
    return f"{asks} did {found.subject} {base} {rest}".rstrip() + "?"


def _who(found: Clause, speakers: Collection[str]) -> str | None:
    agent = _AGENT.fullmatch(found.rest) if found.verb in ("was", "were") else None
    if agent and agent["participle"] in verbs.PARTICIPLES and is_person(agent["agent"], speakers):
        past = verbs.PAST_OF[verbs.PARTICIPLES[agent["participle"]]]
        return f"Who {past} {found.subject}?"
    if found.verb in _DOING and is_person(found.subject, speakers) and len(found.rest.split()) > 1:
        return None if found.rest.startswith(("that ", "to ", "on ", "in ")) else f"Who {found.verb} {found.rest}?"
    return None


def _what(found: Clause) -> str | None:
    if found.verb == "focused" and found.rest.startswith("on "):
        return f"What did {found.subject} focus on?"
    if found.verb == "agreed" and found.rest.startswith("to "):
        return f"What did {found.subject} agree to do?"
    base = _ASKING.get(found.verb)
    goal = found.rest.split()[0] if found.rest else ""
    if base is None or not goal or goal in ("on", "in", "at", "for", "with", "by", "to", "after", "that"):
        return None
    return f"What did {found.subject} {base}?"


def _how_much(found: Clause) -> str | None:
    match = _COST.fullmatch(f"{found.verb} {found.rest}")
    if match is None:
        return None
    verb = match["how"].split()[0]
    auxiliary = {"will": "will", "would": "would", "costs": "does"}.get(verb, "did")
    return f"How much {auxiliary} {found.subject} cost?"


def _has(found: Clause) -> str | None:
    """`How many halls does the museum have?` of `The museum has 12 halls.`."""
    match = _COUNTED.fullmatch(found.rest) if found.verb in ("has", "have") else None
    if match is None or not _is_countable(match["noun"]):
        return None
    auxiliary = "do" if found.verb == "have" else "does"
    return f"How many {match['noun']} {auxiliary} {found.subject} have{match['rest'] or ''}?"


def _how_many(sentence: str) -> str | None:
    """`How many scrolls are in satisfactory condition?` of `188 scrolls are in satisfactory condition.`."""
    match = _NUMBERED.fullmatch(sentence)
    if match is None or not _is_countable(match["noun"]):
        return None
    verb = "were" if match["verb"] == "was" else match["verb"]
    rest = match["rest"].split(",")[0]
    if POINTING & set(rest.lower().split()) or not 1 < len(rest.split()) <= 16:
        return None
    return f"How many {match['noun']}{match['of'] or ''} {verb} {rest}?"


def _is_countable(noun: str) -> bool:
    """Whether a phrase is a plural that can be counted: not an amount of money, not a share."""
    parts = noun.lower().split()
    if _AMOUNTS.intersection(parts) or any(part in verbs.PAST or part in ("and", "of", "or") for part in parts):
        return False
    return is_plural(noun) and not any(part in POINTING for part in parts)
