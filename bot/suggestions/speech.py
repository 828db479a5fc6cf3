"""Questions made from what somebody says: `What did Orsk say about the northern port?`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.document import Document, Sentence
from bot.followups import verbs
from bot.followups.lexicon import EMPTY
from bot.followups.question import Word, tokens
from bot.lexical import STOPWORDS, stems
from bot.quotations.lexicon import (
    ADVERBS,
    CLAUSE_OPENERS,
    CONJUNCTIONS,
    MONTHS_AND_DAYS,
    PREPOSITIONS,
    RELATIVES,
    SAYING,
    words,
)
from bot.quotations.names import is_role
from bot.suggestions.clauses import AUXILIARIES, NUMBER

_FULL_NAME = re.compile(
    r"(?!The )[A-ZÀ-Þ][\w’.-]+(?: (?:(?:van|von|de|da|al|bin|di|la|le|du)|[A-ZÀ-Þ][\w’.-]*)){0,3} [A-ZÀ-Þ][\w’-]+"
)
_LEADS = PREPOSITIONS - words("than like as speaking asked to according regarding per via")
_TIES = words("of under at on by in")  # a bare noun after these is a part of a set phrase: "head of state"
_BOUNDARY = PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | RELATIVES | CLAUSE_OPENERS
_OUTSIDE = _BOUNDARY | ADVERBS | SAYING.keys() | EMPTY
_VAGUE = words(
    "thing things way ways fact facts time times end year years case day days moment lot matter first rest part side "
    "other world back place places kind sort name point hand hands course people man men woman women person week weeks "
    "month months morning evening night hour hours minute minutes today tomorrow yesterday question questions answer "
    "number numbers figure figures need order turn stage level front middle beginning opportunity right wrong form use "
    "sense reason result word words step steps chance idea others heart eyes mind view opinion nobody everybody "
    "anything something nothing everything best worst percent half third past future present century decade area group"
)
FAMILIAR, BROAD = 4, 0.15  # sentences, and share of them, from which on a word is too common to ask about
LONGEST_TOPIC = 3  # words, its article not counted


def asked(document: Document) -> Iterator[tuple[str, Sentence]]:
    """The questions about what speakers say, with their sentences, in the order of the text."""
    common = Counter(stem for sentence in document.sentences for stem in set(stems(sentence.text)))
    count = len(document.sentences)
    for quotation in document.quotations:
        if quotation.speaker is None or not _FULL_NAME.fullmatch(quotation.speaker):
            continue
        for span in quotation.content:
            for sentence in document.sentences:
                start, end = max(sentence.start, span.start), min(sentence.end, span.end)
                if start < end and (topic := _topic(document.text[start:end], quotation.speaker, common, count)):
                    yield f"What did {quotation.speaker} say about {topic}?", sentence


def _topic(text: str, speaker: str, common: Counter[str], sentences: int) -> str | None:
    """
    The phrase of a sentence that tells it from the others best; a word of it comes up elsewhere in the document too.

    :param common: in how many of the document's sentences each stem is.
    """
    named = set(stems(speaker))
    found = [
        (rarest, phrase)
        for phrase in _phrases(tokens(" ".join(text.split())))
        if named.isdisjoint(content := _content(phrase))
        and max(common[stem] for stem in content) > 1
        and (rarest := min(common[stem] for stem in content)) <= max(FAMILIAR, BROAD * sentences)
    ]
    return min(found, key=lambda pair: (pair[0], -len(pair[1].split())))[1] if found else None


def _content(phrase: str) -> list[str]:
    return stems(re.sub(r"^(?:the|an?) ", "", phrase))


def _phrases(found: Sequence[Word]) -> Iterator[str]:
    """The noun phrases that a preposition or an article begins and that end where a phrase must."""
    for at in range(1, len(found)):
        article = found[at].low in ("the", "a", "an")
        if found[at - 1].low not in _LEADS and not (article and found[at].low == "the"):
            continue
        first = at + article
        end = first
        while end < len(found) and _belongs(found[end]):
            end += 1
        if not first < end <= first + LONGEST_TOPIC or not _ends(found, end) or not _is_noun(found[end - 1]):
            continue
        inner = found[first:end]
        mixed = any(a.is_capital and b.text.islower() for a, b in pairwise(inner))
        tied = found[at - 1].low in _TIES and not article and len(inner) == 1
        verbal = any(w.text.islower() and w.low in verbs.FORMS for w in (inner[1:] if article else inner))
        owned = any("'" in word.low for word in inner) or (not article and inner[0].low.endswith("ing"))
        if not (mixed or tied or verbal or owned):
            yield " ".join([found[at].low if article else found[at].text, *(w.text for w in found[at + 1 : end])])


def _belongs(word: Word) -> bool:
    if not word.text[0].isalpha() or NUMBER.fullmatch(word.low) or word.low in _OUTSIDE:
        return False
    return not (word.text.islower() and word.low.endswith("ly"))


def _ends(found: Sequence[Word], end: int) -> bool:
    """Whether a phrase ends here: at the end, a mark, a preposition but `of`, a conjunction or an auxiliary."""
    return end == len(found) or not found[end].text[0].isalnum() or found[end].low in _BOUNDARY - {"of"}


def _is_noun(word: Word) -> bool:
    low = word.low
    if is_role(low) or is_role(low.removesuffix("s")) or low in MONTHS_AND_DAYS:
        return False
    if low in _VAGUE or low in STOPWORDS or len(low) < 3 or low in verbs.PAST:
        return False
    return not (word.text.islower() and low.endswith(("ing", "ed", "ous", "ful", "ble", "ive", "ical")))
