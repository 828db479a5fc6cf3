"""Elliptic follow-ups: `And what about cotton?`, `Why?`, `In which city?`, put in the words of the last question."""

from __future__ import annotations

import re

from bot.answer import Answer
from bot.followups import verbs
from bot.followups.antecedents import Turn, is_person, is_phrase, is_plural, names, said_about
from bot.followups.lexicon import AUXILIARIES, BE, PLACES, PLURALS, SPEECH
from bot.followups.question import Question, tokens
from bot.quotations.lexicon import DETERMINERS, MONTHS_AND_DAYS

LONGEST_SAYING = 240  # characters of a sentence that a rewritten question repeats
_MONTH = "|".join(word for word in MONTHS_AND_DAYS if not word.endswith("day"))
_TIED = re.compile(r"\b(?:for|of|on|about|with|from|to) ((?:the |an? )?[a-z-]+(?: [a-z-]+)?)$")
_SEASON = "year|month|week|quarter|decade|century|spring|summer|autumn|winter|season"
TIME = re.compile(
    r"\b(?:(?:in|by|for|since|until|during|on|from) )?"
    rf"(?:(?:the )?(?:last|next|this|previous|following|past|coming) (?:{_SEASON})"
    rf"|(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{4}})?"
    r"|(?:1[5-9]|20)\d\d|today|tomorrow|yesterday)\b",
    re.I,
)


def saying(answer: Answer) -> str:
    """The answer's words without quotation marks, its whole sentence where the quote is no clause."""
    clause = len(answer.quote.split()) > 2 and not is_phrase(answer.quote)
    text = answer.quote if clause else answer.sentence.text
    plain = " ".join(re.sub(r"[“”„«»\"]", " ", text).split()).rstrip(" .,;:!?")
    if len(plain) > LONGEST_SAYING:
        plain = plain[:LONGEST_SAYING].rpartition(" ")[0] or plain[:LONGEST_SAYING]
    return plain


def asked_as(words: str, answer: Answer) -> str:
    """
    Ask for another circumstance of what was asked: `Why` after `When was the port closed?`.

    :param words: what asks, such as `why`, `by whom`, `in which city`.
    """
    opening = words[:1].upper() + words[1:]
    question = Question.read(answer.question)
    if words.endswith(("much", "many")) and question.measured and question.first == "how":
        return answer.question
    if clause := _clause(question, words, answer):
        return f"{opening} {clause}?"
    link = "is this so" if words == "why" else "was this"
    return f"{opening} {link}: “{saying(answer)}”?"


def with_parallel(element: str, turn: Turn) -> str:
    """Ask the last question of something else: `cotton` after `How much oil was delivered?`."""
    question = Question.read(turn.question)
    for place in (_time, _prepositional, _topic, _name, _measured, _phrase):
        if found := place(element, question, turn):
            return found
    return f"{question.body}: what about {element}?"


def _clause(question: Question, words: str, answer: Answer) -> str | None:
    """The last question from its verb on, so that another opening can stand before it."""
    body, auxiliary = question.body, question.auxiliary
    if auxiliary is None:
        return _of_answer(question, words, answer) or _passive(question)
    rest = body[auxiliary[0] :]
    if question.opening is None:
        if words in ("how much", "how many") and question.is_be and question.subject:
            rest = body[question.subject[1] :]
            return f"{_bare(question.part(question.subject))} {question.part(auxiliary).lower()}{rest}"
        return rest[:1].lower() + rest[1:]
    if question.is_be and question.subject and question.subject[1] == len(body):
        return None
    if question.first not in ("what", "which", "who", "whom", "whose") and not question.measured:
        return rest
    if question.first in PLACES:
        return rest
    if question.measured and question.first == "how" and question.is_be and question.subject is None:
        return f"{question.part(auxiliary)} {question.part(question.measured)}{body[auxiliary[1] :]}"
    if question.is_be and question.subject is None and question.verb and is_phrase(answer.quote):
        return f"{question.part(auxiliary)} {answer.quote}{body[auxiliary[1] :]}"
    open_object = question.verb and not question.object and question.part(question.verb) not in SPEECH
    if open_object and not question.is_be and question.verb and is_phrase(answer.quote):
        return f"{body[auxiliary[0] : question.verb[1]]} {answer.quote}{body[question.verb[1] :]}"
    return None


def _of_answer(question: Question, words: str, answer: Answer) -> str | None:
    """`did Orsk sign the deed` of `Who signed the deed?`, answered by `Orsk`."""
    base = verbs.PAST.get(question.part(question.verb))
    if base is None or question.verb is None or not is_phrase(answer.quote):
        return None
    if words in ("how much", "how many") and question.object:
        return f"{_bare(question.part(question.object))} did {answer.quote} {base}{question.body[question.object[1] :]}"
    return f"did {answer.quote} {base}{question.body[question.verb[1] :]}"


def _passive(question: Question) -> str | None:
    """`was the deed signed` of `Who signed the deed?`."""
    base = verbs.PAST.get(question.part(question.verb))
    if question.first != "who" or base is None or question.object is None:
        return None
    patient = question.body[question.object[0] :]
    if patient.split()[0].lower() not in DETERMINERS and not patient[0].isupper():
        return None
    return f"{'were' if is_plural(question.part(question.object)) else 'was'} {patient} {verbs.PARTICIPLE[base]}"


def _time(element: str, question: Question, turn: Turn) -> str | None:
    if not TIME.fullmatch(element):
        return None
    bare = tokens(element)[0].low not in PLACES
    before = TIME.search(question.body)
    if before is None:
        ties = bare and (element[0].isdigit() or element.split()[0].lower() in MONTHS_AND_DAYS)
        return f"{question.body} {'in ' if ties else ''}{element}?"
    first = tokens(before[0])[0].low
    dated = element[0].isdigit() or element.split()[0].lower() in MONTHS_AND_DAYS
    tie = f"{before[0].split()[0]} " if bare and dated and first in PLACES else ""
    return f"{question.body[: before.start()]}{tie}{element}{question.body[before.end() :]}?"


def _prepositional(element: str, question: Question, turn: Turn) -> str | None:
    words = tokens(element)
    if words[0].low not in PLACES or len(words) < 2:
        return None
    start = next((word for word in question.words if word.low == words[0].low and word.start), None)
    if start is None:
        return f"{question.body} {element}?"
    after = [word for word in question.words if word.start > start.start]
    stop = next((w.start for w in after if w.low in PLACES - {"of"} or w.is_verb), len(question.body))
    return f"{question.body[: start.start]}{element} {question.body[stop:]}".rstrip() + "?"


def _topic(element: str, question: Question, turn: Turn) -> str | None:
    about = said_about(question)
    if about is None or is_person(element, turn) or (element[0].isupper() and not about[0].isupper()):
        return None
    return f"{question.body.removesuffix(about)}{element}?"


def _name(element: str, question: Question, turn: Turn) -> str | None:
    if not element[0].isupper() and not names(element):
        return None
    found = [name for name in names(question.body) if not (name.start == 0 and question.auxiliary)]
    people = [name for name in found if is_person(name.text, turn)]
    if is_person(element, turn) and people:
        found = people
    if not found:
        return None
    at = found[0] if is_person(element, turn) or said_about(question) else found[-1]
    start = at.start
    if names(element)[0].start > 0 and question.body[:start].lower().endswith("the "):
        start -= 4  # "the Grodno plant" replaces "the Mozyr refinery" with its article
    return f"{question.body[:start]}{element}{question.body[at.end :]}?"


def _measured(element: str, question: Question, turn: Turn) -> str | None:
    if question.measured is None or question.first != "how" or element[0].isupper():
        return None
    bare = _bare(element)
    plural = is_plural(bare)
    opening = f"How {'many' if plural else 'much'} {bare}"
    rest = question.body[question.measured[1] :]
    return f"{opening}{_agreeing(rest, plural)}?" if question.subject is None else f"{opening}{rest}?"


def _phrase(element: str, question: Question, turn: Turn) -> str | None:
    """Replace the subject of `Where is the port?`, or the object of `Who signed the act?`."""
    part = question.subject if question.is_be else question.object
    if part is None and element[0].islower() and (tied := _TIED.search(question.body)):
        return f"{question.body[: tied.start(1)]}{element}?"
    if part is None or (question.part(part).split()[-1] in PLURALS) or question.part(part) == "place":
        return None
    old = question.part(part).split()[0]
    bare = element.split()[0].lower() not in DETERMINERS and old.lower() == "the" and not is_plural(element)
    new = f"the {element}" if bare and not element[0].isupper() else element
    body = f"{question.body[: part[0]]}{new}{question.body[part[1] :]}"
    if question.is_be and question.auxiliary:
        start, end = question.auxiliary
        body = body[:start] + _agreeing(body[start:end], is_plural(element)) + body[end:]
    return f"{body}?"


def _agreeing(text: str, plural: bool) -> str:
    """The text with its first verb in the number of a new subject."""
    forms = {"is": "are", "was": "were", "has": "have"} if plural else {"are": "is", "were": "was", "have": "has"}
    word = next((w for w in tokens(text) if w.low in BE | AUXILIARIES), None)
    if word is None or word.low not in forms or word.start > 1:
        return text
    return text[: word.start] + forms[word.low] + text[word.end :]


def _bare(phrase: str) -> str:
    """A noun phrase without its article."""
    return re.sub(r"^(?:the|a|an|any|some) ", "", phrase, flags=re.I)
