"""Exports of a conversation: text that stays text, data that is whole, citations that managers read."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot import Abstention, Answer, Document
from bot.answer import Passage
from bot.quotations import Quotation
from bot.receipts import Model, Versions, verify
from bot.receipts.citation import issued
from bot.receipts.export import to_csl_json, to_json, to_markdown
from bot.visits import visit
from tests.bot.test_receipts import DOCUMENTS, answer

VERSIONS = Versions(Model("fake", "f" * 64))
CONVERSATION = [answer(visit(), 17), Abstention("And tea?", "off_topic"), answer(visit(), 2, 1, 8)]

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</blockquote><h1>Out</h1>",
    "<!-- comment",
    "<div\nonclick=x",
    "<?php echo",
    "<!DOCTYPE html",
    "</mark></p>",
    "<https://evil.example>",
    "https://evil.example/x_y_z",
    "www.evil.example",
    "[click](https://evil.example)",
    "[click](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/>)",
    "[ref]: https://evil.example",
    "[^1]: note",
    "**bold** _it_ __b__ ~~gone~~ ==mark==",
    "`code` ``more``",
    "```\ncode\n```",
    "~~~\ncode",
    "    indented code",
    "\tindented code",
    "# Heading #",
    "Heading\n=====",
    "Heading\n-----",
    "---",
    "***",
    "- item\n- item",
    "+ item",
    "* item",
    "1. item\n2) item",
    "> quoted",
    ">",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "$x^2$ $$y$$ \\(z\\) \\[w\\]",
    "&lt;b&gt; &amp; &#60;i&#62; &copy;",
    "\\* \\\\ \\<b>",
    "line\\\nbreak  \nbreak",
    "one\r\n\r\n# two\r\rthree",
    "\u202eevil\u202c \u200bzero\u200b",
    ":smile: @someone #42 user@evil.example",
    "nul \0 and \ud800",
    "\u2028# separated",
    "x" * 5000,
    "{{ template }} {% raw %}",
]


def reader() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *flat(token.children or []))]


def shown(tokens: list[Token]) -> str:
    return "".join({"softbreak": "\n", "hardbreak": "\\"}.get(token.type, token.content) for token in tokens)


def block_quotes(markdown: str) -> list[str]:
    """The text of each block quote, as a page would show it."""
    tokens, quotes, inside = reader().parse(markdown), [], False
    for token in tokens:
        if token.type == "blockquote_open":
            assert not inside
            inside = True
            quotes.append("")
        inside = inside and token.type != "blockquote_close"
        if inside and token.type == "inline":
            quotes[-1] += "\n" + shown(token.children or [])
    return quotes


def visible(text: str) -> list[str]:
    """The lines of a text, without the white space and the characters that no page shows."""
    lines = re.split(r"\r\n|\r|\n", re.sub("[\0\ud800]", "\ufffd", text))
    return [" ".join(line.split()) for line in lines if line.strip()]


def hostile(payload: str) -> Answer:
    document = Document(f"{payload}", title=payload, url="https://example.org/?a=<b>&c=)", date=payload)
    sentence = document.sentences[0]
    said = Quotation((sentence,), None, None, payload, "direct")
    return Answer(payload, Passage(document, sentence, 0, 0, 0), sentence.start, sentence.end, 0.5, said)


def marks(markdown: str) -> list[str]:
    """What the Markdown makes beside words and paragraphs."""
    words = {"text", "softbreak", "inline", "paragraph_open", "paragraph_close"}
    return [token.type for token in flat(reader().parse(markdown)) if token.type not in words]


def links(markdown: str) -> set[str]:
    return {str(token.attrs["href"]) for token in flat(reader().parse(markdown)) if token.type == "link_open"}


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if Document.from_text(p).sentences])
def test_hostile_text_is_shown_and_does_nothing(payload: str):
    turn = hostile(payload)
    markdown = to_markdown([turn, Abstention(payload, "not_stated", turn.passage)], VERSIONS)
    for quoted in block_quotes(markdown):
        assert visible(quoted) == visible(turn.quote)
    plain = hostile("Harmless words.")
    assert marks(markdown) == marks(to_markdown([plain, Abstention("x", "not_stated", plain.passage)], VERSIONS))
    assert all(address.startswith("https://example.org/?a=%3Cb%3E&c=)") for address in links(markdown))
    assert sum(line.startswith("- ") for line in markdown.splitlines()) == 7


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_question_stays_in_its_heading(payload: str):
    tokens = reader().parse(to_markdown([Abstention(payload, "off_topic")], VERSIONS))
    headings = [(t.tag, tokens[n + 1].children) for n, t in enumerate(tokens) if t.type == "heading_open"]
    assert [tag for tag, _ in headings] == ["h1", "h2"]
    assert shown(headings[1][1]) == "1. " + " ".join(" ".join(visible(payload)).split())
    assert len(tokens) == 9


@settings(deadline=None)
@given(DOCUMENTS)
def test_block_quote_shows_exactly_the_quote(document: Document):
    turns = [answer(document, number) for number in range(len(document.sentences))]
    quoted = block_quotes(to_markdown(turns, VERSIONS))
    assert list(map(visible, quoted)) == [visible(turn.quote) for turn in turns]


def test_markdown_of_ordinary_words_is_easy_to_read():
    markdown = to_markdown(CONVERSATION, VERSIONS)
    assert "## 1. Who came?\n\n> Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery.\n\n" in markdown
    assert "- Speaker: The minister\n- [Paragraph 7, sentence 2](<https://president.gov.by/en/events/" in markdown
    assert "## 2. And tea?\n\nThe document doesn't say: it is about something else.\n" in markdown


def test_markdown_keeps_receipts_that_verify():
    blocks = [token for token in reader().parse(to_markdown(CONVERSATION, VERSIONS)) if token.type == "fence"]
    assert len(blocks) == 2
    assert all(verify(json.loads(block.content), visit()).ok for block in blocks)


def test_json_keeps_every_turn_with_its_receipt():
    turns = json.loads(to_json(CONVERSATION, VERSIONS))["turns"]
    for turn, result in zip(turns, CONVERSATION, strict=True):
        stated = turn.pop("receipt")
        assert turn == json.loads(json.dumps(result.to_dict()))
        assert stated is None if isinstance(result, Abstention) else verify(stated, visit()).ok


def test_empty_conversation_can_be_exported():
    assert to_markdown([], VERSIONS) == "# Conversation\n"
    assert json.loads(to_json([], VERSIONS))["turns"] == []
    assert json.loads(to_csl_json([], VERSIONS)) == []


@settings(deadline=None, max_examples=25)
@given(DOCUMENTS)
def test_exports_are_the_same_each_time_and_fit_utf_8(document: Document):
    turns = [answer(document, number) for number in range(len(document.sentences))]
    for export in (to_markdown, to_json, to_csl_json):
        assert export(turns, VERSIONS).encode() == export(turns, VERSIONS).encode()


def test_citations_name_each_document_once_with_its_quotes():
    other = Document.from_text("Oil came. It went.", title="News", date="2026-11-28")
    items = json.loads(to_csl_json([*CONVERSATION, answer(other, 0), answer(other, 0)], VERSIONS))
    page, file = items
    assert (page["type"], page["title"], page["URL"]) == ("webpage", visit().title, visit().url)
    assert page["note"].splitlines() == [
        "“Around 85,000 tonnes of oil was delivered to Mozyr Oil Refinery.” (paragraph 7, sentence 2, The minister)",
        f"“{CONVERSATION[2].quote}” (paragraph 2, sentence 1, The minister)",
    ]
    assert [verify(stated, visit()).ok for stated in page["custom"]["receipts"]] == [True, True]
    assert (file["type"], file["issued"]) == ("document", {"date-parts": [[2026, 11, 28]]})
    assert len(file["note"].splitlines()) == 1
    assert "URL" not in file
    assert page["id"] != file["id"]


def test_script_address_is_not_cited():
    document = Document.from_text("Oil came.", url="javascript:alert(1)")
    [item] = json.loads(to_csl_json([answer(document, 0)], VERSIONS))
    assert item["type"] == "document"
    assert "URL" not in item


@pytest.mark.parametrize(
    ("written", "variable"),
    [
        ("2026-11-28", {"date-parts": [[2026, 11, 28]]}),
        ("2026-11-28T23:59:59+03:00", {"date-parts": [[2026, 11, 28]]}),
        ("2026-11-28T10:00:00Z", {"date-parts": [[2026, 11, 28]]}),
        ("2026-11", {"date-parts": [[2026, 11]]}),
        ("2026", {"date-parts": [[2026]]}),
        ("28 November\n2026", {"literal": "28 November 2026"}),
        ("28.11.2026", {"literal": "28.11.2026"}),
        ("2026-13", {"literal": "2026-13"}),
        ("2026-02-30", {"literal": "2026-02-30"}),
        ("0000", {"literal": "0000"}),
        ("٢٠٢٦", {"literal": "٢٠٢٦"}),
    ],
)
def test_only_iso_dates_are_taken_apart(written: str, variable: dict):
    assert issued(written) == variable


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_date_gives_a_date_variable(written: str):
    assert issued(written).keys() in ({"date-parts"}, {"literal"})
