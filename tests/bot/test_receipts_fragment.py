"""Links to a quote on its publisher's page, read back by the rules of the text fragment specification."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot import Document
from bot.receipts.fragment import LONGEST_EXACT, is_web_address, link
from bot.receipts.words import is_boundary
from bot.visits import visit
from tests.bot.test_receipts import DOCUMENTS, URL


@dataclass
class Directive:
    start: str
    end: str | None
    prefix: str | None
    suffix: str | None


def parsed(address: str) -> Directive:
    """Read a link as a browser does; fails on what the specification calls invalid."""
    value = address.split("#", 1)[1].split(":~:", 1)[1].removeprefix("text=")
    assert re.fullmatch(r"(?:[\w.~,-]|%[0-9A-F]{2})+", value, re.ASCII)
    terms = value.split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else None
    suffix = terms.pop()[1:] if terms[-1].startswith("-") else None
    assert 1 <= len(terms) <= 2
    start, end = (*terms, None)[:2]
    assert all(term is None or (term and "-" not in term) for term in (start, end, prefix, suffix))
    return Directive(*(None if term is None else unquote(term) for term in (start, end, prefix, suffix)))


def pattern(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def found(directive: Directive, text: str) -> tuple[int, int] | None:
    """The first place that a browser would mark, if each line of the text were a block of its page."""
    before = rf"{pattern(directive.prefix)}\s*" if directive.prefix else ""
    after = rf"(?=\s*{pattern(directive.suffix)})" if directive.suffix else ""
    words = pattern(directive.start)
    if directive.end:
        words = rf"{words}.*?{pattern(directive.end)}"
    match = re.search(f"{before}({words}){after}", text, re.IGNORECASE | re.DOTALL)
    return match.span(1) if match else None


def words(text: str) -> str:
    return " ".join(text.replace("\ud800", "\ufffd").split())


def of_sentence(document: Document, number: int) -> str:
    sentence = document.sentences[number]
    address = link(URL, document.paragraphs[sentence.paragraph - 1], sentence.start, sentence.end)
    assert address is not None
    return address


@settings(deadline=None)
@given(DOCUMENTS)
def test_link_decodes_to_the_words_of_its_sentence(document: Document):
    for number, sentence in enumerate(document.sentences):
        directive, quoted = parsed(of_sentence(document, number)), words(sentence.text)
        if directive.end is None:
            assert quoted in directive.start
        else:
            assert quoted.startswith(directive.start) or directive.start in words(document.text)
            assert quoted.endswith(directive.end) or directive.end in words(document.text)


@settings(deadline=None)
@given(DOCUMENTS, st.data())
def test_link_of_any_part_decodes_to_whole_words_around_it(document: Document, data: st.DataObject):
    assume(document.sentences)
    sentence = data.draw(st.sampled_from(document.sentences))
    start = data.draw(st.integers(sentence.start, sentence.end - 1))
    end = data.draw(st.integers(start + 1, sentence.end))
    address = link(URL, document.paragraphs[sentence.paragraph - 1], start, end)
    quoted = words(document.text[start:end])
    if not quoted:
        assert address is None
        return
    assert address is not None
    directive = parsed(address)
    if directive.end is None:
        assert quoted in directive.start
    paragraph = words(document.paragraphs[sentence.paragraph - 1].text)
    whole = directive.start if directive.end is None else directive.end
    assert paragraph.find(directive.start) >= 0
    assert paragraph.find(whole) >= 0


def test_every_sentence_of_the_visit_is_found_where_it_stands():
    document = visit()
    for number, sentence in enumerate(document.sentences):
        assert found(parsed(of_sentence(document, number)), document.text) == (sentence.start, sentence.end)


REPEATS = [
    "Tea is sold here. Tea is sold here. Tea is sold here again.",
    "The first day.\nThank you all.\nThe second day.\nThank you all.\nThe third day.",
    "It was a fine day.\nThank you all.\nWe left.\nIt was a dark night.\nThank you all.\nWe left. The end.",
    "We are here.\nThank you all.\nIt was a fine day.\nWe are here.\nThank you all.\nIt was a dark night.",
    "Oil, oil, OIL. We sold oil for a year. Öl is oil.",
    "The price is 85,000 tonnes here. Later 85,000 tonnes there.",
    "He said: yes. She said: yes. They said: yes.",
]


@pytest.mark.parametrize("text", REPEATS)
def test_repeated_sentences_are_told_apart_by_their_context(text: str):
    document = Document.from_text(text)
    for number, sentence in enumerate(document.sentences):
        assert found(parsed(of_sentence(document, number)), text) == (sentence.start, sentence.end)


def test_repeated_word_is_told_apart_by_its_context():
    document = Document.from_text("The oil went west, the oil came back, the oil stayed.")
    places = [match.span() for match in re.finditer("oil", document.text)]
    links = [parsed(link(URL, document.paragraphs[0], *place)) for place in places]
    assert [found(directive, document.text) for directive in links] == places


def test_long_quote_is_named_by_its_beginning_and_end():
    text = " ".join(f"word{n}" for n in range(200)) + "."
    directive = parsed(of_sentence(Document.from_text(text), 0))
    assert directive.start == "word0 word1 word2 word3 word4 word5"
    assert directive.end == "word196 word197 word198 word199."
    assert len(text) > LONGEST_EXACT


def test_quote_across_line_breaks_is_named_line_by_line():
    document = Document.from_text("ab")
    paragraph = Document.from_text("First line goes\non to a second one.").paragraphs[0]
    assert document.paragraphs
    address = link(URL, paragraph, 0, len(paragraph.text))
    assert "%0A" not in str(address)


@pytest.mark.parametrize(
    ("text", "quote", "term"),
    [
        ("About 85,000 tonnes came.", "000", "85,000"),
        ("It wasn’t oil.", "wasn", "wasn’t"),
        ("It cost 3.5 million.", "3", "3.5"),
        ("The oil-rich north.", "oil", "oil"),
        ("He said “we can” twice.", "we can", "we can"),
        ("Belarus & Co, Minsk - Baku.", "& Co, Minsk - Baku", "& Co, Minsk - Baku"),
        ("Cafe\u0301 prices rose.", "Cafe", "Cafe\u0301"),
        ("Flags 🇧🇾🇦🇿 wave.", "🇧", "🇧🇾🇦🇿"),
        ("今天，天气很好。", "天气", "天气很好"),
    ],
)
def test_cut_word_is_made_whole(text: str, quote: str, term: str):
    start = text.index(quote)
    address = link(URL, Document.from_text(text).paragraphs[0], start, start + len(quote))
    assert parsed(str(address)) == Directive(term, None, None, None)


@pytest.mark.parametrize(
    ("left", "right"), [("a", "b"), ("1", "2"), ("a", "\u0301"), ("a", "1"), ("_", "a"), ("山", "川")]
)
def test_characters_of_one_word_are_not_parted(left: str, right: str):
    assert not is_boundary(left + right, 1)


@pytest.mark.parametrize(("left", "right"), [("a", " "), (" ", "a"), (".", " "), ("“", "a"), ("a", "-"), ("。", "山")])
def test_words_are_parted_at_marks_and_space(left: str, right: str):
    assert is_boundary(left + right, 1)


@pytest.mark.parametrize(
    ("url", "beginning"),
    [
        ("https://a.org/x", "https://a.org/x#:~:text="),
        ("http://a.org/x#part", "http://a.org/x#part:~:text="),
        ("https://a.org/x?q=:~:#part:~:text=old", "https://a.org/x?q=:~:#part:~:text="),
    ],
)
def test_link_keeps_the_address_and_its_own_fragment(url: str, beginning: str):
    assert str(link(url, Document.from_text("Oil came.").paragraphs[0], 0, 3)) == f"{beginning}Oil"


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "data:text/html,x", "file:///a", "//a.org", "https://", "https://[", "http:x"],
)
def test_document_off_the_web_gets_no_link(url: str | None):
    assert link(url, Document.from_text("Oil came.").paragraphs[0], 0, 3) is None


@pytest.mark.parametrize("url", ["https://a.org/\nx", "https://a.org/x y", "https://a.org/\u202e"])
def test_address_with_space_or_invisible_characters_is_none(url: str):
    assert not is_web_address(url)
