"""The answer card in a real browser: what it says, and what its buttons do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import Answer, Bot
from bot.feedback import Feedback
from bot.receipts import verify
from bot.web.words import words
from tests.web.browsing import DESKTOP, ask, opened
from tests.web.scripted import QUOTES, VISIT, scripted
from tests.web.serving import Server, running

OIL = "How much oil was delivered to Mozyr?"
ENGLISH = words("en")


@pytest.fixture
def page(browser: Browser, scripted_server: Server) -> Iterator[Page]:
    with opened(browser, scripted_server, DESKTOP, permissions=["clipboard-read", "clipboard-write"]) as visit:
        yield visit.page


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_card_shows_quote_speaker_place_and_score(page: Page) -> None:
    answer = scripted("cotton", "cotton")
    ask(page, "cotton")
    card = page.locator("#chat .answer")
    assert card.locator("blockquote").inner_text() == answer.sentence.text
    assert card.locator("mark").inner_text() == answer.quote
    assert card.locator(".speaker").inner_text() == answer.speaker == "Aleksandr Lukashenko"
    assert card.locator(".known").inner_text() == "(“the President noted”, paragraph 4)"
    assert card.locator(".place").first.inner_text() == "paragraph 4, sentence 2"
    assert card.locator(".score").inner_text() == "likely right · 71 %"
    assert "71 should be right" in str(card.locator(".score").get_attribute("title"))


def test_copied_quote_is_plain_text_with_speaker_and_citation(page: Page) -> None:
    answer = scripted("cotton", "cotton")
    ask(page, "cotton")
    button(page, ENGLISH.copy)
    expect(page.get_by_role("button", name=ENGLISH.copied)).to_be_visible()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"“{answer.quote}”\n— {answer.citation}, {VISIT.url}"
    formats = page.evaluate("async () => (await navigator.clipboard.read()).flatMap((item) => item.types)")
    assert formats == ["text/plain"]


def test_runner_up_is_shown_on_demand(page: Page) -> None:
    ask(page, "oil")
    runner_up = page.locator("#chat details .nearest")
    expect(runner_up).to_be_hidden()
    page.get_by_text(ENGLISH.runner_up).click()
    expect(runner_up).to_be_visible()
    assert runner_up.inner_text() == scripted("oil", "oil").others[0].sentence.text


def test_receipt_is_saved_and_holds_for_the_document(page: Page, tmp_path: Path) -> None:
    ask(page, "cotton")
    with page.expect_download() as download:
        button(page, ENGLISH.receipt)
    path = tmp_path / "receipt.json"
    download.value.save_as(path)
    assert download.value.suggested_filename == "receipt-p4s2.json"
    receipt = json.loads(path.read_text("utf-8"))
    assert receipt["quote"]["text"] == QUOTES["cotton"][1]
    assert verify(receipt, VISIT).ok


def test_nothing_asks_for_a_verdict_unless_the_server_keeps_them(page: Page) -> None:
    ask(page, "oil")
    ask(page, "nothing")
    assert page.locator("#chat .feedback").count() == 0


def test_verdicts_are_kept_once_and_acknowledged(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "verdicts.sqlite"
    with (
        running(program=("-m", "tests.web.scripted", "--feedback", str(path))) as server,
        opened(browser, server, DESKTOP) as visit,
    ):
        page = visit.page
        ask(page, "oil")
        ask(page, "nothing")
        first = page.locator("#chat .feedback").first
        first.get_by_role("button", name=ENGLISH.silent).click()
        expect(first.locator(".status")).to_have_text(ENGLISH.noted)
        expect(first.get_by_role("button", name=ENGLISH.silent)).to_have_attribute("aria-pressed", "true")
        first.get_by_role("button", name=ENGLISH.wrong).click(force=True)
        page.locator("#chat .feedback").last.get_by_role("button", name=ENGLISH.right, exact=True).click()
        expect(page.locator("#chat .feedback .status")).to_have_count(2)
    kept = Feedback(path).judgements()
    assert [(judgement.question, judgement.verdict) for judgement in kept] == [("oil", "silent"), ("nothing", "right")]


def test_why_shows_what_each_word_adds_and_their_sum_is_the_dense_score(
    browser: Browser, server: Server, visit_bot: Bot
) -> None:
    answer = visit_bot.ask(OIL)
    assert isinstance(answer, Answer)
    with opened(browser, server, DESKTOP) as visit:
        page = visit.page
        ask(page, OIL)
        button(page, ENGLISH.why)
        shown = page.locator("#chat .why .part data")
        shown.first.wait_for()
        values = shown.evaluate_all("all => all.map(e => Number(e.value))")
        dense = page.locator("#chat .why .sum data").inner_text()
        assert sum(values) == pytest.approx(float(dense), abs=1e-6)
        assert float(dense) == pytest.approx(answer.passage.dense, abs=1e-6)
        parts = page.locator("#chat .why .part b").all_inner_texts()
        assert "".join(parts) == "".join(answer.sentence.text.split())
        why = page.get_by_role("button", name=ENGLISH.why)
        expect(why).to_have_attribute("aria-expanded", "true")
        why.click()
        expect(page.locator("#chat .why")).to_be_hidden()
        expect(why).to_have_attribute("aria-expanded", "false")


def test_button_of_a_session_that_has_ended_says_so(browser: Browser, scripted_server: Server) -> None:
    with opened(browser, scripted_server, DESKTOP) as visit:
        ask(visit.page, "oil")
        visit.page.locator("#session").evaluate("session => { session.dataset.token = '0'.repeat(32); }")
        button(visit.page, ENGLISH.receipt)
        expect(visit.page.locator("#chat .problem")).not_to_be_empty()
        visit.faults = [fault for fault in visit.faults if "410" not in fault]


def test_suggestion_is_asked_by_a_click_and_stays_clickable(page: Page) -> None:
    suggestion = page.locator("#suggestions .suggestion").first
    suggestion.wait_for()
    question = suggestion.inner_text()
    suggestion.click()
    page.locator("#chat .reply").wait_for()
    assert page.locator("#chat .typed").inner_text() == question
    expect(page.get_by_label(ENGLISH.question_label)).to_be_focused()


def test_interface_is_in_russian_for_a_russian_browser_and_the_quote_is_not(
    browser: Browser, scripted_server: Server
) -> None:
    russian = words("ru")
    with opened(browser, scripted_server, DESKTOP, locale="ru-RU") as visit:
        page = visit.page
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        expect(page.get_by_label(russian.question_label)).to_be_visible()
        expect(page.get_by_role("button", name=russian.ask, exact=True)).to_be_visible()
        ask(page, "cotton")
        ask(page, "nothing")
        card = page.locator("#chat .answer")
        assert card.locator("mark").inner_text() == QUOTES["cotton"][1]
        assert card.locator("blockquote").get_attribute("lang") == "en"
        assert card.locator(".score").inner_text() == "вероятно, что верно · 71 %"
        assert page.locator("#chat .abstention .verdict").inner_text() == russian.silences["not_stated"]
        shown = page.locator("#conversation").inner_text() + page.locator("#header").inner_text()
        for english in (ENGLISH.copy, ENGLISH.why, ENGLISH.receipt, ENGLISH.ask, "paragraph 4, sentence 2"):
            assert english not in shown.replace("(“the President noted”, абзац 4)", "")
