"""The page for everybody: by keyboard, by screen reader, on a narrow screen, without motion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.web.words import words
from tests.web.browsing import DESKTOP, NARROW, PHONE, ask, opened
from tests.web.serving import Server

STATES = {"empty": [], "answered": ["cotton"], "abstained": ["nothing"], "error": ["crash"]}
OPEN = "#add-document, #check, #chat details"
FALSE_QUOTE = "Around 95,000 tonnes of crude oil was delivered to Mozyr Refinery."
OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
}"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, textarea, input, summary")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0)
  .map((e) => (e.dataset.seen ? null : e.outerHTML.slice(0, 80))).filter(Boolean)"""


@pytest.fixture
def page(browser: Browser, scripted_server: Server) -> Iterator[Page]:
    with opened(browser, scripted_server, DESKTOP) as visit:
        yield visit.page


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:100]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(browser: Browser, scripted_server: Server, state: str, scheme: str) -> None:
    with opened(browser, scripted_server, DESKTOP, color_scheme=scheme) as visit:
        for question in STATES[state]:
            ask(visit.page, question)
        visit.page.locator("#suggestions .suggestion").first.wait_for()
        assert violations(visit.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(browser: Browser, scripted_server: Server, scheme: str) -> None:
    with opened(browser, scripted_server, DESKTOP, color_scheme=scheme, locale="ru-RU") as visit:
        page = visit.page
        ask(page, "cotton")
        page.locator(OPEN).evaluate_all("all => all.forEach((details) => { details.open = true; })")
        page.locator("#check textarea").fill(FALSE_QUOTE)
        page.locator("#check form button").click()
        page.locator("#check del").first.wait_for()
        page.locator("#chat .place").first.click()
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_explanation(browser: Browser, server: Server, scheme: str) -> None:
    with opened(browser, server, DESKTOP, color_scheme=scheme) as visit:
        ask(visit.page, "How much oil was delivered to Mozyr?")
        visit.page.get_by_role("button", name=words("en").why).click()
        visit.page.locator("#chat .why").wait_for()
        assert violations(visit.page) == []


def test_axe_finds_nothing_on_a_phone(browser: Browser, scripted_server: Server) -> None:
    with opened(browser, scripted_server, PHONE, has_touch=True, is_mobile=True) as visit:
        ask(visit.page, "cotton")
        assert violations(visit.page) == []
        visit.page.locator("#chat .place").first.tap()
        assert violations(visit.page) == []


def test_everything_is_reached_by_tab_with_its_focus_seen(page: Page) -> None:
    ask(page, "cotton")
    ask(page, "nothing")
    page.locator("#suggestions .suggestion").first.wait_for()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.locator("#header h1").click()
    unseen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        page.evaluate("() => { document.activeElement.dataset.seen = 'yes'; }")
        if not page.evaluate(OUTLINED):
            unseen.append(page.evaluate("() => document.activeElement.outerHTML.slice(0, 80)"))
        if page.evaluate("() => document.activeElement === document.body"):
            break
    missed = page.evaluate(REACHABLE)
    assert [html for html in missed if 'class="skip"' not in html] == []
    assert [html for html in unseen if not html.startswith("<body")] == []


def test_conversation_is_held_by_keyboard_alone(page: Page) -> None:
    page.keyboard.type("cotton")
    page.keyboard.press("Enter")
    page.locator("#chat .answer").wait_for()
    page.locator("#chat .answer cite a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .cited")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#chat .place").first).to_be_focused()


def test_first_link_skips_to_the_question_box(page: Page) -> None:
    skip = page.get_by_role("link", name=words("en").skip)
    page.locator("#check summary").focus()
    skip.focus()
    assert page.evaluate("() => document.querySelector('a[href], button, input:not(#token *)').className") == "skip"
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_label(words("en").question_label)).to_be_focused()
    expect(skip).not_to_be_in_viewport()


def test_answers_are_announced_once(page: Page) -> None:
    ask(page, "cotton")
    log = page.locator("#chat [role=log]")
    assert log.get_attribute("aria-live") == "polite"
    log.evaluate("""log => {
      window.added = [];
      window.kept = log.querySelector(".answer");
      new MutationObserver((changes) => {
        for (const change of changes) {
          for (const node of change.addedNodes) if (node.textContent.trim()) window.added.push(node.textContent.trim());
        }
      }).observe(log, { childList: true, characterData: true, subtree: true });
    }""")
    ask(page, "nothing")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.kept.isConnected")
    added = page.evaluate("() => window.added")
    assert not [text for text in added if "right thing" in text]
    assert sum("doesn't say" in text for text in added) == 1
    assert page.locator("[aria-live]:not(#chat *), [role=alert], [role=status]").filter(has_text="say").count() == 0


def test_motion_is_left_out_where_it_is_not_wanted(browser: Browser, scripted_server: Server) -> None:
    jumps = {}
    for motion in ("reduce", "no-preference"):
        with opened(browser, scripted_server, DESKTOP, reduced_motion=motion) as visit:
            page = visit.page
            ask(page, "oil")
            page.wait_for_timeout(1000)
            page.locator("#panel").evaluate("panel => panel.scrollTo({ top: 0, behavior: 'auto' })")
            jumps[motion] = page.evaluate("""() => {
              document.querySelector("#chat .place").click();
              return document.getElementById("panel").scrollTop;
            }""")
    assert jumps["no-preference"] == 0 < jumps["reduce"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("locale", ["en", "ru"])
def test_narrow_screen_never_scrolls_sideways_and_keeps_the_question_box(
    browser: Browser, scripted_server: Server, state: str, locale: str
) -> None:
    with opened(browser, scripted_server, NARROW, has_touch=True, is_mobile=True, locale=locale) as visit:
        page = visit.page
        for question in STATES[state]:
            ask(page, f"{question} {'w' * 300}")
        width = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
        assert page.evaluate(width) == NARROW["width"]
        expect(page.locator("#question textarea")).to_be_in_viewport(ratio=1)
        expect(page.locator("#question .submit-button")).to_be_in_viewport(ratio=1)
        page.locator("#header nav a").first.tap()
        page.locator(OPEN).evaluate_all("all => all.forEach((details) => { details.open = true; })")
        page.locator("#check textarea").fill(FALSE_QUOTE)
        page.locator("#check form button").click()
        page.locator("#check del").first.wait_for()
        assert page.evaluate(width) == NARROW["width"]


def test_newest_quote_is_in_sight_on_a_small_phone(browser: Browser, scripted_server: Server) -> None:
    with opened(browser, scripted_server, NARROW, has_touch=True, is_mobile=True) as visit:
        for question in ("oil", "award", "cotton"):
            ask(visit.page, question)
        expect(visit.page.locator("#chat .typed").last).to_be_in_viewport()
        expect(visit.page.locator("#chat mark").last).to_be_in_viewport()
