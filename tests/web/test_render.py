"""What the page shows is the document's text, whatever the text holds."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Abstention, Answer, Document
from bot.answer import Passage
from bot.document import Paragraph, Sentence
from bot.web import render
from tests.web.fakes import DOCUMENT, answer, passage

MARKUP = [
    "<b>",
    "</mark>",
    "</blockquote>",
    "<script>x</script>",
    "&amp;",
    "&",
    "<",
    ">",
    '"',
    "'",
    "**",
    "__",
    "$$",
]
AWKWARD = st.lists(
    st.sampled_from([*MARKUP, "\n", "\r\n", "\r", "\n\n", "\t", "  ", "`", "#", "\u202e", "e\u0301", "\U0001f600"])
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
    min_size=1,
    max_size=12,
).map("".join)


def shown(markup: str) -> str:
    """The text that HTML shows: line breaks as newlines, tags dropped, entities decoded."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup.replace("<br>", "\n")))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def quoted(text: str, start: int, end: int, url: str | None = None) -> tuple[Answer, tuple[Document, ...]]:
    """An answer from a document of one sentence, built by hand so that any text can be one."""
    document = Document(text, title="T", url=url)
    sentence = Sentence(text, 0, len(text), 1, 1)
    document.__dict__["paragraphs"] = (Paragraph(text, 0, len(text), 1, (sentence,)),)
    found = Passage(document, sentence, 0.5, 0.5, 0.5)
    return Answer("question", found, start, end, 0.9), (document,)


@given(AWKWARD, st.data())
def test_blockquote_shows_exactly_the_sentence_and_mark_exactly_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    markup = render.reply(*quoted(text, start, end))
    blockquote = re.findall(r'<blockquote dir="auto">(.*?)</blockquote>', markup)
    assert len(blockquote) == 1
    before, quote, after = re.fullmatch("(.*)<mark>(.*)</mark>(.*)", blockquote[0]).groups()
    assert shown(before) == lines(text[:start])
    assert shown(quote) == lines(text[start:end])
    assert shown(after) == lines(text[end:])


@given(AWKWARD)
def test_whole_sentence_as_quote_is_marked_from_end_to_end(text: str) -> None:
    markup = render.reply(*quoted(text, 0, len(text)))
    assert f'<blockquote dir="auto"><mark>{render.escaped(text)}</mark></blockquote>' in markup


@given(AWKWARD)
def test_html_stays_on_one_line_so_that_no_markdown_starts(text: str) -> None:
    result, documents = quoted(text, 0, len(text))
    for markup in (render.reply(result, documents), render.panel(documents), render.user_message(text)):
        assert not re.search(r"[\r\n]", markup)


@given(AWKWARD)
def test_panel_shows_every_sentence_exactly_under_its_id(text: str) -> None:
    _, documents = quoted(text, 0, len(text))
    sentences = re.findall(r'<span class="sentence" id="p1s1">(.*?)</span></p>', render.panel(documents))
    assert [shown(sentence) for sentence in sentences] == [lines(text)]


@given(AWKWARD)
def test_user_message_is_shown_as_typed(text: str) -> None:
    assert shown(render.user_message(text)) == lines(text)


def test_only_tags_of_the_renderer_are_left_in_a_hostile_answer() -> None:
    markup = render.reply(*quoted("<img src=x onerror=alert(1)></mark><script>alert(2)</script>", 0, 5))
    tags = set(re.findall(r"<(/?\w+)", markup))
    assert tags == {t for n in ("div", "blockquote", "mark", "p", "cite", "a", "button") for t in (n, f"/{n}")} - {
        "/img"
    }


@pytest.mark.parametrize("url", ["https://example.com/a?b=1&c=2", "http://example.com"])
def test_title_links_to_a_web_address(url: str) -> None:
    markup = render.reply(*quoted("A sentence.", 0, 1, url))
    assert f'<a href="{html.escape(url)}" target="_blank" rel="noopener">T</a>' in markup


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//example.com",
        "http://[broken",
        "https://example.com/\nx",
        "",
    ],
)
def test_title_does_not_link_to_anything_else(url: str) -> None:
    markup = render.reply(*quoted("A sentence.", 0, 1, url))
    assert "<cite>T</cite>" in markup


def test_url_cannot_leave_its_attribute() -> None:
    markup = render.reply(*quoted("A sentence.", 0, 1, 'https://example.com/"onmouseover="alert(1)'))
    assert re.findall(r'href="([^"]*)"', markup)[0] == "https://example.com/&quot;onmouseover=&quot;alert(1)"


def test_answer_names_document_paragraph_and_sentence() -> None:
    text = shown(render.reply(answer(DOCUMENT, 1, "40 tonnes"), [DOCUMENT]))
    assert text == "It sold 40 tonnes of apples.Fair · paragraph 1, sentence 2 · Copy quote"


def test_answer_names_its_speaker() -> None:
    found = passage(DOCUMENT, 1)
    result = Answer("q", found, found.sentence.start, found.sentence.end, 0.9, speaker="Ann <i>Lee</i>")
    assert "Ann <i>Lee</i> · Fair · paragraph 1, sentence 2" in shown(render.reply(result, [DOCUMENT]))


def test_abstention_shows_the_nearest_sentence_without_a_quote() -> None:
    markup = render.reply(Abstention("q", "not_stated", passage(DOCUMENT, 2)), [DOCUMENT])
    assert "<mark>" not in markup
    assert "<blockquote" not in markup
    assert shown(markup).startswith("The document doesn't say.Nearest sentence (not an answer):Rain is likely.")


def test_abstention_without_a_nearest_sentence_is_only_its_message() -> None:
    result = Abstention("", "blank")
    assert shown(render.reply(result, [DOCUMENT])) == result.message


def test_places_of_several_documents_differ_and_lead_into_the_panel() -> None:
    other = Document("Rain\nRain fell on Monday.", title="Rain")
    documents = (DOCUMENT, other)
    markup = render.reply(answer(other, 0), documents)
    assert re.findall(r'class="place" href="#(\w+)"', markup) == ["d2p1s1"]
    ids = re.findall(r'id="(\w+)"', render.panel(documents))
    assert ids == ["d1p1s1", "d1p1s2", "d1p2s1", "d2p1s1"]


def test_plain_text_holds_quote_and_place() -> None:
    assert render.plain(answer(DOCUMENT, 1, "40 tonnes")) == (
        "40 tonnes\nIt sold 40 tonnes of apples.\n— Fair, paragraph 1, sentence 2"
    )


def test_plain_text_of_an_abstention_says_that_the_nearest_sentence_is_no_answer() -> None:
    text = render.plain(Abstention("q", "off_topic", passage(DOCUMENT, 2)))
    assert text.splitlines() == [
        "The document doesn't say: it is about something else.",
        "Nearest sentence (not an answer): Rain is likely.",
        "— Fair, paragraph 2, sentence 1",
    ]
