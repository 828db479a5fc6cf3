"""The page in a real browser: quotes shown exactly, nothing executed, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot import Answer, Bot, Document
from tests.web.browsing import DESKTOP, IN_VIEW, PHONE, Visit, ask, opened
from tests.web.conftest import HOSTILE
from tests.web.fakes import FakeBot
from tests.web.serving import Server

OIL = "How much oil was delivered to Mozyr?"
BLANK = "   "
TYPED = "<b>hi</b> **x** $$y$$ <img src=x onerror=alert(1)>"


@pytest.fixture
def desktop(browser: Browser, server: Server) -> Iterator[Visit]:
    with opened(browser, server, DESKTOP, permissions=["clipboard-read", "clipboard-write"]) as visit:
        yield visit


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Visit]:
    with opened(browser, server, PHONE, has_touch=True, is_mobile=True) as visit:
        yield visit


@pytest.fixture
def hostile(browser: Browser, hostile_server: Server) -> Iterator[Visit]:
    with opened(browser, hostile_server, DESKTOP) as visit:
        yield visit


@pytest.fixture
def fake(browser: Browser, fake_server: Server) -> Iterator[Visit]:
    with opened(browser, fake_server, DESKTOP) as visit:
        yield visit


@pytest.fixture
def oil(visit_bot: Bot) -> Answer:
    result = visit_bot.ask(OIL)
    assert isinstance(result, Answer)
    return result


def test_answer_shows_the_quote_in_its_sentence_with_its_place(desktop: Visit, oil: Answer) -> None:
    ask(desktop.page, OIL)
    reply = desktop.page.locator("#chat .answer")
    assert reply.locator("mark").inner_text() == oil.document.text[oil.start : oil.end]
    assert reply.locator("blockquote").inner_text() == oil.sentence.text
    source = reply.locator(".source").first.inner_text()
    assert f"paragraph {oil.paragraph.number}, sentence {oil.sentence.number}" in source
    title = reply.locator("cite a").first
    assert title.inner_text() == oil.document.title
    assert title.get_attribute("href") == oil.document.url
    assert title.get_attribute("target") == "_blank"
    assert "noopener" in str(title.get_attribute("rel"))


def test_cited_sentence_is_highlighted_and_in_view(desktop: Visit, oil: Answer) -> None:
    ask(desktop.page, OIL)
    cited = desktop.page.locator("#panel .cited")
    expect(cited).to_have_count(1)
    assert cited.get_attribute("id") == oil.sentence.id
    assert cited.inner_text() == oil.sentence.text
    assert cited.locator("mark").inner_text() == oil.quote
    assert cited.evaluate(IN_VIEW)


def test_highlight_follows_the_newest_answer_and_leaves_the_document_as_it_was(desktop: Visit) -> None:
    panel = desktop.page.locator("#panel .documents")
    before = panel.inner_html()
    ask(desktop.page, OIL)
    expect(desktop.page.locator("#panel mark")).to_have_count(1)
    ask(desktop.page, BLANK)
    expect(desktop.page.locator("#panel mark")).to_have_count(0)
    after = re.sub(' asked"| aria-description="[^"]*"', "", panel.inner_html())
    assert after.replace('class="sentence', 'class="sentence"').replace('""', '"') == before


def test_panel_shows_every_sentence_of_the_document(desktop: Visit, visit_bot: Bot) -> None:
    (document,) = visit_bot.documents
    shown = desktop.page.locator("#panel .sentence")
    assert shown.evaluate_all("all => all.map(e => [e.id, e.innerText])") == [
        [sentence.id, sentence.text] for sentence in document.sentences
    ]
    assert desktop.page.locator("#panel h2").inner_text() == document.title


def test_abstention_is_a_card_of_its_own(fake: Visit) -> None:
    result = FakeBot().ask("rain?")
    ask(fake.page, "rain?")
    reply = fake.page.locator("#chat .abstention")
    assert reply.locator(".verdict").inner_text() == result.message
    assert "Nearest sentence (not an answer)" in reply.inner_text()
    assert reply.locator(".nearest").inner_text() == result.nearest.text
    assert fake.page.locator("#chat mark, #chat blockquote, #panel mark, #panel .cited").count() == 0
    assert fake.page.locator("#panel .near").inner_text() == result.nearest.text


@pytest.mark.parametrize("question", [BLANK, "?!", "x" * 1001])
def test_faulty_question_gets_a_polite_message(desktop: Visit, visit_bot: Bot, question: str) -> None:
    ask(desktop.page, question)
    assert desktop.page.locator("#chat .verdict").inner_text() == visit_bot.ask(question).message


@pytest.mark.parametrize(
    "typed", [TYPED, "a\n\n# b\n- c  d", "</div></mark><script>window.hacked=1</script>", "&lt;i&gt;"]
)
def test_own_message_is_shown_as_typed(desktop: Visit, typed: str) -> None:
    ask(desktop.page, typed)
    assert desktop.page.locator("#chat .typed").inner_text() == typed
    assert desktop.page.evaluate("() => window.hacked") is None


def test_question_box_is_focused_and_cleared_for_the_next_question(desktop: Visit) -> None:
    box = desktop.page.get_by_label("Your question")
    expect(box).to_be_focused()
    for count, question in enumerate([OIL, TYPED, BLANK], 1):
        assert ask(desktop.page, question) == count - 1
        expect(box).to_have_value("")
        expect(box).to_be_enabled()
        expect(box).to_be_focused()


def test_question_box_works_on_after_a_fault(fake: Visit) -> None:
    ask(fake.page, "crash")
    assert "fault in the program" in fake.page.locator("#chat .verdict").inner_text()
    ask(fake.page, "apples?")
    assert fake.page.locator("#chat mark").inner_text() == "40 tonnes"


def test_suggestions_are_offered_and_answered_when_clicked(desktop: Visit) -> None:
    buttons = desktop.page.locator("#suggestions .suggestion")
    buttons.first.wait_for()
    question = buttons.first.inner_text()
    buttons.first.click()
    desktop.page.locator("#chat .answer mark").wait_for()
    assert desktop.page.locator("#chat .typed").inner_text() == question


def test_copy_button_copies_quote_and_place_as_plain_text(desktop: Visit, oil: Answer) -> None:
    ask(desktop.page, OIL)
    desktop.page.get_by_role("button", name="Copy quote").click()
    expect(desktop.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = desktop.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"“{oil.quote}”\n— {oil.citation}, {oil.document.url}"


def test_place_link_shows_an_earlier_answer_again(desktop: Visit, oil: Answer) -> None:
    ask(desktop.page, OIL)
    ask(desktop.page, BLANK)
    desktop.page.locator("#chat .answer > .source .place").click()
    cited = desktop.page.locator("#panel .cited")
    assert cited.get_attribute("id") == oil.sentence.id
    assert cited.evaluate(IN_VIEW)


def test_clear_button_brings_back_the_empty_page(desktop: Visit) -> None:
    ask(desktop.page, OIL)
    desktop.page.get_by_role("button", name="Clear").click()
    expect(desktop.page.locator("#chat .intro")).to_be_visible()
    expect(desktop.page.locator(".reply, #panel .cited")).to_have_count(0)
    assert ask(desktop.page, OIL) == 0


def test_messages_and_buttons_have_names_for_a_screen_reader(desktop: Visit) -> None:
    ask(desktop.page, OIL)
    expect(desktop.page.get_by_label("Visitbot replied")).to_have_count(1)
    expect(desktop.page.get_by_label("You asked")).to_have_count(1)
    expect(desktop.page.get_by_role("button", name="Ask", exact=True)).to_have_count(1)
    assert desktop.page.locator("html").get_attribute("lang") == "en"
    assert desktop.page.title() == "Visitbot"


def test_no_gradio_footer_or_settings_are_shown(desktop: Visit) -> None:
    text = desktop.page.locator("body").inner_text().lower()
    for word in ("gradio", "settings", "use via api", "flag"):
        assert word not in text


def test_phone_has_no_sideways_scroll_and_stays_at_the_chat(phone: Visit, oil: Answer) -> None:
    ask(phone.page, OIL)
    ask(phone.page, "word" * 200)
    ask(phone.page, OIL)
    cited = phone.page.locator("#panel .cited")
    assert cited.get_attribute("id") == oil.sentence.id
    assert phone.page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    assert phone.page.evaluate("() => scrollY") == 0
    phone.page.locator("#chat .answer > .source .place").last.tap()
    assert cited.evaluate(IN_VIEW)


@pytest.mark.parametrize(
    "question", ["bread price", "milk target", "tariff on cheese", "cost at the fair", "autumn cost"]
)
def test_hostile_document_is_quoted_exactly_and_does_nothing(
    hostile: Visit, hostile_server: Server, question: str
) -> None:
    result = httpx.post(f"{hostile_server.url}/api/ask", json={"question": question}, timeout=60).json()
    ask(hostile.page, question)
    sentence = result["sentence"] if result["type"] == "answer" else result["nearest"]
    selector = "blockquote" if result["type"] == "answer" else ".nearest"
    assert hostile.page.locator(f"#chat {selector}").inner_text() == sentence["text"]
    if result["type"] == "answer":
        assert hostile.page.locator("#chat mark").inner_text() == result["quote"]
    assert hostile.page.evaluate("() => window.hacked") is None


def test_hostile_document_stands_in_the_panel_exactly(hostile: Visit) -> None:
    document = Document.from_text(HOSTILE)
    shown = hostile.page.locator("#panel article").nth(1).locator(".sentence")
    texts = shown.evaluate_all("all => Object.fromEntries(all.map(e => [e.id, e.innerText]))")
    assert texts == {f"d2{sentence.id}": sentence.text for sentence in document.sentences}
    assert hostile.page.locator("#panel").locator("script, img, iframe, svg, table, code, mark").count() == 0
    assert hostile.page.evaluate("() => document.documentElement.scrollWidth") == DESKTOP["width"]


def test_panel_scrolls_to_the_document_that_is_cited(hostile: Visit) -> None:
    assert hostile.page.locator("#panel h2").all_inner_texts() == ["Weather", "Price report of the ministry"]
    ask(hostile.page, "How much did the price of bread rise in March?")
    ask(hostile.page, "When did snow fall in Minsk?")
    cited = hostile.page.locator("#panel .cited")
    assert str(cited.get_attribute("id")).startswith("p")
    assert cited.evaluate(IN_VIEW)
