"""The document beside the chat, in a real browser: every citation leads to its sentence, each with an address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.web.words import words
from tests.web.browsing import DESKTOP, IN_VIEW, PHONE, ask, opened
from tests.web.scripted import QUOTES, VISIT
from tests.web.serving import Server

OIL, COTTON, AWARD = (QUOTES[word][0] for word in ("oil", "cotton", "award"))


@pytest.fixture
def page(browser: Browser, scripted_server: Server) -> Iterator[Page]:
    with opened(browser, scripted_server, DESKTOP) as visit:
        yield visit.page


@pytest.fixture
def phone(browser: Browser, scripted_server: Server) -> Iterator[Page]:
    with opened(browser, scripted_server, PHONE, has_touch=True, is_mobile=True) as visit:
        yield visit.page


def place(page: Page, position: int) -> Locator:
    """The citation of an answer."""
    return page.locator("#chat .answer > .source .place").nth(position)


def cited(page: Page) -> str | None:
    expect(page.locator("#panel .cited")).to_have_count(1)
    return page.locator("#panel .cited").get_attribute("id")


def scroll(page: Page) -> float:
    return float(page.locator("#panel").evaluate("panel => panel.scrollTop"))


def test_paragraphs_are_numbered_and_every_sentence_has_its_id(page: Page) -> None:
    numbers = page.locator("#panel .number").all_inner_texts()
    assert numbers == [str(paragraph.number) for paragraph in VISIT.paragraphs]
    ids = page.locator("#panel .sentence").evaluate_all("all => all.map(e => e.id)")
    assert ids == [sentence.id for sentence in VISIT.sentences]


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_citation_leads_to_its_sentence_and_marks_the_quote(page: Page, key: str) -> None:
    for word in ("oil", "cotton", "award"):
        ask(page, word)
    if key == "click":
        place(page, 1).click()
    else:
        place(page, 1).focus()
        page.keyboard.press(key)
    assert cited(page) == COTTON
    sentence = page.locator(f"#{COTTON}")
    assert sentence.locator("mark").inner_text() == QUOTES["cotton"][1]
    assert sentence.evaluate(IN_VIEW)
    expect(sentence).to_be_focused()
    assert page.url.endswith(f"#{COTTON}")


def test_escape_leads_from_the_document_back_to_the_citation(page: Page) -> None:
    ask(page, "oil")
    place(page, 0).click()
    page.keyboard.press("Escape")
    expect(place(page, 0)).to_be_focused()


def test_hovering_a_citation_shows_it_and_then_gives_the_place_back(page: Page) -> None:
    ask(page, "cotton")
    ask(page, "award")
    assert cited(page) == AWARD
    before = scroll(page)
    assert before > 0
    place(page, 0).hover()
    expect(page.locator(f"#{COTTON}.cited mark")).to_have_text(QUOTES["cotton"][1])
    assert page.locator(f"#{COTTON}").evaluate(IN_VIEW)
    assert scroll(page) != before
    page.locator("#header h1").hover()
    expect(page.locator(f"#{AWARD}.cited mark")).to_have_count(1)
    assert (cited(page), scroll(page)) == (AWARD, before)


def test_focusing_a_citation_shows_it_and_then_gives_the_place_back(page: Page) -> None:
    ask(page, "cotton")
    ask(page, "award")
    before = scroll(page)
    page.locator("#chat .answer cite a").first.focus()
    page.keyboard.press("Tab")
    expect(place(page, 0)).to_be_focused()
    assert cited(page) == COTTON
    assert page.locator(f"#{COTTON}").evaluate(IN_VIEW)
    page.keyboard.press("Tab")
    assert (cited(page), scroll(page)) == (AWARD, before)


def test_panel_that_the_reader_moves_meanwhile_stays_where_it_is(page: Page) -> None:
    ask(page, "cotton")
    ask(page, "award")
    place(page, 0).hover()
    expect(page.locator(f"#{COTTON}.cited")).to_have_count(1)
    page.locator("#panel").evaluate("panel => panel.scrollTo(0, 33)")
    page.locator("#header h1").hover()
    assert (cited(page), scroll(page)) == (AWARD, 33)


def test_citation_of_the_runner_up_marks_no_quote(page: Page) -> None:
    ask(page, "oil")
    page.locator("#chat details summary").click()
    page.locator("#chat details .place").click()
    near = page.locator("#panel .near")
    assert near.get_attribute("id") == "p6s1"
    assert near.evaluate(IN_VIEW)
    assert page.locator("#panel mark").count() == 0


def test_sentences_already_asked_about_are_shaded_until_the_conversation_is_cleared(page: Page) -> None:
    for word in ("oil", "cotton", "nothing"):
        ask(page, word)
    shaded = page.locator("#panel .asked")
    assert set(shaded.evaluate_all("all => all.map(e => e.id)")) == {OIL, COTTON}
    plain, asked, current = (
        page.locator(selector).evaluate("e => getComputedStyle(e).backgroundColor")
        for selector in ("#p1s1", f"#{OIL}", f"#{COTTON}")
    )
    assert asked == current != plain
    assert shaded.first.get_attribute("aria-description") == words("en").already_asked
    ask(page, "oil")
    for shade in (plain, asked):
        expect(page.locator(f"#{OIL}")).not_to_have_css("background-color", shade)
    page.get_by_role("button", name=words("en").clear).click()
    expect(page.locator("#panel .asked, #panel [aria-description]")).to_have_count(0)


def test_address_of_a_sentence_opens_the_page_there(browser: Browser, scripted_server: Server) -> None:
    with opened(browser, scripted_server, DESKTOP, f"/#{AWARD}") as visit:
        assert cited(visit.page) == AWARD
        assert visit.page.locator(f"#{AWARD}").evaluate(IN_VIEW)
        visit.page.evaluate("() => { location.hash = '#p2s3'; }")
        expect(visit.page.locator("#p2s3.cited")).to_be_focused()
        assert visit.page.locator("#p2s3").evaluate(IN_VIEW)


@pytest.mark.parametrize("fragment", ["#p99s9", "#question", "#<img src=x onerror=alert(1)>", "#%", "#d2p1s1"])
def test_address_that_names_no_sentence_marks_nothing(browser: Browser, scripted_server: Server, fragment: str) -> None:
    with opened(browser, scripted_server, DESKTOP, f"/{fragment}") as visit:
        ask(visit.page, "nothing")
        assert visit.page.locator("#panel .cited").count() == 0


def test_back_button_of_the_browser_follows_the_citations(page: Page) -> None:
    ask(page, "oil")
    ask(page, "cotton")
    place(page, 0).click()
    place(page, 1).click()
    assert cited(page) == COTTON
    page.go_back()
    expect(page.locator(f"#{OIL}.cited")).to_have_count(1)


def test_document_is_one_tap_away_on_a_phone_and_back(phone: Page) -> None:
    conversation, source = phone.locator("#conversation"), phone.locator("#source")
    ask(phone, "award")
    expect(source).to_be_hidden()
    phone.get_by_role("link", name=words("en").to_document).tap()
    expect(conversation).to_be_hidden()
    assert phone.locator(f"#{AWARD}.cited").evaluate(IN_VIEW)
    phone.get_by_role("link", name=words("en").to_conversation).tap()
    expect(conversation).to_be_visible()
    expect(source).to_be_hidden()


def test_citation_opens_the_document_on_a_phone_and_the_browser_goes_back(phone: Page) -> None:
    ask(phone, "oil")
    ask(phone, "award")
    place(phone, 0).scroll_into_view_if_needed()
    place(phone, 0).tap()
    assert phone.locator(f"#{OIL}.cited mark").evaluate(IN_VIEW)
    phone.go_back()
    expect(place(phone, 0)).to_be_visible()


def test_address_of_a_sentence_opens_the_document_on_a_phone(browser: Browser, scripted_server: Server) -> None:
    with opened(browser, scripted_server, PHONE, f"/#{AWARD}", has_touch=True, is_mobile=True) as visit:
        assert visit.page.locator(f"#{AWARD}.cited").evaluate(IN_VIEW)


def test_checked_quote_leads_into_the_document_too(page: Page) -> None:
    page.locator("#check summary").click()
    page.locator("#check textarea").fill("We have two modern high-capacity oil refineries")
    page.locator("#check form button").click()
    page.locator("#check .place").click()
    assert cited(page) == "p8s3"


def test_hidden_document_is_opened_by_its_citation(browser: Browser, hostile_server: Server) -> None:
    with opened(browser, hostile_server, DESKTOP) as visit:
        ask(visit.page, "When did snow fall in Minsk?")
        visit.page.locator("#panel article").first.evaluate("article => { article.hidden = true; }")
        visit.page.locator("#chat .place").first.click()
        expect(visit.page.locator("#p1s1")).to_be_visible()
