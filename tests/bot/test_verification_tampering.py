"""Altered quotes, made from the project's own documents by rule: none may pass, and every untouched one must."""

import json
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot import Document
from bot.verification import verify
from bot.verification.folding import fold
from bot.verification.index import index_of
from bot.verification.matching import occurrences
from bot.visits import visit

RELEASES = Path(__file__).parents[1] / "data" / "releases.jsonl"
ADDED = ("not", "never", "very", "almost", "hardly", "no", "also", "secret", "Iran", "7", "n't", "twice")
AUXILIARY = re.compile(r"\b(?:is|are|was|were|will|would|can|could|should|must|has|have|had|did|does|do)\b(?! not)")
NEGATION = re.compile(r" (?:not|never)\b|\bno |n[’']t\b|\b(?:un|non-)(?=[a-z]{4})")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]+")
MERGED_WORDS = 5
JUDGED = 240  # altered quotes of each kind


@cache
def documents() -> tuple[Document, ...]:
    lines = RELEASES.read_text("utf-8").splitlines()
    return (visit(), *(Document.from_text(json.loads(line)["text"]) for line in lines))


def tampered(document: Document, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the kind of tampering and the altered quote, for every sentence of a document."""
    names = sorted({name for s in document.sentences for name in NAME.findall(s.text)})
    for sentence in document.sentences:
        text = sentence.text
        for kind, altered in (
            *(("digit", t) for t in with_other_digits(text, chance)),
            *(("mark", t) for t in with_other_marks(text)),
            *(("negation", t) for t in negated(text)),
            *(("name", t) for t in with_other_names(text, names, chance)),
            *(("dropped", t) for t in with_dropped_words(text)),
            *(("swapped", t) for t in with_swapped_words(text)),
            *(("added", t) for t in with_added_words(text, chance)),
            *(("replaced", t) for t in with_replaced_words(text, chance)),
            *(("merged", t) for t in merged(sentence, document, chance)),
        ):
            assert altered != text
            yield kind, altered


def with_other_digits(text, chance):
    for match in re.finditer(r"\d", text):
        other = chance.choice([d for d in "0123456789" if d != match[0]])
        yield text[: match.start()] + other + text[match.end() :]
        yield text[: match.end()] + other + text[match.end() :]
        # At the end of a quote whatever follows may be left out, a digit not.
        yield text[: match.start()] + text[match.end() :] if len(re.findall(r"\d+", text)) > 1 else "1" + text


def with_other_marks(text):
    for match in re.finditer(r"(?<=\d)[,.:](?=\d)", text):
        yield text[: match.start()] + ("." if match[0] == "," else ",") + text[match.end() :]
    for match in re.finditer(r"[$€£%]", text):
        yield text[: match.start()] + text[match.end() :]
        yield text[: match.start()] + "€" + text[match.end() :]
    for match in re.finditer(r"(?<=\s)\d", text):
        yield text[: match.start()] + "-" + text[match.start() :]
        for sign in ("<", ">", "+", "~", "±", "§ ", "× ", "> ", "< ", "+ "):
            yield text[: match.start()] + sign + text[match.start() :]


def negated(text):
    for match in AUXILIARY.finditer(text):
        yield text[: match.end()] + " not" + text[match.end() :]
        yield text[: match.end()] + "n’t" + text[match.end() :]
    for match in NEGATION.finditer(text):
        if re.search(r"\w", text[: match.start()]) and re.search(r"\w", text[match.end() :]):
            yield text[: match.start()] + text[match.end() :]


def with_other_names(text, names, chance):
    for match in NAME.finditer(text):
        yield text[: match.start()] + chance.choice([n for n in names if n != match[0]]) + text[match.end() :]


def with_dropped_words(text):
    words = text.split()
    for i in range(1, len(words) - 1):
        if any(map(str.isalnum, words[i])) and words[i] not in (words[i - 1], words[i + 1]):
            yield " ".join(words[:i] + words[i + 1 :])


def with_swapped_words(text):
    words = text.split()
    bare = [re.sub(r"\W", "", word).casefold() for word in words]
    for step in (1, 3):
        for i in range(len(words) - step):
            if bare[i] and bare[i + step] and bare[i] != bare[i + step]:
                swapped = words.copy()
                swapped[i], swapped[i + step] = words[i + step], words[i]
                yield " ".join(swapped)


def with_added_words(text, chance):
    words = text.split()
    for i in range(1, len(words)):
        yield " ".join([*words[:i], chance.choice(ADDED), *words[i:]])


def with_replaced_words(text, chance):
    words = text.split()
    for i, word in enumerate(words):
        if other := [w for w in words if re.sub(r"\W", "", w).casefold() != re.sub(r"\W", "", word).casefold()]:
            yield " ".join([*words[:i], chance.choice([*other, "whatever"]), *words[i + 1 :]])


def merged(sentence, document, chance):
    words = sentence.text.split()
    far = [s for s in document.sentences if abs(document.sentences.index(s) - document.sentences.index(sentence)) > 1]
    long = [s.text.split() for s in far if len(s.text.split()) > MERGED_WORDS]
    if len(words) > MERGED_WORDS and long:
        yield " ".join(words[:MERGED_WORDS] + chance.choice(long)[-MERGED_WORDS:])
        yield " ".join(words + chance.choice(long))


@cache
def all_tampered() -> tuple[tuple[Document, str, str], ...]:
    chance = random.Random(7)
    return tuple((document, kind, text) for document in documents() for kind, text in tampered(document, chance))


def sampled() -> list[tuple[Document, str, str]]:
    by_kind = defaultdict(list)
    for case in all_tampered():
        by_kind[case[1]].append(case)
    return [case for cases in by_kind.values() for case in cases[:: -(-len(cases) // JUDGED)]]


def test_no_altered_quote_stands_in_its_document():
    cases = all_tampered()
    assert len(cases) > 15_000
    assert [text for document, _, text in cases if occurrences(index_of(document), fold(text).tokens)] == []


def test_altered_quotes_are_judged_altered_or_stitched():
    cases = sampled()
    assert len(cases) >= 1000
    verdicts = Counter((kind, verify(text, [document]).verdict) for document, kind, text in cases)
    assert {kind for kind, _ in verdicts} == {
        "digit", "mark", "negation", "name", "dropped", "swapped", "added", "replaced", "merged",
    }  # fmt: skip
    assert {verdict for kind, verdict in verdicts if kind != "merged"} == {"altered"}
    assert verdicts["merged", "stitched"] > 0.95 * sum(n for (kind, _), n in verdicts.items() if kind == "merged")
    assert {verdict for kind, verdict in verdicts if kind == "merged"} <= {"stitched", "altered"}


def parted() -> Iterator[tuple[Document, str]]:
    """Speech that is interrupted to say who speaks, its words alone."""
    for document in documents():
        for quotation in document.quotations:
            if len(quotation.content) > 1 and quotation.kind == "direct":
                yield document, quotation.text


def test_every_quotation_is_exact_with_its_words_alone():
    assert len(list(parted())) >= 2
    for document in documents():
        for quotation in document.quotations:
            if quotation.kind == "direct":
                assert verify(quotation.text, [document]).verdict == "exact", quotation.text


def test_altered_words_of_interrupted_speech_are_never_exact():
    chance, judged = random.Random(3), 0
    for document, text in parted():
        for altered in (
            *with_other_digits(text, chance), *with_other_marks(text), *negated(text), *with_dropped_words(text),
            *with_swapped_words(text), *with_added_words(text, chance), *with_replaced_words(text, chance),
        ):  # fmt: skip
            assert verify(altered, [document]).verdict != "exact", altered
            judged += 1
    assert judged > 100


def test_difference_of_one_changed_word_is_that_word():
    for document, kind, text in sampled():
        if kind != "added":
            continue
        result = verify(text, [document])
        steps = [change for change in result.difference if change.operation != "equal"]
        assert len(steps) == 1, text
        assert steps[0].operation in ("inserted", "replaced")


def straight(text):
    return text.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"}))


def dashed(text, dash):
    return re.sub("[-\u2010-\u2015\u2212]", dash, text)


FORMATS = {
    "untouched": str,
    "straight": straight,
    "angled": lambda text: text.replace("“", "«").replace("”", "»"),
    "upper case": str.upper,
    "lower case": str.lower,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "compatibility": lambda text: unicodedata.normalize("NFKC", text),
    "wide": lambda text: text.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
    "lines": lambda text: re.sub(r"\s+", "\r\n ", text),
    "unbreakable": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": lambda text: re.sub(r"(?<=[a-z])(?=[a-z])", "\u00ad", text),
    "zero width": lambda text: re.sub(r"(?<=\w)(?=\w)", "\u200b", text),
    "marks around": lambda text: f"… «{text.rstrip('.”')},» …",
    **{f"dash {ord(d):x}": lambda text, d=d: dashed(text, d) for d in "-\u2010\u2011\u2012–—\u2212"},
}


@pytest.mark.parametrize("form", FORMATS)
def test_untouched_sentences_are_exact_however_they_are_formatted(form):
    for document in documents():
        for sentence in document.sentences:
            result = verify(FORMATS[form](sentence.text), [document])
            assert result.verdict == "exact", sentence.text
            assert any(sentence in place.sentences for place in result.places)


def test_every_run_of_whole_words_is_exact():
    chance = random.Random(11)
    for document in documents():
        spaces = [0, *(m.end() for m in re.finditer(r"\s+", document.text)), len(document.text)]
        for _ in range(100):
            first, last = sorted(chance.sample(range(len(spaces)), 2))
            text = document.text[spaces[first] : spaces[min(last, first + 60)]]
            if any(map(str.isalnum, text)):
                assert verify(text, [document]).verdict == "exact", text
