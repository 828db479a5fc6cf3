"""Take the README's screenshots: `python -m tests.screenshots [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.web.browsing import DESKTOP, PHONE, ask, browser
from tests.web.serving import running

FOLDER = Path("tests/web/screenshots")
ANSWERED = "How much oil was delivered to the refinery?"
SILENT = "How do I bake bread?"
PICTURES = {
    "desktop": (DESKTOP, "light", [ANSWERED]),
    "desktop-empty": (DESKTOP, "light", []),
    "desktop-dark": (DESKTOP, "dark", [ANSWERED, SILENT]),
    "phone": (PHONE, "light", [ANSWERED, SILENT]),
    "phone-empty": (PHONE, "light", []),
    "phone-dark": (PHONE, "dark", [ANSWERED]),
}


def take(browser: Browser, url: str, folder: Path) -> None:
    """Write one picture for each entry of `PICTURES`, after its questions."""
    for name, (viewport, scheme, questions) in PICTURES.items():
        context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(url)
        page.get_by_label("Your question").wait_for()
        page.wait_for_load_state("networkidle")
        for question in questions:
            ask(page, question)
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
