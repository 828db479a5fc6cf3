"""A headless browser for tests and screenshots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


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


def ask(page: Page, question: str) -> int:
    """Type a question, press Enter, wait for the reply, and return the reply's position."""
    position = page.locator("#chat .reply").count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    page.locator("#chat .reply").nth(position).wait_for()
    return position
