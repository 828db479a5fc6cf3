"""Take the README's screenshots: `python -m tests.screenshots [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.browsing import DESKTOP, PHONE, ask, browser
from tests.web.serving import running

FOLDER = Path("tests/web/screenshots")
SPOKEN = "What did the President say about cotton growing?"
ANSWERED = "How much oil was delivered to the refinery?"
SILENT = "How do I bake bread?"
PICTURES = {
    f"{device}{'-dark' if scheme == 'dark' else ''}{state and f'-{state}'}": (size, scheme, questions)
    for device, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
    for state, questions in (("empty", []), ("", [SPOKEN, ANSWERED]), ("abstained", [SILENT]))
}


def take(browser: Browser, url: str, folder: Path) -> None:
    """Write one picture for each entry of `PICTURES`, after its questions."""
    for name, (viewport, scheme, questions) in PICTURES.items():
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(url)
        page.locator("#suggestions .suggestion").first.wait_for()
        page.wait_for_load_state("networkidle")
        for question in questions:
            ask(page, question)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png", animations="disabled")
        context.close()


def main(arguments: list[str]) -> None:
    """Start a server and a browser, and write the pictures into the folder named."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with running() as server, browser() as chromium:
        take(chromium, server.url, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
