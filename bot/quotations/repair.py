"""Quotations without a closing mark that run into their own attribution: “We are late, the mayor said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.quotations.lexicon import NOUNS, PARTICLES, SAYING
from bot.quotations.marks import Quoted

_VERBS = "|".join(sorted(verb for verb, base in SAYING.items() if verb not in NOUNS and base not in PARTICLES))
_SPEAKER = r"(?:(?:[Tt]he|[Hh]e|[Ss]he|[Tt]hey)\b|[A-Z][\w.’'-]{0,30})"
# Every repetition is bounded, so the search is linear in the text.
_ATTRIBUTION = re.compile(
    rf"[,?!]()\s(?:{_SPEAKER}(?:\s[\w.’'-]{{1,30}}){{0,6}}?\s(?:{_VERBS})\b|(?:{_VERBS})\s{_SPEAKER})[^.!?“”\"]{{0,80}}\."
)


def cut(text: str, marked: Sequence[Quoted]) -> list[Quoted]:
    """End quotations that are never closed before the attribution in them, if they have one."""
    return [
        quote if quote.closed or (after and after.continues) else _cut(text, quote)
        for quote, after in zip(marked, [*marked[1:], None], strict=False)
    ]


def _cut(text: str, quote: Quoted) -> Quoted:
    found = _ATTRIBUTION.search(text, quote.start, quote.end)
    return replace(quote, end=found.start(1), outer=(quote.outer[0], found.start(1))) if found else quote
