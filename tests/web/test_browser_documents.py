"""One's own documents, saving and checking, in a real browser: each session holds its own and nothing leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from bot import Abstention, Bot
from bot.receipts import verify
from bot.web.words import words
from tests.bot import making_files
from tests.web.browsing import DESKTOP, PHONE, ask
from tests.web.fakes import DOCUMENT
from tests.web.serving import Server

APPLES = "How many tonnes of apples did it sell?"
SHIPS = "How many ships call at the harbour every day?"
LINES = ["The harbour was opened in 1912 by the mayor of the town.", "Every day forty ships call at the harbour."]
ENGLISH = words("en")

CONTENTS = {
    "harbour.txt": "\n".join(LINES).encode(),
    "harbour.md": "\n\n".join(LINES).encode(),
    "harbour.html": f"<html><body><p>{'</p><p>'.join(LINES)}</p></body></html>".encode(),
    "harbour.docx": making_files.docx("".join(map(making_files.p, LINES))),
    "harbour.pdf": making_files.pdf(making_files.text_page([LINES[0], "", LINES[1]])),
}
FAILURES = {
    "scan.pdf": (making_files.pdf([]), "run text recognition (OCR)"),
    "locked.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "locked by a password",
    ),
    "photo.png": (b"\x89PNG", "files of type '.png' can't be read"),
    "song.pdf": (b"ID3 song", "the file is not a PDF"),
    "empty.txt": (b"", ENGLISH.empty_document),
    "cafe.txt": (b"caf\xe9", "is not UTF-8"),
}


@contextmanager
def opened(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", accept_downloads=True)
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    load(page, server)
    yield page
    context.close()
    assert faults == []


def load(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page.locator("#token textarea, #token input")).to_have_value(token(page))


def token(page: Page) -> str:
    page.locator("#session[data-token]").wait_for()
    return str(page.locator("#session").get_attribute("data-token"))


@pytest.fixture
def page(browser: Browser, light_server: Server) -> Iterator[Page]:
    with opened(browser, light_server) as page:
        yield page


@pytest.fixture
def visit_page(browser: Browser, server: Server) -> Iterator[Page]:
    with opened(browser, server) as page:
        yield page


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator("#add-document").evaluate("details => details.open = true")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("#add-document input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def add(page: Page, name: str = "harbour.txt") -> None:
    count = page.locator("#documents input").count()
    choose(page, name, CONTENTS[name])
    expect(page.locator("#documents input")).to_have_count(count + 1)
    expect(page.locator("#add-document .status")).to_contain_text("Added: ")


@pytest.mark.parametrize("name", CONTENTS)
def test_a_chosen_file_is_shown_and_answers(page: Page, name: str) -> None:
    add(page, name)
    expect(page.locator("#add-document .status")).to_have_text("Added: harbour")
    article = page.locator("#panel article").nth(1)
    assert article.locator(".sentence").all_inner_texts() == LINES
    assert article.locator(".extracted").count() == (0 if name.endswith((".txt", ".md")) else 1)
    ask(page, SHIPS)
    assert page.locator("#chat blockquote").inner_text() == LINES[1]
    cited = page.locator("#panel .cited")
    expect(cited).to_have_text(LINES[1])
    assert page.locator("#chat .place").first.get_attribute("href") == f"#{cited.get_attribute('id')}"
    assert str(cited.get_attribute("id")).startswith("d2p")


def test_a_document_that_was_added_comes_into_view(page: Page) -> None:
    rows = "\n".join(f"The number of row {n} is {n}." for n in range(60))
    choose(page, "long.txt", rows.encode())
    expect(page.locator("#panel h2").nth(1)).to_be_in_viewport(ratio=1)
    add(page)
    expect(page.locator("#panel h2").nth(2)).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


def test_files_that_differ_in_their_suffix_alone_have_different_names(page: Page) -> None:
    for name, shown in (("harbour.txt", "harbour"), ("harbour.md", "harbour.md"), ("harbour.pdf", "harbour.pdf")):
        add(page, name)
        expect(page.locator("#add-document .status")).to_have_text(f"Added: {shown}")
        expect(page.locator("#panel h2").last).to_have_text(shown)
    ask(page, SHIPS)
    expect(page.locator("#chat .answer > .source cite")).to_have_text("harbour")


def test_the_first_document_shown_has_no_rule_above_it(page: Page) -> None:
    for name in ("harbour.txt", "harbour.md"):
        add(page, name)
    page.locator("#documents input").first.uncheck()
    articles = page.locator("#panel article")
    expect(articles.first).to_be_hidden()
    expect(articles.nth(1)).to_have_css("border-top-width", "0px")
    expect(articles.nth(2)).to_have_css("border-top-width", "3px")


def test_a_dropped_file_is_added(page: Page) -> None:
    dropped = page.evaluate_handle(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "harbour.txt", { type: "text/plain" }));
          return data;
        }""",
        "\n".join(LINES),
    )
    page.dispatch_event("#panel", "dragover", {"dataTransfer": dropped})
    page.dispatch_event("#panel", "drop", {"dataTransfer": dropped})
    expect(page.locator("#documents input")).to_have_count(2)
    expect(page.locator("#panel article h2").nth(1)).to_have_text("harbour")


@pytest.mark.parametrize("name", FAILURES)
def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(page: Page, name: str) -> None:
    content, message = FAILURES[name]
    before = page.locator("#panel .documents").inner_html()
    choose(page, name, content)
    expect(page.locator("#add-document [role=alert]")).to_contain_text(message)
    expect(page.locator("#add-document [role=status]")).to_have_text("")
    assert page.locator("#documents input").count() == 1
    assert page.locator("#panel .documents").inner_html() == before
    add(page)
    expect(page.locator("#add-document [role=alert]")).to_have_text("")


def test_a_file_over_the_limit_is_not_even_sent(page: Page, tmp_path: Path) -> None:
    (tmp_path / "huge.txt").write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#add-document input[type=file]").set_input_files(tmp_path / "huge.txt")
    expect(page.locator("#add-document [role=alert]")).to_have_text(f"huge.txt: {ENGLISH.too_large}")
    assert sent == []


def test_text_is_pasted_by_keyboard_alone(page: Page) -> None:
    page.locator("#add-document summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label(ENGLISH.paste_label).focus()
    page.keyboard.insert_text("\n".join(LINES))
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Port & <b>harbour</b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#add-document .status")).to_have_text("Added: Port & <b>harbour</b>")
    assert page.locator("#panel h2").nth(1).inner_text() == "Port & <b>harbour</b>"
    expect(page.get_by_label(ENGLISH.paste_label)).to_have_value("")


def test_only_chosen_documents_are_asked_and_shown(page: Page) -> None:
    add(page)
    own, shared = page.locator("#documents input").nth(1), page.locator("#documents input").first
    shared.uncheck()
    expect(page.locator("#panel article").first).to_be_hidden()
    ask(page, APPLES)
    assert page.locator("#chat .place[href^='#p']").count() == 0
    own.click()  # `uncheck` would fail: the page checks the last one again
    expect(page.locator("#add-document .problem")).to_have_text(ENGLISH.none_chosen)
    expect(own).to_be_checked()
    shared.check()
    expect(page.locator("#panel article").first).to_be_visible()
    ask(page, APPLES)
    assert page.locator("#chat .reply").last.locator(".place").first.get_attribute("href") == "#p1s2"


@pytest.mark.parametrize(("button", "name"), [("Markdown", ".md"), ("JSON", ".json"), ("CSL-JSON", ".csl.json")])
def test_conversation_is_saved(page: Page, button: str, name: str) -> None:
    ask(page, APPLES)
    with page.expect_download() as download:
        page.locator("#export").get_by_role("button", name=button, exact=True).click()
    assert download.value.suggested_filename == f"conversation{name}"
    saved = Path(download.value.path()).read_text("utf-8")
    assert DOCUMENT.sha256 in saved
    if button == "JSON":
        assert verify(json.loads(saved)["turns"][0]["receipt"], DOCUMENT).ok


def test_an_empty_or_cleared_conversation_cannot_be_saved(light_server: Server, page: Page) -> None:
    expect(page.locator("#export")).to_be_hidden()
    ask(page, APPLES)
    expect(page.locator("#export")).to_be_visible()
    with page.expect_response("**/session/clear"):
        page.get_by_role("button", name=ENGLISH.clear).click()
    expect(page.locator("#export")).to_be_hidden()
    response = httpx.post(f"{light_server.url}/session/export", json={"session": token(page), "format": "json"})
    assert response.json() == {"error": ENGLISH.nothing_to_save}


def test_receipt_of_an_answer_is_saved(page: Page) -> None:
    ask(page, APPLES)
    with page.expect_download() as download:
        page.locator("#chat").get_by_role("button", name=ENGLISH.receipt).click()
    assert verify(json.loads(Path(download.value.path()).read_text("utf-8")), DOCUMENT).ok


def test_follow_up_shows_how_it_was_understood(visit_page: Page, visit_bot: Bot) -> None:
    ask(visit_page, "What did the President of Belarus say about cotton?")
    ask(visit_page, "And about oil?")
    last = visit_page.locator("#chat .reply").last
    expect(last).to_contain_text(ENGLISH.understood)
    assert "oil" in last.inner_text()
    with visit_page.expect_download() as download:
        visit_page.locator("#export").get_by_role("button", name="JSON", exact=True).click()
    asked = json.loads(Path(download.value.path()).read_text("utf-8"))["turns"][1]["question"]
    assert asked in last.inner_text()
    assert visit_bot.ask(asked).to_dict()["type"] in str(last.get_attribute("class"))


def test_suggestions_are_offered_asked_by_a_click_and_renewed(visit_page: Page, visit_bot: Bot) -> None:
    offered = visit_page.locator("#suggestions .suggestion")
    expect(offered).to_have_count(4)
    question = offered.first.inner_text()
    assert not isinstance(visit_bot.ask(question), Abstention)
    offered.first.click()
    visit_page.locator("#chat .answer mark").wait_for()
    assert visit_page.locator("#chat .typed").inner_text() == question
    expect(offered.filter(has_text=question)).to_have_count(0)


def test_suggestions_come_from_the_documents_that_are_chosen(page: Page) -> None:
    offered = page.locator("#suggestions .suggestion")
    expect(offered.filter(has_text="fair").first).to_be_visible()
    choose(page, "museum.txt", b"The museum opened on Friday. It shows 300 paintings.")
    expect(offered.filter(has_text="museum").first).to_be_visible()
    page.locator("#documents input").first.uncheck()
    expect(offered.filter(has_text="fair")).to_have_count(0)
    expect(offered.filter(has_text="museum").first).to_be_visible()


def test_a_quote_is_checked_against_the_documents(page: Page) -> None:
    sentence = DOCUMENT.sentences[1].text
    page.locator("#check summary").click()
    page.get_by_label(ENGLISH.quote_label, exact=True).fill(sentence)
    page.get_by_role("button", name=ENGLISH.check_button, exact=True).click()
    expect(page.locator("#check .checked")).to_contain_text(ENGLISH.verdicts["exact"])
    page.get_by_label(ENGLISH.quote_label, exact=True).fill("Bananas were never mentioned by the astronauts of Mars.")
    page.get_by_label(ENGLISH.quote_label, exact=True).press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#check .checked")).to_contain_text(ENGLISH.verdicts["absent"])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_result_of_a_check_comes_into_view(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    if size == PHONE:
        page.locator("#header nav a[href='#source']").click()
    page.locator("#check summary").click()
    page.get_by_label(ENGLISH.quote_label, exact=True).fill(DOCUMENT.sentences[1].text.replace("40", "50"))
    page.get_by_role("button", name=ENGLISH.check_button, exact=True).click()
    expect(page.locator("#check .compared .source")).to_be_in_viewport(ratio=1)
    seen = """element => {
      const box = element.getBoundingClientRect(), view = document.getElementById("tools").getBoundingClientRect();
      return box.top >= view.top - 1 && box.bottom <= view.bottom + 1;
    }"""
    assert page.locator("#check .compared").evaluate(seen)
    assert page.evaluate("scrollY") == 0


def test_pages_share_no_documents_and_no_history(browser: Browser, light_server: Server, page: Page) -> None:
    add(page)
    ask(page, "How many tonnes of apples did it sell?")
    with opened(browser, light_server) as other:
        assert token(other) != token(page)
        assert other.locator("#documents input").count() == 1
        ask(other, "And of pears?")
        assert ENGLISH.understood not in other.locator("#chat").inner_text()
        assert LINES[0] not in other.content()


def test_a_page_whose_session_has_ended_says_so_and_goes_on(light_server: Server, page: Page) -> None:
    add(page)
    ask(page, SHIPS)
    httpx.post(f"{light_server.url}/session/close", json={"session": token(page)})
    ask(page, APPLES)
    expect(page.locator("#chat .reply")).to_have_count(3)
    assert page.locator("#chat .reply").nth(0).locator("blockquote").inner_text() == LINES[1]
    assert ENGLISH.session_ended in page.locator("#chat .reply").nth(1).inner_text()
    expect(page.locator("#documents input")).to_have_count(1)
    expect(page.locator("#panel article")).to_have_count(1)
    add(page)


def test_adding_to_a_session_that_has_ended_says_so_and_works_the_second_time(light_server: Server, page: Page) -> None:
    httpx.post(f"{light_server.url}/session/close", json={"session": token(page)})
    choose(page, "harbour.txt", CONTENTS["harbour.txt"])
    expect(page.locator("#add-document .problem")).to_have_text(ENGLISH.session_ended)
    add(page)


def test_a_page_that_goes_away_ends_its_session(light_server: Server, page: Page) -> None:
    held = token(page)
    view = {"session": held}
    assert httpx.post(f"{light_server.url}/session/view", json=view).status_code == 200
    page.goto("about:blank")
    for _ in range(50):
        if httpx.post(f"{light_server.url}/session/view", json=view).status_code == 410:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the session is still held 5 s after its page went away")


def test_page_comes_in_the_language_of_the_browser(browser: Browser, light_server: Server) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="ru-RU")
    page = context.new_page()
    load(page, light_server)
    russian = words("ru")
    ask(page, APPLES)
    for text in (russian.add_document, russian.check_quote, russian.save_conversation):
        assert page.get_by_text(text, exact=True).first.is_visible()
    assert russian.receipt in page.locator("#chat .reply").inner_text()
    context.close()


def test_a_whole_session_makes_no_request_elsewhere(browser: Browser, light_server: Server) -> None:
    context: BrowserContext = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    load(page, light_server)
    for name in CONTENTS:
        choose(page, name, CONTENTS[name])
        expect(page.locator("#add-document .status, #add-document .problem").filter(has_text="d")).to_have_count(1)
    ask(page, SHIPS)
    ask(page, APPLES)
    page.locator("#chat").get_by_role("button", name=ENGLISH.why).last.click()
    page.locator("#check summary").click()
    page.get_by_label(ENGLISH.quote_label, exact=True).fill(LINES[0])
    page.get_by_role("button", name=ENGLISH.check_button, exact=True).click()
    expect(page.locator("#check .checked")).to_contain_text(ENGLISH.verdicts["exact"])
    for name in ("Markdown", "JSON", "CSL-JSON"):
        with page.expect_download():
            page.locator("#export").get_by_role("button", name=name, exact=True).click()
    page.goto("about:blank")
    context.close()
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("blob:", "data:", "about:"))}
    assert hosts == {f"127.0.0.1:{light_server.port}"}
    paths = {urlsplit(url).path for url in asked}
    assert {"/session/open", "/session/documents", "/session/check", "/session/export"} <= paths
    assert not any(urlsplit(url).query for url in asked if "/session/" in url), "nothing is put into an address"
