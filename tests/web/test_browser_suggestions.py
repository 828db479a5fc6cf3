"""Every question that the page offers is answered by the sentence that it is meant for, with the real model."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import Bot
from bot.suggestions import Suggestion, suggest
from bot.web.words import words
from tests.bot.test_suggestions import FERRY, LIBRARY
from tests.web.browsing import DESKTOP, Visit, ask, opened
from tests.web.serving import Server

ENGLISH = words("en")
COMPUTED_MS = 60_000  # how long a loaded machine may take to compute suggestions


def paste(page: Page, text: str, title: str) -> None:
    page.locator("#add-document").evaluate("details => details.open = true")
    page.get_by_label(ENGLISH.paste_label).fill(text)
    page.get_by_label(ENGLISH.paste_title).fill(title)
    page.get_by_role("button", name=ENGLISH.paste_button, exact=True).click()
    expect(page.locator("#add-document .status")).to_have_text(f"Added: {title}", timeout=COMPUTED_MS)


def offers(page: Page, expected: Sequence[Suggestion]) -> None:
    """The page comes to offer these questions."""
    questions = [suggestion.question for suggestion in expected]
    expect(page.locator("#suggestions .suggestion")).to_have_text(questions, timeout=COMPUTED_MS)


def answers(page: Page, expected: Sequence[Suggestion]) -> None:
    """Each question, the first by a click and the others as they come, is answered by its sentence."""
    page.locator("#suggestions .suggestion").first.click()
    page.locator("#chat .reply").wait_for()
    for suggestion in expected[1:]:
        ask(page, suggestion.question)
    replies = page.locator("#chat .reply")
    expect(replies).to_have_count(len(expected))
    expect(page.locator("#chat .typed")).to_have_text([suggestion.question for suggestion in expected])
    for position, suggestion in enumerate(expected):
        reply = replies.nth(position)
        assert reply.locator("blockquote").first.inner_text() == suggestion.sentence.text, suggestion.question
        target = reply.locator(".source .place").first.get_attribute("href")
        assert str(target).endswith(suggestion.sentence.id)


@pytest.fixture
def visit(browser: Browser, server: Server):
    with opened(browser, server, DESKTOP) as visit:
        yield visit


def test_what_is_offered_about_the_visit_is_answered_by_its_sentence(visit: Visit, visit_bot: Bot) -> None:
    expected = suggest(visit_bot)
    assert len(expected) == 4
    offers(visit.page, expected)
    answers(visit.page, expected)


@pytest.mark.parametrize("document", [FERRY, LIBRARY], ids=["ferry", "library"])
def test_what_is_offered_about_a_pasted_text_is_answered_by_its_sentence(visit: Visit, visit_bot: Bot, document):
    expected = suggest(visit_bot.over([document]))
    assert len(expected) >= 2
    paste(visit.page, document.text, document.title)
    visit.page.locator("#documents input").first.uncheck()
    offers(visit.page, expected)
    answers(visit.page, expected)


def test_what_is_offered_about_both_covers_both(visit: Visit, visit_bot: Bot) -> None:
    expected = suggest(visit_bot.over([*visit_bot.documents, FERRY]))
    assert len({suggestion.document for suggestion in expected}) == 2
    paste(visit.page, FERRY.text, FERRY.title)
    offers(visit.page, expected)
