"""Questions about what somebody says, in English: whose words they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.verification.names import TITLES

SAY = "say|tell|note|stress|mention|comment|remark|speak (?:about|of)|talk (?:about|of)|add|emphasi[sz]e|warn|declare"
SAID = (
    "said|told|noted|stressed|stated|mentioned|commented|remarked|spoken (?:about|of)|talked (?:about|of)|added|"
    "emphasi[sz]ed|warned|declared|saying"
)
HOLD = "think|believe|claim|argue|suggest|describe|call|assess|characteri[sz]e|rate|feel"
HELD = "thought|believed|claimed|argued|suggested|described|called|assessed|characteri[sz]ed|rated"
WORDS = "comments?|words?|remarks?|message|statements?"
OPINION = "opinion|views?|position|stance|advice|reaction|assessment|take|thoughts?"
_NAME = r"(?P<name>(?:[^\s,?]+ ){0,7}?[^\s,?]+?)"
_HELPING = r"(?:is|was|are|were|be|been|has|have|had|did|does|do|else|all|who|what|when|where|why|how|which|whose)\b"
_FILLER = "(?:have to |had to |also |ever |actually |really )?"


def _patterns(now: str, then: str, thing: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of asking by a verb, in both forms, or a noun."""
    patterns = (
        rf"\b(?:what|how) (?:is|was|are|were|has|have|had|about) {_NAME}['’]s? (?:{thing})\b",
        rf"\b(?:did|does|do|would) {_NAME} {_FILLER}(?:{now})\b",
        rf"\b(?:has|have|had|is|was) {_NAME} {_FILLER}(?:{then})\b",
        rf"\bwhat (?!{_HELPING}){_NAME} (?:also )?(?:{then})\b",
        rf"^(?!{_HELPING}){_NAME} (?:also )?(?:{then}) what\b",
        rf"\b(?:{then}) by {_NAME}(?=,|\?|$| (?:on|about|as|in|at|during)\b)",
        rf"\b(?:{thing}) of {_NAME}(?= (?:on|about|regarding|concerning)\b|,|\?|$)",
    )
    return tuple(re.compile(pattern, re.I) for pattern in patterns)


# What somebody says are their words; what they think may be told by others too.
SAYS = (
    *_patterns(SAY, SAID, WORDS),
    re.compile(
        rf"\baccording to {_NAME}(?=,|\?|$| (?:what|who|how|when|where|why|which|did|does|is|are|was|were|do)\b)", re.I
    ),
    re.compile(rf"\bin {_NAME}['’]s? (?:own )?words\b", re.I),
)
HOLDS = _patterns(HOLD, HELD, OPINION)
# Words in the place of a name that name nobody who could be quoted.
NOBODY = re.compile(
    r"^(?:(?:the|this|that|an?|your) )?(?:(?:press )?(?:release|document|text|article|page|report|statement|speech|"
    r"story|source|paragraph|news)|it|he|she|they|we|you|i|one|this|that|there|people|any(?:one|body)|some(?:one|body)|"
    r"every(?:one|body)|who|nobody|(?:both|the|two|all) (?:sides|parties|leaders|presidents|countries))$",
    re.I,
)
WHO_SAID = re.compile(
    r"^(?:and |so |but )?who(?:se words)?(?: was it that| else)? "
    r"(?:said|says|noted|stressed|stated|told|remarked|commented|mentioned|thinks?|thought|believes?|warned|claimed|"
    r"argued|are|were)\b",
    re.I,
)
TOPIC = re.compile(
    rf"\b(?:{SAY}|{SAID}|speaks?|talks?|spoken|talked|{HOLD}|{HELD}|{WORDS}|{OPINION})\b.*?"
    r"\b(?:about|on|of|regarding|concerning) (?P<topic>.*\w)",
    re.I,
)
IN_MARKS = re.compile(r"[“«„\"]([^“”«»„\"]*\w[^“”«»„\"]*)[”»“\"]")


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Who a question asks about.

    :param name: as the question names them.
    :param says: whether it asks for what they say, so that only their own words answer it, not for what they think.
    """

    name: str
    says: bool


def named(question: str) -> Asked | None:
    """
    Whose words or opinion a question asks for, or None.

    >>> named("What did Aliyev say about cotton?"), named("What does the document say about cotton?")
    (Asked(name='Aliyev', says=True), None)
    """
    for patterns, says in ((SAYS, True), (HOLDS, False)):
        for pattern in patterns:
            if (found := pattern.search(question)) and not NOBODY.match(name := found["name"].strip("“”\"' ")):
                return Asked(name, says)
    return None


def topic(question: str) -> str | None:
    """
    What somebody is asked to speak of, or None.

    >>> topic("What did Aliyev say about cotton?"), topic("When did Aliyev say that it rains?")
    ('cotton', None)
    """
    found = TOPIC.search(question)
    return found["topic"] if found else None


def asks_who(question: str) -> bool:
    """Whether a question asks who said something, so that only words whose speaker is known answer it."""
    return WHO_SAID.search(question) is not None


def in_marks(question: str) -> str | None:
    """The words that a question holds between quotation marks, or None."""
    found = IN_MARKS.search(question)
    return found[1].strip() if found else None


def is_personal(name: str) -> bool:
    """
    Whether a name is a person's own, so that it means somebody even if the documents don't quote them.

    >>> is_personal("President Keller"), is_personal("the Health Minister"), is_personal("Ruritania's envoy")
    (True, False, False)
    """
    words = [word for word in name.split() if word.casefold().strip(".") not in TITLES]
    return bool(words) and words[0] != "The" and all(word[0].isupper() and word.isalpha() for word in words)
