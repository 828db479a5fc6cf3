"""Choose what to offer: questions that the bot answers with the sentence that they were made from."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby, zip_longest
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

from bot.answer import Abstention, Answer
from bot.document import Document, Sentence
from bot.quotations.lexicon import words
from bot.suggestions import narration, speech
from bot.suggestions.types import Form, Suggestion

ASKED = 24  # questions that are tried, for a try takes as long as an answer
SHORTEST, LONGEST = 4, 18  # words of a question
ENGLISH = 0.15  # least share of the commonest words in English prose
_COMMON = words("the of and to in a is was that for on with by at from are were be has it")
Result = TypeVar("Result")
_ORDER: tuple[Form, ...] = ("how many", "how much", "when", "who", "said", "why", "what", "where")


class Asking(Protocol):
    """What answers the questions; a `Bot` does."""

    @property
    def documents(self) -> Sequence[Document]:
        """What can be quoted."""
        ...

    def ask(self, question: str) -> Answer | Abstention:
        """Answer a question with a quote, or abstain."""
        ...


class Working(Protocol):
    """What does a piece of work, when its turn comes."""

    def __call__(self, call: Callable[[], Result]) -> Result:
        """The result of the call."""
        ...


def at_once(call: Callable[[], Result]) -> Result:
    """Do a piece of work now."""
    return call()


_known: WeakKeyDictionary[Asking, tuple[Suggestion, ...]] = WeakKeyDictionary()
_lock = threading.Lock()


def is_known(bot: Asking) -> bool:
    """Whether a bot's suggestions were computed before, so that `suggest` asks it nothing."""
    with _lock:
        return bot in _known


def suggest(
    bot: Asking,
    asked: Sequence[Answer | Abstention] = (),
    k: int = 4,
    *,
    work: Working = at_once,
) -> tuple[Suggestion, ...]:
    """
    Questions to offer, each answered by the sentence that it was made from; in the order of the text.

    The first call for a bot asks it up to `ASKED` questions; what it answered is kept as long as the bot lives.
    Sentences not asked about come first, then those of other documents, paragraphs and forms of a question.

    :param asked: what was asked so far; its questions are not offered again.
    :param k: how many to offer at most; fewer where fewer are sure, none for a document that is not in English.
    :param work: what does each piece of the work, such as one answer; an error that it raises ends it all.
    """
    with _lock:
        known = _known.get(bot)
    if known is None:
        tried = work(lambda: _candidates(bot.documents))
        answered = [work(partial(_answered, bot, suggestion)) for suggestion in tried]
        known = tuple(suggestion for suggestion in answered if suggestion)
        with _lock:
            _known[bot] = known
    chosen = work(lambda: _chosen(known, asked, max(0, k)))
    return tuple(sorted(chosen, key=known.index))


def _answered(bot: Asking, suggestion: Suggestion) -> Suggestion | None:
    """The suggestion if the bot answers it with its sentence, or with another one of the speech that it asks for."""
    result = bot.ask(suggestion.question)
    if not isinstance(result, Answer) or result.document != suggestion.document:
        return None
    if result.sentence == suggestion.sentence:
        return suggestion
    said = result.quotation.content if suggestion.form == "said" and result.quotation else ()
    of_speech = any(s.start < suggestion.sentence.end and suggestion.sentence.start < s.end for s in said)
    return replace(suggestion, sentence=result.sentence) if of_speech else None


def _chosen(known: Sequence[Suggestion], asked: Sequence[Answer | Abstention], k: int) -> list[Suggestion]:
    questions = {result.question for result in asked}
    shown = [(result.document, result.sentence) for result in asked if isinstance(result, Answer)]
    left = [suggestion for suggestion in known if suggestion.question not in questions]
    chosen: list[Suggestion] = []
    while left and len(chosen) < k:
        best = min(left, key=lambda suggestion: (_cost(suggestion, shown, chosen), left.index(suggestion)))
        chosen.append(best)
        left.remove(best)
    return chosen


def _cost(
    suggestion: Suggestion, shown: Collection[tuple[Document, Sentence]], chosen: Sequence[Suggestion]
) -> tuple[int, ...]:
    """How little a question adds to those chosen: a seen sentence, the same document, paragraph or form."""
    near = [s for s in chosen if s.document == suggestion.document]
    return (
        (suggestion.document, suggestion.sentence) in shown,
        sum(s.sentence == suggestion.sentence for s in near),
        len(near),
        sum(s.sentence.paragraph == suggestion.sentence.paragraph for s in near),
        sum(s.form == suggestion.form for s in chosen),
        -min((abs(s.sentence.paragraph - suggestion.sentence.paragraph) for s in near), default=0),
    )


def _candidates(documents: Sequence[Document]) -> list[Suggestion]:
    """The questions to try, in the order of the text; every document and every paragraph has its turn."""
    rounds = zip_longest(*(_by_turns(document) for document in documents))
    tried = [suggestion for suggestion in chain.from_iterable(rounds) if suggestion][:ASKED]
    place = {id(document): at for at, document in enumerate(documents)}
    return sorted(tried, key=lambda s: (place[id(s.document)], s.sentence.start))


def _by_turns(document: Document) -> Iterator[Suggestion]:
    """A document's questions: the best of each paragraph, then the second best, and so on."""
    made = _unique(document) if _is_english(document) else []
    paragraphs = [list(group) for _, group in groupby(made, key=lambda s: s.sentence.paragraph)]
    ranked = [sorted(group, key=lambda s: _ORDER.index(s.form)) for group in paragraphs]
    return (s for s in chain.from_iterable(zip_longest(*(_mixed(group) for group in ranked))) if s)


def _mixed(group: Sequence[Suggestion]) -> list[Suggestion]:
    """The questions of a paragraph with the first of each form in front."""
    seen: set[Form] = set()
    first = [s for s in group if s.form not in seen and not seen.add(s.form)]  # type: ignore[func-returns-value]
    return [*first, *(s for s in group if s not in first)]


def _unique(document: Document) -> list[Suggestion]:
    """The well-formed questions of a document, sorted by place; none that two sentences make."""
    names = _names(document)
    speakers = {quotation.speaker for quotation in document.quotations if quotation.speaker}
    found = [
        Suggestion(question, sentence, document, form)
        for sentence in document.sentences
        for form, question in narration.made(sentence.text, names, speakers)
    ]
    found += [Suggestion(question, sentence, document, "said") for question, sentence in speech.asked(document)]
    counts: dict[str, set[int]] = {}
    for suggestion in found:
        counts.setdefault(suggestion.question, set()).add(suggestion.sentence.start)
    sound = [s for s in found if len(counts[s.question]) == 1 and SHORTEST <= len(s.question.split()) <= LONGEST]
    return sorted(dict.fromkeys(sound), key=lambda s: s.sentence.start)


def _names(document: Document) -> frozenset[str]:
    """Capitalised words that the document uses inside sentences, so that they are names."""
    return frozenset(re.findall(r"(?<=[a-z,] )[A-ZÀ-Þ][\w’-]*[a-z]", document.text))


def _is_english(document: Document) -> bool:
    if document.language is not None:
        return document.language.lower().split("-")[0] == "en"
    found = re.findall(r"[^\W\d_]+", document.text[:20_000].lower())
    return sum(word in _COMMON for word in found) > ENGLISH * len(found)
