"""The interface's words: complete in both languages, and nowhere but in their place."""

from __future__ import annotations

import html
import pickle
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from string import Formatter
from typing import get_args

import pytest

from bot import Abstention, Answer, Document
from bot.answer import Passage, Reason
from bot.document import Span
from bot.errors import DocumentError
from bot.explanation import Explanation, Word
from bot.files.faults import Fault as FileFault
from bot.files.faults import FileKind
from bot.quotations import Quotation
from bot.verification import verify
from bot.verification.verdict import Verdict
from bot.web import render
from bot.web.words import LANGUAGES, Language, Words, language, problem, words

LEFT_OUT = {"problem"}  # what a library says, in English
PROPER_NAMES = r"UTF-8|Word|Office|PDF|XML|ZIP|HTML|PNG|JPEG|GIF|TIFF|RIFF|RTF|PostScript|GZIP|7-Zip|RAR"
GREEK = Document("Αβγ\nΗ πόλη έχει 40 πλοία, είπε η Άννα. Βρέχει.", title="Αβγ")


def texts(of: Words) -> dict[str, str]:
    """Every text by its name; those in a mapping by name and key."""
    found = {}
    for field in fields(of):
        value = getattr(of, field.name)
        pairs = value.items() if isinstance(value, Mapping) else [("", value)]
        found |= {f"{field.name} {key}".strip(): text for key, text in pairs}
    return found


def named(text: str) -> set[str | None]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text)} - {None}


def test_both_languages_say_the_same_things() -> None:
    english, russian = texts(words("en")), texts(words("ru"))
    assert english.keys() == russian.keys()
    for name, text in english.items():
        assert text.strip()
        assert russian[name].strip()
        assert named(text) - LEFT_OUT == named(russian[name]), name


def test_no_text_is_left_in_the_other_language() -> None:
    for name, text in texts(words("ru")).items():
        if name != "score":
            assert re.search("[а-яё]", text.lower()), name
    assert not re.search("[а-яё]", "".join(texts(words("en")).values()).lower())


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_every_reason_and_verdict_has_its_words(spoken: Language) -> None:
    assert set(words(spoken).silences) == set(get_args(Reason))
    assert set(words(spoken).verdicts) == set(get_args(Verdict))
    assert set(words(spoken).file_faults) == set(get_args(FileFault))
    assert set(words(spoken).file_kinds) == set(get_args(FileKind))
    assert list(words(spoken).likelihoods) == sorted(words(spoken).likelihoods, reverse=True)
    assert min(words(spoken).likelihoods) == 0


@pytest.mark.parametrize("kind", get_args(FileFault))
def test_every_fault_of_a_file_is_told_in_russian(kind: FileFault) -> None:
    values = {str(name): "42" for name in named(words("en").file_faults[kind])}
    values |= {name: "rtf" for name in ("wanted", "found") if name in values}
    told = problem(DocumentError(kind, file="42", **values), words("ru"))
    assert told.startswith("42: ")
    assert re.search("[а-яё]{3}", told)
    assert not re.search("[a-zA-Z]", re.sub(rf"`pip install visitbot`|\.[a-z]+\b|\b(?:{PROPER_NAMES})\b", "", told))


def test_every_kind_of_file_is_named_in_russian() -> None:
    for name in words("ru").file_kinds.values():
        assert not re.search("[a-zA-Z]", re.sub(rf"\b(?:{PROPER_NAMES})\b", "", name)), name


def test_fault_of_a_file_is_told_in_english_as_the_error_itself() -> None:
    error = DocumentError("other_kind", file="a.pdf", wanted="pdf", found="png", suffix=".pdf")
    assert str(error) == problem(error, words("en"))
    assert str(error) == "a.pdf: the file is not a PDF but a PNG image; save it as .pdf or convert it"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("en-GB,en;q=0.9,ru;q=0.8", "en"),
        ("de,ru;q=0.4,en;q=0.6", "en"),
        ("be, ru;q=0.5", "ru"),
        ("RU", "ru"),
        ("rue", "en"),
        ("ru;q=0", "en"),
        ("ru;q=x, en", "en"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
        (",;=,ru;;q", "ru"),
    ],
)
def test_browser_gets_the_language_that_it_prefers(header: str | None, spoken: str) -> None:
    assert language(header) == spoken


def test_all_words_that_are_shown_come_from_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = {
        field.name: {key: "¤" for key in value}
        if isinstance(value := getattr(words("en"), field.name), Mapping)
        else "¤"
        for field in fields(Words)
    }
    monkeypatch.setitem(LANGUAGES, "en", replace(words("en"), **blank))
    for markup in rendered():
        seen = html.unescape(re.sub("<[^>]*>", " ", markup)).replace("Visitbot", "")
        titles = "".join(re.findall('title="([^"]*)"', markup))
        assert not re.search("[a-zа-яё]", (seen + titles).lower()), markup


def rendered() -> list[str]:
    """Everything that the page shows of results whose own words are Greek."""
    first, second = GREEK.sentences
    text = GREEK.text
    quotation = Quotation((Span(text, first.start, first.start + 6),), None, None, "Άννα", "reported")
    found = Passage(GREEK, first, 0.5, 0.5, 0.5)
    other = Passage(GREEK, second, 0.5, 0.5, 0.5)
    results = [
        Answer("β", found, first.start, first.end, 0.7, quotation, (other,)),
        Answer("β", found, first.start, first.end, 0.7),
        *(Abstention("β", reason, found, speaker="Άννα", speakers=("Άννα", "Βίκη")) for reason in get_args(Reason)),
    ]
    checks = [verify(quote, [GREEK]) for quote in (first.text, first.text.replace("40", "90"), "άλλα λόγια", "")]
    return [
        *(render.reply(result, [GREEK], rewritten="β", turn=1, feedback=True) for result in results),
        *(render.verification(check, [GREEK]) for check in checks),
        render.panel([GREEK], extracted={0}),
        render.explanation(Explanation((Word("β", 0, 1, 0.5),), 0.5, 0.1)),
        render.suggestions(["β"]),
        render.header(),
        render.intro(),
        render.told(),
    ]
