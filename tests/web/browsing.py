"""A headless browser for tests and screenshots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.web.serving import Server

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 568}

IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  const panel = document.getElementById("panel").getBoundingClientRect();
  return box.height > 0 && box.top >= Math.max(0, panel.top) - 1
    && box.bottom <= Math.min(innerHeight, panel.bottom) + 1;
}"""


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        try:
            yield chromium
        finally:
            chromium.close()


def require_chromium() -> None:
    """Skip without a browser, except on a build machine, where that would hide the page's tests."""
    if shutil.which("chromium"):
        return
    if os.environ.get("CI"):
        pytest.fail("no chromium on PATH; install it, or unset CI to skip the page's tests")
    pytest.skip("no chromium on PATH")


@dataclass
class Visit:
    """An open page and what it did."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, server: Server, size: ViewportSize, path: str = "", **options: Any) -> Iterator[Visit]:
    """
    Open the page; at the end it must have had no fault and asked no other host.

    :param path: what follows the server's address, such as a fragment.
    :param options: of the browser's context.
    """
    context = browser.new_context(viewport=size, **{"reduced_motion": "reduce", **options})
    page = context.new_page()
    visit = Visit(page)
    page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: visit.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("dialog", lambda dialog: visit.faults.append(f"dialog: {dialog.message}"))
    page.goto(server.url + path)
    page.locator("#question textarea").wait_for(state="attached")
    page.wait_for_function("() => document.querySelector('#token textarea, #token input')?.value")  # its session began
    yield visit
    context.close()
    assert visit.faults == []
    assert visit.hosts <= {f"127.0.0.1:{server.port}", ""}


def ask(page: Page, question: str) -> int:
    """Type a question, press Enter, wait for the reply, and return the reply's position."""
    position = page.locator("#chat .reply").count()
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")
    page.locator("#chat .reply").nth(position).wait_for()
    return position
